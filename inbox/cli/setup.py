"""Commands that set the house up: init, person, department."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from typing import Any

import click

from inbox import config
from inbox.cli import plain
from inbox.cli.common import Session, common, do, keyed, more, page, paged, with_desk
from inbox.cli.entering import ON_INPUT, asked_secret
from inbox.cli.printing import emit, emit_json, remark, table
from inbox.domain import commands as c
from inbox.domain.model import Department, Role
from inbox.domain.when import span
from inbox.errors import BadInput
from inbox.texts import number, t


@click.command()
@click.option("--lead", default="", metavar="NAME", help="The first person: lead and admin.")
@click.option("--department", "departments", multiple=True, metavar="NAME", help="A department that can be asked.")
@common
def init_(session: Session, lead: str, departments: tuple[str, ...]) -> None:
    """Make a new inbox; asks for what is not given."""
    from inbox.storage.address import named  # not needed for --help

    where, lead, departments = set_up(session, lead, departments)
    if session.json:
        emit_json({"inbox": named(where), "lead": lead, "departments": list(departments)})
    elif session.quiet:
        emit(named(where))
    else:
        flag = "" if where == config.where("") else f" --inbox {named(where)}"
        emit(t("The inbox is at {where}. {lead} is lead and admin.", where=named(where), lead=lead))
        remark(t("Next: {command}", command=f"inbox{flag} --as {lead} channel add email NAME --set …"))


def set_up(session: Session, lead: str = "", departments: tuple[str, ...] = ()) -> tuple[str, str, tuple[str, ...]]:
    """Make a new inbox, asking for what is not given; return place, lead and departments. Raises: InboxError."""
    from inbox.bootstrap import create  # not needed for --help

    where = config.where(session.inbox)
    asked = not lead
    if not lead:
        if not sys.stdin.isatty():
            raise BadInput("Say who leads: --lead NAME.")
        lead = click.prompt(t("Who leads (first name)"), default=session.person or config.who(""), err=True)
        if not departments:
            said = click.prompt(t("Departments that can be asked"), default=t("development, legal, product"), err=True)
            departments = tuple(name.strip() for name in said.split(",") if name.strip())
    asyncio.run(create(where, lead=lead, departments=departments))
    if asked and lead != config.who("") and (path := config.remember(lead)):
        remark(t("You are {lead} here from now on; {path} says so.", lead=lead, path=path))
    return where, lead, departments


@click.group()
def person_() -> None:
    """People who work here."""


_ROLES = click.Choice([str(r) for r in Role])


@person_.command("add")
@click.argument("name")
@click.option("--role", "roles", multiple=True, required=True, type=_ROLES, help="What the person may do.")
@click.option("--department", "departments", multiple=True, help="A department the person answers for.")
@click.option("--channel", "channels", multiple=True, help="A channel the person works on (none named: all).")
@keyed
@common
def add_person(
    session: Session,
    name: str,
    roles: tuple[str, ...],
    departments: tuple[str, ...],
    channels: tuple[str, ...],
    key: str,
) -> None:
    """Let somebody work here."""
    command = c.AddPerson(name, tuple(Role(r) for r in roles), departments, channels)
    do(session, command, key, lambda _: t("{name} works here.", name=name))


@person_.command("set")
@click.argument("name")
@click.option("--role", "roles", multiple=True, type=_ROLES)
@click.option("--department", "departments", multiple=True)
@click.option("--channel", "channels", multiple=True)
@click.option(
    "--login", default=None, metavar="SUBJECT", help='What the company\'s provider calls the person; "" forgets it.'
)
@keyed
@common
def set_person(
    session: Session,
    name: str,
    roles: tuple[str, ...],
    departments: tuple[str, ...],
    channels: tuple[str, ...],
    login: str | None,
    key: str,
) -> None:
    """Change somebody's roles, departments or channels; what is not named stays, --department "" empties.

    What they can own no longer, nobody owns then.
    """
    if login is not None and not (roles or departments or channels):
        do(session, c.SetLogin(name, login), key, lambda _: t("{name} is changed.", name=name))
        return
    if login is not None:
        raise BadInput("Set --login by itself: it is a change of its own.")
    command = c.SetPerson(name, tuple(Role(r) for r in roles) or None, _named(departments), _named(channels))
    do(session, command, key, lambda _: t("{name} is changed.", name=name))


def _named(names: tuple[str, ...]) -> tuple[str, ...] | None:
    """Return the names given: none given leaves things as they are, an empty one stands for none at all."""
    return tuple(name for name in names if name) if names else None


@person_.command("password")
@click.argument("name")
@click.argument("password", metavar="[-]", default="")
@click.option("--clear", is_flag=True, help="Take the password away.")
@keyed
@common
def password(session: Session, name: str, password: str, clear: bool, key: str) -> None:
    """Give somebody a password for a server, or change your own; - reads it from standard input.

    For your own, standard input has the old one in its first line, if there is one, and the new one in its last.
    """
    own = name == config.who(session.person)
    if password == ON_INPUT:
        first, _, last = asked_secret(password, "").rpartition("\n")
        old, new = (last, "") if clear else (first.rstrip("\r"), last)
    else:
        old = asked_secret(password, t("Your old password (none: Enter)"), empty=True) if own else ""
        new = "" if clear else asked_secret(password, t("New password of {name}", name=name), twice=True)

    def said(_: int | None) -> str:
        return t("{name} has no password any more.", name=name) if clear else t("{name} has a new password.", name=name)

    do(session, c.SetPassword(name, new, old if own else ""), key, said)


@person_.command("mail")
@click.argument("name")
@click.argument("address", required=False)
@click.option("--clear", is_flag=True, help="Ask them by mail no more.")
@keyed
@common
def mail(session: Session, name: str, address: str | None, clear: bool, key: str) -> None:
    """Name the address at which somebody is asked by mail and needs no seat; without one, show it."""
    if address is None and not clear:
        found = [k for k in with_desk(session, lambda desk: desk.correspondents()) if k.person == name]
        if not listed(session, [{"name": k.person, "address": str(k.address)} for k in found]):
            emit(str(found[0].address) if found else t("{name} is not asked by mail.", name=name))
        return
    said = t("{name} is not asked by mail.", name=name) if clear else t("{name} is asked by mail.", name=name)
    do(session, c.SetMail(name, "" if clear else address or ""), key, lambda _: said)


@person_.command("rm")
@click.argument("name")
@keyed
@common
def rm_person(session: Session, name: str, key: str) -> None:
    """End somebody's access; what they wrote stays."""
    do(session, c.RemovePerson(name), key, lambda _: t("{name} no longer works here.", name=name))


