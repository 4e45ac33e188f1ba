"""Commands that read: ls, show, search, requests, held."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import click

from inbox.cli import plain
from inbox.cli.common import Session, common, emit, emit_json, paged, table, with_desk
from inbox.domain.model import Delivery, RequestState
from inbox.ports.desk import Desk, Filter, Page, Row, Thread, View
from inbox.texts import t
from inbox.tui.models.when import ago, ahead


def _list(session: Session, page: Page[Any], as_json: Callable[[Any], Any], ids: Callable[[Any], object]) -> bool:
    """Print a page for scripts; tell whether that was asked for."""
    if session.json:
        emit_json({"items": [as_json(i) for i in page.items], "next": page.next})
    elif session.quiet:
        for item in page.items:
            emit(str(ids(item)))
    return session.json or session.quiet


def _rows(items: Sequence[Row]) -> None:
    now = datetime.now(UTC)
    table(
        (
            (
                str(r.conversation.id),
                r.platform,
                r.contact,
                "" if r.conversation.waiting_since is None else ago(r.conversation.waiting_since, now),
                r.conversation.owner or "–",
                r.ball,
                r.conversation.state if r.conversation.state != "open" else "",
                r.conversation.preview,
            )
            for r in items
        ),
        [t("id"), t("on"), t("contact"), t("waits"), t("owner"), t("ball"), "", t("last words")],
    )


@click.command()
@click.option("--view", type=click.Choice([str(v) for v in View]), default="all", help="Which conversations (all).")
@click.option("--channel", default="", help="Only this channel.")
@click.option("--owner", default="", help="Only this person's.")
@click.option("--tag", default="", help="Only with this tag.")
@paged
@common
def ls_(session: Session, view: str, channel: str, owner: str, tag: str, limit: int, after: str) -> None:
    """List conversations."""
    narrow = Filter(channel, owner, tag)
    page = with_desk(session, lambda desk: desk.conversations(View(view), narrow, limit=limit, after=after))
    if not _list(session, page, plain.row, lambda r: r.conversation.id):
        _rows(page.items)
        _more(page)


def _more(page: Page[Any]) -> None:
    if not page.items:
        click.echo(t("Nothing here."), err=True)
    elif page.next:
        click.echo(t("More: --after {cursor}", cursor=page.next), err=True)


@click.command()
@click.argument("conversation", type=int)
@click.option("--limit", default=50, type=click.IntRange(1, 500), help="How many messages, the newest (50).")
@click.option("--before", type=int, default=None, help="Only messages before this number.")
@common
def show_(session: Session, conversation: int, limit: int, before: int | None) -> None:
    """Show a conversation with its notes and requests."""
    found = with_desk(session, lambda desk: desk.thread(conversation, before=before, limit=limit))
    if session.json:
        emit_json(plain.thread(found))
    elif session.quiet:
        for m in found.messages:
            emit(str(m.id))
    else:
        emit("\n".join(picture(found)))


def picture(thread: Thread) -> list[str]:
    """Write a conversation as lines for people, oldest first."""
    row, c, now = thread.row, thread.row.conversation, datetime.now(UTC)
    owner = c.owner or t("nobody")
    lines = [
        f"#{c.id} {row.contact} · {row.platform} · {t(c.visibility)} · {t(c.state)} · {t('owner')}: {owner} · {t('ball')}: {row.ball}"
    ]
    said: list[tuple[datetime, list[str]]] = []
    for m in thread.messages:
        who = m.author or (row.contact if m.direction == "in" else t("we"))
        state = f" [{t(m.delivery)}]" if m.delivery else ""
        used = f" ({t('uses the answer to')} {', '.join(f'#{a}' for a in m.answers)})" if m.answers else ""
        head = f"{m.at.astimezone():%d.%m. %H:%M} {who}{state}{used}  (#{m.id})"
        extra = [f"    {t('error')}: {m.error}"] if m.error else []
        files = [f"    [{a.kind}] {a.name}" for a in m.attachments]
        said.append((m.at, [head, *(f"    {line}" for line in str(m.words).splitlines()), *files, *extra]))
    said += [
        (n.at, [f"{n.at.astimezone():%d.%m. %H:%M} ◦ {t('note')} {n.author}", f"    {n.words}"]) for n in thread.notes
    ]
    for r in thread.requests:
        due = f" · {t('due')} {ahead(r.due, now)}" if r.due else ""
        body = (
            [f"    ? {r.question}"]
            + [f"    · {m.author}: {m.words}" for m in r.remarks]
            + ([f"    ! {r.answer}"] if r.answer else [])
        )
        said.append(
            (
                r.at,
                [
                    f"{r.at.astimezone():%d.%m. %H:%M} ▸ {t('request')} #{r.id} → {r.department} · {t(r.state)}{due}",
                    *body,
                ],
            )
        )
    for _, part in sorted(said, key=lambda pair: pair[0]):
        lines += part
    if thread.draft:
        lines += [f"✎ {t('draft')} {thread.draft.author}: {thread.draft.words}"]
    return lines


@click.command()
@click.argument("words", nargs=-1, required=True)
@paged
@common
def search_(session: Session, words: tuple[str, ...], limit: int, after: str) -> None:
    """Find words; knows from: owner: channel: is: before: after: tag:"""
    page = with_desk(session, lambda desk: desk.search(" ".join(words), limit=limit, after=after))
    if not _list(session, page, plain.hit, lambda h: h.conversation):
        heads = [t("conversation"), t("kind"), t("contact"), t("when"), t("words")]
        now = datetime.now(UTC)
        table(
            ((str(h.conversation), t(h.kind), h.contact, ago(h.at, now), plain.hit(h)["text"]) for h in page.items),
            heads,
        )
        _more(page)


@click.command()
@click.option("--department", default="", help="Only of this department.")
@click.option("--state", type=click.Choice([str(s) for s in RequestState]), default=None, help="Only in this state.")
@paged
@common
def requests_(session: Session, department: str, state: str | None, limit: int, after: str) -> None:
    """List requests that want something, earliest due first."""
    wanted = RequestState(state) if state else None
    page = with_desk(session, lambda desk: desk.requests(department=department, state=wanted, limit=limit, after=after))
    if not _list(session, page, plain.request_row, lambda r: r.request.id):
        now = datetime.now(UTC)
        heads = [t("id"), t("department"), t("due"), t("state"), t("asked by"), t("question")]
        table(
            (
                (str(q.id), q.department, ahead(q.due, now) if q.due else "", t(q.state), q.author, str(q.question))
                for q in (r.request for r in page.items)
            ),
            heads,
        )
        _more(page)


@click.command()
@paged
@common
def held_(session: Session, limit: int, after: str) -> None:
    """List replies that wait for a sign-off."""

    async def look(desk: Desk) -> tuple[Page[Row], list[tuple[Any, str]]]:
        page = await desk.conversations(View.HELD, limit=limit, after=after)
        threads = [await desk.thread(r.conversation.id) for r in page.items]
        held = [(m, th.row.contact) for th in threads for m in th.messages if m.delivery is Delivery.HELD]
        return page, held

    page, held = with_desk(session, look)
    if session.json:
        items = [{**plain.message(m, c), "conversation": str(m.conversation), "contact": c} for m, c in held]
        emit_json({"items": items, "next": page.next})
    elif session.quiet:
        for m, _ in held:
            emit(str(m.id))
    else:
        table(
            ((str(m.id), m.author, c, str(m.words)) for m, c in held),
            [t("id"), t("written by"), t("contact"), t("text")],
        )
        _more(page)
