"""Commands about who a contact is: contact show, link, unlink, dismiss; and everything with a person across channels."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import click

from inbox.cli import plain
from inbox.cli.common import ID, Session, common, keyed, with_desk
from inbox.cli.printing import emit, emit_json, table
from inbox.domain import commands as c
from inbox.domain.commands import Command
from inbox.domain.events import ContactsLinked, ContactsUnlinked, Recorded
from inbox.domain.model import Contact
from inbox.ports.desk import Across, Desk, Portrait
from inbox.texts import t
from inbox.tui.models.attached import attached
from inbox.tui.models.contact import evidence, names, strength
from inbox.tui.models.when import ago


@click.group()
def contact_() -> None:
    """Say which contacts are one person; an id is a contact's, or one of its conversations'."""


@contact_.command("show")
@click.argument("contact", type=ID)
@common
def show(session: Session, contact: int) -> None:
    """Show a contact: identities, links, conversations on all channels, and who else it may be."""
    found = with_desk(session, lambda desk: desk.portrait(contact))
    if session.json:
        emit_json(plain.portrait(found))
    elif session.quiet:
        for known in found.contacts:
            emit(str(known.id))
    else:
        _picture(session, found)


def _picture(session: Session, found: Portrait) -> None:
    """Print a portrait for people."""
    called, now = names(found), datetime.now(UTC)
    for known in found.contacts:
        emit(_named(known))
    for link in found.links:
        at = f"{link.at.astimezone():%d.%m. %H:%M}"
        who = f"{called[link.a]} = {called[link.b]}"
        emit(f"{t('link')} #{link.id}: {who} · {link.evidence} · {link.by} {at}")
    table(
        (
            (
                str(r.conversation.id),
                r.platform,
                r.conversation.channel,
                t(r.conversation.state),
                ago(r.conversation.last_at, now),
                r.conversation.preview,
            )
            for r in found.conversations
        ),
        [t("id"), t("on"), t("channel"), t("state"), t("last"), t("last words")],
    )
    for suggested in found.suggestions:
        s = suggested.suggestion
        emit(f"≈ #{s.other} {suggested.row.contact} · {suggested.row.platform} · {strength(s)}")
        emit(f"    {evidence(s, names(found, suggested))}")
        emit(f"    {session.command(f'contact link {s.contact} {s.other} --why …')}")


def _named(contact: Contact) -> str:
    handles = ", ".join(f"{h.kind} {h.value}" for h in contact.handles)
    return f"#{contact.id} {contact.name}" + (f" · {handles}" if handles else "")


async def _ids(desk: Desk, *ids: int) -> list[int]:
    """Return the contacts meant by ids of contacts or conversations."""
    return [(await desk.portrait(id)).contacts[0].id for id in ids]


def _decide(
    session: Session,
    command: Callable[[Desk], Awaitable[Command]],
    key: str,
    said: Callable[[str], str],
) -> None:
    """Carry out a command about contacts; print the id of the link it was about."""

    async def work(desk: Desk) -> tuple[Recorded, ...]:
        return await desk.perform(await command(desk), key)

    facts: tuple[Recorded, ...] = with_desk(session, work)
    id = next((name for f in facts if (name := _link_of(f))), "")
    if session.json:
        emit_json({"id": id, "events": [type(f.event).__name__ for f in facts]})
    elif session.quiet:
        emit(id)
    else:
        emit(said(id))


def _link_of(fact: Recorded) -> str:
    match fact.event:
        case ContactsLinked(id=id) | ContactsUnlinked(link=id):
            return str(id)
    return ""


@contact_.command("link")
@click.argument("contact", type=ID)
@click.argument("other", type=ID)
@click.option("--why", required=True, metavar="TEXT", help="By what you know that they are one person.")
@keyed
@common
def link(session: Session, contact: int, other: int, why: str, key: str) -> None:
    """Say that two contacts are one person; both stay what they are."""

    async def command(desk: Desk) -> Command:
        a, b = await _ids(desk, contact, other)
        return c.LinkContacts(a, b, why)

    def said(id: str) -> str:
        return t("They are linked (link {id}); {command}", id=id, command=session.command(f"contact unlink {id}"))

    _decide(session, command, key, said)


@contact_.command("unlink")
@click.argument("link_or_contact", type=ID, metavar="LINK|CONTACT")
@click.argument("other", type=ID, required=False)
@keyed
@common
def unlink(session: Session, link_or_contact: int, other: int | None, key: str) -> None:
    """Take one link away: by its id, or the one between two contacts."""

    async def command(desk: Desk) -> Command:
        if other is None:
            return c.UnlinkContacts(link_or_contact)
        a, b = await _ids(desk, link_or_contact, other)
        return c.UnlinkContacts(between=(a, b))

    _decide(session, command, key, lambda id: t("Link {id} is taken away; everything is as before it.", id=id))


@contact_.command("dismiss")
@click.argument("contact", type=ID)
@click.argument("other", type=ID)
@keyed
@common
def dismiss(session: Session, contact: int, other: int, key: str) -> None:
    """Say that two contacts are not one person; they are not suggested again."""

    async def command(desk: Desk) -> Command:
        a, b = await _ids(desk, contact, other)
        return c.DismissLink(a, b)

    _decide(session, command, key, lambda _: t("They are not suggested again."))


def print_across(session: Session, found: Across) -> None:
    """Print what was said with a person on all channels."""
    rows = {row.conversation.id: row for row in found.conversations}
    if session.json:
        emit_json(plain.across(found))
    elif session.quiet:
        for m in found.messages:
            emit(str(m.id))
    else:
        if found.next:
            emit(t("… older: --after {cursor}", cursor=found.next))
        for m in found.messages:
            row = rows[m.conversation]
            who = m.author or (row.contact if m.direction == "in" else t("we"))
            state = f" [{t(m.delivery)}]" if m.delivery else ""
            emit(f"{m.at.astimezone():%d.%m. %H:%M} {row.conversation.channel} #{row.conversation.id} {who}{state}")
            for line in (*str(m.words).splitlines(), *(f"⎘ {attached(a)}" for a in m.attachments)):
                emit(f"    {line}")
