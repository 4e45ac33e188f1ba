"""What every command shares: the common options, opening the inbox, and reading what was typed.

Exit codes: 0 done, 1 refused, 2 wrong usage, 3 unreachable or unknown outcome, 4 not found or not visible.
"""

from __future__ import annotations

import asyncio
import functools
import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import click

from inbox import config
from inbox.cli.printing import emit, emit_json, remark
from inbox.domain.when import LOCAL
from inbox.errors import BadInput, InboxError, NotFound
from inbox.ports.page import Page
from inbox.texts import t

if TYPE_CHECKING:
    from inbox.domain.commands import Command
    from inbox.domain.events import Recorded
    from inbox.ports.desk import Desk
    from inbox.ports.house import House
    from inbox.ports.keeping import Keeping

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Session:
    """How a command was called: which inbox, who, and in which form to print."""

    inbox: str = ""
    person: str = ""
    json: bool = False
    quiet: bool = False

    @property
    def documents(self) -> bool:
        """Tell whether a command that counts what it did prints a document: asked for, or nobody is looking."""
        return self.json or not (self.quiet or sys.stdout.isatty())

    def command(self, words: str) -> str:
        """Return a command to type next, with whoever asks where they were named by `--as`."""
        return f"inbox --as {shlex.quote(self.person)} {words}" if self.person else f"inbox {words}"

    def address(self, error: InboxError) -> None:
        """Let the commands that an error names be those that whoever asks can type as they are printed."""
        named = {gap: str(value) for gap, value in error.values.items() if gap in ("command", "trial")}
        said = {gap: self.command(words.removeprefix("inbox ")) for gap, words in named.items()}
        error.values = {**error.values, **said}

    def merged(self, inbox: str, person: str, json: bool, quiet: bool) -> Session:
        """Return this with what was said behind the command's name."""
        return Session(inbox or self.inbox, person or self.person, json or self.json, quiet or self.quiet)


class Id(click.ParamType[int]):
    """The number of a conversation, message or request, with or without `#`."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read a number; one larger than any of ours names nothing."""
        digits = str(value).removeprefix("#")
        if not (digits.isascii() and digits.isdigit()):
            self.fail(t("{value} is no id.", value=repr(value)), param, ctx)
        return min(int(digits), _LARGEST) if len(digits) < 20 else _LARGEST


ID = Id()
OPTIONS = (
    click.option(
        "--inbox",
        "inbox_",
        default="",
        metavar="WHERE",
        help="The inbox: a file, postgresql://… or a server's https://…",
    ),
    click.option("--as", "as_", default="", metavar="PERSON", help="Who is asking."),
    click.option("--json", "json_", is_flag=True, help="Print one JSON document."),
    click.option("--quiet", "quiet_", is_flag=True, help="Print ids, one a line."),
)
"""Accepted before a command's name and behind it."""


