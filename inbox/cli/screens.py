"""Opens the screens: on the configured inbox, on a first run, and on the demo."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from inbox import config, texts
from inbox.cli.common import Session, common, sit_down
from inbox.cli.printing import emit, emit_json, log, remark
from inbox.errors import BadInput
from inbox.texts import t

SEATS = (("anna", "community manager"), ("tom", "specialist in development"), ("lea", "lead and admin"))
"""Whose desks the demo is worth seeing from."""
_FIRST = SEATS[0][0]


def _on_terminal() -> bool:
    from inbox.tui.start import in_browser  # light, but of the screens

    return in_browser() or (sys.stdin.isatty() and sys.stdout.isatty())


def screens(session: Session) -> None:
    """Open the screens on an inbox; a first run is offered the demo or the set-up. Raises: InboxError."""
    if not _on_terminal():
        raise BadInput("The screens need a terminal; try: inbox ls, inbox --help")
    where = config.where(session.inbox)
    if "://" in where or Path(where).expanduser().exists():
        sit(Session(where, session.person))
        return
    _prepare()
    from inbox.tui.screens.welcome import run_welcome  # heavy: only for the screens

    choice = run_welcome(where)
    if choice == "demo":
        _demo(texts.language(), 1)
    elif choice == "init":
        from inbox.cli.setup import set_up  # only on a first run

        where, lead, _ = set_up(session)
        remark(t("The inbox is at {where}. {lead} is lead and admin.", where=where, lead=lead))
        sit(Session(where, lead))


def _prepare() -> None:
    from inbox.tui import start  # before anything imports Textual

    start.prepare()


def sit(session: Session, *, may_change_seats: bool = False, notice: str = "") -> None:
    """Run the screens at somebody's desk, the house beside them on its own thread. Raises: InboxError."""
    _prepare()
    from inbox.joining import Threaded  # heavy: only for the screens
    from inbox.tui.app import run  # heavy: only for the screens
    from inbox.tui.models.notices import telling  # of the screens

    # The screens show a channel's trouble themselves; a line on standard error would land in their picture.
    log(logging.NullHandler())
    where, how = config.where(session.inbox), telling(*config.notify())
    house = Threaded(where)
    house.start()
    try:
        desk = asyncio.run(sit_down(house, session))
        inbox = config.beside(where)
        if "://" in where:
            with suppress(OSError):  # the screens say what they cannot keep
                inbox.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        others = house.desk if may_change_seats else None
        code = run(desk, others=others, notice=notice, inbox=inbox, shown=house.shown, how=how)
    finally:
        house.stop()
    if code:
        sys.exit(code)


@click.command()
@click.option("--lang", type=click.Choice(["de", "en"]), default=None, help="Language of screens and customers.")
@click.option("--seed", type=int, default=1, help="Another seed, other customers (1).")
@click.option("--headless", type=click.Path(file_okay=False), metavar="DIR", help="Only create it in DIR.")
@common
def demo_(session: Session, lang: str | None, seed: int, headless: str | None) -> None:
    """A living inbox to try everything on; nothing is kept."""
    texts.speak(lang or texts.language())
    if headless is not None:
        _headless(session, Path(headless), seed)
    elif _on_terminal():
        _demo(texts.language(), seed, session.person)
    else:
        from inbox.demo import build, picture  # only for the demo

        with _folder() as folder:
            emit(asyncio.run(picture(asyncio.run(build(folder, texts.language(), seed)), session.person or _FIRST)))


def _headless(session: Session, folder: Path, seed: int) -> None:
    from inbox.demo import build  # only for the demo

    where = asyncio.run(build(folder.absolute(), texts.language(), seed))
    if session.json:
        emit_json({"inbox": where, "people": [name for name, _ in SEATS]})
    elif session.quiet:
        emit(where)
    else:
        emit(t("The demo inbox is at {where}. Open it as:", where=where))
        for name, role in SEATS:
            emit(f"  inbox --inbox {where} --as {name}   # {t(role)}")


def _demo(lang: str, seed: int, person: str = "") -> None:
    _prepare()
    from inbox.demo import build  # only for the demo

    with _folder() as folder:
        where = asyncio.run(build(folder, lang, seed))
        notice = t("This is a demo: try everything, nothing is kept. ? helps, q ends.")
        sit(Session(where, person or _FIRST), may_change_seats=True, notice=notice)


@contextmanager
def _folder() -> Iterator[Path]:
    """Make a folder that also goes when the terminal is closed or the program is ended."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="inbox-demo-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