@person_.command("ls")
@paged
@common
def ls_person(session: Session, limit: int, after: str) -> None:
    """List who works here."""
    found = page(with_desk(session, lambda desk: desk.people()), lambda p: p.name, limit, after)
    rows = (
        (
            p.name,
            ", ".join(sorted(map(t, p.roles))),
            ", ".join(sorted(p.departments)),
            ", ".join(sorted(p.channels)) or t("all"),
        )
        for p in found.items
    )
    if not listed(session, [plain.person(p) for p in found.items], found.next):
        table(rows, [t("name"), t("roles"), t("departments"), t("channels")])
        more(found)


@click.group()
def department_() -> None:
    """Departments that can be asked."""


@department_.command("add")
@click.argument("name")
@click.option("--answers-in", default="4h", metavar="TIME", help="Its usual time to answer (4h).")
@keyed
@common
def add_department(session: Session, name: str, answers_in: str, key: str) -> None:
    """Name a department."""
    do(session, c.AddDepartment(name, span(answers_in)), key, lambda _: t("{name} can be asked.", name=name))


@department_.command("set")
@click.argument("name")
@click.option("--answers-in", default="", metavar="TIME", help="Its usual time to answer.")
@click.option(
    "--lead", default=None, metavar="PERSON", help='Who is told of what it does not answer in time ("": any lead).'
)
@keyed
@common
def set_department(session: Session, name: str, answers_in: str, lead: str | None, key: str) -> None:
    """Change a department's usual time to answer, or who leads it."""
    if not answers_in and lead is None:
        raise BadInput("Say what to change: --answers-in TIME, or --lead PERSON.")
    command = c.SetDepartment(name, span(answers_in) if answers_in else None, lead)
    do(session, command, key, lambda _: t("{name} is changed.", name=name))


@department_.command("rm")
@click.argument("name")
@keyed
@common
def rm_department(session: Session, name: str, key: str) -> None:
    """Stop asking a department."""
    do(session, c.RemoveDepartment(name), key, lambda _: t("{name} can no longer be asked.", name=name))


@department_.command("ls")
@paged
@common
def ls_department(session: Session, limit: int, after: str) -> None:
    """List who can be asked."""
    found = page(with_desk(session, lambda desk: desk.departments()), lambda d: d.name, limit, after)
    if not listed(session, [_department(d) for d in found.items], found.next):
        rows = ((d.name, f"{number(d.answers_in.total_seconds() / 3600)} h", d.lead) for d in found.items)
        table(rows, [t("name"), t("answers in"), t("lead")])
        more(found)


def _department(d: Department) -> dict[str, Any]:
    return {"name": d.name, "answers_in_minutes": d.answers_in // timedelta(minutes=1), "lead": d.lead or None}


def listed(session: Session, items: list[dict[str, Any]], next_: str | None = None) -> bool:
    """Print things that have names for scripts; tell whether that was asked for."""
    if session.json:
        emit_json({"items": items, "next": next_})
    elif session.quiet:
        for item in items:
            emit(item["name"])
    return session.json or session.quiet
