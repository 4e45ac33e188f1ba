"""Commands for our accounts on the platforms and for what speaks to them: channel, adapter."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inbox.cli import plain
from inbox.cli.common import Session, common, do, keyed, with_desk, with_keeping
from inbox.cli.printing import emit, emit_json, findings, report, table
from inbox.cli.setup import listed
from inbox.domain import commands as c
from inbox.domain.people import Act, require
from inbox.errors import BadInput, NotFound
from inbox.ports.adapter import Setting
from inbox.ports.desk import ChannelRow, Desk
from inbox.texts import t

if TYPE_CHECKING:
    from inbox.ports.keeping import Keeping, Look


@click.group()
def channel_() -> None:
    """Our accounts on the platforms."""


def _pairs(values: tuple[str, ...], flag: str) -> dict[str, str]:
    found = {}
    for value in values:
        key, equals, rest = value.partition("=")
        if not equals or not key:
            # The value is not repeated: a secret may have been typed here by mistake.
            raise BadInput("{flag} wants KEY=VALUE.", flag=flag)
        found[key] = rest
    return found


def _secrets(values: tuple[str, ...]) -> dict[str, str]:
    """Read secrets from where they are named; never from the arguments themselves."""
    return {key: _secret(key, source) for key, source in _pairs(values, "--secret").items()}


def _secret(key: str, source: str) -> str:
    if source == "-":
        if sys.stdin.isatty():
            return str(click.prompt(key, hide_input=True, err=True))
        return sys.stdin.readline().rstrip("\r\n")
    if source.startswith("env:"):
        if source[4:] not in os.environ:
            raise BadInput("There is no variable {name} in the environment.", name=source[4:])
        return os.environ[source[4:]]
    try:
        return Path(source).read_text("utf-8").rstrip("\r\n")
    except (OSError, ValueError):
        # The source may be the secret itself, typed by mistake: neither it nor the cause is repeated.
        raise BadInput(
            "Behind --secret {key}= stands a file, - for standard input, or env:VARIABLE.", key=key
        ) from None


GENERAL = (
    Setting("training", "1: trainees may take conversations here by themselves", required=False),
    Setting("answer_in", "how long a customer waits for us here at most (24h)", required=False),
)
"""What any channel may be told, whatever its platform."""


def _flag(setting: Setting) -> str:
    return "--secret" if setting.secret else "--set"


def _fits(platform: str, settings: dict[str, str], secrets: dict[str, str], *, whole: bool) -> None:
    """Check the settings against what the adapter must be told. Raises: BadInput, naming every one that is wrong."""
    from inbox.bootstrap import adapter_class  # not needed for --help

    known = {s.key: s for s in (*adapter_class(platform).settings, *GENERAL)}
    for key in (*settings, *secrets):
        if key not in known or known[key].secret != (key in secrets):
            names = ", ".join(f"{s.key} ({_flag(s)})" for s in known.values()) or "–"
            raise BadInput(
                "{platform} has no setting {key}; there are: {known}.", platform=platform, key=key, known=names
            )
    given = {**settings, **secrets}
    missing = [s for s in known.values() if whole and s.required and not s.default and not given.get(s.key)]
    if missing:
        wants = "; ".join(f"{_flag(s)} {s.key}=… ({t(s.help)})" for s in missing)
        raise BadInput("{platform} needs more: {wants}.", platform=platform, wants=wants)


def _asked(platform: str, name: str, settings: dict[str, str], secrets: dict[str, str]) -> str:
    """Ask a person for what is not given yet, saying where on the platform to find it; return the channel's name."""
    from inbox.bootstrap import adapter_class  # not needed for --help

    wanted = [s for s in adapter_class(platform).settings if s.required and not s.default]
    name = name or click.prompt(t("A name for this channel, as colleagues will see it"), f"acme@{platform}", err=True)
    for setting in wanted:
        given = secrets if setting.secret else settings
        if not given.get(setting.key):
            click.echo(f"\n{setting.key}: {t(setting.help)}", err=True)
            given[setting.key] = str(click.prompt(setting.key, hide_input=setting.secret, err=True)).strip()
    return name


