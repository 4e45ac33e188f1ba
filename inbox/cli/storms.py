"""Commands about storms and the freeze: how it is, who leads, what is told to everybody, and what would have been noticed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from inbox.cli.common import ID, Session, common, do, keyed, text_of, with_desk
from inbox.cli.printing import emit, emit_json, remark, table
from inbox.disk import bytes_at
from inbox.domain import commands as c
from inbox.domain.events import Recorded, StormStated
from inbox.domain.hearing import Said
from inbox.domain.storm import Freeze, Storm, Thresholds
from inbox.domain.stormwatch import Alarm, Watcher
from inbox.errors import BadInput, InboxError, NotFound
from inbox.ports.desk import Desk, made
from inbox.ports.storms import StormRow, StormThread, StormView, Weather
from inbox.texts import t
from inbox.tui.models import weather as told


@click.group(invoke_without_command=True)
@common
@click.pass_context
def storm_(context: click.Context, session: Session) -> None:
    """See how the weather is: storms, the freeze, and how much is written beside what is usual."""
    if context.invoked_subcommand is None:
        _print(session, with_desk(session, lambda desk: desk.weather()))


def _print(session: Session, weather: Weather) -> None:
    if session.json:
        emit_json(
            {
                "items": [_row(r) for r in weather.storms],
                "freeze": _frozen(weather),
                "gauges": [
                    {"channel": g.channel, "lately": g.lately, "usual": g.usual, "sour": g.sour} for g in weather.gauges
                ],
                "next": None,
            }
        )
        return
    if session.quiet:
        for row in weather.storms:
            emit(str(row.storm.id))
        return
    now = datetime.now(UTC)
    if weather.freeze is not None:
        emit(told.frozen(weather.freezes, len(weather.stopped), now))
    lines = [
        (
            str(r.storm.id), told.topic(r.storm), told.state(r.storm, now), told.led(r.storm), str(r.conversations),
            str(r.waiting), str(r.unowned),
        )
        for r in weather.storms
    ]  # fmt: skip
    heads = [t("id"), t("storm"), t("state"), t("led by"), t("conversations"), t("waiting"), t("unowned")]
    table(lines, heads)
    table(
        ((g.channel, told.gauge(g), str(g.lately), f"{g.usual:.0f}", f"{g.sour} %") for g in weather.gauges),
        [t("channel"), "", t("last hour"), t("usual"), t("angry")],
    )


def _frozen(weather: Weather) -> dict[str, Any] | None:
    freeze = weather.freeze
    if freeze is None:
        return None
    stopped = [
        {
            "message": str(s.message),
            "conversation": str(s.conversation),
            "author": s.author,
            "wrote_since": s.wrote_since,
        }
        for s in weather.stopped
    ]
    return {"by": freeze.by, "at": freeze.at.isoformat(), "channels": _channels(weather.freezes), "stopped": stopped}


def _channels(freezes: Sequence[Freeze]) -> list[str]:
    """Return on which channels sending is frozen; none named: on all."""
    return [] if any(not f.channels for f in freezes) else list(dict.fromkeys(n for f in freezes for n in f.channels))


def _row(row: StormRow) -> dict[str, Any]:
    storm: Storm = row.storm
    return {
        "id": str(storm.id), "topic": told.topic(storm), "state": storm.state, "owner": storm.owner, "led": storm.led,
        "at": storm.at.isoformat(), "channels": list(storm.channels), "conversations": row.conversations,
        "waiting": row.waiting, "unowned": row.unowned, "why": told.why(storm.signals),
        "statements": {n: {"text": str(o.words), "waits": bool(o.holds)} for n, o in storm.statements.items()},
    }  # fmt: skip


@storm_.command("show")
@click.argument("storm", type=ID)
@common
def show_(session: Session, storm: int) -> None:
    """Show a storm with its threads, and whether the same reply fits each."""
    view: StormView = with_desk(session, lambda desk: desk.storm(storm))
    if session.json:
        emit_json(
            _row(view.row)
            | {
                "proposed": view.proposed,
                "texts": dict(view.texts),
                "waits": list(view.waits),
                "threads": [_thread(one) for one in view.threads],
            }
        )
        return
    if session.quiet:
        for one in view.threads:
            emit(str(one.conversation))
        return
    emit(f"#{view.row.storm.id} {told.topic(view.row.storm)} · {told.led(view.row.storm)}")
    emit(told.why(view.row.storm.signals))
    for lang, text in view.texts:
        waits = f" ({t('waits for a sign-off')})" if lang in view.waits else ""
        emit(f"{lang}: {t('For now: {text}', text=text)}{waits}")
    table(
        ((str(o.conversation), o.contact, o.owner or "–", told.in_the_way(o), o.last_words) for o in view.threads),
        [t("id"), t("contact"), t("owner"), t("in the way"), t("last words")],
    )


def _thread(one: StormThread) -> dict[str, Any]:
    return {
        "id": str(one.conversation), "channel": one.channel, "contact": one.contact, "owner": one.owner,
        "visibility": "public" if one.public else "private", "seen": one.number, "last_words": one.last_words,
        "fits": not told.in_the_way(one), "in_the_way": told.in_the_way(one),
    }  # fmt: skip


@storm_.command("lead")
@click.argument("storm", type=ID)
@click.argument("person", required=False, default="")
@click.option("--all", "all_", is_flag=True, help="Everything in it, not only what nobody owns.")
@keyed
@common
def lead_(session: Session, storm: int, person: str, all_: bool, key: str) -> None:
    """Lead a storm, or have PERSON lead it; what nobody owns in it is theirs."""
    do(session, c.LeadStorm(storm, person, all_), key, lambda _: t("Storm {id} is led.", id=storm))


@storm_.command("state")
@click.argument("storm", type=ID)
@click.argument("text", nargs=-1, required=True)
@click.option("--lang", default="", type=click.Choice(["", "de", "en"]), help="To whom writes in it (found out).")
@keyed
@common
def state_(session: Session, storm: int, text: tuple[str, ...], lang: str, key: str) -> None:
    """Say what is told to everybody in a storm for now; TEXT - reads standard input."""

    def said(facts: tuple[Recorded, ...]) -> str:
        if any(isinstance(fact.event, StormStated) and fact.event.holds for fact in facts):
            return t("It waits for somebody else's word: inbox storm release {id}", id=storm)
        return t("Whoever answers in storm {id} is offered this.", id=storm)

    do(session, c.StateStorm(storm, text_of(text), lang), key, of=said)


@storm_.command("release")
@click.argument("storm", type=ID)
@click.option("--lang", default="", type=click.Choice(["", "de", "en"]), help="In this language (what waits).")
@keyed
@common
def release_(session: Session, storm: int, lang: str, key: str) -> None:
    """Sign off what is to be told to everybody in a storm, where the risk rules hold it."""
    said = t("Whoever answers in storm {id} is offered this.", id=storm)
    do(session, c.ReleaseStatement(storm, lang), key, lambda _: said)


@storm_.command("group")
@click.argument("storm", type=ID)
@click.option("--add", type=ID, multiple=True, metavar="CONVERSATION", help="It belongs to the storm.")
@click.option("--remove", type=ID, multiple=True, metavar="CONVERSATION", help="It does not.")
@keyed
@common
def group_(session: Session, storm: int, add: tuple[int, ...], remove: tuple[int, ...], key: str) -> None:
    """Put conversations with a storm, or out of it, by hand."""
    do(session, c.GroupStorm(storm, add, remove), key, lambda _: t("Storm {id} is put in order.", id=storm))


@storm_.command("end")
@click.argument("storm", type=ID)
@click.option("--harmless", is_flag=True, help="It was none; nothing alike is raised for two weeks.")
@keyed
@common
def end_(session: Session, storm: int, harmless: bool, key: str) -> None:
    """Say that a storm is over."""
    do(session, c.EndStorm(storm, harmless), key, lambda _: t("Storm {id} is over.", id=storm))


@storm_.command("reply")
@click.argument("storm", type=ID)
@click.argument("text", nargs=-1)
@click.option("--to", type=ID, multiple=True, metavar="CONVERSATION", help="Only there (wherever it fits).")
@click.option("--dry-run", is_flag=True, help="Say where it would go; send nothing.")
@common
def reply_(session: Session, storm: int, text: tuple[str, ...], to: tuple[int, ...], dry_run: bool) -> None:
    """Answer thread by thread with the same TEXT (the holding statement); each is checked by itself, as any reply is."""

    async def work(desk: Desk) -> list[dict[str, Any]]:
        view = await desk.storm(storm)
        own = text_of(text) if text else ""
        known = {one.conversation: one for one in view.threads}
        if absent := [id for id in to if id not in known]:
            raise NotFound("Conversation {id} is not in storm {storm}.", id=absent[0], storm=storm)
        return [
            await _answered(desk, one, own or view.text_for(one.conversation), dry_run=dry_run, own=bool(own))
            for one in view.threads
            if not to or one.conversation in to
        ]

    done = with_desk(session, work)
    if session.json:
        emit_json({"items": done, "next": None})
    elif session.quiet:
        for one in done:
            if one["message"]:
                emit(str(one["message"]))
    else:
        heads = [t("conversation"), t("contact"), t("reply"), t("in the way")]
        table(((o["conversation"], o["contact"], o["message"] or "–", str(o["why"])) for o in done), heads)


async def _answered(desk: Desk, one: StormThread, text: str, *, dry_run: bool, own: bool = False) -> dict[str, Any]:
    # Only the statement waits, not what somebody says in their own words.
    why, message = told.in_the_way(replace(one, in_the_way="") if own and one.in_the_way == "statement" else one), None
    if not why and not dry_run:
        try:
            message = made(await desk.perform(c.Reply(one.conversation, text, one.number, canned=True)))
        except InboxError as refused:
            # One thread that does not take it must not keep it from the others; its reason is shown.
            why = str(refused)
    sent = str(message) if message else None
    return {"conversation": str(one.conversation), "contact": one.contact, "message": sent, "why": why}


@storm_.command("watch")
@click.option("--times", type=int, default=None, help="Times the usual, at least (3).")
@click.option("--people", type=int, default=None, help="People who wrote, at least (6).")
@click.option("--sureness", type=int, default=None, help="How surprising it must be (6: one in a million).")
@click.option("--calm", type=int, default=None, metavar="MINUTES", help="After so much calm a storm is over (60).")
@keyed
@common
def watch_(
    session: Session, times: int | None, people: int | None, sureness: int | None, calm: int | None, key: str
) -> None:
    """Say when the watch speaks up; with nothing said, show it."""
    if (times, people, sureness, calm) != (None,) * 4:
        said = t("The watch speaks up accordingly.")
        return do(session, c.SetStormWatch(times, people, sureness, calm), key, lambda _: said)
    known = with_desk(session, lambda desk: desk.weather()).thresholds
    values = {"times": known.times, "people": known.people, "sureness": known.sureness, "calm": known.calm}
    if session.json:
        emit_json(values)
    else:
        table(((name, str(value)) for name, value in values.items()), [t("threshold"), ""])
    return None


@storm_.command("replay")
@click.argument("file", type=click.Path())
@click.option("--times", type=click.IntRange(2, 50), default=3, help="Times the usual, at least (3).")
@click.option("--people", type=click.IntRange(3, 200), default=6, help="People who wrote, at least (6).")
@click.option("--sureness", type=click.IntRange(3, 30), default=6, help="How surprising it must be (6).")
@click.option(
    "--calm", type=click.IntRange(10, 1440), default=60, metavar="MINUTES", help="Calm that ends a storm (60)."
)
@common
def replay_(session: Session, file: str, times: int, people: int, sureness: int, calm: int) -> None:
    """Say what the watch would have said over past traffic; touches nothing.

    A line is a message, as for inbox import --format jsonl: {"contact": "k@example.org", "at": "2026-11-26T12:00:00+01:00", "text": "Hallo"}; also channel, conversation, visibility (public or private), direction (in or out).
    """
    said = sorted(_read(file), key=lambda s: s.at)
    alarms = replayed(said, Thresholds(times, people, sureness, calm))
    if session.json or not sys.stdout.isatty():
        emit_json(alarms)
    elif not alarms:
        emit(t("The watch would have said nothing over these messages: {n}.", n=len(said)))
    else:
        table(
            ((a["at"], a["topic"], str(a["messages"]), str(a["authors"]), a["why"]) for a in alarms),
            [t("at"), t("storm"), t("messages"), t("people"), t("why")],
        )


def replayed(said: Sequence[Said], thresholds: Thresholds) -> list[dict[str, Any]]:
    """Let a fresh watch hear everything, and return what it said."""
    watcher, found, last = Watcher(thresholds), list[dict[str, Any]](), dict[int, datetime]()
    calm = timedelta(minutes=thresholds.calm)
    for one in said:
        for number in [n for n in watcher.open if one.at - last[n] > calm]:
            watcher.over(number, one.at)
        match watcher.hear(one):
            case Alarm() as alarm:
                number = alarm.of or len(found) + 1
                if not alarm.of:
                    found.append(_alarm(alarm))
                watcher.begun(number, alarm)
                last[number] = one.at
            case int() as number:
                last[number] = one.at
    return found


def _alarm(alarm: Alarm) -> dict[str, Any]:
    s = alarm.signals
    return {
        "at": alarm.at.isoformat(), "topic": told.named(alarm.topic), "messages": s.messages, "authors": s.authors,
        "why": told.why(s),
    }  # fmt: skip


def _read(file: str) -> Iterator[Said]:
    """Read the rows of a file; what cannot be read is told and passed over. Raises: BadInput, NotFound."""
    if file != "-" and not Path(file).expanduser().exists():
        raise NotFound("There is no file {path}.", path=file)
    lines = sys.stdin.buffer.readlines() if file == "-" else bytes_at(file).splitlines()
    bad, conversations = 0, dict[str, int]()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if row.get("direction", "in") != "in":
                continue
            at = datetime.fromisoformat(row["at"])
            contact, text = str(row["contact"]), str(row["text"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            bad += 1
            if bad == 1:
                remark(t("Line {n} cannot be read; such lines are passed over.", n=number))
            continue
        key = str(row.get("conversation") or contact)
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        id = conversations.setdefault(key, len(conversations) + 1)
        channel = str(row.get("channel", ""))
        yield Said(number, at.astimezone(UTC), channel or "file", id, contact, row.get("visibility") == "public", text)
    if bad and not conversations:
        raise BadInput("{file} has no line that can be read.", file=file)


@click.command()
@click.option("--channel", "channels", multiple=True, metavar="CHANNEL", help="Only there (everywhere).")
@click.option("--storm", type=ID, default=0, help="Because of this storm.")
@keyed
@common
def freeze_(session: Session, channels: tuple[str, ...], storm: int, key: str) -> None:
    """Stop what leaves in public, from templates, or was meant for later."""
    said = t("Sending is frozen; {command} lets it go again.", command=session.command("unfreeze"))
    do(session, c.FreezeSending(channels, storm), key, lambda _: said)


@click.command()
@click.argument("message", type=ID, required=False)
@keyed
@common
def unfreeze_(session: Session, message: int | None, key: str) -> None:
    """Let what was stopped leave in its old order; with MESSAGE only that reply, though sending stays frozen."""
    if message is not None:
        return do(session, c.LetGo(message), key, lambda _: t("Reply {id} leaves.", id=message))
    return do(session, c.UnfreezeSending(), key, lambda _: t("Sending is free again."))
