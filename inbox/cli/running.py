"""Commands that run or look after the house: demo, sync, import, verify, doctor, keys, and the screens."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inbox import config, texts
from inbox.bootstrap import House, Threaded
from inbox.cli.common import Session, common, emit, emit_json, fail, with_desk, with_house
from inbox.cli.setup import report
from inbox.errors import BadInput, InboxError
from inbox.services.importing import Imported
from inbox.texts import t

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from inbox.ports.desk import Desk


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def screens(session: Session, *, may_change_seats: bool = False, notice: str = "") -> None:
    """Open the screens on an inbox; a first run is offered the demo or the set-up."""
    if not _on_terminal():
        fail(BadInput("The screens need a terminal; try: inbox ls, inbox --help"))
    where = config.where(session.inbox)
    from inbox.tui import start  # heavy: only for the screens

    start.prepare()
    if not Path(where).exists() and "://" not in where:
        _welcome(session, where)
        return
    try:
        sit(where, config.who(session.person), may_change_seats=may_change_seats, notice=notice)
    except InboxError as error:
        fail(error)


def _welcome(session: Session, where: str) -> None:
    from inbox.tui.screens.welcome import run_welcome  # heavy: only for the screens

    choice = run_welcome(where)
    if choice == "demo":
        _demo_screens("", 1)
    elif choice == "init":
        click.echo(t("Make an inbox with: {command}", command="inbox init"))


def sit(where: str, person: str, *, may_change_seats: bool, notice: str = "") -> None:
    """Run the screens at somebody's desk, the house beside them on its own thread. Raises: InboxError."""
    from inbox.tui.app import run  # heavy: only for the screens

    house = Threaded(where)
    house.start()
    try:
        desk = asyncio.run(_first(house, person))
        code = run(desk, others=house.desk if may_change_seats else None, notice=notice)
    finally:
        house.stop()
    if code:
        sys.exit(code)


async def _first(house: Threaded, person: str) -> Desk:
    desk: Awaitable[Desk] = house.desk(person)
    return await desk


@click.command()
@click.option("--lang", type=click.Choice(["de", "en"]), default=None, help="Language of screens and customers.")
@click.option("--seed", type=int, default=1, help="Another seed, other customers (1).")
@click.option(
    "--headless", type=click.Path(file_okay=False), default=None, metavar="DIR", help="Only create it in DIR."
)
@common
def demo_(session: Session, lang: str | None, seed: int, headless: str | None) -> None:
    """A living inbox to try everything on; nothing is kept."""
    from inbox.demo import build, picture  # only for the demo

    chosen = lang or texts.language()
    texts.speak(chosen)
    if headless is not None:
        try:
            where = asyncio.run(build(Path(headless), chosen, seed))
        except InboxError as error:
            fail(error)
        emit(t("The demo inbox is at {where}. Open it as:", where=where))
        for name, role in (
            ("anna", t("community manager")),
            ("tom", t("specialist in development")),
            ("lea", t("lead and admin")),
        ):
            emit(f"  inbox --inbox {where} --as {name}   # {role}")
        return
    if _on_terminal():
        _demo_screens(chosen, seed)
        return
    folder = Path(tempfile.mkdtemp(prefix="inbox-demo-"))
    try:
        emit(asyncio.run(picture(asyncio.run(build(folder, chosen, seed)), "anna")))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _demo_screens(lang: str, seed: int) -> None:
    from inbox.demo import build  # only for the demo
    from inbox.tui import start  # heavy: only for the screens

    start.prepare()
    chosen = lang or texts.language()
    texts.speak(chosen)
    folder = Path(tempfile.mkdtemp(prefix="inbox-demo-"))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        where = asyncio.run(build(folder, chosen, seed))
        sit(
            where,
            "anna",
            may_change_seats=True,
            notice=t("This is a demo: try everything, nothing is kept. ? helps, q ends."),
        )
    except InboxError as error:
        fail(error)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@click.command()
@click.option("--once", is_flag=True, help="Do what is there and due now, and end.")
@common
def sync_(session: Session, once: bool) -> None:
    """Take in, carry out and watch, without screens."""

    async def work(house: House) -> object:
        await house.desk(config.who(session.person))
        if once:
            return await house.sync_once()
        loop, ended = asyncio.get_running_loop(), asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, ended.set)
        click.echo(t("Running; Ctrl-C ends it."), err=True)
        running = asyncio.create_task(house.sync_forever())
        waiting = asyncio.create_task(ended.wait())
        done, _ = await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        for task in (running, waiting):
            task.cancel()
        await asyncio.gather(running, waiting, return_exceptions=True)
        if running in done:
            running.result()
        return None

    done = with_house(session, work)
    if done is None:
        return
    counts = {"taken": done.taken, "sent": done.sent, "failed": done.failed, "unknown": done.unknown}
    emit_json(counts) if session.json else emit(", ".join(f"{t(k)} {v}" for k, v in counts.items()))