async def _may_set_up(desk: Desk) -> None:
    require(desk.person, Act.SETUP)


@channel_.command("add")
@click.argument("platform")
@click.argument("name", required=False)
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A setting.")
@click.option("--secret", "secrets", multiple=True, metavar="KEY=FILE|-|env:VAR", help="A secret, read from there.")
@keyed
@common
def add_channel(
    session: Session, platform: str, name: str | None, settings: tuple[str, ...], secrets: tuple[str, ...], key: str
) -> None:
    """Open a channel on a platform (inbox adapter ls names them); on a terminal it asks for what is missing."""
    values, kept = _pairs(settings, "--set"), _secrets(secrets)
    asks = sys.stdin.isatty() and sys.stderr.isatty() and not (session.json or session.quiet)
    if asks:
        with_desk(session, _may_set_up)  # before anybody types secrets
        name = _asked(platform, name or "", values, kept)
    if not name:
        raise BadInput("Say how the channel is called: {command}", command=f"inbox channel add {platform} NAME")
    _open(session, platform, name, values, kept, key)
    if asks:
        # It is open either way: what does not work yet is said, and no failure of this command.
        findings(with_keeping(session, lambda _, keeping: keeping.check_channel(name)), session)


def _open(session: Session, platform: str, name: str, values: dict[str, str], kept: dict[str, str], key: str) -> None:

    async def work(desk: Desk, keeping: Keeping) -> None:
        _fits(platform, values, kept, whole=True)
        await keeping.accepts(platform, name, values, kept)
        await keeping.forget_secrets(name)
        await desk.perform(c.AddChannel(name, platform, tuple(sorted(values.items()))), key)
        for secret, value in kept.items():
            await keeping.keep_secret(name, secret, value)

    with_keeping(session, work)
    if session.json:
        emit_json({"name": name, "platform": platform})
    else:
        check = session.command(f"channel check {name}")
        emit(name if session.quiet else t("Channel {name} is open; try it with: {command}", name=name, command=check))


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

    async def work(desk: Desk, keeping: Keeping) -> None:
        row = _channel(await desk.channels(), name)
        _fits(row.channel.platform, values, kept, whole=False)
        if values:
            changed = {**dict(row.channel.settings), **values}
            there = {key: value for key, value in changed.items() if value}
            await keeping.accepts(row.channel.platform, name, there, kept)
        await desk.perform(c.SetChannel(name, tuple(sorted(values.items())), active), key)
        for secret, value in kept.items():
            await keeping.keep_secret(name, secret, value)

    with_keeping(session, work)
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

    async def forget(keeping: Keeping) -> None:
        await keeping.forget_secrets(name)

    do(session, c.RemoveChannel(name), key, lambda _: t("Channel {name} is closed.", name=name), forget)


@channel_.command("ls")
@common
def ls_channel(session: Session) -> None:
    """List our accounts and how they fare."""
    found = with_desk(session, lambda desk: desk.channels())
    rows = ((r.channel.name, r.channel.shown_platform, t(r.state), str(r.quarantined or ""), r.trouble) for r in found)
    if not listed(session, [plain.channel(r) for r in found]):
        table(rows, [t("name"), t("on"), t("state"), t("set aside"), t("trouble")])


@channel_.command("check")
@click.argument("name")
@common
def check_channel(session: Session, name: str) -> None:
    """Try a channel: does the platform answer, who are we there."""

    async def work(desk: Desk, keeping: Keeping) -> list[Look]:
        _channel(await desk.channels(), name)
        return await keeping.check_channel(name)

    report(with_keeping(session, work), session)


@channel_.command("replay")
@click.argument("name")
@common
def replay_channel(session: Session, name: str) -> None:
    """Read again what a channel set aside because it could not be read."""

    async def work(desk: Desk, keeping: Keeping) -> int:
        require(desk.person, Act.SETUP)
        _channel(await desk.channels(), name)
        return await keeping.read_again(name)

    n = with_keeping(session, work)
    emit_json({"read": n}) if session.json else emit(str(n) if session.quiet else t("{n} could be read now.", n=n))
