"""Commands about tokens: what lets people and programs in at a server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import click

from inbox import config
from inbox.cli.common import ID, Session, common, do, keyed, more, page, paged, with_desk
from inbox.cli.plain import at
from inbox.cli.printing import emit, emit_json, remark, table
from inbox.domain.access import SCOPES, USUAL, MakeToken, RevokeToken, Token, digest
from inbox.ports.desk import made
from inbox.texts import t


@click.group()
def token_() -> None:
    """Tokens: what lets people and programs in at a server."""


@token_.command("create")
@click.option("--person", default="", metavar="NAME", help="Whom it stands for (yourself).")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="What it is good for (read, write).")
@click.option("--days", default=90, type=click.IntRange(1, 3650), help="How long it is good for (90).")
@click.option("--label", default="", metavar="TEXT", help="What it is for, or where.")
@common
def create(session: Session, person: str, scopes: tuple[str, ...], days: int, label: str) -> None:
    """Make a token and print it: this once, nobody can read it again."""
    from inbox.services.gate import fresh  # not needed for --help

    token, until = fresh(), datetime.now(UTC) + timedelta(days=days)
    whose = person or config.who(session.person)
    command = MakeToken(whose, digest(token), label, scopes or USUAL, until)
    id = made(with_desk(session, lambda desk: desk.perform(command)))
    if session.json:
        emit_json({"id": str(id), "person": whose, "token": token, "until": at(until)})
        return
    emit(token)
    if not session.quiet:
        remark(
            t(
                "Token {id} of {name} is good until {until}; keep it, it is not shown again.",
                id=id,
                name=whose,
                until=f"{until:%Y-%m-%d}",
            )
        )


@token_.command("ls")
@paged
@common
def ls(session: Session, limit: int, after: str) -> None:
    """List the tokens that stand: your own, for admins everybody's."""
    found = page(with_desk(session, lambda desk: desk.tokens()), lambda k: k.id, limit, after)
    if session.json:
        emit_json({"items": [_plain(token) for token in found.items], "next": found.next})
    elif session.quiet:
        for token in found.items:
            emit(str(token.id))
    else:
        rows = (
            (str(k.id), k.person, k.label, ", ".join(k.scopes), f"{k.until:%Y-%m-%d}" if k.until else "–")
            for k in found.items
        )
        table(rows, [t("token"), t("person"), t("label"), t("good for"), t("until")])
        more(found)


def _plain(token: Token) -> dict[str, Any]:
    return {
        "id": str(token.id),
        "person": token.person,
        "label": token.label,
        "scopes": list(token.scopes),
        "made_at": at(token.made_at),
        "until": at(token.until),
    }


@token_.command("revoke")
@click.argument("id", type=ID)
@keyed
@common
def revoke(session: Session, id: int, key: str) -> None:
    """End a token at once, on every server."""
    do(session, RevokeToken(id), key, lambda _: t("Token {id} is worth nothing any more.", id=id))
