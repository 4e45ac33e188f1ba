"""Errors as JSON, both ways, so that the same error with the same sentence is raised on the other side, in its reader's language."""

from __future__ import annotations

import string
from typing import Any

import msgspec

from inbox import errors
from inbox.errors import InboxError

_KINDS: dict[str, type[InboxError]] = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, InboxError)
}


class Trouble(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error on the wire: its kind, its English sentence with named gaps and what fills them, and the sentence as it reads."""

    error: str
    template: str
    values: dict[str, str | int | float | bool | None] = {}
    says: str = ""
    retry_after: float | None = None


def kind_of(error: InboxError) -> str:
    """Return the nearest kind that stands in the tree of errors."""
    return next(kind.__name__ for kind in type(error).__mro__ if _KINDS.get(kind.__name__) is kind)


def error_to_json(error: InboxError) -> bytes:
    """Return an error as {"error", "template", "values", "says", "retry_after"}."""
    values = {name: _plain(value) for name, value in error.values.items()}
    after = getattr(error, "retry_after", None)
    return msgspec.json.encode(Trouble(kind_of(error), error.template, values, str(error), after))


def error_from_json(body: bytes) -> InboxError | None:
    """Return the error that was told; None where the body tells none."""
    try:
        told = msgspec.json.decode(body, type=Trouble)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    kind = _KINDS.get(told.error, errors.Refused)
    template, values = told.template, dict(told.values)
    if not _fills(template, values):
        template, values = "{says}", {"says": told.says or told.template}
    if issubclass(kind, errors.NotSent):
        return kind(template, retry_after=told.retry_after, **values)
    error = kind(template, **values)
    if told.retry_after is not None:
        error.retry_after = told.retry_after  # type: ignore[attr-defined]  # only some kinds carry it
    return error


def _plain(value: object) -> str | int | float | bool | None:
    if isinstance(value, str):
        return str(value).encode("utf-8", "replace").decode()
    plain = value is None or isinstance(value, bool | float) or (isinstance(value, int) and abs(value) < 2**63)
    return value if plain else str(value)  # type: ignore[return-value]  # one of these, just seen


def _fills(template: str, values: dict[str, Any]) -> bool:
    """Tell whether the values fill a sentence's gaps, and nothing but named gaps is in it."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        return False
    gaps = [part for part in parts if part[1] is not None]
    # A sentence without values is shown as it is, braces and all.
    return not values or all(name in values and not spec and not how for _, name, spec, how in gaps)
