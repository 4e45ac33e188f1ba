"""Commands for asking departments and answering."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from inbox.cli import plain
from inbox.cli.common import ID, Session, common, do, keyed, more, now, paged, text_of, with_desk
from inbox.cli.knowledge import shown as answers
from inbox.cli.printing import emit, emit_json, table
from inbox.cli.reading import listed
from inbox.domain import commands as c
from inbox.domain.model import RequestState
from inbox.domain.when import when
from inbox.ports.asking import Known, Prepared
from inbox.ports.desk import Desk
from inbox.texts import t
from inbox.tui.models.asked import naming, reason
from inbox.tui.models.when import ago, ahead


@click.command()
@click.argument("conversation", type=ID)
@click.argument("department")
@click.argument("question", nargs=-1, required=True)
@click.option(
    "--due", default="", metavar="WHEN", help="When you need it (by the customer's time and the department's)."
)
@click.option("--blocking", is_flag=True, help="Do not close before there is an answer.")
@click.option("--known", default="", metavar="TEXT", help="What you know already.")
@click.option(
    "--show",
    multiple=True,
    metavar="MESSAGE|none",
    help="A message the department may read (what the contact wrote since we last spoke).",
)
@click.option(
    "--hide",
    multiple=True,
    metavar="TEXT|none",
    help="A piece to withhold besides what is personal (none: withhold nothing).",
)
@click.option("--dry-run", is_flag=True, help="Ask nobody; show what they would read, until when, and what is known.")
@keyed
@common
def ask_(
    session: Session, conversation: int, department: str, question: tuple[str, ...],
    due: str, blocking: bool, known: str, show: tuple[str, ...], hide: tuple[str, ...], dry_run: bool, key: str,
) -> None:  # fmt: skip
    """Ask a department about a conversation."""
    needed = when(due, now()) if due else None
    shown = tuple(ID(id) for id in show if id != "none") if show else None
    hidden = None if "none" in hide else hide
    command = c.Ask(conversation, department, text_of(question), needed, blocking, shown, known, hidden)
    if dry_run:
        _rehearse(session, command)
        return
    do(session, command, key, lambda id: t("Request {id} is with {department}.", id=id or "", department=department))


def _rehearse(session: Session, ask: c.Ask) -> None:
    """Show what a question would be, and what was answered before."""

    async def work(desk: Desk) -> tuple[Prepared, tuple[Known, ...]]:
        prepared = await desk.prepare(
            ask.conversation, ask.department, show=ask.show, hide=ask.hide, said=f"{ask.question}\n{ask.known}"
        )
        return prepared, await desk.similar(ask.question)

    prepared, found = with_desk(session, work)
    if session.json:
        emit_json({**plain.prepared(prepared), "known": [plain.known(k) for k in found]})
        return
    due = ask.due or prepared.need.due
    emit(f"{t('needed')}: {ahead(due, datetime.now(UTC))} · {reason(prepared.need, datetime.now(UTC))}")
    for line in naming(ask.department, prepared.personal):
        emit(f"  ! {line}")
    for excerpt in prepared.excerpts:
        emit(f"  | {excerpt.text}")
    if found:
        emit(t("Answered before:"))
        answers(found)


@click.command()
@click.option("--department", default="", help="Only of this department.")
@click.option("--state", type=click.Choice([str(s) for s in RequestState]), default=None, help="Only in this state.")
@paged
@common
def requests_(session: Session, department: str, state: str | None, limit: int, after: str) -> None:
    """List requests that want something, earliest due first."""
    wanted = RequestState(state) if state else None
    page = with_desk(session, lambda desk: desk.requests(department=department, state=wanted, limit=limit, after=after))
    if not listed(session, page, plain.request_row, lambda r: r.request.id):
        heads = [t("id"), t("department"), t("due"), t("state"), t("since"), t("asked by"), t("question")]
        table(
            (
                (
                    str(q.id),
                    q.department,
                    ahead(q.due, datetime.now(UTC)) if q.due else "",
                    t(q.state),
                    ago(q.since, datetime.now(UTC)),
                    q.author,
                    str(q.question),
                )
                for q in (r.request for r in page.items)
            ),
            heads,
        )
        more(page)


@click.group()
def request_() -> None:
    """Work on a request."""


TOLD = {
    "take": "You work on request {id}.",
    "accept": "The answer to request {id} is accepted.",
    "withdraw": "Request {id} is taken back.",
    "answer": "Request {id} is answered.",
    "return": "Request {id} is returned.",
    "decline": "Request {id} is declined.",
}


def _verb(name: str, help: str) -> None:
    kinds = {"take": c.TakeRequest, "withdraw": c.Withdraw}

    @click.command(name, help=help)
    @click.argument("request", type=ID)
    @keyed
    @common
    def command(session: Session, request: int, key: str) -> None:
        do(session, kinds[name](request), key, lambda _: t(TOLD[name], id=request))

    request_.add_command(command)


_verb("take", "Say that you work on a request.")
_verb("withdraw", "Take a question back.")


@request_.command("accept")
@click.argument("request", type=ID)
@click.option("--version", type=ID, default=None, metavar="N", help="The answer you read (show --json names it).")
@keyed
@common
def accept(session: Session, request: int, version: int | None, key: str) -> None:
    """Accept an answer, so that a reply may carry it."""
    do(session, c.Accept(request, version), key, lambda _: t(TOLD["accept"], id=request))


def _worded(name: str, kind: type[c.Answer | c.Return], help: str) -> None:
    @click.command(name, help=help)
    @click.argument("request", type=ID)
    @click.argument("text", nargs=-1, required=True)
    @keyed
    @common
    def command(session: Session, request: int, text: tuple[str, ...], key: str) -> None:
        do(session, kind(request, text_of(text)), key, lambda _: t(TOLD[name], id=request))

    request_.add_command(command)


_worded("answer", c.Answer, "Answer a request.")
_worded("return", c.Return, "Pass the ball back with words: a counter-question, or what was missing.")


@request_.command("decline")
@click.argument("request", type=ID)
@click.argument("text", nargs=-1)
@click.option("--why", default="", metavar="TEXT", help="The reason, in place of TEXT.")
@keyed
@common
def decline(session: Session, request: int, text: tuple[str, ...], why: str, key: str) -> None:
    """Refuse a request, with a reason."""
    if bool(text) == bool(why):
        raise click.UsageError(t("Say the reason once: as TEXT, or with --why TEXT."))
    do(session, c.Decline(request, why or text_of(text)), key, lambda _: t(TOLD["decline"], id=request))


@request_.command("redirect")
@click.argument("request", type=ID)
@click.argument("department")
@click.option("--note", default="", metavar="LINE", help="A line for the other department.")
@click.option("--due", default="", metavar="WHEN", help="When it is needed (the department's usual time).")
@keyed
@common
def redirect(session: Session, request: int, department: str, note: str, due: str, key: str) -> None:
    """Pass a request to the department that can answer it."""
    needed = when(due, now()) if due else None
    do(
        session,
        c.Redirect(request, department, note, needed),
        key,
        lambda _: t("Request {id} is with {department}.", id=request, department=department),
    )


@request_.command("show")
@click.argument("request", type=ID)
@common
def show(session: Session, request: int) -> None:
    """Show one request with the messages chosen for its department."""
    found = with_desk(session, lambda desk: desk.request(request))
    if session.json:
        emit_json(plain.request_row(found))
        return
    if session.quiet:
        for message in found.shown:
            emit(str(message.id))
        return
    q = found.request
    emit(f"#{q.id} → {q.department} · {t(q.state)} · {t('asked by')} {q.author}\n  ? {q.question}")
    if q.known:
        emit(f"  = {q.known}")
    for message in found.shown:
        emit(f"  | {message.words}")
    for said in q.remarks:
        emit(f"  · {said.line}")
    if q.answer:
        emit(f"  ! {q.answer}")


request_.add_command(requests_, "ls")
