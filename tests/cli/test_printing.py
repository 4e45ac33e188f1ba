"""The printing edge: nothing a terminal would obey passes it, and tables fit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from inbox.cli.printing import emit_json, fitted, safe, table
from inbox.errors import Ambiguous, BadInput, Conflict, InboxError, Locked, NotAllowed, NotFound, NotSent, Stale
from tests.cli.conftest import Shell

OBEYED = set(map(chr, [*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F)]))
HOSTILE = st.text(st.characters(exclude_categories=()), max_size=60)


@given(HOSTILE)
def test_nothing_a_terminal_obeys_is_left_in_a_line(text: str) -> None:
    clean = safe(text)

    assert not set(clean) & OBEYED
    clean.encode()


@given(HOSTILE.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_json_says_the_same_without_a_character_a_terminal_obeys(text: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        said: list[str] = []
        patched.setattr("click.echo", said.append)
        emit_json({"text": text})

    assert json.loads(said[0]) == {"text": text}
    assert not set(said[0]) & OBEYED


@given(st.lists(st.integers(0, 300), min_size=1, max_size=9), st.integers(80, 300))
def test_columns_fit_and_no_column_vanishes(widths: list[int], room: int) -> None:
    fit = fitted(widths, room)

    assert sum(fit) + 2 * (len(fit) - 1) <= room
    assert all(got > 0 or not wanted for wanted, got in zip(widths, fit, strict=True))
    assert all(got <= wanted for wanted, got in zip(widths, fit, strict=True))


@given(st.lists(st.tuples(HOSTILE, HOSTILE, HOSTILE), min_size=1, max_size=5), st.integers(20, 120))
def test_a_table_never_is_wider_than_the_terminal(rows: list[tuple[str, str, str]], width: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        said: list[str] = []
        patched.setattr("click.echo", said.append)
        table(rows, ["id", "contact", "words"], width)

    assert len(said) == len(rows) + 1
    assert max(cell_len(line) for line in said) <= width


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Conflict, 1),
        (NotAllowed, 1),
        (Stale, 1),
        (BadInput, 2),
        (Locked, 3),
        (Ambiguous, 3),
        (NotSent, 3),
        (NotFound, 4),
    ],
)
def test_each_error_ends_with_its_code_and_its_sentence(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, error: type[InboxError], code: int
) -> None:
    def opened(where: str, **more: object) -> object:
        raise error("{name} said no.", name="\x1b[31mmallory")

    monkeypatch.setattr("inbox.bootstrap.open_house", opened)
    monkeypatch.setattr("inbox.joining.PATIENCE", 0.1)

    said = shell("ls")

    assert (said.code, said.out, said.err) == (code, "", "[31mmallory said no.\n")


def test_wrong_usage_ends_with_2_and_says_how_it_goes(shell: Shell) -> None:
    for words in (("fly",), ("ls", "--limit", "0"), ("show",), ("ls", "--colour")):
        said = shell(*words)
        assert said.code == 2
        assert said.err.startswith("Usage: inbox")


def test_every_command_explains_itself(shell: Shell) -> None:
    from inbox.cli import COMMANDS

    overview = shell("--help").out
    for name in COMMANDS:
        assert f"  {name} " in overview
        help = shell(name, "--help")
        assert help.code == 0
        assert "Usage: inbox" in help.out


def test_warnings_are_written_without_anything_a_terminal_obeys() -> None:
    code = "import logging; from inbox.cli import main\ntry: main(['--version'])\nexcept SystemExit: pass\n"
    warn = "logging.getLogger('inbox').warning('channel %s: %s', 'x', 'refused \\x1b]0;title\\x07 \\n twice')"

    done = subprocess.run([sys.executable, "-c", code + warn], capture_output=True, text=True, check=True)

    assert done.stderr == "WARNING channel x: refused ]0;title   twice\n"


def test_a_writing_command_names_what_it_made_else_what_it_was_about(shell: Shell) -> None:
    id = shell.conversation(owner=None, visibility="private")["id"]

    assert shell("take", id, "--json").json == {"id": id, "events": ["Assigned"]}
    assert shell("tag", id, "vip", "--quiet").out == f"{id}\n"
    request = shell("ask", id, "development", "Why?", "--quiet").out.strip()
    assert request != id
    assert shell("request", "take", request, "--quiet", as_="tom").out == f"{request}\n"
    assert shell("person", "add", "max", "--role", "manager", "--json", as_="lea").json["id"] == "max"


def test_quietly_nothing_but_ids_is_printed(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_text("", "utf-8")
    request = shell.request("development", "answered")
    for words in (("sync", "--once"), ("verify",), ("doctor",), ("import", tmp_path / "old.jsonl", "--channel", "old")):
        said = shell(*words, "--quiet", as_="lea")
        assert (said.code, said.out) == (0, ""), words
    assert shell("keys", "--quiet").lines == [row["id"] for row in shell("keys", "--json").json]
    assert shell("request", "show", request["id"], "--quiet").lines == [m["id"] for m in request["shown"]]


def test_an_error_leaves_standard_output_empty_also_where_json_is_asked_for(shell: Shell) -> None:
    for words in (("show", "999999"), ("take", "999999"), ("ls", "--view", "sideways"), ("request", "accept", "x")):
        said = shell(*words, "--json")
        assert said.code in {2, 4}
        assert said.out == ""
        assert said.err
