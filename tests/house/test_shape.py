"""Holds the handwriting of the house: small files and functions, words that mean one thing, no swallowed errors."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.house.source import Module, calls, functions, modules

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
OURS = ("inbox", "adapters")


def test_no_file_is_longer_than_400_lines() -> None:
    long = [f"{m.path}: {len(m.lines)}" for m in modules(*OURS, "tests") if len(m.lines) > LONGEST_FILE]

    assert not long, "\n".join(long)


def test_no_function_is_longer_than_40_lines() -> None:
    long = []
    for module in modules(*OURS):
        for function in functions(module.tree):
            length = (function.end_lineno or 0) - function.lineno + 1
            if length > LONGEST_FUNCTION:
                long.append(f"{module.at(function)} {function.name}: {length}")

    assert not long, "\n".join(long)


def test_each_file_opens_with_a_sentence_that_says_why_it_exists() -> None:
    silent = []
    for module in modules(*OURS, "tests"):
        first = (ast.get_docstring(module.tree) or "").split("\n\n")[0].strip()
        if module.text.strip() and not first.endswith((".", "?", "!")):
            silent.append(module.path)

    assert not silent, "\n".join(silent)


def _public(module: Module) -> Iterator[ast.AST]:
    """Yield the public classes, functions and methods, except what only gives a number or a name for itself."""
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef) and not inner.name.startswith("_"):
                    yield inner
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("_"):
            yield node


NAMED_BY_THEMSELVES = {"inbox/domain/events.py", "inbox/domain/commands.py"}
"""Facts and intentions: dataclasses whose name is the sentence."""


def test_every_public_name_in_the_contracts_and_the_domain_says_what_it_means() -> None:
    silent = []
    for module in modules("inbox/domain", "inbox/ports"):
        for node in _public(module):
            exempt = module.path in NAMED_BY_THEMSELVES and isinstance(node, ast.ClassDef)
            if not exempt and not ast.get_docstring(node):
                silent.append(f"{module.at(node)} {node.name}")

    assert not silent, "\n".join(silent)


FORBIDDEN_PARTS = {
    "manager", "helper", "helpers", "util", "utils", "misc", "handler", "integration", "connector", "ticket", "tickets",
    "assignee", "helpdesk", "processor", "singleton", "impl",
}  # fmt: skip
"""Parts of names that say nothing, or say another house's word for one of ours."""
FORBIDDEN_NAMES = {
    "lead_user", "current_user", "user_id", "case_id", "thread_id", "client", "policy", "incident", "bus", "task_queue", "skill",
    "comment", "comments", "case", "team", "data", "Data", "info", "Info", "obj", "tmp", "foo",
}  # fmt: skip
BORROWED = {
    ("inbox/domain/model.py", "manager"),  # the role: a community manager
    ("inbox/tui/driver.py", "data"),  # Textual's drivers call it so
    ("inbox/cli/__init__.py", "obj"),  # click's context.obj
    ("inbox/cli/running.py", "handler"),  # loop.add_signal_handler
    ("adapters/email/", "client"),  # an SMTP or IMAP client is what its libraries call it
    ("adapters/kit/http.py", "client"),  # so does httpx
    ("adapters/email/", "data"),  # IMAP's and SMTP's own word
    ("adapters/facebook/", "comment"),  # what stands below a post is called so there
    ("adapters/instagram/", "comment"),
    ("adapters/instagram/", "comments"),
}
"""Words we may not choose but must use where somebody else named the thing."""


