"""Commands for asking departments and answering."""

from __future__ import annotations

from datetime import datetime

import click

from inbox.cli import plain
from inbox.cli.common import Session, common, do, emit, emit_json, fail, keyed, text_of, with_desk
from inbox.cli.reading import requests_
from inbox.domain.when import when
from inbox.domain import commands as c
from inbox.errors import BadInput
from inbox.texts import t


@click.command()
@click.argument("conversation", type=int)
@click.argument("department")
@click.argument("question", nargs=-1, required=True)
@click.option("--due", default="", metavar="WHEN", help="When you need it (the department's usual time).")
@click.option("--blocking", is_flag=True, help="Do not close before there is an answer.")
@click.option("--show", type=int, multiple=True, metavar="MESSAGE", help="A message the department may read.")
@keyed
@common
def ask_(
    session: Session, conversation: int, department: str, question: tuple[str, ...],
    due: str, blocking: bool, show: tuple[int, ...], key: str,
) -> None:  # fmt: skip
    """Ask a department about a conversation."""
    try:
        needed = when(due, datetime.now().astimezone()) if due else None
    except BadInput as error:
        fail(error)
    command = c.Ask(conversation, department, text_of(question), needed, blocking, show)
    do(session, command, key, lambda id: t("Request {id} is with {department}.", id=id or "", department=department))


@click.group()
def request_() -> None:
    """Work on a request."""


def _verb(name: str, help: str) -> None:
    kinds = {"take": c.TakeRequest, "accept": c.Accept, "withdraw": c.Withdraw}

    @click.command(name, help=help)
    @click.argument("request", type=int)
    @keyed
    @common
    def command(session: Session, request: int, key: str) -> None:
        do(session, kinds[name](request), key, lambda _: t("Request {id}: done.", id=request))

    request_.add_command(command)


_verb("take", "Say that you work on a request.")
_verb("accept", "Accept an answer, so that a reply may carry it.")
_verb("withdraw", "Take a question back.")


def _worded(name: str, kind: type[c.Answer] | type[c.Return] | type[c.Decline], help: str) -> None:
    @click.command(name, help=help)
    @click.argument("request", type=int)
    @click.argument("text", nargs=-1, required=True)
    @keyed
    @common
    def command(session: Session, request: int, text: tuple[str, ...], key: str) -> None:
        do(session, kind(request, text_of(text)), key, lambda _: t("Request {id}: done.", id=request))

    request_.add_command(command)


_worded("answer", c.Answer, "Answer a request.")
_worded("return", c.Return, "Pass the ball back with words: a counter-question, or what was missing.")
_worded("decline", c.Decline, "Refuse a request, with a reason.")


@request_.command("redirect")
@click.argument("request", type=int)
@click.argument("department")
@click.option("--note", default="", metavar="LINE", help="A line for the other department.")
@keyed
@common
def redirect(session: Session, request: int, department: str, note: str, key: str) -> None:
    """Pass a request to the department that can answer it."""
    do(
        session,
        c.Redirect(request, department, note),
        key,
        lambda _: t("Request {id} is with {department}.", id=request, department=department),
    )


@request_.command("show")
@click.argument("request", type=int)
@common
def show(session: Session, request: int) -> None:
    """Show one request with the messages chosen for its department."""
    found = with_desk(session, lambda desk: desk.request(request))
    if session.json:
        emit_json(plain.request_row(found))
        return
    q = found.request
    emit(f"#{q.id} → {q.department} · {t(q.state)} · {t('asked by')} {q.author}\n  ? {q.question}")
    for m in found.shown:
        emit(f"  | {m.words}")
    for remark in q.remarks:
        emit(f"  · {remark.author}: {remark.words}")
    if q.answer:
        emit(f"  ! {q.answer}")


request_.add_command(requests_, "ls")
