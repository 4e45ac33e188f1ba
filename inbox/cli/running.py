"""Commands that run or look after the house: import, sync, verify, doctor, keys."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inbox import config
from inbox.cli.common import Session, common, sit_down, with_desk, with_house, with_keeping
from inbox.cli.printing import emit, emit_json, remark, report
from inbox.domain.people import Act, require
from inbox.errors import InboxError, Refused
from inbox.texts import explain, t

if TYPE_CHECKING:
    from inbox.ports.desk import Desk
    from inbox.ports.house import House
    from inbox.ports.keeping import Keeping, Look, Synced
    from inbox.services.importing import Imported


@click.command()
@click.option("--once", is_flag=True, help="Do what is there and due now, and end.")
@common
def sync_(session: Session, once: bool) -> None:
    """Take in, carry out and watch, without screens; --once ends with 3 where a channel fails or a send is unclear."""
    if not once:
        asyncio.run(_until_ended(session))
        return

    async def work(desk: Desk, keeping: Keeping) -> tuple[Synced, bool]:
        return await keeping.sync(), any(row.state == "failing" for row in await desk.channels())

    done, failing = with_keeping(session, work)
    counts = {"taken": done.taken, "sent": done.sent, "failed": done.failed, "unknown": done.unknown}
    if session.documents:
        emit_json(counts)
    elif not session.quiet:
        emit(t("{taken} taken in, {sent} sent, {failed} failed, {unknown} unclear.", **counts))
    if failing or done.unknown:
        raise click.exceptions.Exit(3)


@click.command()
@click.option("--listen", default="127.0.0.1:8080", metavar="HOST:PORT", help="Where (127.0.0.1:8080).")
@click.option("--db", default="", metavar="URL", help="Where the inbox is kept: postgresql://… or a file.")
@click.option("--cert", default="", metavar="FILE", help="The certificate and its chain (PEM): serve https.")
@click.option("--key", default="", metavar="FILE", help="The certificate's key (PEM).")
@click.option("--behind-proxy", is_flag=True, help="A proxy before it brings https, so listen on any address without.")
@common
def serve_(session: Session, listen: str, db: str, cert: str, key: str, behind_proxy: bool) -> None:
    """Be the team's server: screens and command lines come by https, platforms with webhooks at /hooks/CHANNEL."""

    async def work() -> None:
        from inbox.bootstrap import Place  # not needed for --help
        from inbox.joining import opened, own

        place = Place(listen, cert, key, behind_proxy)
        async with opened(db or config.where(session.inbox), soon=0) as house:
            if (here := own(house)) is None:
                raise Refused(
                    "Another program has {where} open and does not serve it; end it first.", where=house.where
                )
            await here.serve(
                place, lambda where: remark(t("Listening at {where}; Ctrl-C ends it.", where=where)), asked_to_end()
            )

    asyncio.run(work())


def asked_to_end() -> asyncio.Event:
    """Return what is set once Ctrl-C or a polite end is asked for."""
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    return ended


async def _until_ended(session: Session) -> None:
    """Work until Ctrl-C or a polite end; where another program does that already, go on in its place once it ends."""
    from inbox.joining import Place, opened, own  # not needed for --help

    async with opened(config.where(session.inbox), run=True, stay=True, soon=0) as house:
        ended = asked_to_end()
        if isinstance(house, Place):
            house.hear(remark)
        elif own(house) is None:
            raise Refused("The server at {where} takes in and sends all the time.", where=house.where)
        remark(t("Running; Ctrl-C ends it."))
        await ended.wait()


@click.command()
@click.argument("file", type=click.Path())
@click.option("--channel", required=True, help="Where to; a channel of that name is made if there is none.")
@click.option("--format", "format_", type=click.Choice(["jsonl", "mbox", "eml", "maildir"]), default=None)
@common
def import_(session: Session, file: str, channel: str, format_: str | None) -> None:
    """Take messages in from a file; what is known already is passed over.

    A line of jsonl is a message: {"id": "1", "contact": "k@example.org", "at": "2026-11-26T12:00:00+01:00", "text": "Hallo"}; also contact_name, conversation, visibility, direction (in or out).
    """
    from inbox.bootstrap import import_file  # not needed for --help

    bar = Bar() if sys.stderr.isatty() and not session.quiet else None

    async def work(house: House) -> Imported:
        desk = await sit_down(house, session)
        require(desk.person, Act.SETUP)
        known = [row.channel.name for row in await desk.channels()]
        if channel not in known:
            remark(t("There is no channel {name} yet, so a new one is made.", name=channel))
            if known:
                remark(t("The channels there were: {known}.", known=", ".join(known)))
        return await import_file(house, desk.person.name, file, channel, format_ or "", bar or _silent)

    try:
        found: Imported = with_house(session, work)
    except KeyboardInterrupt:
        remark(t("Stopped; the same command goes on where this ended."))
        sys.exit(130)
    finally:
        if bar is not None:
            bar.end()
    refused = [_refused(where, why) for where, why in found.refused]
    if session.documents:
        emit_json({"read": found.read, "taken": found.taken, "known": found.known, "refused": refused})
        return
    counts = {"read": found.read, "taken": found.taken, "known": found.known, "n": len(refused)}
    if not session.quiet:
        emit(t("{read} read, {taken} taken in, {known} known before, {n} refused.", **counts))
    for row in refused[:20]:
        remark(f"  {row['line']}: {row['why']}")


