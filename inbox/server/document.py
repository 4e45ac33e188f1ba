"""Describes the server as OpenAPI 3.1, from the same table and the same dataclasses by which it answers.

https://spec.openapis.org/oas/v3.1.0; msgspec writes the schemas (https://jcristharif.com/msgspec/jsonschema.html).
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any, Literal

import msgspec

from inbox import wire
from inbox.domain import commands, events
from inbox.domain.events import Recorded
from inbox.domain.model import Words
from inbox.ports.gate import DeviceCode
from inbox.reads import KEEPING, READS, WIRE, Call, Me
from inbox.server.api import LONGEST_KEY, LONGEST_WAIT
from inbox.server.entrance import ByDevice, ByPassword, Given
from inbox.server.feed import BATCH
from inbox.wire.trouble import Trouble

Document = dict[str, Any]
_REF = "#/components/schemas/{name}"
INNER = frozenset(
    {"Receive", "BeginSend", "EndSend", "Ring", "Wake", "TurnAbsence", "RaiseStorm", "JoinStorm", "CalmStorm", "Remind"}
    | {"EndLetter", "Warn"}
)
"""What only the inbox itself does: nobody may say it."""
_ERRORS = {
    "401": "Nobody knows this token, or not any more.",
    "403": "The person's role, or the token's scope, does not carry this.",
    "404": "Absent, or not visible to this person: the two look the same.",
    "409": "A rule says no: the sentence says which, and what to do.",
    "413": "Too large.",
    "422": "A value cannot be read, or the key stands for another command.",
    "429": "Asked too often.",
    "503": "Something cannot be reached now; nothing was lost.",
    "default": "Another error of ours, told the same way.",
}


class Status(msgspec.Struct):
    """How a server lives."""

    status: Literal["ok", "failing", "leaving"]


def _schema_of(kind: type) -> Document:
    if kind is Words:
        return {"type": ["string", "null"], "description": "A text; null once it is erased."}
    if kind is msgspec.Raw:
        return {"type": "object"}
    # msgspec's own contract for what a hook does not know.
    raise NotImplementedError(kind.__name__)


def _kinds() -> dict[str, type]:
    return {name: kind for name, kind in commands.KINDS.items() if name not in INNER}


@cache
def _schemas() -> tuple[dict[Any, Document], Document]:
    """Return the schema of every type that is spoken of, and the parts they share."""
    calls = [call for call in (*READS, *KEEPING) if not call.raw]
    kinds: list[Any] = [wire.Fact, Trouble, Me, Status, ByPassword, ByDevice, Given, DeviceCode, *_kinds().values()]
    kinds += [call.gives for call in calls if Recorded not in (call.gives, *_inside(call))]
    kinds += [kind for call in (*READS, *KEEPING) for _, kind, _ in call.parameters]
    kinds = list({repr(kind): kind for kind in kinds}.values())
    found, shared = msgspec.json.schema_components(kinds, schema_hook=_schema_of, ref_template=_REF)
    return {repr(kind): schema for kind, schema in zip(kinds, found, strict=True)}, shared


def _inside(call: Call) -> tuple[Any, ...]:
    return getattr(call.gives, "__args__", ())


def _of(kind: Any) -> Document:
    return _schemas()[0][repr(kind)]


def _json(schema: Document) -> Document:
    return {"application/json": {"schema": schema}}


def _answers(schema: Document | None, *, tagged: bool = False) -> Document:
    ok: Document = {"description": "What was asked for."}
    if schema is not None:
        ok["content"] = _json(schema)
    found: Document = {"200": ok}
    if tagged:
        found["304"] = {"description": "It is as it was when the tag was handed out."}
    return found | {status: {"$ref": f"#/components/responses/E{status}"} for status in _ERRORS}


def _parameter(call: Call, name: str, kind: Any, default: Any) -> Document:
    placed = name in call.placed
    schema = dict(_of(kind))
    found: Document = {
        "name": name,
        "in": "path" if placed else "query",
        "required": placed or default is msgspec.NODEFAULT,
    }
    if schema.get("type") == "array":
        return found | {"schema": schema | {"maxItems": 500}, "style": "form", "explode": False}
    return found | {"schema": schema}


def _operation(call: Call, scope: str) -> Document:
    about, _, more = call.about.partition("\n")
    found: Document = {
        "operationId": call.name,
        "summary": about,
        "description": more.strip(),
        "security": [{"token": [scope]}],
    }
    rows = [row for row in call.parameters if call.verb == "GET" or row[0] in call.placed]
    found["parameters"] = [_parameter(call, *row) for row in rows]
    if call.verb == "POST":
        found["requestBody"] = {"required": True, "content": _json(_body(call))}
    if call.raw:
        found["responses"] = _answers(None)
        found["responses"]["200"]["content"] = {"application/octet-stream": {}}
    elif Recorded in (call.gives, *_inside(call)):
        found["responses"] = _answers({"anyOf": [_of(wire.Fact), {"type": "null"}]}, tagged=True)
    else:
        found["responses"] = _answers(_of(call.gives), tagged=call.verb == "GET")
    return found


def _body(call: Call) -> Document:
    rows = [row for row in call.parameters if row[0] not in call.placed]
    return {
        "type": "object",
        "properties": {name: _of(kind) for name, kind, _ in rows},
        "required": [name for name, _, default in rows if default is msgspec.NODEFAULT],
        "additionalProperties": False,
    }


def _commands() -> Document:
    """Describe the one door for every command."""
    one = [
        {
            "type": "object",
            "title": name,
            "properties": {"do": {"const": name}, "with": _of(kind)},
            "required": ["do", "with"],
            "additionalProperties": False,
        }
        for name, kind in sorted(_kinds().items())
    ]
    key = {"type": "string", "maxLength": LONGEST_KEY, "pattern": "^[!-~]*$"}
    about = "The same key again gives the first outcome, for three days, and does nothing."
    facts = {
        "type": "object",
        "properties": {"facts": {"type": "array", "items": _of(wire.Fact)}},
        "required": ["facts"],
    }
    return {
        "operationId": "perform",
        "summary": "Carry out a command and return the facts that followed, none if nothing changed.",
        "security": [{"token": ["write"]}],
        "parameters": [{"name": "Idempotency-Key", "in": "header", "description": about, "schema": key}],
        "requestBody": {"required": True, "content": _json({"oneOf": one})},
        "responses": _answers(facts),
    }


def _feed() -> Document:
    after = {
        "name": "after",
        "in": "query",
        "schema": {"type": "integer", "minimum": 0, "maximum": 10**18 - 1, "default": 0},
    }
    wait = {"name": "wait", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": int(LONGEST_WAIT)}}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": BATCH}}
    facts = {"type": "array", "items": _of(wire.Fact)}
    schema = {"type": "object", "properties": {"facts": facts, "at": {"type": "integer"}}, "required": ["facts", "at"]}
    both = {"security": [{"token": ["read"]}]}
    lines: Document = _answers(None)
    lines["200"]["content"] = {"application/x-ndjson": {"schema": {"type": "string"}}}
    return {
        "/feed": {
            "get": {
                "operationId": "feed",
                "summary": "Return what happened after a number, waiting for something up to `wait` seconds.",
                "description": "`at` is the number up to which was looked: go on from there.",
                "parameters": [after, wait, limit],
                "responses": _answers(schema),
                **both,
            }
        },
        "/feed/stream": {
            "get": {
                "operationId": "stream",
                "summary": "Follow what happens, without end: one JSON object a line.",
                "description": 'A fact; or {"at": N}: everything up to N was said; or {"goodbye": WHY}: come again with your number.',
                "parameters": [after],
                "responses": lines,
                **both,
            }
        },
    }


def _plain(
    name: str, about: str, schema: Document | None, scope: str | None, kind: str = "application/json"
) -> Document:
    found = _answers(schema)
    found["200"]["content"] = {kind: {"schema": schema or {"type": "string"}}}
    if scope is None:
        found = {
            "200": found["200"],
            "503": {**found["200"], "description": "It does not fare well."},
            "default": found["default"],
        }
    return {
        "get": {
            "operationId": name,
            "summary": about,
            "responses": found,
            "security": [] if scope is None else [{"token": [scope]}],
        }
    }


def _entrance() -> Document:
    """Describe the doors for who has no token yet."""
    none: Document = {"type": "object", "additionalProperties": False}

    def door(name: str, about: str, takes: Document | None, gives: Document, *, waits: bool = False) -> Document:
        found: Document = {"operationId": name, "summary": about, "security": [], "responses": _answers(gives)}
        if takes is not None:
            found["requestBody"] = {"required": True, "content": _json(takes)}
        if waits:
            found["responses"]["202"] = {"description": "They have not agreed yet.", "content": _json(gives)}
        return {"post": found}

    leave = door("logout", "End the token that is shown.", None, none)
    leave["post"]["security"] = [{"token": []}]
    return {
        "/login": door("login", "Get a token for a password.", _of(ByPassword), _of(Given)),
        "/login/device": door("begin_device", "Begin a login at the company's provider.", None, _of(DeviceCode)),
        "/login/device/token": door(
            "end_device", "Get a token once the person agreed there.", _of(ByDevice), _of(Given), waits=True
        ),
        "/logout": leave,
    }


@cache
def document() -> bytes:
    """Return the whole document."""
    paths: Document = {
        "/commands": {"post": _commands()},
        **_feed(),
        **_entrance(),
        "/me": _plain("me", "Return who one is here, and what the token is good for.", _of(Me), "read"),
        "/health": _plain("health", "Say whether the server lives.", _of(Status), None),
        "/metrics": _plain(
            "metrics", "Say how the server fares, as Prometheus reads it.", None, "metrics", "text/plain"
        ),
    }
    for call in READS:
        paths.setdefault(call.path, {})[call.verb.lower()] = _operation(call, "read")
    for call in KEEPING:
        paths.setdefault(call.path, {})[call.verb.lower()] = _operation(call, "setup")
    errors = {f"E{status}": {"description": about, "content": _json(_of(Trouble))} for status, about in _ERRORS.items()}
    about = (
        "Everything one person can do and see. Words of customers are sealed in facts and open in reads."
        f" The kinds of facts: {', '.join(sorted(events.KINDS))}."
    )
    found = {
        "openapi": "3.1.0",
        "info": {"title": "The inbox", "version": f"{version('chefsache')}+wire{WIRE}", "description": about},
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": _schemas()[1],
            "responses": errors,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }
    return msgspec.json.format(msgspec.json.encode(found), indent=1)
