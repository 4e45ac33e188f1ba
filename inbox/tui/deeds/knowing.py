"""Deeds about who a contact is: link with evidence, unlink, read everything with a person across channels."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from inbox.domain import commands as c
from inbox.domain.rules.knowing import may_decide
from inbox.ports.desk import Portrait, Row
from inbox.texts import t
from inbox.tui.deeds.finding import FINDS, go_to
from inbox.tui.models.contact import evidence, names, strength
from inbox.tui.models.rows import short
from inbox.tui.screens.across import AcrossScreen
from inbox.tui.screens.base import HouseScreen
from inbox.tui.screens.find import Find
from inbox.tui.screens.main import MainScreen
from inbox.tui.screens.overlays import Choice, Confirm, Pick, WriteLines

_FIND, _NO = "find", "no"


async def link(screen: HouseScreen, chord: str) -> None:
    """Say that two contacts are one person: somebody who is suggested, or whoever is found; by what, stays with it."""
    row = screen.row()
    if not isinstance(screen, MainScreen) or row is None:
        return
    portrait = await screen.desk.portrait(row.conversation.id)
    chosen: str | None = _FIND
    if portrait.suggestions:
        title = t("Who is {name} as well?", name=row.contact)
        chosen = await screen.app.push_screen_wait(Pick(title, _offers(portrait)))
    if chosen is None:
        return
    kind, *ids = chosen.split()
    if kind == _FIND:
        me = row.conversation.contact
        await _link_found(screen, row, {me, *(id for k in portrait.links if me in (k.a, k.b) for id in (k.a, k.b))})
    elif kind == _NO:
        await screen.desk.perform(c.DismissLink(int(ids[0]), int(ids[1])))
        screen.say(t("They are not suggested again."))
        screen.acquaint()
    else:
        made = next(s for s in portrait.suggestions if str(s.suggestion.other) == ids[1])
        why = evidence(made.suggestion, names(portrait, made))
        await _link(screen, int(ids[0]), int(ids[1]), row.contact, made.row.contact, why)


def _offers(portrait: Portrait) -> list[Choice]:
    """Return whom to choose from: first who may be the same, then the others' no."""
    yes, no = [], []
    for suggested in portrait.suggestions:
        s, row = suggested.suggestion, suggested.row
        why = f"{strength(s)} · {evidence(s, names(portrait, suggested))}"
        yes.append(Choice(f"yes {s.contact} {s.other}", f"{short(row.platform)} {row.contact}", why))
        no.append(
            Choice(
                f"{_NO} {s.contact} {s.other}", t("not the same: {name}", name=row.contact), t("not suggested again")
            )
        )
    return [*yes, Choice(_FIND, t("find somebody else …")), *no]


async def _link_found(screen: MainScreen, row: Row, known: Collection[int]) -> None:
    """Find the other by name or words, and link; who is linked already is left out."""

    async def look(words: str) -> Sequence[Choice]:
        page = await screen.desk.search(words, limit=FINDS)
        rows = {r.conversation.id: r for r in await screen.desk.rows([hit.conversation for hit in page.items])}
        found = {
            r.conversation.contact: Choice(
                f"{r.conversation.contact}", f"{short(r.platform)} {r.contact}", r.conversation.preview
            )
            for r in rows.values()
            if r.conversation.contact not in known
        }
        return list(found.values())

    title = t("Who is {name} as well? Find them by name or words", name=row.contact)
    chosen = await screen.app.push_screen_wait(Find(title, look))
    if chosen is not None:
        other = (await screen.desk.portrait(int(chosen.value))).contacts[0]
        await _link(screen, row.conversation.contact, other.id, row.contact, str(other.name), "")


async def _link(screen: MainScreen, one: int, other: int, me: str, name: str, why: str) -> None:
    pair = [p for id in (one, other) for p in (await screen.desk.portrait(id)).conversations]
    conversations = [r.conversation for r in pair if r.conversation.contact in (one, other)]
    may_decide(screen.seat.person, conversations, me, name)  # before a word is written
    title = t("By what do you know that {name} is the same person?", name=name)
    words = await screen.app.push_screen_wait(WriteLines(title, text=why))
    if words is not None:
        await screen.desk.perform(c.LinkContacts(one, other, words))
        screen.say(t("Linked with {name} · T shows everything · U takes it back", name=name))
        screen.acquaint()


async def unlink(screen: HouseScreen, chord: str) -> None:
    """Take one link away."""
    row = screen.row()
    if not isinstance(screen, MainScreen) or row is None:
        return
    portrait = await screen.desk.portrait(row.conversation.id)
    called = names(portrait)
    if not portrait.links:
        screen.say(t("{name} is linked with nobody; L links.", name=row.contact))
        return
    link = portrait.links[0]
    if len(portrait.links) > 1:
        title = t("Which link is to be taken away?")
        offers = [Choice(str(k.id), f"{called[k.a]} = {called[k.b]}", str(k.evidence)) for k in portrait.links]
        chosen = await screen.app.push_screen_wait(Pick(title, offers))
        if chosen is None:
            return
        link = next(k for k in portrait.links if str(k.id) == chosen)
    question = t("Take the link between {a} and {b} away?", a=called[link.a], b=called[link.b])
    if await screen.app.push_screen_wait(Confirm(question, f"{link.evidence} · {link.by}")):
        await screen.desk.perform(c.UnlinkContacts(link.id))
        screen.say(t("Link {id} is taken away; everything is as before it.", id=link.id))
        screen.acquaint()


async def across(screen: HouseScreen, chord: str) -> None:
    """Read everything with this person on all channels; Enter goes to the conversation of a message."""
    row = screen.row()
    if not isinstance(screen, MainScreen) or row is None:
        return
    shown = AcrossScreen(screen.desk, row.conversation.id, t("Everything with {name}", name=row.contact))
    await shown.load()
    chosen = await screen.app.push_screen_wait(shown)
    if chosen is not None:
        await go_to(screen, chosen)
