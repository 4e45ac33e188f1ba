"""Commands that set the house up: init, person, department, channel, adapter."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from inbox import config
from inbox.bootstrap import House, adapter_class, adapters, create
from inbox.cli import plain
from inbox.cli.common import Session, common, do, emit, emit_json, fail, keyed, table, with_desk, with_house
from inbox.domain.when import span
from inbox.domain import commands as c
from inbox.domain.model import Role
from inbox.errors import BadInput, InboxError, NotFound
from inbox.ports.adapter import Parses
from inbox.ports.desk import ChannelRow
from inbox.texts import t


@click.command()
@click.option("--lead", default="", metavar="NAME", help="The first person: lead and admin.")
@click.option("--department", "departments", multiple=True, metavar="NAME", help="A department that can be asked.")
@common
def init_(session: Session, lead: str, departments: tuple[str, ...]) -> None:
    """Make a new inbox; asks for what is not given."""
    where = config.where(session.inbox)
    if not lead:
        if not sys.stdin.isatty():
            fail(BadInput("Say who leads: --lead NAME."))
        lead = click.prompt(t("Who leads (first name)"), default=session.person or config.who(""))
        if not departments:
            said = click.prompt(t("Departments that can be asked"), default=t("development, legal, product"))
            departments = tuple(name.strip() for name in said.split(",") if name.strip())
    try:
        asyncio.run(create(where, lead=lead, departments=departments))
    except InboxError as error:
        fail(error)
    if session.json:
        emit_json({"inbox": where, "lead": lead, "departments": list(departments)})
    else:
        emit(
            where if session.quiet else t("The inbox is at {where}. {lead} is lead and admin.", where=where, lead=lead)
        )
        if not session.quiet:
            flag = "" if where == config.where("") else f" --inbox {where}"
            click.echo(
                t("Next: {command}", command=f"inbox{flag} --as {lead} channel add email NAME --set …"), err=True
            )


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
@keyed
@common
def set_person(
    session: Session,
    name: str,
    roles: tuple[str, ...],
    departments: tuple[str, ...],
    channels: tuple[str, ...],
    key: str,
) -> None:
    """Change somebody's roles, departments or channels; what is not named stays."""
    command = c.SetPerson(name, tuple(Role(r) for r in roles) or None, departments or None, channels or None)
    do(session, command, key, lambda _: t("{name} is changed.", name=name))


@person_.command("rm")
@click.argument("name")
@keyed
@common
def rm_person(session: Session, name: str, key: str) -> None:
    """End somebody's access; what they wrote stays."""
    do(session, c.RemovePerson(name), key, lambda _: t("{name} no longer works here.", name=name))


@person_.command("ls")
@common
def ls_person(session: Session) -> None:
    """List who works here."""
    found = with_desk(session, lambda desk: desk.people())
    rows = (
        (
            p.name,
            ", ".join(sorted(p.roles)),
            ", ".join(sorted(p.departments)),
            ", ".join(sorted(p.channels)) or t("all"),
        )
        for p in found
    )
    _print(
        session, found, plain.person, lambda p: p.name, rows, [t("name"), t("roles"), t("departments"), t("channels")]
    )


def _print(
    session: Session, found: Any, as_json: Callable[[Any], Any], name: Callable[[Any], str], rows: Any, heads: list[str]
) -> None:
    if session.json:
        emit_json({"items": [as_json(i) for i in found], "next": None})
    elif session.quiet:
        for item in found:
            emit(name(item))
    else:
        table(rows, heads)


@click.group()
def department_() -> None:
    """Departments that can be asked."""


def _span(text: str) -> timedelta:
    try:
        return span(text)
    except BadInput as error:
        fail(error)


@department_.command("add")
@click.argument("name")
@click.option("--answers-in", default="4h", metavar="TIME", help="Its usual time to answer (4h).")
@keyed
@common
def add_department(session: Session, name: str, answers_in: str, key: str) -> None:
    """Name a department."""
    do(session, c.AddDepartment(name, _span(answers_in)), key, lambda _: t("{name} can be asked.", name=name))


@department_.command("set")
@click.argument("name")
@click.option("--answers-in", required=True, metavar="TIME", help="Its usual time to answer.")
@keyed
@common
def set_department(session: Session, name: str, answers_in: str, key: str) -> None:
    """Change a department's usual time to answer."""
    do(session, c.SetDepartment(name, _span(answers_in)), key, lambda _: t("{name} is changed.", name=name))


@department_.command("rm")
@click.argument("name")
@keyed
@common
def rm_department(session: Session, name: str, key: str) -> None:
    """Stop asking a department."""
    do(session, c.RemoveDepartment(name), key, lambda _: t("{name} can no longer be asked.", name=name))