@click.command()
@click.argument("file", type=click.Path())
@click.option("--channel", required=True, help="Where to; a channel of that name is made if there is none.")
@click.option("--format", "format_", type=click.Choice(["jsonl", "mbox", "eml", "maildir"]), default=None)
@common
def import_(session: Session, file: str, channel: str, format_: str | None) -> None:
    """Take messages in from a file; what is known already is passed over."""
    bar = _bar() if sys.stderr.isatty() and not session.quiet else None

    async def work(house: House) -> Imported:
        desk = await house.desk(config.who(session.person))
        return await house.import_file(desk, file, channel, format_ or "", bar or (lambda done, total: None))

    try:
        found: Imported = with_house(session, work)
    except KeyboardInterrupt:
        click.echo("\n" + t("Stopped; the same command goes on where this ended."), err=True)
        sys.exit(130)
    finally:
        if bar is not None:
            click.echo("", err=True)
    refused = [{"line": where.removeprefix("line:"), "why": why} for where, why in found.refused]
    if session.json:
        emit_json({"read": found.read, "taken": found.taken, "known": found.known, "refused": refused})
    else:
        emit(
            t(
                "{read} read, {taken} taken in, {known} known before, {n} refused.",
                read=found.read,
                taken=found.taken,
                known=found.known,
                n=len(refused),
            )
        )
        for row in refused[:20]:
            click.echo(f"  {row['why']}", err=True)


def _bar():  # type: ignore[no-untyped-def]  # a click progress bar has no public type
    shown = {"percent": -1}

    def progress(done: int, total: int) -> None:
        percent = 100 * done // total if total else 0
        if percent != shown["percent"]:
            shown["percent"] = percent
            filled = percent // 4
            click.echo(f"\r[{'█' * filled}{'·' * (25 - filled)}] {percent:3d} %", err=True, nl=False)

    return progress


@click.command()
@common
def verify_(session: Session) -> None:
    """Prove that nobody changed what happened: the feed's chain and the invariants."""
    found = with_desk(session, lambda desk: desk.verify())
    if session.json:
        document = {
            "ok": found.ok,
            "events": found.events,
            "messages": found.messages,
            "conversations": found.conversations,
        }
        emit_json(document if found.ok else {**document, "bad": found.bad, "why": found.why})
    elif found.ok:
        emit(
            t(
                "All is as it was: {events} facts, {messages} messages, {conversations} conversations.",
                events=found.events,
                messages=found.messages,
                conversations=found.conversations,
            )
        )
    else:
        emit(t("Fact {bad} does not fit: {why}", bad=found.bad or "–", why=found.why))
    if not found.ok:
        sys.exit(1)


@click.command()
@common
def doctor_(session: Session) -> None:
    """Look at versions, database, channels, disk and terminal, and say what to do."""
    rows = [(("ok" if sys.version_info >= (3, 11) else "fail"), f"Python {sys.version.split()[0]}", "")]
    rows += with_house(session, lambda house: house.examine())
    rows += _disk(Path(config.where(session.inbox)).parent) + _terminal()
    report(session, rows)


def _disk(folder: Path) -> list[tuple[str, str, str]]:
    free = shutil.disk_usage(folder).free // 2**20
    return [
        (
            "ok" if free > 1024 else "warn" if free > 200 else "fail",
            t("{n} MB free", n=free),
            "" if free > 1024 else t("make room"),
        )
    ]


def _terminal() -> list[tuple[str, str, str]]:
    rows = [("ok" if os.environ.get("TERM", "dumb") != "dumb" else "warn", f"TERM={os.environ.get('TERM', '')}", "")]
    if not (os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        rows.append(("warn", "EDITOR", t("set it to write replies in your own editor")))
    if os.environ.get("TMUX") and shutil.which("tmux"):
        asked = subprocess.run(
            ["tmux", "show", "-sv", "escape-time"], capture_output=True, text=True, timeout=5, check=False
        )  # noqa: S603, S607
        slow = asked.stdout.strip().isdigit() and int(asked.stdout) > 50
        if slow:
            rows.append(("warn", f"tmux escape-time {asked.stdout.strip()} ms", "set -s escape-time 10"))
    return rows


@click.command()
@common
def keys_(session: Session) -> None:
    """Print every key, by context, as the screens have them."""
    from inbox.tui.actions import ACTIONS  # heavy: only here

    if session.json:
        emit_json(
            [{"id": a.id, "title": t(a.title), "keys": list(a.keys), "contexts": sorted(a.contexts)} for a in ACTIONS]
        )
        return
    for context in sorted({c for a in ACTIONS for c in a.contexts}):
        emit(f"{t(context)}:")
        for action in (a for a in ACTIONS if context in a.contexts):
            emit(f"  {', '.join(action.keys):<18} {t(action.title)}  [{action.id}]")
