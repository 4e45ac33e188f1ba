"""The one table of what can be asked over HTTP: from it come the server's routes, its document, and the desk far away.

A call is a method of a contract (`Desk`, `Keeping`); its parameters and what it gives are the method's own. One more
read is one more row here.
"""

from __future__ import annotations

import inspect
from array import array
from collections import abc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, get_args, get_origin, get_type_hints
from urllib.parse import quote

import msgspec

from inbox import wire
from inbox.domain.events import Recorded
from inbox.domain.model import Person
from inbox.domain.views import Filter
from inbox.errors import BadInput, NotFound
from inbox.ports.desk import Desk
from inbox.ports.keeping import Keeping

WIRE = 1
"""The version of all this; a server and a desk of different versions do not talk to each other."""
ROWS = 500
"""Numbers that one call takes at most."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who one is here, and what the token that was shown is good for."""

    person: Person
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Call:
    """One method of a contract as an address.

    `still` says that what it gives changes only by facts, or by the rights of who asks; `raw` that it gives bytes.
    """

    contract: type
    name: str
    verb: str
    path: str
    still: bool = False
    raw: bool = False

    @cached_property
    def about(self) -> str:
        """What it does: the contract's own sentence."""
        return inspect.getdoc(getattr(self.contract, self.name)) or ""

    @cached_property
    def gives(self) -> Any:
        """The type of what it gives."""
        return _hints(self)["return"]

    @cached_property
    def parameters(self) -> tuple[tuple[str, Any, Any], ...]:
        """Its parameters: name, type, default (`msgspec.NODEFAULT`: it must be given); a filter is spread out."""
        hints = _hints(self)
        found: list[tuple[str, Any, Any]] = []
        for name, one in list(inspect.signature(getattr(self.contract, self.name)).parameters.items())[1:]:
            if hints[name] is Filter:
                found += [(field.name, str, "") for field in fields(Filter)]
            else:
                found.append((name, hints[name], msgspec.NODEFAULT if one.default is one.empty else one.default))
        return tuple(found)

    @cached_property
    def takes(self) -> type[msgspec.Struct]:
        """The shape of its arguments."""
        rows = [(n, k, d) if d is not msgspec.NODEFAULT else (n, k) for n, k, d in self.parameters]
        return msgspec.defstruct(f"Of_{self.name}", rows, forbid_unknown_fields=True, kw_only=True)

    @cached_property
    def placed(self) -> tuple[str, ...]:
        """The parameters that stand in the path."""
        return tuple(name for name, _, _ in self.parameters if "{" + name + "}" in self.path)

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[Any]:
        return wire.noun_decoder(wire.Fact | None if _is_fact(self.gives) else self.gives)

    # --- on the side of who asks

    def bound(self, given: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
        """Return arguments by name, with a filter spread out; what is as by default is left out."""
        bound = inspect.signature(getattr(self.contract, self.name)).bind(None, *given, **named).arguments
        found: dict[str, Any] = {}
        for name, value in list(bound.items())[1:]:
            if isinstance(value, Filter):
                found |= {field.name: getattr(value, field.name) for field in fields(value)}
            else:
                found[name] = value
        usual = {name: default for name, _, default in self.parameters}
        told = {name: value for name, value in found.items() if value != usual[name]}
        return told | {name: found.get(name, usual[name]) for name in self.placed}

    def address(self, arguments: Mapping[str, Any]) -> str:
        """Return the path with what belongs into it."""
        return self.path.format(**{name: quote(str(arguments[name]), safe="") for name in self.placed})

    def query(self, arguments: Mapping[str, Any]) -> dict[str, str]:
        """Return what stands behind the path of a GET."""
        return {name: _written(value) for name, value in arguments.items() if name not in self.placed}

    def body(self, arguments: Mapping[str, Any]) -> bytes:
        """Return the body of a POST."""
        return wire.noun_to_json({name: value for name, value in arguments.items() if name not in self.placed})

    def read(self, body: bytes) -> Any:
        """Return what was given. Raises: BadInput."""
        if self.gives is type(None):
            return None
        try:
            told = self._decoder.decode(body)
        except wire.UNREADABLE as cause:
            raise BadInput("This cannot be read: {cause}", cause=cause) from cause
        if _is_fact(self.gives):
            return None if told is None else wire.fact_of(told)
        if _is_array(self.gives):
            return array("q", told)
        return told

    # --- on the side of who answers

    def arguments(self, placed: Mapping[str, str], query: Sequence[tuple[str, str]], body: bytes) -> dict[str, Any]:
        """Return the arguments of the method, of a call as it came. Raises: BadInput, NotFound."""
        plain: dict[str, Any] = dict(placed)
        for name, value in query:
            if name in plain:
                raise BadInput("{name} is given twice.", name=name)
            plain[name] = value
        kinds = {name: kind for name, kind, _ in self.parameters}
        for name, value in plain.items():
            if get_origin(kinds.get(name)) is abc.Sequence:
                plain[name] = [part for part in value.split(",") if part]
        try:
            if body:
                plain |= msgspec.json.decode(body, type=dict[str, Any])
            found = msgspec.convert(plain, self.takes, strict=self.verb == "POST" and not placed, dec_hook=_numbers)
        except wire.UNREADABLE as cause:
            if any(_is_too_large(value) for value in plain.values()):
                raise NotFound("There is nothing with this number here for you.") from cause
            raise BadInput("This cannot be read: {cause}", cause=cause) from cause
        return self._gathered({name: getattr(found, name) for name in kinds})

    def _gathered(self, found: dict[str, Any]) -> dict[str, Any]:
        """Put a filter together again. Raises: BadInput."""
        for name, kind, _ in self.parameters:
            if get_origin(kind) is abc.Sequence and len(found[name]) > ROWS:
                raise BadInput("At most {most} numbers go into one call.", most=ROWS)
        narrowed = [field.name for field in fields(Filter)] if "narrow" in self.names else []
        narrow = {name: found.pop(name) for name in narrowed}
        return found | ({"narrow": Filter(**narrow)} if narrow else {})

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the method's parameters are called."""
        return tuple(inspect.signature(getattr(self.contract, self.name)).parameters)

    def write(self, given: object) -> bytes:
        """Return what it gives as JSON."""
        if isinstance(given, Recorded):
            return wire.fact_to_json(given)
        return wire.noun_to_json(given.tolist() if isinstance(given, array) else given)


def _hints(call: Call) -> dict[str, Any]:
    """Return the types of a method; `array[int]` is read as a sequence, because an array cannot be subscribed before 3.12."""
    return get_type_hints(getattr(call.contract, call.name), localns={"array": Sequence})


def _is_fact(kind: Any) -> bool:
    return Recorded in (kind, *get_args(kind))


def _is_array(kind: Any) -> bool:
    return get_origin(kind) is abc.Sequence


def _is_too_large(value: object) -> bool:
    return isinstance(value, str) and value.removeprefix("-").isdigit() and len(value) > 18


def _numbers(kind: type, value: Any) -> Any:
    # msgspec's own contract for what a hook does not know.
    raise NotImplementedError(kind.__name__)


def _written(value: Any) -> str:
    if isinstance(value, str):
        return str(value)
    return ",".join(map(str, value)) if isinstance(value, abc.Iterable) else str(value)


def _get(name: str, path: str, *, still: bool = False, raw: bool = False) -> Call:
    return Call(Desk, name, "GET", path, still, raw)


READS = (
    _get("conversations", "/conversations", still=True),
    _get("index", "/conversations/index", still=True),
    _get("rows", "/rows", still=True),
    _get("counts", "/counts"),
    _get("thread", "/conversations/{conversation}", still=True),
    # A draft's words belong into no address and no log.
    Call(Desk, "fit", "POST", "/conversations/{conversation}/fit"),
    _get("fetch", "/messages/{message}/files/{n}", raw=True),
    _get("portrait", "/contacts/{id}", still=True),
    _get("across", "/contacts/{id}/across", still=True),
    _get("requests", "/requests", still=True),
    _get("request", "/requests/{request}", still=True),
    _get("search", "/search", still=True),
    # A question's words belong into no address and no log.
    Call(Desk, "prepare", "POST", "/conversations/{conversation}/prepare"),
    Call(Desk, "similar", "POST", "/similar"),
    _get("knowledge", "/knowledge", still=True),
    _get("correspondents", "/correspondents"),
    _get("overview", "/overview"),
    _get("report", "/report"),
    _get("behind", "/report/{figure}"),
    _get("weather", "/weather"),
    _get("storm", "/storms/{storm}"),
    _get("people", "/people", still=True),
    _get("departments", "/departments", still=True),
    _get("channels", "/channels"),
    _get("tokens", "/tokens"),
    _get("templates", "/templates", still=True),
    _get("saved", "/views", still=True),
    _get("mentions", "/mentions", still=True),
    _get("hours", "/hours", still=True),
    _get("rules", "/rules", still=True),
    _get("rehearsed", "/rules/{rule}/rehearsed"),
    # What the writer says belongs into no address and no log.
    Call(Desk, "filled", "POST", "/conversations/{conversation}/templates/{template}"),
    _get("cards", "/cards", still=True),
    _get("versions", "/cards/{card}", still=True),
    _get("why", "/messages/{message}/why", still=True),
    _get("reasons", "/conversations/{conversation}/reasons", still=True),
    _get("held", "/held", still=True),
    # A draft's words belong into no address and no log.
    Call(Desk, "check", "POST", "/check"),
    _get("guards", "/guards", still=True),
    _get("risks", "/risks", still=True),
    _get("undoable", "/undoable", still=True),
    _get("abilities", "/abilities"),
    _get("gap", "/conversations/{conversation}/gap"),
    _get("candidates", "/conversations/{conversation}/candidates"),
    _get("need_rules", "/needs/rules", still=True),
    _get("absences", "/absences"),
    _get("handover", "/handover"),
    _get("last", "/last", still=True),
    Call(Desk, "look_at", "POST", "/look"),
    _get("around", "/around"),
    _get("verify", "/verify"),
)
"""What a desk can be asked. `perform` and `feed` have doors of their own: POST /commands, GET /feed and /feed/stream."""

KEEPING = tuple(
    Call(Keeping, name, "POST", f"/keeping/{name}")
    for name, method in vars(Keeping).items()
    if inspect.iscoroutinefunction(method) and not name.startswith("_")
)
"""What whoever looks after the inbox can ask."""