def common(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the common options and pass the merged Session as its first argument."""

    @functools.wraps(command)
    def wrapper(*args: Any, inbox_: str, as_: str, json_: bool, quiet_: bool, **more: Any) -> Any:
        before = click.get_current_context().obj or Session()
        session = before.merged(inbox_, as_, json_, quiet_)
        try:
            return command(session, *args, **more)
        except InboxError as error:
            session.address(error)
            raise

    wrapped: Callable[..., Any] = wrapper
    for option in reversed(OPTIONS):
        wrapped = option(wrapped)
    return wrapped


def paged(command: F) -> F:
    """Give a reading command `--limit` and `--after`."""
    after = click.option("--after", default="", metavar="CURSOR", help="Go on behind the `next` of the page before.")
    return click.option("--limit", default=50, type=click.IntRange(1, 500), help="How many (50).")(after(command))


def page(found: Sequence[T], key: Callable[[T], object], limit: int, after: str) -> Page[T]:
    """Return a page of a list that is read whole; its cursor is the key of the last one. Raises: BadInput."""
    keys = [str(key(one)) for one in found]
    if after and after not in keys:
        raise BadInput("{cursor} is no cursor of this list.", cursor=repr(after))
    start = keys.index(after) + 1 if after else 0
    some = tuple(found[start : start + limit])
    return Page(some, keys[start + limit - 1] if len(found) > start + limit else None)


def more(page: Page[Any]) -> None:
    """Say how to go on, or that there is nothing."""
    if not page.items:
        remark(t("Nothing here."))
    elif page.next:
        remark(t("More: --after {cursor}", cursor=page.next))


def keyed(command: F) -> F:
    """Give a writing command its idempotency key."""
    said = "The same key again does nothing and prints the first outcome."
    return click.option("--key", default="", metavar="TEXT", help=said)(command)


def forced(command: F) -> F:
    """Give a command that lets a reply go its word for going past what was said since."""
    said = "Send although the contact wrote, or a colleague answered, since."
    return click.option("--force-stale", is_flag=True, help=said)(command)


class _Seats(Protocol):
    async def desk(self, person: str) -> Desk: ...


async def sit_down(house: _Seats, session: Session) -> Desk:
    """Return the asker's desk. Raises: NotFound, which says how to name somebody where nobody was named."""
    if config.afar(config.where(session.inbox)):
        # A token says who asks.
        return await house.desk(session.person)
    name = config.who(session.person)
    if not written(name):
        raise BadInput("Say who you are: --as PERSON or INBOX_AS.")
    try:
        return await house.desk(name)
    except NotFound as cause:
        if session.person:
            raise
        raise NotFound(
            "There is nobody called {name} here; say who you are with --as PERSON or INBOX_AS. There are: {known}.",
            name=name,
            known=cause.values.get("known", "–"),
        ) from cause


def with_house(session: Session, work: Callable[[House], Awaitable[Any]]) -> Any:
    """Open the inbox or join whoever has it open, do the work, let go. Raises: InboxError."""
    from inbox.joining import opened  # not needed for --help

    async def inside() -> Any:
        async with opened(config.where(session.inbox)) as house:
            return await work(house)

    return asyncio.run(inside())


def with_desk(session: Session, work: Callable[[Desk], Awaitable[Any]]) -> Any:
    """Sit down at the asker's desk and do the work there. Raises: InboxError."""

    async def inside(house: House) -> Any:
        return await work(await sit_down(house, session))

    return with_house(session, inside)


def with_keeping(session: Session, work: Callable[[Desk, Keeping], Awaitable[Any]]) -> Any:
    """Sit down at the asker's desk, with what it takes to look after the inbox. Raises: InboxError."""

    async def inside(house: House) -> Any:
        desk = await sit_down(house, session)
        return await work(desk, await house.keeping(desk.person.name))

    return with_house(session, inside)


async def _nothing(keeping: Keeping) -> None:
    return


def do(
    session: Session,
    command: Command,
    key: str = "",
    said: Callable[[int | None], str] = lambda _: "",
    after: Callable[[Keeping], Awaitable[None]] = _nothing,
    of: Callable[[tuple[Recorded, ...]], str] | None = None,
) -> None:
    """Carry out one command, and what belongs to it outside the inbox; print what it made or was about, or what `of` says."""
    from inbox.domain.commands import Ask, Reuse, WriteNote  # not needed for --help
    from inbox.ports.desk import made  # not needed for --help

    async def work(desk: Desk, keeping: Keeping) -> tuple[Recorded, ...]:
        facts = await desk.perform(command, key)
        await after(keeping)
        return facts

    facts = with_keeping(session, work)
    id = made(facts)
    name = str(id) if isinstance(command, Ask | WriteNote | Reuse) else _about(command)
    if session.json:
        emit_json({"id": name, "events": [type(f.event).__name__ for f in facts]})
    elif session.quiet:
        emit(name)
    else:
        emit(of(facts) if of else said(id))


def _about(command: Command) -> str:
    """Return the id or name of what a command changes."""
    about = ("message", "request", "conversation", "storm", "name", "token", "person", "absence", "letter", "channel")
    many = getattr(command, "conversations", ())
    return next((str(getattr(command, k)) for k in about if hasattr(command, k)), ", ".join(map(str, many)))


def written(text: str) -> bool:
    """Tell whether a text can be written as UTF-8; bytes that are none arrive as lone surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def text_of(words: Sequence[str]) -> str:
    """Return the text given as arguments; `-` alone reads standard input. Raises: BadInput where that is no UTF-8."""
    text = " ".join(words)
    if text != "-":
        return text
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as cause:
        raise BadInput("Standard input is no UTF-8 text (byte {n}).", n=cause.start) from cause


def now() -> datetime:
    """Return the time now in the local zone."""
    return datetime.now(UTC).astimezone(LOCAL)
