"""Commands for what departments answered before: find it, use it again, say that it is true no longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import click

from inbox.cli import plain
from inbox.cli.common import ID, Session, common, do, keyed, more, paged, text_of, with_desk
from inbox.cli.printing import emit, table
from inbox.cli.reading import listed
from inbox.domain import commands as c
from inbox.ports.asking import Known
from inbox.ports.page import Page
from inbox.texts import t
from inbox.tui.models.asked import difference
from inbox.tui.models.when import ago


@click.group()
def knowledge_() -> None:
    """What departments answered before."""


def shown(items: Sequence[Known]) -> None:
    """Print accepted answers for people: how alike, how old, from where, and what was said."""
    now = datetime.now(UTC)
    table(
        (
            (
                str(k.id),
                k.department,
                ago(k.at, now),
                t("out of date") if k.outdated_by else f"{k.score:.0%}" if k.score else "",
                k.answered_by,
                k.question,
                k.answer,
                difference(k),
            )
            for k in items
        ),
        [t("id"), t("department"), t("age"), "", t("answered by"), t("question"), t("answer"), ""],
    )


@knowledge_.command("find")
@click.argument("question", nargs=-1, required=True)
@click.option("--department", default="", help="Only of this department.")
@click.option("--limit", default=5, type=click.IntRange(1, 50), help="How many (5).")
@common
def find(session: Session, question: tuple[str, ...], department: str, limit: int) -> None:
    """Find accepted answers to questions like this one, the most alike first; - reads standard input."""
    text = text_of(question)
    found = with_desk(session, lambda desk: desk.similar(text, department=department, limit=limit))
    if not listed(session, Page(found, None), plain.known, lambda k: k.id):
        shown(found)
        if not found:
            emit(t("Nobody has answered a question like this yet."))


@knowledge_.command("ls")
@click.option("--department", default="", help="Only of this department.")
@paged
@common
def ls(session: Session, department: str, limit: int, after: str) -> None:
    """List accepted answers, latest first, those out of date too."""
    page = with_desk(session, lambda desk: desk.knowledge(department=department, limit=limit, after=after))
    if not listed(session, page, plain.known, lambda k: k.id):
        shown(page.items)
        more(page)


@knowledge_.command("use")
@click.argument("conversation", type=ID)
@click.argument("request", type=ID)
@keyed
@common
def use(session: Session, conversation: int, request: int, key: str) -> None:
    """Let an answer from elsewhere stand in a conversation, so that a reply may carry it (reply --quote)."""

    def said(id: int | None) -> str:
        return t(
            "The answer stands in conversation {conversation} as request {id}.", conversation=conversation, id=id or ""
        )

    do(session, c.Reuse(conversation, request), key, said)


@knowledge_.command("outdate")
@click.argument("request", type=ID)
@click.option("--why", required=True, metavar="LINE", help="What has changed.")
@keyed
@common
def outdate(session: Session, request: int, why: str, key: str) -> None:
    """Say that an accepted answer is true no longer."""
    do(
        session,
        c.MarkOutdated(request, why),
        key,
        lambda _: t("The answer to request {id} is out of date.", id=request),
    )


@knowledge_.command("renew")
@click.argument("request", type=ID)
@keyed
@common
def renew(session: Session, request: int, key: str) -> None:
    """Say that an answer which was marked out of date is true after all."""
    do(session, c.MarkCurrent(request), key, lambda _: t("The answer to request {id} is true again.", id=request))
