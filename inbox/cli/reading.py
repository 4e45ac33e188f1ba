"""Commands that read: ls, show, search."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from inbox.cli import plain
from inbox.cli.common import ID, Session, common, more, paged, with_desk
from inbox.cli.contacts import print_across
from inbox.cli.printing import emit, emit_json, remark, table
from inbox.cli.views import view_named
from inbox.disk import safe_name, save
from inbox.domain.model import PENDING, Attachment, Message, Note, Request
from inbox.domain.people import Act, Reach, reach
from inbox.domain.views import Filter
from inbox.errors import BadInput, NotFound
from inbox.ports.desk import Desk, Row, Thread, View
from inbox.ports.page import Page
from inbox.texts import t
from inbox.tui.models.attached import attached
from inbox.tui.models.noted import noted
from inbox.tui.models.rows import last_words
from inbox.tui.models.thread import applied_line, felt_line, leaves_at, marks
from inbox.tui.models.when import ago, ahead, dated


def listed(session: Session, page: Page[Any], as_json: Callable[[Any], Any], ids: Callable[[Any], object]) -> bool:
    """Print a page for scripts; tell whether that was asked for."""
    if session.json:
        emit_json({"items": [as_json(i) for i in page.items], "next": page.next})
    elif session.quiet:
        for item in page.items:
            emit(str(ids(item)))
    return session.json or session.quiet


def list_rows(items: Sequence[Row]) -> None:
    """Print conversations for people."""
    now = datetime.now(UTC)
    table(
        (
            (
                str(r.conversation.id),
                r.platform,
                r.contact,
                "" if r.conversation.waiting_since is None else ago(r.conversation.waiting_since, now),
                r.conversation.owner or "–",
                f"{_ball(r)} {ago(r.since, now)}" if r.since else _ball(r),
                t(r.conversation.state) if r.conversation.state != "open" else "",
                last_words(r.conversation),
            )
            for r in items
        ),
        [t("id"), t("on"), t("contact"), t("waits"), t("owner"), t("ball"), "", t("last words")],
    )


def _ball(row: Row) -> str:
    kind, _, department = row.ball.partition(":")
    return department or {"us": t("us"), "customer": t("customer"), "lead": t("lead")}[kind]


@click.command()
@click.option(
    "--view", default="all", metavar=f"{'|'.join(View)}|NAME", help="Which conversations (all), or a view of yours."
)
@click.option("--channel", default="", help="Only this channel.")
@click.option("--owner", default="", help="Only this person's; @me is whoever looks, @nobody nobody.")
@click.option("--tag", default="", help="Only with this tag.")
@paged
@common
def ls_(session: Session, view: str, channel: str, owner: str, tag: str, limit: int, after: str) -> None:
    """List conversations."""
    narrow = Filter(channel, owner, tag)

    async def work(desk: Desk) -> tuple[Page[Row], bool]:
        base, here = await _named(desk, view, narrow)
        return await desk.conversations(base, here, limit=limit, after=after), reach(desk.person, Act.READ) is Reach.ALL

    page, reads = with_desk(session, work)
    if not listed(session, page, plain.row, lambda r: r.conversation.id):
        list_rows(page.items)
        more(page) if reads else remark(
            t("Your role has no lists of conversations; try: {command}", command=session.command("requests"))
        )


async def _named(desk: Desk, view: str, narrow: Filter) -> tuple[View, Filter]:
    """Return the list of a name, narrowed further. Raises: NotFound, BadInput."""
    if view in set(map(str, View)):
        return View(view), narrow
    try:
        kept = (await view_named(desk, view)).view
    except NotFound as cause:
        raise BadInput(cause.template, **cause.values) from cause
    further = {key: value for key, value in asdict(narrow).items() if value}
    return View(kept.base), Filter(**{**asdict(kept.narrow), **further})


@click.command()
@click.argument("conversation", type=ID)
@click.option("--limit", default=50, type=click.IntRange(1, 500), help="How many messages, the newest (50).")
@click.option("--before", type=int, default=None, help="Only messages before this number.")
@click.option("--across", is_flag=True, help="Everything with this person, on all channels, by time.")
@click.option(
    "--after", default="", metavar="CURSOR", help="With --across: go on behind the `next` of the page before."
)
@common
def show_(session: Session, conversation: int, limit: int, before: int | None, across: bool, after: str) -> None:
    """Show a conversation with its notes and requests."""
    if across:
        if before is not None:
            raise BadInput("Everything on all channels has no numbers; go on with --after.")
        print_across(session, with_desk(session, lambda desk: desk.across(conversation, limit=limit, before=after)))
        return
    if after:
        raise BadInput("Only --across goes on with --after; here it is --before.")
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
    row, c = thread.row, thread.row.conversation
    parts = (row.contact, row.platform, t(c.visibility), t(c.state), f"{t('owner')}: {c.owner or t('nobody')}")
    lines = [f"#{c.id} {' · '.join(parts)} · {t('ball')}: {_ball(row)}"]
    if c.subject and not any(m.subject for m in thread.messages):
        lines.append(f"{t('subject')}: {c.subject}")
    if thread.more:
        lines.append(t("… older: --before {n}", n=thread.messages[0].number))
    said = [
        *((m.at, _message(m, row.contact)) for m in thread.messages),
        *((n.at, _note(n)) for n in thread.notes),
        *((r.at, _request(r, datetime.now(UTC))) for r in thread.requests),
        *((a.at, [f"{_at(a.at)} ⚙ {applied_line(a)}"]) for a in thread.applied),
    ]
    for _, part in sorted(said, key=lambda pair: pair[0]):
        lines += part
    if thread.draft:
        lines += [f"✎ {t('draft')} {thread.draft.author}:", *_inside(thread.draft.words)]
    return lines


def _at(moment: datetime) -> str:
    return f"{dated(moment, datetime.now(UTC))} {moment.astimezone():%H:%M}"


def _inside(words: object, sign: str = "") -> list[str]:
    return [f"    {sign}{line}" for line in str(words).splitlines()]


def _message(m: Message, contact: str) -> list[str]:
    who = m.author or (contact if m.direction == "in" else t("we"))
    state = f" [{leaves_at(m, datetime.now(UTC)) or t(m.delivery)}]" if m.delivery else ""
    used = f" ({t('uses the answer to')} {', '.join(f'#{a}' for a in m.answers)})" if m.answers else ""
    quoted = len(str(m.folded or "").splitlines())
    folded = [f"    [{t('… {n} lines folded', n=quoted)}]"] if quoted else []
    files = [f"    ⎘ {attached(a)}" for a in m.attachments]
    error = [f"    {t('error')}: {noted(m.error)}"] if m.error else []
    extra = "".join(f" · {mark}" for mark in marks(m, doubt=m.doubt))
    felt = _inside(felt_line(m))
    about = [f"    {t('subject')}: {m.subject}"] if m.subject else []
    head = f"{_at(m.at)} {who}{state}{used}{extra}  (#{m.id})"
    return [head, *about, *_inside(m.words), *folded, *files, *felt, *error]


def _note(n: Note) -> list[str]:
    return [f"{_at(n.at)} ◦ {t('note')} {n.author}", *_inside(noted(n.words))]


def _request(r: Request, now: datetime) -> list[str]:
    due = f" · {ahead(r.due, now)}" if r.due and r.state in PENDING else ""
    head = f"{_at(r.at)} ▸ {t('request')} #{r.id} → {r.department} · {t(r.state)}{due}"
    remarks = [line for m in r.remarks for line in _inside(m.line, "· ")]
    return [head, *_inside(r.question, "? "), *remarks, *_inside(r.answer or "", "! ")]


@click.command()
@click.argument("words", nargs=-1, required=True)
@paged
@common
def search_(session: Session, words: tuple[str, ...], limit: int, after: str) -> None:
    """Find words; knows from: owner: channel: is: before: after: tag:"""
    page = with_desk(session, lambda desk: desk.search(" ".join(words), limit=limit, after=after))
    if not listed(session, page, plain.hit, lambda h: h.conversation):
        heads = [t("conversation"), t("kind"), t("contact"), t("when"), t("words")]
        now = datetime.now(UTC)
        table(
            ((str(h.conversation), t(h.kind), h.contact, ago(h.at, now), plain.hit(h)["text"]) for h in page.items),
            heads,
        )
        more(page)


@click.command()
@click.argument("message", type=ID)
@click.argument("n", type=click.IntRange(min=1), default=1)
@click.option(
    "--to", default=".", metavar="PATH|-", help="The folder or file it is saved as (here); - prints its bytes."
)
@common
def attachment_(session: Session, message: int, n: int, to: str) -> None:
    """Save the N-th attachment of a message; nothing that is there is written over."""

    async def work(desk: Desk) -> tuple[Attachment, bytes]:
        return await desk.fetch(message, n)

    found, content = with_desk(session, work)
    if to == "-":
        sys.stdout.buffer.write(content)
        return
    place = Path(to).expanduser()
    lies = save(content, place / safe_name(found.name, found.kind) if place.is_dir() else place)
    if session.json:
        emit_json({"path": str(lies), "bytes": len(content)})
    else:
        emit(str(lies) if session.quiet else t("Saved: {path}", path=lies))
