"""The command that tells why we said something."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from inbox.cli import plain
from inbox.cli.common import ID, Session, common, with_desk
from inbox.cli.goals import card_plain
from inbox.cli.printing import emit, emit_json
from inbox.disk import save
from inbox.errors import BadInput
from inbox.ports.desk import Desk
from inbox.ports.guiding import Why
from inbox.texts import t
from inbox.tui.models.why import step_said, why_lines


@click.command()
@click.argument("message", type=ID, required=False)
@click.option("--of", type=ID, default=None, metavar="CONVERSATION", help="All our replies of a conversation.")
@click.option("--to", default="", metavar="FILE", help="Write it as JSON into a new file.")
@common
def why_(session: Session, message: int | None, of: int | None, to: str) -> None:
    """Tell why we said this: owner, goals, answers, sign-offs, who saw it."""
    if (message is None) == (of is None):
        raise BadInput("Name a message, or a conversation with --of.")

    async def work(desk: Desk) -> tuple[Why, ...]:
        return (await desk.why(message),) if message is not None else await desk.reasons(of or 0)

    found = with_desk(session, work)
    if to:
        document = [why_plain(why) for why in found]
        content = json.dumps(document if of is not None else document[0], ensure_ascii=False, indent=2)
        emit(t("Saved: {path}", path=save(content.encode("utf-8", "replace"), Path(to).expanduser())))
    elif session.json:
        emit_json(
            why_plain(found[0]) if message is not None else {"items": [why_plain(w) for w in found], "next": None}
        )
    elif session.quiet:
        for why in found:
            emit(str(why.parts[0].id))
    else:
        now = datetime.now(UTC)
        emit("\n\n".join("\n".join(why_lines(why, now)) for why in found) or t("Nothing here."))


def why_plain(why: Why) -> dict[str, Any]:
    """Return it for scripts."""
    return {
        "message": str(why.parts[0].id),
        "parts": [plain.message(m, why.contact) for m in why.parts],
        "contact": why.contact,
        "channel": why.channel,
        "visibility": why.parts[0].visibility,
        "owner": why.owner,
        "to": [plain.message(m, why.contact) for m in why.to],
        "cards": [card_plain(k) for k in why.cards],
        "requests": [plain.request(r) for r in why.requests],
        "steps": [
            {
                "number": s.number,
                "at": plain.at(s.at),
                "by": s.by,
                "kind": s.kind,
                "says": step_said(s),
                "times": s.times,
                "note": next((str(n.words) for n in why.notes if n.id == s.note), ""),
            }
            for s in why.steps
        ],
        "saw": [{"person": s.person, "at": plain.at(s.at)} for s in why.saw],
        "changed_on_platform": any(m.edited for m in why.parts),
        "proven": why.proven,
        "head": why.head,
    }
