"""Commands for our accounts on the platforms and for what speaks to them: channel, adapter."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from inbox.cli import plain
from inbox.cli.common import Session, common, do, keyed, sit_down, with_desk, with_house
from inbox.cli.printing import emit, emit_json, report, table
from inbox.cli.setup import listed
from inbox.domain import commands as c
from inbox.domain.people import Act, require
from inbox.errors import BadInput, NotFound, Unreachable
from inbox.ports.adapter import Adapter, Context, Incoming, Measures, Parses, Setting
from inbox.ports.desk import ChannelRow
from inbox.texts import explain, t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from inbox.bootstrap import House


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


def _flag(setting: Setting) -> str:
    return "--secret" if setting.secret else "--set"


def _fits(platform: str, settings: dict[str, str], secrets: dict[str, str], *, whole: bool) -> None:
    """Check the settings against what the adapter must be told. Raises: BadInput, naming every one that is wrong."""
    from inbox.bootstrap import adapter_class  # not needed for --help

    known = {s.key: s for s in adapter_class(platform).settings}
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


def _accepted(platform: str, name: str, settings: dict[str, str]) -> None:
    """Let the adapter look at a channel's settings as they will be. Raises: BadInput."""
    from inbox.bootstrap import adapter_class  # not needed for --help

    adapter_class(platform)(Context(name, settings, {}, lambda: datetime.now(UTC), asyncio.sleep))


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
        _accepted(platform, name, values)
        desk = await sit_down(house, session)
        require(desk.person, Act.SETUP)
        await house.forget_secrets(name)
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
        desk = await sit_down(house, session)
        row = _channel(await desk.channels(), name)
        _fits(row.channel.platform, values, kept, whole=False)
        if values:
            changed = {**dict(row.channel.settings), **values}
            _accepted(row.channel.platform, name, {key: value for key, value in changed.items() if value})
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

    async def forget(house: House) -> None:
        await house.forget_secrets(name)

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

    async def work(house: House) -> list[tuple[str, str, str]]:
        desk = await sit_down(house, session)
        _channel(await desk.channels(), name)
        return await house.check_channel(name)

    report(with_house(session, work), session)


@channel_.command("replay")
@click.argument("name")
@common
def replay_channel(session: Session, name: str) -> None:
    """Read again what a channel set aside because it could not be read."""

    async def work(house: House) -> int:
        desk = await sit_down(house, session)
        require(desk.person, Act.SETUP)
        _channel(await desk.channels(), name)
        return await house.replay_quarantine(name)

    n = with_house(session, work)
    emit_json({"read": n}) if session.json else emit(str(n) if session.quiet else t("{n} could be read now.", n=n))


@click.group()
def adapter_() -> None:
    """Adapters: what speaks to the platforms."""


@adapter_.command("ls")
@common
def ls_adapter(session: Session) -> None:
    """List the adapters installed and what each must be told."""
    from inbox.bootstrap import adapters  # not needed for --help

    kinds = [(platform, *_loaded(platform)) for platform in adapters()]
    if session.json:
        emit_json({"items": [_adapter(*row) for row in kinds], "next": None})
    elif session.quiet:
        for platform, _, _ in kinds:
            emit(platform)
    else:
        rows = ((platform, *_needs(kind, trouble)) for platform, kind, trouble in kinds)
        table(rows, [t("platform"), t("class"), t("needs")])


def _loaded(platform: str) -> tuple[type[Adapter] | None, str]:
    """Return an adapter, or why it cannot be loaded: one broken guest must not hide the others."""
    from inbox.bootstrap import adapter_class  # not needed for --help

    try:
        return adapter_class(platform), ""
    except Unreachable as cause:
        return None, explain(cause)


def _needs(kind: type[Adapter] | None, trouble: str) -> tuple[str, str]:
    if kind is None:
        return "–", trouble
    return str(kind.delivery_class), ", ".join(s.key for s in kind.settings if s.required and not s.default)