def _defined(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Yield every name the module itself gives: classes, functions, arguments, variables, fields."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node, node.name
        elif isinstance(node, ast.arg):
            yield node, node.arg
        elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node, node.id if isinstance(node, ast.Name) else node.attr


def _parts(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_").split("_"))


def test_names_are_the_words_of_the_house_and_no_empty_ones() -> None:
    found = []
    for module in modules(*OURS):
        stem = module.path.removesuffix(".py").rpartition("/")[2]
        if _parts(stem) & FORBIDDEN_PARTS:
            found.append(module.path)
        for node, name in _defined(module):
            wrong = (_parts(name) & FORBIDDEN_PARTS) | ({name} & FORBIDDEN_NAMES)
            wrong |= {name} if name.lstrip("_").startswith("handle_") else set()
            allowed = {word for place, word in BORROWED if module.path.startswith(place)}
            if wrong - allowed:
                found.append(f"{module.at(node)} {name}")

    assert not found, "\n".join(found)


def test_only_the_command_line_prints() -> None:
    found = [
        module.at(call)
        for module in modules(*OURS)
        if not module.path.startswith("inbox/cli/")
        for name, call in calls(module.tree)
        if name == "print"
    ]

    assert not found, "\n".join(found)


def test_nothing_sleeps_with_the_whole_program() -> None:
    found = [module.at(call) for module in modules(*OURS) for name, call in calls(module.tree) if name == "time.sleep"]

    assert not found, "\n".join(found)


REST = 0.1
"""Seconds for which a poll may rest between two looks at its condition."""


def _is_short(length: ast.expr) -> bool:
    """Tell whether a pause is written out, and no longer than a poll's."""
    return isinstance(length, ast.Constant) and isinstance(length.value, int | float) and length.value <= REST


def _pauses(module: Module) -> Iterator[ast.Call]:
    """Yield every call that only lets time pass, however the sleeping function came by its name."""
    names = {"sleep"}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            names |= {alias.asname for alias in node.names if alias.name == "sleep" and alias.asname}
    for name, call in calls(module.tree):
        if name.rpartition(".")[2] in names:
            yield call


def test_no_test_sleeps() -> None:
    """A test waits for a condition with a deadline; `asyncio.sleep(0)` lets others run, and a poll may rest shortly."""
    found = []
    for module in modules("tests"):
        for call in _pauses(module):
            lengths = [*call.args[:1], *(word.value for word in call.keywords)]
            if not all(_is_short(length) for length in lengths):
                found.append(module.at(call))

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("code", "sleeps"),
    [
        ("time.sleep(0.5)", True),
        ("time.sleep(n * 0.01)", True),
        ("await asyncio.sleep(delay)", True),
        ("from time import sleep as rest\nrest(PAUSE)", True),
        ("time.sleep(seconds=2)", True),
        ("time.sleep(-x)", True),
        ("await asyncio.sleep(0)", False),
        ("time.sleep(0.02)", False),
        ("until(condition, seconds)", False),
    ],
)
def test_a_sleep_is_seen_whether_its_length_is_written_or_computed(code: str, sleeps: bool) -> None:
    module = Module("x.py", code, ast.parse(code.replace("await ", "")))
    found = [c for c in _pauses(module) if not all(map(_is_short, [*c.args[:1], *(k.value for k in c.keywords)]))]

    assert bool(found) == sleeps


BROAD = {"Exception", "BaseException"}


def _is_broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    if caught is None:
        return True
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(isinstance(k, ast.Name) and k.id in BROAD for k in kinds)


def _raises_again(handler: ast.ExceptHandler) -> bool:
    return any(isinstance(node, ast.Raise) for node in ast.walk(handler))


def test_whoever_catches_everything_says_why_in_the_line_above_or_raises_again() -> None:
    found = []
    for module in modules(*OURS):
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.ExceptHandler) or not _is_broad(node) or _raises_again(node):
                continue
            above, inside = module.lines[node.lineno - 2], module.lines[node.lineno]
            if not above.strip().startswith("#") and not inside.strip().startswith("#"):
                found.append(module.at(node))

    assert not found, "\n".join(found)


def test_no_error_is_passed_over_in_silence() -> None:
    """`except X: pass` hides; `contextlib.suppress` of a named error says that nothing is meant."""
    found = []
    for module in modules(*OURS):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node) and isinstance(node.body[0], ast.Pass):
                found.append(module.at(node))
    for module in modules(*OURS):
        for name, call in calls(module.tree):
            if name.endswith("suppress") and any(isinstance(a, ast.Name) and a.id in BROAD for a in call.args):
                found.append(module.at(call))

    assert not found, "\n".join(found)


def _comments(module: Module) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_nothing_is_left_for_later() -> None:
    word = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [f"{m.path}:{line}" for m in modules(*OURS, "tests") for line, text in _comments(m) if word.search(text)]

    assert not found, "\n".join(found)


def test_whoever_silences_a_checker_names_the_rule_and_the_reason() -> None:
    """`# type: ignore[code]  # reason`, `# noqa: CODE - reason`."""
    found = []
    for module in modules(*OURS):
        for line, text in _comments(module):
            bare_type = "type: ignore" in text and not re.search(r"type: ignore\[[\w, -]+\]\s+# \w", text)
            bare_noqa = "noqa" in text and not re.search(r"noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*( -|  #|  )\s*\w", text)
            above = module.lines[line - 2].strip() if line > 1 else ""
            if bare_type or (bare_noqa and not above.startswith("#")):
                found.append(f"{module.path}:{line} {text}")

    assert not found, "\n".join(found)
