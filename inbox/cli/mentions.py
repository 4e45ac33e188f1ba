"""Commands about mentions: where colleagues named somebody with @."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from inbox.cli.common import ID, Session, common, keyed, more, page, paged, with_desk
from inbox.cli.plain import at
from inbox.cli.printing import emit, emit_json, table
from inbox.domain.commands import SeeMentions
from inbox.errors import BadInput
from inbox.texts import t
from inbox.tui.models.noted import noted
from inbox.tui.models.when import ago

if TYPE_CHECKING:
    from inbox.ports.desk import Desk
    from inbox.ports.routine import Called


@click.group()
def mention_() -> None:
    """Where colleagues named you with @ in a note."""


@mention_.command("ls")
@click.option("--all", "seen", is_flag=True, help="Those you have looked at, too.")
@paged
@common
def ls(session: Session, seen: bool, limit: int, after: str) -> None:
    """List where you were named, latest first."""
    before = int(after) if after.isdecimal() else None
    if after and before is None:
        raise BadInput("{cursor} is no cursor of this list.", cursor=repr(after))
    some: tuple[Called, ...] = with_desk(session, lambda desk: desk.mentions(seen=seen, before=before, limit=limit + 1))
    found = page(some, lambda k: k.mention.id, limit, "")
    if session.json:
        emit_json({"items": [_plain(k) for k in found.items], "next": found.next})
    elif session.quiet:
        for k in found.items:
            emit(str(k.mention.id))
    else:
        now = datetime.now(UTC)
        rows = (
            (
                str(k.mention.id),
                str(k.mention.conversation),
                k.contact,
                k.mention.by,
                ago(k.mention.at, now),
                noted(k.text),
            )
            for k in found.items
        )
        table(rows, [t("id"), t("conversation"), t("contact"), t("written by"), t("when"), t("text")])
        more(found)


def _plain(k: Called) -> dict[str, Any]:
    m = k.mention
    return {
        "id": str(m.id),
        "conversation": str(m.conversation),
        "contact": k.contact,
        "by": m.by,
        "at": at(m.at),
        "text": k.text,
        "seen": m.seen,
    }


@mention_.command("seen")
@click.argument("mentions", nargs=-1, type=ID)
@keyed
@common
def seen_(session: Session, mentions: tuple[int, ...], key: str) -> None:
    """Say that you have looked at these mentions; none named: at all of them."""

    async def work(desk: Desk) -> int:
        return len(await desk.perform(SeeMentions(mentions or None), key))

    n: int = with_desk(session, work)
    if session.json:
        emit_json({"seen": n})
    elif not session.quiet:
        emit(t("Looked at: {n}", n=n))