def _adapter(platform: str, kind: type[Adapter] | None, trouble: str) -> dict[str, Any]:
    settings = [
        {"key": s.key, "help": s.help, "secret": s.secret, "required": s.required, "default": s.default}
        for s in (kind.settings if kind else ())
    ]
    return {"platform": platform, "class": kind.delivery_class if kind else None, "settings": settings} | (
        {"trouble": trouble} if trouble else {}
    )


_FILE = click.Path(exists=True, dir_okay=False)


@adapter_.command("parse")
@click.argument("platform")
@click.argument("files", nargs=-1, required=True, type=_FILE)
@click.option("--headers", type=_FILE, help="A JSON file of HTTP headers that came with it.")
@common
def parse_adapter(session: Session, platform: str, files: tuple[str, ...], headers: str | None) -> None:
    """Print what an adapter makes of raw payloads, as JSON; it never fails."""
    from inbox.bootstrap import adapter_class  # not needed for --help

    kind = adapter_class(platform)
    if not issubclass(kind, Parses):
        raise NotFound("The adapter for {platform} parses nothing by itself.", platform=platform)
    given = _headers(headers)
    emit_json([_said(said) for raw in _raw(files) for said in kind.parse(raw, given)])


@adapter_.command("try")
@click.argument("platform")
@common
def try_adapter(session: Session, platform: str) -> None:
    """Try an adapter without its platform: hostile payloads, every fault of a network; ends in bronze, silver or gold."""
    from inbox.bootstrap import adapter_class, try_out  # not needed for --help

    rows, level = asyncio.run(try_out(adapter_class(platform)))
    if session.json:
        emit_json(
            {
                "level": level or None,
                "items": [dict(zip(("level", "ok", "what", "found"), r, strict=True)) for r in rows],
            }
        )
    else:
        table(
            ((of, "ok" if well else "✗", t(what), found) for of, well, what, found in rows),
            [t("level"), "", t("what"), t("found")],
        )
        emit(t("level: {level}", level=level or "–"))
    if not level:
        raise SystemExit(1)


@adapter_.command("measure")
@click.argument("platform")
@click.argument("text")
@click.option("--kind", type=click.Choice(["dm", "reply", "comment"]), help="Where it is said.")
@common
def measure_adapter(session: Session, platform: str, text: str, kind: str | None) -> None:
    """Print how long a text is in a platform's own unit, and whether it fits there (- reads standard input)."""
    from inbox.bootstrap import adapter_class  # not needed for --help

    adapter: object = adapter_class(platform)
    if not isinstance(adapter, Measures):
        raise NotFound("The adapter for {platform} measures nothing: there is no limit to keep.", platform=platform)
    found = adapter.measure(sys.stdin.read() if text == "-" else text, kind or "", {})
    said = {"used": found.used, "max": found.max, "unit": found.unit, "fits": found.fits}
    emit_json(said | {key: value for key in ("cost", "why") if (value := getattr(found, key))})


def _raw(files: Iterable[str]) -> Iterable[bytes]:
    for file in files:
        try:
            yield Path(file).read_bytes()
        except OSError as cause:
            raise Unreachable("{path} cannot be read; check who may.", path=file) from cause


def _headers(file: str | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        found = json.loads(next(iter(_raw((file,)))))
    except ValueError as cause:
        raise BadInput("{path} is no JSON.", path=file) from cause
    if not isinstance(found, dict):
        raise BadInput("{path} must hold one JSON object: header to value.", path=file)
    return {str(key): str(value) for key, value in found.items()}


def _said(said: Incoming) -> dict[str, Any]:
    return {
        "kind": said.kind,
        "external_id": said.external_id or None,
        "target_id": said.target_id or None,
        "conversation_key": said.conversation_key or None,
        "contact": {"identities": [[i.kind, i.value] for i in said.identities], "name": said.name or None},
        "occurred_at": plain.at(said.occurred_at),
        "visibility": said.visibility,
        "subject": said.subject or None,
        "text": said.text,
        "folded": said.folded,
        "attachments": [{"kind": a.kind, "name": a.name, "url": a.url} for a in said.attachments],
        "reply_to": said.reply_to or None,
        "dedupe_key": said.dedupe_key,
        "automatic": said.automatic,
        "state": said.state or None,
        "reason": said.why or None,
    }
