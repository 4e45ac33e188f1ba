"""Commands for what speaks to the platforms: which adapters there are, what they make of payloads, how far they can be trusted."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING, Any

import click

from inbox.cli import plain
from inbox.cli.common import Session, common
from inbox.cli.printing import emit, emit_json, table
from inbox.disk import bytes_at
from inbox.errors import BadInput, NotFound, Unreachable
from inbox.ports.adapter import Adapter, Incoming, Measures, Parses
from inbox.texts import explain, t

if TYPE_CHECKING:
    from collections.abc import Iterable


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
        yield bytes_at(file)


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
