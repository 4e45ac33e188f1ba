"""Collects every sentence people read, adds those that lack German to the catalogue, and compiles it.

`python -m tests.house.catalogue` names what is missing; write the German into the `.po` and run it again.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import polib  # type: ignore[import-untyped]  # it has no types of its own

from inbox import errors as tree
from tests.house.source import ROOT, calls, modules

PO = ROOT / "inbox" / "locale" / "de" / "LC_MESSAGES" / "chefsache.po"
MO = PO.with_suffix(".mo")
ERRORS = frozenset(name for name in vars(tree) if name[0].isupper()) | {"TooMany"}
"""Whatever is called by one of these names begins with a sentence."""
SECOND = frozenset({"called", "worded", "_named", "_fresh"})
"""Functions of the rules whose second argument is a word that a sentence will name."""
TITLES = frozenset({"_write", "replying"})
"""Functions of the screens whose last argument is a title or a sentence."""


def _strings(node: ast.expr) -> Iterator[str]:
    """Yield the texts an expression can be: a literal, or both sides of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body)
        yield from _strings(node.orelse)


def _tables(tree: ast.AST) -> Iterator[str]:
    """Yield texts from loops over a literal table whose variable is then translated: `t(label) for _, label in (…)`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.GeneratorExp | ast.ListComp) or not isinstance(node.generators[0].iter, ast.Tuple):
            continue
        said = {ast.unparse(c.args[0]) for name, c in calls(node.elt) if name == "t" and c.args}
        target = node.generators[0].target
        names = [ast.unparse(e) for e in target.elts] if isinstance(target, ast.Tuple) else [ast.unparse(target)]
        for row in node.generators[0].iter.elts:
            cells = row.elts if isinstance(row, ast.Tuple) else [row]
            for name, cell in zip(names, cells, strict=False):
                if name in said:
                    yield from _strings(cell)


def _written() -> Iterator[str]:
    """Yield the sentences that stand in the source."""
    for module in modules("inbox", "adapters"):
        yield from _tables(module.tree)
        for name, call in calls(module.tree):
            last = name.rpartition(".")[2]
            if (last == "t" or last in ERRORS) and call.args:
                yield from _strings(call.args[0])
            if last in SECOND and len(call.args) > 1:
                yield from _strings(call.args[-1])
            if last == "Setting" and len(call.args) > 1:
                yield from _strings(call.args[1])
            if last == "Row" and module.path.startswith("inbox/services/trial"):
                yield from (s for given in call.args[2:3] for s in _strings(given))
            if last in ("Measure", "ReplyWindow"):
                yield from (s for given in call.args[2:3] for s in _strings(given))
                yield from (s for k in call.keywords if k.arg == "why" for s in _strings(k.value))
            if last in TITLES and call.args:
                yield from _strings(call.args[-1])
            if last in ERRORS:
                yield from (s for k in call.keywords if k.arg == "what" for s in _strings(k.value))


def errors() -> set[str]:
    """Return the sentences with which errors of ours begin."""
    found = (call for m in modules("inbox", "adapters") for name, call in calls(m.tree) if name in ERRORS and call.args)
    return {sentence for call in found for sentence in _strings(call.args[0])}


def _helps(command: click.Command) -> Iterator[str]:
    """Yield what a command and its options say about themselves."""
    yield inspect.cleandoc(command.help or "")
    yield command.options_metavar or ""
    yield from (p.help or "" for p in command.params if isinstance(p, click.Option))
    if isinstance(command, click.Group):
        yield command.subcommand_metavar or ""
        for inner in command.commands.values():
            yield from _helps(inner)


def _commands() -> Iterator[str]:
    """Yield what the command line says about itself, click's own words included."""
    from inbox.cli import COMMANDS, inbox
    from inbox.cli.wording import CLICK

    yield from (*CLICK, *_helps(inbox))
    for name, module in COMMANDS.items():
        yield from _helps(getattr(importlib.import_module(f"inbox.cli.{module}"), f"{name}_"))


