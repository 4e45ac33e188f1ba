"""Commands, events and nouns as JSON, both ways, strict: one codec for feed, files and wire.

A fact is written with its words sealed (`events`); what a person may read is written with its
words open (`nouns`). Wrong types are refused with the path to them, and so are fields a command does not have.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

import msgspec

from inbox.domain import commands, events
from inbox.domain.commands import Command
from inbox.domain.events import Event, Recorded
from inbox.domain.model import Words
from inbox.errors import BadInput, Damaged

T = TypeVar("T")
UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What msgspec raises at hostile bytes: it follows brackets within brackets for as long as Python's stack does."""


# msgspec asks a hook to raise NotImplementedError for what it does not know, and makes its own error of it.


def _seal(value: object) -> object:
    if isinstance(value, Words):
        return value.commitment
    raise NotImplementedError(type(value).__name__)


def _open(value: object) -> object:
    if isinstance(value, Words):
        return value.text
    raise NotImplementedError(type(value).__name__)


def _sealed(kind: type, value: Any) -> object:
    if kind is Words:
        return Words(None, None, value)
    raise NotImplementedError(kind.__name__)


def _opened(kind: type, value: Any) -> object:
    if kind is Words:
        return Words(value, "")
    raise NotImplementedError(kind.__name__)


_EVENT = msgspec.json.Encoder(enc_hook=_seal, order="deterministic")
_NOUN = msgspec.json.Encoder(enc_hook=_open)


@cache
def _event_decoder(kind: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(events.KINDS[kind], dec_hook=_sealed)


def event_to_json(event: Event) -> tuple[str, str]:
    """Return an event's kind and its body, words sealed; the same event gives the same bytes."""
    return type(event).__name__, _EVENT.encode(event).decode()


def event_from_json(kind: str, body: str) -> Event:
    """Return the event, its words sealed.

    Raises: Damaged where the body does not fit its kind.
    """
    try:
        event = _event_decoder(kind).decode(body)
    except (KeyError, msgspec.MsgspecError) as cause:
        raise Damaged("A fact of kind {kind} cannot be read: {cause}", kind=kind, cause=cause) from cause
    assert isinstance(event, Event)
    return event


class Fact(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A fact as the feed hands it out."""

    number: int
    at: datetime
    by: str | None
    conversation: int | None
    kind: str
    event: msgspec.Raw


def fact_to_json(fact: Recorded) -> bytes:
    """Return a fact as {"number", "at", "by", "conversation", "kind", "event"}, words sealed."""
    kind, body = event_to_json(fact.event)
    return _EVENT.encode(Fact(fact.number, fact.at, fact.by, fact.conversation, kind, msgspec.Raw(body.encode())))


def facts_to_json(facts: Iterable[Recorded]) -> bytes:
    """Return facts as a list."""
    return b"[" + b",".join(map(fact_to_json, facts)) + b"]"


def fact_of(told: Fact) -> Recorded:
    """Return the fact that was told. Raises: Damaged where it is of no kind that is known here."""
    event = event_from_json(told.kind, bytes(told.event).decode())
    return Recorded(told.number, told.at, told.by, told.conversation, event)


def command_to_json(command: Command) -> bytes:
    """Return a command as {"do": NAME, "with": {…}}."""
    return _NOUN.encode({"do": type(command).__name__, "with": command})


def command_from_json(body: bytes) -> Command:
    """Return the command. Raises: BadInput, naming the place that does not fit."""
    try:
        envelope = msgspec.json.decode(body, type=_Envelope)
        kind = commands.KINDS.get(envelope.do)
        if kind is None:
            raise BadInput("There is no command {name}.", name=envelope.do)
        # msgspec passes over what a dataclass does not know; a mistyped field must not be lost in silence.
        given = msgspec.json.decode(envelope.with_, type=dict[str, msgspec.Raw])
        if unknown := given.keys() - {field.name for field in fields(kind)}:  # type: ignore[arg-type]  # every command is one
            raise BadInput("A {name} has no field {field}.", name=envelope.do, field=", ".join(sorted(unknown)))
        command = msgspec.json.decode(envelope.with_, type=kind, dec_hook=_opened)
    except UNREADABLE as cause:
        raise BadInput("This is no command: {cause}", cause=cause) from cause
    assert isinstance(command, Command)
    return command


class _Envelope(msgspec.Struct, forbid_unknown_fields=True):
    do: str
    with_: msgspec.Raw = msgspec.field(name="with")


def noun_to_json(noun: object) -> bytes:
    """Return any noun or read value, words open."""
    return _NOUN.encode(noun)


def noun_from_json(body: bytes, kind: type[T]) -> T:
    """Return a noun or read value. Raises: BadInput, naming the place that does not fit."""
    try:
        return msgspec.json.decode(body, type=kind, dec_hook=_opened)
    except UNREADABLE as cause:
        raise BadInput("This cannot be read: {cause}", cause=cause) from cause


def noun_decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """Return what reads a noun or read value again and again."""
    return msgspec.json.Decoder(kind, dec_hook=_opened)