@department_.command("ls")
@common
def ls_department(session: Session) -> None:
    """List who can be asked."""
    found = with_desk(session, lambda desk: desk.departments())
    as_json = lambda d: {"name": d.name, "answers_in_minutes": int(d.answers_in.total_seconds() // 60)}  # noqa: E731
    rows = ((d.name, f"{d.answers_in.total_seconds() / 3600:g} h") for d in found)
    _print(session, found, as_json, lambda d: d.name, rows, [t("name"), t("answers in")])


@click.group()
def channel_() -> None:
    """Our accounts on the platforms."""


def _pairs(values: tuple[str, ...], flag: str) -> dict[str, str]:
    found = {}
    for value in values:
        key, equals, rest = value.partition("=")
        if not equals or not key:
            fail(BadInput("{flag} wants KEY=VALUE, not {value}.", flag=flag, value=repr(key)))
        found[key] = rest
    return found


def _secrets(values: tuple[str, ...]) -> dict[str, str]:
    """Read secrets from where they are named; never from the arguments themselves."""
    found = {}
    for key, source in _pairs(values, "--secret").items():
        if source == "-":
            found[key] = (
                sys.stdin.readline().rstrip("\n") if not sys.stdin.isatty() else click.prompt(key, hide_input=True)
            )
        elif source.startswith("env:"):
            if source[4:] not in os.environ:
                fail(BadInput("There is no variable {name} in the environment.", name=source[4:]))
            found[key] = os.environ[source[4:]]
        else:
            try:
                found[key] = Path(source).read_text("utf-8").rstrip("\n")
            except (OSError, UnicodeError):
                # The source may be the secret itself, typed by mistake: it is not repeated.
                fail(BadInput("--secret {key}= wants a file, - for standard input, or env:VARIABLE.", key=key))
    return found


def _fits(platform: str, settings: dict[str, str], secrets: dict[str, str], *, whole: bool) -> None:
    known = {s.key: s for s in adapter_class(platform).settings}
    for key in (*settings, *secrets):
        if key not in known or known[key].secret != (key in secrets):
            names = ", ".join(f"{s.key} ({'--secret' if s.secret else '--set'})" for s in known.values()) or "–"
            raise BadInput(
                "{platform} has no setting {key}; there are: {known}.", platform=platform, key=key, known=names
            )
    for setting in known.values() if whole else ():
        have = secrets if setting.secret else settings
        if setting.required and not setting.default and not have.get(setting.key):
            flag = "--secret" if setting.secret else "--set"
            raise BadInput(
                "{platform} needs {flag} {key}=…: {help}",
                platform=platform,
                flag=flag,
                key=setting.key,
                help=setting.help,
            )


@channel_.command("add")
@click.argument("platform")
@click.argument("name")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A setting.")
@click.option("--secret", "secrets", multiple=True, metavar="KEY=FILE|-|env:VAR", help="A secret, read from there.")
@keyed
@common
def add_channel(
    session: Session, platform: str, name: str, settings: tuple[str, ...], secrets: tuple[str, ...], key: str
) -> None:
    """Open a channel on a platform (inbox adapter ls names them)."""
    values, kept = _pairs(settings, "--set"), _secrets(secrets)

    async def work(house: House) -> None:
        _fits(platform, values, kept, whole=True)
        desk = await house.desk(config.who(session.person))
        await desk.perform(c.AddChannel(name, platform, tuple(sorted(values.items()))), key)
        for secret, value in kept.items():
            house.keep_secret(name, secret, value)

    with_house(session, work)
    if session.json:
        emit_json({"name": name, "platform": platform})
    else:
        emit(name if session.quiet else t("Channel {name} is open; try it with: inbox channel check {name}", name=name))


@channel_.command("set")
@click.argument("name")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A setting; nothing behind = removes it.")
@click.option("--secret", "secrets", multiple=True, metavar="KEY=FILE|-|env:VAR", help="A secret, read from there.")
@click.option("--on/--off", "active", default=None, help="Switch the channel on or off.")
@keyed
@common
def set_channel(
    session: Session, name: str, settings: tuple[str, ...], secrets: tuple[str, ...], active: bool | None, key: str
) -> None:
    """Change a channel."""
    values, kept = _pairs(settings, "--set"), _secrets(secrets)

    async def work(house: House) -> None:
        desk = await house.desk(config.who(session.person))
        row = _channel(await desk.channels(), name)
        _fits(row.channel.platform, values, kept, whole=False)
        await desk.perform(c.SetChannel(name, tuple(sorted(values.items())), active), key)
        for secret, value in kept.items():
            house.keep_secret(name, secret, value)

    with_house(session, work)
    emit_json({"name": name}) if session.json else emit(name if session.quiet else t("{name} is changed.", name=name))


def _channel(rows: tuple[ChannelRow, ...], name: str) -> ChannelRow:
    for row in rows:
        if row.channel.name == name:
            return row
    raise NotFound(
        "There is no channel {name}; there are: {known}.",
        name=name,
        known=", ".join(r.channel.name for r in rows) or "–",
    )


@channel_.command("rm")
@click.argument("name")
@keyed
@common
def rm_channel(session: Session, name: str, key: str) -> None:
    """Close a channel; one with conversations is switched off and stays readable."""
    do(session, c.RemoveChannel(name), key, lambda _: t("Channel {name} is closed.", name=name))


@channel_.command("ls")
@common
def ls_channel(session: Session) -> None:
    """List our accounts and how they fare."""
    found = with_desk(session, lambda desk: desk.channels())
    rows = ((r.channel.name, r.channel.shown_platform, t(r.state), str(r.quarantined or ""), r.trouble) for r in found)
    _print(
        session,
        found,
        plain.channel,
        lambda r: r.channel.name,
        rows,
        [t("name"), t("on"), t("state"), t("set aside"), t("trouble")],
    )


@channel_.command("check")
@click.argument("name")
@common
def check_channel(session: Session, name: str) -> None:
    """Try a channel: does the platform answer, who are we there."""
    report(session, with_house(session, lambda house: house.check_channel(name)))


@channel_.command("replay")
@click.argument("name")
@common
def replay_channel(session: Session, name: str) -> None:
    """Read again what a channel set aside because it could not be read."""

    async def work(house: House) -> int:
        desk = await house.desk(config.who(session.person))
        _channel(await desk.channels(), name)
        return await house.replay_quarantine(name)

    n = with_house(session, work)
    emit_json({"read": n}) if session.json else emit(str(n) if session.quiet else t("{n} could be read now.", n=n))


def report(session: Session, rows: list[tuple[str, str, str]]) -> None:
    """Print rows of (ok | warn | fail, what, what to do); a fail ends with code 1."""
    if session.json:
        emit_json([{"state": state, "what": what, "do": todo} for state, what, todo in rows])
    else:
        signs = {"ok": "✓ ok", "warn": "! warn", "fail": "✗ fail"}
        table(((signs[state], what if not todo else f"{what} – {todo}") for state, what, todo in rows), ["", t("what")])
    if any(state == "fail" for state, _, _ in rows):
        sys.exit(1)


@click.group()
def adapter_() -> None:
    """Adapters: what speaks to the platforms."""


@adapter_.command("ls")
@common
def ls_adapter(session: Session) -> None:
    """List the adapters installed and what each must be told."""
    kinds = {name: adapter_class(name) for name in adapters()}
    if session.json:
        items = [
            {
                "platform": n,
                "class": k.delivery_class,
                "settings": [
                    {"key": s.key, "help": s.help, "secret": s.secret, "required": s.required} for s in k.settings
                ],
            }
            for n, k in kinds.items()
        ]
        emit_json({"items": items, "next": None})
    elif session.quiet:
        for name in kinds:
            emit(name)
    else:
        table(
            (
                (n, k.delivery_class, ", ".join(s.key for s in k.settings if s.required and not s.default))
                for n, k in kinds.items()
            ),
            [t("platform"), t("class"), t("needs")],
        )


@adapter_.command("parse")
@click.argument("platform")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--headers", type=click.Path(exists=True, dir_okay=False), help="A JSON file of HTTP headers that came with it."
)
@common
def parse_adapter(session: Session, platform: str, files: tuple[str, ...], headers: str | None) -> None:
    """Print what an adapter makes of raw payloads, as JSON; it never fails."""
    import json  # only here

    try:
        kind = adapter_class(platform)
    except InboxError as error:
        fail(error)
    if not issubclass(kind, Parses):
        fail(NotFound("The adapter for {platform} parses nothing by itself.", platform=platform))
    given = json.loads(Path(headers).read_text("utf-8")) if headers else {}
    emit_json([_said(said) for file in files for said in kind.parse(Path(file).read_bytes(), given)])


def _said(said: Any) -> dict[str, Any]:
    return {
        "kind": said.kind,
        "external_id": said.external_id or None,
        "target_id": said.target_id or None,
        "conversation_key": said.conversation_key or None,
        "contact": {"identities": [[i.kind, i.value] for i in said.identities], "name": said.name or None},
        "occurred_at": plain.at(said.occurred_at),
        "visibility": said.visibility,
        "subject": said.subject or None,
        "text": _valid(said.text),
        "folded": _valid(said.folded),
        "attachments": [{"kind": a.kind, "name": _valid(a.name), "url": _valid(a.url)} for a in said.attachments],
        "reply_to": said.reply_to or None,
        "dedupe_key": _valid(said.dedupe_key),
        "automatic": said.automatic,
        "state": said.state or None,
        "reason": said.why or None,
    }


def _valid(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