def _named() -> Iterator[str]:
    """Yield the words that tables and enumerations hold."""
    from inbox.cli.asking import TOLD
    from inbox.cli.reporting import COLUMNS
    from inbox.cli.screens import SEATS
    from inbox.domain.automation import CONDITIONS, DEEDS, WHENS
    from inbox.domain.competence import Competence
    from inbox.domain.figures import By
    from inbox.domain.goals import CardKind
    from inbox.domain.limits import Window
    from inbox.domain.model import Delivery, RequestState, Role, State, Visibility
    from inbox.domain.people import _WHAT
    from inbox.domain.risk.assessing import TOO_LONG
    from inbox.domain.risk.reading import book
    from inbox.domain.risk.standard import STANDARD
    from inbox.domain.rules.freezing import RULE, WHY
    from inbox.domain.rules.guard import OTHER
    from inbox.domain.signing import Step
    from inbox.domain.why import ANYTHING, HELD, TOOK
    from inbox.domain.why import SAID as REASONS
    from inbox.ports.desk import View
    from inbox.tui.action import CONTEXTS
    from inbox.tui.actions import ACTIONS
    from inbox.tui.models.cards import FIELDS
    from inbox.tui.models.handover import STEPS
    from inbox.tui.models.nearby import SAID
    from inbox.tui.models.noted import NOTED
    from inbox.tui.models.rows import LOAD_HEAD
    from inbox.tui.screens.main import EMPTY

    yield from (*WHENS.values(), *DEEDS.values(), *CONDITIONS.values())
    yield from (*STEPS.values(), *NOTED, *(follows for after in NOTED.values() for follows in after))
    for words in (By, CardKind, Competence, Delivery, RequestState, Role, State, Step, Visibility, View, Window):
        yield from (str(word) for word in words)
    yield "no role"
    yield from (TOO_LONG.rule, TOO_LONG.why, RULE, WHY)
    yield from (ANYTHING, HELD, TOOK, *REASONS.values(), *FIELDS)
    yield from (said for rule in book(STANDARD).rules for said in (rule.name, rule.why))
    yield from (said for rule in OTHER.items() for said in rule)
    yield from ("ok", "idle", "failing", "off", "message", "note", "request", "answer", "contact")
    yield from (*TOLD.values(), *CONTEXTS, *EMPTY.values(), *_WHAT.values(), *(role for _, role in SEATS))
    yield from (sentence for sentences in SAID.values() for sentence in sentences)
    yield from (head.strip() for head, _ in LOAD_HEAD)
    yield from (head for head, _ in LOAD_HEAD)
    yield from COLUMNS
    for action in ACTIONS:
        yield action.title
        if action.foot:
            yield action.foot


def sentences() -> list[str]:
    """Return every sentence and word that has to be in the catalogue, sorted."""
    return sorted({s for s in (*_written(), *_named(), *_commands()) if re.search("[A-Za-z]", s)})


def gaps(sentence: str) -> set[str]:
    """Return the names of a sentence's gaps."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


def catalogue() -> polib.POFile:
    """Read the German catalogue."""
    return polib.pofile(str(PO), wrapwidth=120, encoding="utf-8")


def begun() -> polib.POFile:
    """Start an empty catalogue."""
    file = polib.POFile(wrapwidth=120)
    file.metadata = {"Language": "de", "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8"}
    file.metadata["Content-Transfer-Encoding"] = "8bit"
    return file


def main() -> int:
    """Add what is missing, drop what nobody says any more, compile; return 1 where German is missing."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    file, said = catalogue() if Path(PO).exists() else begun(), set(sentences())
    known = {entry.msgid: entry for entry in file}
    for sentence in said - known.keys():
        file.append(polib.POEntry(msgid=sentence))
    for sentence in known.keys() - said:
        file.remove(known[sentence])
    file.sort(key=lambda entry: entry.msgid)
    file.save(str(PO))
    file.save_as_mofile(str(MO))
    missing = [entry.msgid for entry in file if not entry.msgstr]
    for sentence in missing:
        sys.stdout.write(f"no German: {sentence!r}\n")
    sys.stdout.write(f"{len(said)} sentences, {len(missing)} without German, {len(known.keys() - said)} dropped\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
