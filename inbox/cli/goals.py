"""Commands for what leadership wants: goals and guidelines, what would be shown for a text, what was written under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from inbox.cli import plain
from inbox.cli.common import ID, Session, common, keyed, more, now, page, paged, text_of, with_desk
from inbox.cli.printing import emit, emit_json, remark
from inbox.domain.commands import Command, EndCard, PublishGoal, PublishGuideline
from inbox.domain.events import CardPublished
from inbox.domain.goals import Card, CardKind, CardScope
from inbox.domain.heeding import Told, advice, heeded
from inbox.domain.incoming import Visibility
from inbox.domain.when import when
from inbox.errors import NotFound
from inbox.ports.desk import Desk
from inbox.texts import t
from inbox.tui.models.cards import SIGNS, USUAL, card_lines

Group = click.Group


def card_plain(card: Card) -> dict[str, Any]:
    """Return a version of a card for scripts."""
    scope = card.scope
    return {
        "id": str(card.card),
        "version": card.version,
        "version_id": str(card.id),
        "kind": card.kind,
        "title": str(card.title),
        "do": str(card.do).splitlines(),
        "dont": str(card.dont).splitlines(),
        "measure": str(card.measure),
        "channels": list(scope.channels),
        "visibility": scope.visibility,
        "tags": list(scope.tags),
        "topics": list(scope.topics),
        "by": card.by,
        "at": plain.at(card.at),
        "until": plain.at(card.until),
        "ended": plain.at(card.ended),
    }


def _content(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command what a card says and for which dialogues it is."""
    options = (
        click.option("--do", "do_", multiple=True, metavar="LINE", help="One thing to do."),
        click.option("--dont", multiple=True, metavar="LINE", help="One thing not to do."),
        click.option("--channel", "channels", multiple=True, help="Only on this channel."),
        click.option(
            "--visibility", type=click.Choice([*map(str, Visibility), "any"]), default=None, help="Only there."
        ),
        click.option("--tag", "tags", multiple=True, help="Only where the conversation has this tag."),
        click.option("--topic", "topics", multiple=True, metavar="WORDS", help="Only where these words are written."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _timed(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command what only goals have."""
    measure = click.option("--measure", default=None, help="By what one sees that it is reached.")
    until = click.option(
        "--until", default=None, metavar="WHEN", help="Until when it holds: 2w, or a day with its end (30d)."
    )
    return measure(until(command))


def _as_it_is(command: Callable[..., Any]) -> Callable[..., Any]:
    return command


def _scoped(
    before: CardScope, channels: Sequence[str], visibility: str | None, tags: Sequence[str], topics: Sequence[str]
) -> CardScope:
    """Return a scope; what is not named stays, an empty word empties."""
    seen = before.visibility if visibility is None else None if visibility == "any" else Visibility(visibility)

    def named(words: Sequence[str], kept: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(word for word in words if word) if words else kept

    return CardScope(named(channels, before.channels), seen, named(tags, before.tags), named(topics, before.topics))


async def _standing(desk: Desk, kind: CardKind, id: int) -> Card:
    for card in await desk.cards():
        if card.card == id and card.kind is kind:
            return card
    raise NotFound("There is no goal or guideline {id} here for you.", id=id)


def _publish(session: Session, key: str, make: Callable[[Desk], Any]) -> None:
    """Publish a card, and print its id."""

    async def work(desk: Desk) -> tuple[Command, tuple[Any, ...]]:
        command = await make(desk)
        return command, await desk.perform(command, key)

    command, facts = with_desk(session, work)
    event = next((f.event for f in facts if isinstance(f.event, CardPublished)), None)
    id = str(event.card if event else command.card)
    if session.json:
        emit_json(
            {"id": id, "version": event.version if event else None, "events": [type(f.event).__name__ for f in facts]}
        )
    elif session.quiet:
        emit(id)
    elif event is None:
        emit(t("It says that already."))
    else:
        emit(t("#{id} holds from now on (version {n}).", id=id, n=event.version))


def _said(before: str, lines: Sequence[str]) -> str:
    return "\n".join(line for line in lines if line) if lines else before


def _made(kind: CardKind, card: Card | None, title: str | None, given: dict[str, Any]) -> Command:
    """Return the command that publishes a card from what was given and what stood there before."""
    known = card.scope if card else CardScope()
    scope = _scoped(known, given["channels"], given["visibility"], given["tags"], given["topics"])
    do, dont = _said(str(card.do) if card else "", given["do_"]), _said(str(card.dont) if card else "", given["dont"])
    named, id = title or (str(card.title) if card else ""), card.card if card else None
    if kind is CardKind.GUIDELINE:
        return PublishGuideline(named, do, dont, scope, id)
    measure = given["measure"] if given["measure"] is not None else str(card.measure) if card else ""
    kept = card.until if card else None
    until = when(given["until"] or USUAL, now(), ends=True) if given["until"] or kept is None else kept
    return PublishGoal(named, until, do, dont, measure, scope, id)


def _group(kind: CardKind, about: str) -> Group:
    """Return the group of a kind of card: both kinds have the same commands."""
    group = click.Group(help=about)
    timed = _timed if kind is CardKind.GOAL else _as_it_is

    @group.command("add")
    @click.argument("title")
    @timed
    @_content
    @keyed
    @common
    def add(session: Session, title: str, key: str, **given: Any) -> None:
        """Publish one."""

        async def make(desk: Desk) -> Command:
            return _made(kind, None, title, given)

        _publish(session, key, make)

    @group.command("set")
    @click.argument("id", type=ID)
    @click.option("--title", default=None, help="Its title.")
    @timed
    @_content
    @keyed
    @common
    def set_(session: Session, id: int, title: str | None, key: str, **given: Any) -> None:
        """Publish its next version; what is not named stays, an empty --do, --dont, --channel, --tag, --topic empties."""

        async def make(desk: Desk) -> Command:
            return _made(kind, await _standing(desk, kind, id), title, given)

        _publish(session, key, make)

    _reading(group, kind)
    return group


def _reading(group: Group, kind: CardKind) -> None:
    @group.command("rm")
    @click.argument("id", type=ID)
    @keyed
    @common
    def rm(session: Session, id: int, key: str) -> None:
        """Let one hold no longer; replies written under it keep its number."""

        async def work(desk: Desk) -> Any:
            await _standing(desk, kind, id)
            return await desk.perform(EndCard(id), key)

        facts = with_desk(session, work)
        if session.json:
            emit_json({"id": str(id), "events": [type(f.event).__name__ for f in facts]})
        else:
            emit(str(id) if session.quiet else t("#{id} holds no longer.", id=id))

    _listing(group, kind)


def _listing(group: Group, kind: CardKind) -> None:
    @group.command("ls")
    @paged
    @common
    def ls(session: Session, limit: int, after: str) -> None:
        """List those that stand."""
        standing = [k for k in with_desk(session, lambda desk: desk.cards()) if k.kind is kind]
        found = page(standing, lambda k: k.card, limit, after)
        if session.json:
            emit_json({"items": [card_plain(k) for k in found.items], "next": found.next})
        elif session.quiet:
            for card in found.items:
                emit(str(card.card))
        else:
            emit("\n\n".join("\n".join(card_lines(k, datetime.now(UTC))) for k in found.items))
            more(found)

    @group.command("show")
    @click.argument("id", type=ID)
    @common
    def show(session: Session, id: int) -> None:
        """Show one with all its versions."""
        found = [k for k in with_desk(session, lambda desk: desk.versions(id)) if k.kind is kind]
        if not found:
            raise NotFound("There is no goal or guideline {id} here for you.", id=id)
        if session.json:
            emit_json({"items": [card_plain(k) for k in found], "next": None})
        else:
            emit("\n\n".join("\n".join(card_lines(k, datetime.now(UTC))) for k in found))


goal_ = _group(CardKind.GOAL, "What leadership wants from the dialogues now; at most three hold at once for a channel.")
guideline_ = _group(CardKind.GUIDELINE, "What to do and not to do on a channel or about a topic.")


@goal_.command("match")
@click.argument("text", nargs=-1, required=True)
@click.option("--channel", default="", help="On this channel.")
@click.option("--public", is_flag=True, help="In public.")
@click.option("--tag", "tags", multiple=True, help="In a conversation with this tag.")
@click.option("--about", default="", metavar="TEXT", help="What the contact wrote.")
@common
def match(
    session: Session, text: tuple[str, ...], channel: str, public: bool, tags: tuple[str, ...], about: str
) -> None:
    """Show which lines of goals and guidelines the composer would show for a text; sends nothing."""
    written, to = text_of(text), Told(channel, public, tags, about)
    cards = heeded(with_desk(session, lambda desk: desk.cards()), to, written, datetime.now(UTC))
    found = advice(cards, to, written)
    if session.json:
        lines = [{"card": str(a.card.card), "do": a.do, "line": a.text, "near": a.near} for a in found]
        emit_json({"cards": [card_plain(k) for k in cards], "lines": lines})
        return
    for a in found:
        emit(f"{'▸' if a.near else ' '} {SIGNS[a.do]} {a.text}  (#{a.card.card} {a.card.title})")
    if not found:
        remark(t("No goal or guideline is for that."))