def _refused(where: str, why: str) -> dict[str, Any]:
    """Name a place in the file: the line's number where there are lines."""
    line = where.removeprefix("line:")
    return {"line": int(line) if line.isascii() and line.isdigit() else line, "why": why}


def _silent(done: int, total: int) -> None:
    return


class Bar:
    """A progress bar on standard error, drawn anew only where it changed."""

    def __init__(self) -> None:
        self._percent = -1

    def __call__(self, done: int, total: int) -> None:
        """Show how much is done."""
        percent = min(100, 100 * done // total) if total else 0
        if percent != self._percent:
            self._percent = percent
            click.echo(f"\r[{'█' * (percent // 4)}{'·' * (25 - percent // 4)}] {percent:3d} %", err=True, nl=False)

    def end(self) -> None:
        """Leave the bar's line."""
        if self._percent >= 0:
            click.echo("", err=True)


@click.command()
@click.option(
    "--known", default="", metavar="NUMBER:HASH", help="A fact that must be in it, as verify printed it once."
)
@common
def verify_(session: Session, known: str) -> None:
    """Prove that nobody changed what happened: the feed's chain and the invariants."""
    found = with_desk(session, lambda desk: desk.verify(known))
    counts = {"events": found.events, "messages": found.messages, "conversations": found.conversations}
    if session.documents:
        head = {"head": f"{found.events}:{found.head}"}
        emit_json({"ok": found.ok, **counts, **head} | ({} if found.ok else {"bad": found.bad, "why": found.why}))
    elif found.ok and not session.quiet:
        emit(t("All is as it was: {events} facts, {messages} messages, {conversations} conversations.", **counts))
        emit(t("The last fact, to be kept elsewhere: {head}", head=f"{found.events}:{found.head}"))
    elif not found.ok:
        emit(t("Fact {bad} does not fit: {why}", bad=found.bad or "–", why=found.why))
    if not found.ok:
        sys.exit(1)


@click.command()
@common
def doctor_(session: Session) -> None:
    """Look at versions, database, channels, disk and terminal, and say what to do."""
    rows = [("ok" if sys.version_info >= (3, 11) else "fail", f"Python {sys.version.split()[0]}", "")]
    try:
        rows += with_house(session, lambda house: _examined(house, session))
    except InboxError as error:
        rows.append(("fail", explain(error), ""))
    where = config.where(session.inbox)
    rows += ([] if "://" in where else _disk(Path(where))) + _terminal()
    report(rows if session.json else [(state, what, _typed(todo, session)) for state, what, todo in rows], session)


def _typed(todo: str, session: Session) -> str:
    """Return advice whose commands can be typed as they are printed, by whoever asks."""
    steps = todo.split("; ")
    return "; ".join(session.command(step[6:]) if step.startswith("inbox ") else step for step in steps)


async def _examined(house: House, session: Session) -> list[Look]:
    from inbox.joining import Place  # not needed for --help

    desk = await sit_down(house, session)
    rows = await (await house.keeping(desk.person.name)).examine()
    return rows + house.standing() if isinstance(house, Place) else rows


def _disk(place: Path) -> list[tuple[str, str, str]]:
    folder = next((p for p in place.absolute().parents if p.is_dir()), Path("/"))
    free = shutil.disk_usage(folder).free // 2**20
    state = "ok" if free > 1024 else "warn" if free > 200 else "fail"
    return [(state, t("{n} MB free", n=free), "" if free > 1024 else t("make room"))]


def _terminal() -> list[tuple[str, str, str]]:
    kind = os.environ.get("TERM", "")
    told = "" if kind not in ("", "dumb") else t("the screens need a terminal that can place its cursor")
    rows = [("warn" if told else "ok", f"TERM={kind}", told)]
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    advice = "" if editor else t("set it to write replies in your own editor")
    rows.append(("ok" if editor else "warn", f"EDITOR={editor or ''}", advice))
    if os.environ.get("TMUX") and shutil.which("tmux"):
        command = ["tmux", "show", "-sv", "escape-time"]
        asked = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False).stdout.strip()
        slow = asked.isdigit() and int(asked) > 50
        rows.append(("warn" if slow else "ok", f"tmux escape-time {asked}", "set -s escape-time 10" if slow else ""))
    return rows


@click.command()
@common
def keys_(session: Session) -> None:
    """Print every key, by context, as the screens have them."""
    from inbox.tui.action import CONTEXTS  # heavy: only here
    from inbox.tui.actions import ACTIONS

    if session.json:
        emit_json([{"id": a.id, "title": t(a.title), "keys": a.keys, "contexts": sorted(a.contexts)} for a in ACTIONS])
        return
    if session.quiet:
        for action in ACTIONS:
            emit(action.id)
        return
    known: Callable[[str], int] = {name: number for number, name in enumerate(CONTEXTS)}.__getitem__
    for context in sorted({c for a in ACTIONS for c in a.contexts}, key=known):
        emit(f"{t(context)}:")
        for action in (a for a in ACTIONS if context in a.contexts):
            emit(f"  {', '.join(action.keys):<22} {t(action.title)}  [{action.id}]")
