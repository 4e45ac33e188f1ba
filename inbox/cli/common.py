"""What every command shares: the common options, opening the inbox, printing, and exit codes.

0 done, 1 refused, 2 wrong usage, 3 unreachable or unknown outcome, 4 not found or not visible.
"""

from __future__ import annotations

import asyncio
import functools
import os
import re
import sys
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import click

from inbox import config
from inbox.bootstrap import House, open_house
from inbox.domain.commands import Command
from inbox.domain.events import Recorded
from inbox.errors import Ambiguous, BadInput, InboxError, NotFound, Refused, Unreachable
from inbox.ports.desk import Desk, made
from inbox.texts import explain

F = TypeVar("F", bound=Callable[..., Any])
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class Session:
    """How a command was called: which inbox, who, and in which form to print."""

    inbox: str = ""
    person: str = ""
    json: bool = False
    quiet: bool = False

    def merged(self, inbox: str, person: str, json: bool, quiet: bool) -> Session:
        """Return this with what was said behind the command's name."""
        return Session(inbox or self.inbox, person or self.person, json or self.json, quiet or self.quiet)


_OPTIONS = (
    click.option("--inbox", "inbox_", default="", metavar="WHERE", help="The inbox: a file."),
    click.option("--as", "as_", default="", metavar="PERSON", help="Who is asking."),
    click.option("--json", "json_", is_flag=True, help="Print one JSON document."),
    click.option("--quiet", "quiet_", is_flag=True, help="Print ids, one a line."),
)


def common(command: F) -> F:
    """Give a command the common options and pass the merged Session as its first argument."""

    @click.pass_context
    @functools.wraps(command)
    def wrapper(
        context: click.Context, *args: Any, inbox_: str, as_: str, json_: bool, quiet_: bool, **more: Any
    ) -> Any:
        session = (context.obj or Session()).merged(inbox_, as_, json_, quiet_)
        return command(session, *args, **more)

    for option in reversed(_OPTIONS):
        wrapper = option(wrapper)
    return wrapper  # type: ignore[return-value]  # click's decorators keep the function


def paged(command: F) -> F:
    """Give a reading command `--limit` and `--after`."""
    command = click.option("--after", default="", metavar="CURSOR", help="Go on behind the `next` of the page before.")(
        command
    )
    return click.option("--limit", default=50, type=click.IntRange(1, 500), help="How many (50).")(command)


def keyed(command: F) -> F:
    """Give a writing command its idempotency key."""
    return click.option(
        "--key", default="", metavar="TEXT", help="The same key again does nothing and prints the first outcome."
    )(command)


def fail(error: BaseException) -> NoReturn:
    """Say what went wrong on standard error and end with the code that fits."""
    click.echo(safe(explain(error)), err=True)
    code = 1
    if isinstance(error, NotFound):
        code = 4
    elif isinstance(error, BadInput):
        code = 2
    elif isinstance(error, (Unreachable, Ambiguous)):
        code = 3
    elif isinstance(error, Refused):
        code = 1
    sys.exit(code)


def with_house(session: Session, work: Callable[[House], Awaitable[Any]]) -> Any:
    """Open the inbox, do the work, close it; errors end the program with their sentence."""

    async def inside() -> Any:
        async with open_house(config.where(session.inbox)) as house:
            return await work(house)

    try:
        return asyncio.run(inside())
    except InboxError as error:
        fail(error)


def with_desk(session: Session, work: Callable[[Desk], Awaitable[Any]]) -> Any:
    """Sit down at the asker's desk and do the work there."""

    async def inside(house: House) -> Any:
        return await work(await house.desk(config.who(session.person)))

    return with_house(session, inside)


def do(session: Session, command: Command, key: str = "", said: Callable[[int | None], str] = lambda _: "") -> None:
    """Carry out one command and print what it made."""
    facts: tuple[Recorded, ...] = with_desk(session, lambda desk: desk.perform(command, key))
    id = made(facts)
    if session.json:
        emit_json({"id": None if id is None else str(id), "events": [type(f.event).__name__ for f in facts]})
    elif session.quiet:
        emit("" if id is None else str(id), always=id is not None)
    else:
        emit(said(id))


def safe(text: str) -> str:
    """Return text without anything that a terminal would obey."""
    return _CONTROLS.sub("", text)


def emit(text: str, *, always: bool = False) -> None:
    """Print a line for people or scripts; nothing for nothing."""
    if text or always:
        click.echo(safe(text))


def emit_json(document: object) -> None:
    """Print one JSON document."""
    import msgspec  # not needed for --help

    sys.stdout.write(msgspec.json.encode(document).decode() + "\n")


def table(rows: Iterable[Sequence[str]], heads: Sequence[str], width: int | None = None) -> None:
    """Print rows in columns; the last one takes what is left of the terminal's width."""
    from rich.cells import cell_len, set_cell_size  # not needed for scripts

    lines = [[safe(cell).replace("\n", " ") for cell in row] for row in rows]
    widths = [max([cell_len(h), *(cell_len(r[i]) for r in lines)]) for i, h in enumerate(heads)]
    room = width or (os.get_terminal_size().columns if sys.stdout.isatty() else 120)
    widths[-1] = max(10, min(widths[-1], room - sum(widths[:-1]) - 2 * (len(heads) - 1)))
    for row in ([list(heads)] if lines else []) + lines:
        click.echo("  ".join(set_cell_size(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip())


def text_of(words: Sequence[str] | str) -> str:
    """Return the text given as arguments; `-` reads standard input."""
    text = words if isinstance(words, str) else " ".join(words)
    return sys.stdin.read() if text == "-" else text
