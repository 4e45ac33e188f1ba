"""Commands about being away and handing over: absence, handover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from inbox.cli import plain
from inbox.cli.common import ID, Session, common, do, keyed, more, now, page, paged, with_desk
from inbox.cli.printing import emit, emit_json
from inbox.domain import commands as c
from inbox.domain.absence import Absence
from inbox.domain.handover import Card
from inbox.domain.views import Filter
from inbox.domain.when import when
from inbox.ports.desk import View, made
from inbox.ports.page import Page
from inbox.texts import t
from inbox.tui.models.abilities import absence_line, planned
from inbox.tui.models.handover import card_lines, step

if TYPE_CHECKING:
    from inbox.ports.desk import Desk

_PAGE = 200
"""Cards read at once."""


@click.group()
def absence_() -> None:
    """Who is away, and who acts for them."""


@absence_.command("add")
@click.argument("person")
@click.option("--substitute", default="", metavar="PERSON", help="Who acts meanwhile; nobody for who only answers.")
@click.option("--until", required=True, metavar="WHEN", help="2w, friday 9:00, or the last day: friday, 2026-05-31.")
@click.option("--from", "begins", default="", metavar="WHEN", help="When it begins (now).")
@keyed
@common
def add(session: Session, person: str, substitute: str, until: str, begins: str, key: str) -> None:
    """Say that somebody will be away; their substitute acts for them until then, and it is given back by itself."""
    at = now()
    first = when(begins, at) if begins else None
    last = when(until, at if first is None else first.astimezone(at.tzinfo), ends=True)
    command = c.PlanAbsence(person, substitute, last, first)
    facts = with_desk(session, lambda desk: desk.perform(command, key))
    id = str(made(facts) or "")
    if session.json:
        emit_json({"id": id, "events": [type(f.event).__name__ for f in facts]})
    else:
        emit(id if session.quiet else planned(command, at))


@absence_.command("ls")
@paged
@common
def ls(session: Session, limit: int, after: str) -> None:
    """List who is away or will be."""
    found: Page[Absence] = page(with_desk(session, lambda desk: desk.absences()), lambda a: a.id, limit, after)
    if session.json:
        emit_json({"items": [_absence(a) for a in found.items], "next": found.next})
        return
    for a in found.items:
        emit(str(a.id) if session.quiet else f"{a.id:>6}  {absence_line(a, now())}")
    if not session.quiet:
        more(found)


def _absence(a: Absence) -> dict[str, Any]:
    return {
        "id": str(a.id),
        "person": a.person,
        "substitute": a.substitute or None,
        "begins": plain.at(a.begins),
        "ends": plain.at(a.ends),
        "away": a.lasts(now()),
    }


@absence_.command("end")
@click.argument("absence", type=ID)
@keyed
@common
def end(session: Session, absence: int, key: str) -> None:
    """Be back early, or call it off."""
    do(session, c.EndAbsence(absence), key, lambda _: t("Absence {id} is over.", id=absence))


@click.command()
@click.argument("conversations", type=ID, nargs=-1)
@click.option("--all-of", default="", metavar="PERSON", help="Of everything open that this person owns.")
@common
def handover_(session: Session, conversations: tuple[int, ...], all_of: str) -> None:
    """Show what whoever goes on has to know: promises made, open requests, the next step, when it is due."""
    if bool(conversations) == bool(all_of):
        raise click.UsageError(t("Say CONVERSATION…, or --all-of PERSON."))

    async def work(desk: Desk) -> list[Card]:
        ids = list(conversations)
        if all_of:
            ids = [*await desk.index(View.ALL, Filter(owner=all_of, state="open"))]
            ids += [*await desk.index(View.ALL, Filter(owner=all_of, state="snoozed"))]
        parts = [await desk.handover(ids[start : start + _PAGE]) for start in range(0, len(ids), _PAGE)]
        return [card for part in parts for card in part]

    found = with_desk(session, work)
    if session.json:
        emit_json({"items": [_card(x) for x in found], "next": None})
        return
    for x in found:
        if session.quiet:
            emit(str(x.conversation))
        else:
            acts = f" ({t('{name} acts', name=x.acting)})" if x.acting else ""
            emit(
                "\n".join(
                    [
                        f"#{x.conversation} {x.contact} · {x.owner or t('nobody')}{acts}",
                        *(f"  {line}" for line in card_lines(x, now(), 99)),
                    ]
                )
            )


def _card(x: Card) -> dict[str, Any]:
    return {
        "id": str(x.conversation),
        "contact": x.contact,
        "owner": x.owner or None,
        "acting": x.acting or None,
        "promises": [
            {"message": str(p.message), "by": p.by, "at": plain.at(p.at), "text": p.text, "until": p.until or None}
            for p in x.promises
        ],
        "requests": [
            {
                "id": str(r.request),
                "department": r.department,
                "question": r.question,
                "state": r.state,
                "due": plain.at(r.due),
                "blocking": r.blocking,
            }
            for r in x.requests
        ],
        "next": x.step,
        "next_about": x.about or None,
        "next_text": step(x),
        "due": plain.at(x.due),
        "waiting_since": plain.at(x.waiting_since),
    }
