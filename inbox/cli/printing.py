"""The printing edge: everything the command line says passes here, so that no text can command a terminal."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import sys
from collections.abc import Iterable, Sequence
from typing import NoReturn, Protocol

import click

from inbox.errors import Ambiguous, BadInput, InboxError, NotFound, NotSent, Unreachable
from inbox.texts import explain

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNSAFE_JSON = re.compile("[\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
CODES: tuple[tuple[type[InboxError], int], ...] = (
    (NotFound, 4),
    (BadInput, 2),
    (Unreachable, 3),
    (Ambiguous, 3),
    (NotSent, 3),
)
"""Exit codes by error; whatever else is refused ends with 1."""
_LEAST = 5
"""Cells a column keeps, however narrow the terminal is."""


def safe(text: str) -> str:
    """Return text without anything that a terminal would obey."""
    return _CONTROLS.sub("", text).encode("utf-8", "replace").decode()


class _Safely(logging.Formatter):
    """Writes a record without anything a terminal would obey: platforms' words get into warnings."""

    def format(self, record: logging.LogRecord) -> str:
        return safe(super().format(record)).replace("\n", " ")


def log(to: logging.Handler) -> None:
    """Send warnings to one place."""
    to.setFormatter(_Safely("%(levelname)s %(message)s"))
    logging.basicConfig(handlers=[to], level=logging.WARNING, force=True)


def fail(error: InboxError) -> NoReturn:
    """Say what went wrong on standard error and end with the code that fits."""
    click.echo(safe(explain(error)), err=True)
    sys.exit(next((code for kind, code in CODES if isinstance(error, kind)), 1))


def emit(text: str) -> None:
    """Print a line for people or scripts; nothing for nothing."""
    if text:
        click.echo(safe(text))


def remark(text: str) -> None:
    """Say something beside the result, on standard error."""
    click.echo(safe(text), err=True)


def emit_json(document: object) -> None:
    """Print one JSON document; characters that a terminal would obey are written as escapes."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    click.echo(_UNSAFE_JSON.sub(_escaped, text))


def _escaped(found: re.Match[str]) -> str:
    character = ord(found[0])
    return "\ufffd" if 0xD800 <= character <= 0xDFFF else f"\\u{character:04x}"


def room() -> int | None:
    """Return how many cells a line may fill; None where no terminal or COLUMNS limits it."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return shutil.get_terminal_size().columns
    return None


def shade(text: str) -> str:
    """Return text dimmed where that is wanted: on a terminal, without NO_COLOR."""
    return text if os.environ.get("NO_COLOR") or not sys.stdout.isatty() else click.style(text, dim=True)


def fitted(widths: Sequence[int], room: int) -> list[int]:
    """Return column widths that fit, two cells apart: the last column gives way first, then the widest."""
    fit = list(widths)
    spare = room - 2 * (len(fit) - 1)
    fit[-1] = min(fit[-1], max(3 * _LEAST, spare - sum(fit[:-1])))
    while sum(fit) > spare:
        widest = max(range(len(fit)), key=lambda i: fit[i])
        if fit[widest] <= _LEAST:
            break
        fit[widest] -= 1
    return fit


def table(rows: Iterable[Sequence[str]], heads: Sequence[str], width: int | None = None) -> None:
    """Print rows in columns that fit the terminal (or `width` cells); no rows, no heads."""
    from rich.cells import cell_len, set_cell_size  # not needed for scripts

    lines = [[" ".join(safe(cell).split()) for cell in row] for row in rows]
    if not lines:
        return
    widths = [max([cell_len(h), *(cell_len(r[i]) for r in lines)]) for i, h in enumerate(heads)]
    limit = width or room()
    if limit is not None:
        widths = fitted(widths, limit)

    def cut(cell: str, cells: int) -> str:
        return set_cell_size(cell, cells) if cell_len(cell) <= cells else set_cell_size(cell, cells - 1) + "…"

    for number, row in enumerate([list(heads), *lines]):
        line = "  ".join(cut(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip()
        line = line if limit is None else cut(line, limit).rstrip()
        click.echo(line if number else shade(line))


class _Form(Protocol):
    @property
    def json(self) -> bool: ...
    @property
    def quiet(self) -> bool: ...


def report(rows: Sequence[tuple[str, str, str]], form: _Form) -> None:
    """Print rows of (ok | warn | fail, what, what to do), quietly only those that fail, which end with code 1."""
    findings(rows, form)
    if any(state == "fail" for state, _, _ in rows):
        sys.exit(1)


def findings(rows: Sequence[tuple[str, str, str]], form: _Form) -> None:
    """Print rows of (ok | warn | fail, what, what to do), quietly only those that fail; no advice is ever cut short."""
    if form.quiet and not form.json:
        rows = [row for row in rows if row[0] == "fail"]
    if form.json:
        emit_json([{"state": state, "what": what, "do": todo} for state, what, todo in rows])
    else:
        signs = {"ok": "✓ ok", "warn": "! warn", "fail": "✗ fail"}
        for state, what, todo in rows:
            emit(f"{signs[state]:<6}  {what}")
            if todo:
                emit(f"        → {todo}")
