"""What an adapter says of itself and what it makes of payloads, hostile ones included: no network is used."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from inbox.domain.incoming import Incoming, Kind
from inbox.errors import InboxError
from inbox.ports.adapter import (
    Adapter,
    Checks,
    Context,
    Declares,
    DeliveryClass,
    Fetches,
    Hooked,
    Measures,
    Parses,
    Reconciles,
    Tried,
    Way,
)
from inbox.services.intake import readable
from inbox.services.trial.row import Row

HOSTILE = (
    b"", b"{", b"null", b"[]", b"{}", b"0", b'"x"', b"\xff\xfe\x00", b"[" * 20_000, b'{"a":' * 20_000,
    b'{"entry": 7, "messages": {}, "data": "x", "events": null}', b'{"id": 1e999, "timestamp": -1}', b"%PDF-1.7",
    b'{"text": "\\ud800 \\u0000 \\u202e \\u001b[2J"}',
)  # fmt: skip
"""What no platform sends, and anybody may."""


async def read(kind: type[Adapter]) -> list[Row]:
    """Look at everything that needs no network."""
    return [*_says(kind), *_parses(kind), *_measures(kind), *await _made(kind)]


def _says(kind: type[Adapter]) -> Iterator[Row]:
    yield Row("bronze", bool(kind.platform) and isinstance(kind.delivery_class, DeliveryClass), "says what it is")
    unexplained = ", ".join(s.key for s in kind.settings if len(s.help) < 8)
    yield Row("bronze", not unexplained, "explains each of its settings", unexplained)
    yield Row("bronze", isinstance(kind, Declares), "says what it can do")
    if isinstance(kind, Declares) and Way.WEBHOOK in kind.can.ways:
        yield Row("bronze", isinstance(kind, Hooked), "verifies its webhooks")
    sends = kind.delivery_class is not DeliveryClass.MUTE
    if kind.delivery_class is DeliveryClass.RECONCILABLE:
        yield Row("silver", isinstance(kind, Reconciles), "can look what became of a send")
    yield Row("silver", isinstance(kind, Checks), "can check a channel")
    yield Row("silver", not sends or isinstance(kind, Measures), "knows how long a reply may be")
    if isinstance(kind, Declares):
        wanted = {Kind.MESSAGE, Kind.ECHO, Kind.EDIT, Kind.DELETE, Kind.REACTION}
        missing = ", ".join(sorted(wanted - kind.can.tells))
        yield Row("gold", not missing, "tells of edits, deletions, reactions and of what we said elsewhere", missing)
        yield Row("gold", kind.can.files_out or not sends, "sends files")
    yield Row("gold", isinstance(kind, Fetches), "brings files")


def _parses(kind: object) -> Iterator[Row]:
    if not isinstance(kind, Parses):
        return
    samples = list(kind.trial("http://127.0.0.1:1").samples) if isinstance(kind, Tried) else []
    raised = sorted({type(cause).__name__ for raw in (*HOSTILE, *_bent(samples)) for cause in _raised(kind, raw)})
    yield Row("bronze", not raised, "never raises, whatever it is given to read", ", ".join(raised))
    says = [said for raw in samples for said in _quiet(kind, raw)]
    if isinstance(kind, Tried):
        yield Row("bronze", bool(says), "comes with samples it can read")
    yield Row("bronze", all(_quiet(kind, raw) == _quiet(kind, raw) for raw in samples), "says the same of the same")
    wrong = sorted({why for said in says if said.kind is not Kind.UNKNOWN for why in [readable(said)[1]] if why})
    yield Row("bronze", not wrong, "says what can be kept: whole texts, times with a zone", "; ".join(wrong))
    silent = [s for raw in (*HOSTILE, *samples) for s in _quiet(kind, raw) if s.kind is Kind.UNKNOWN and not s.why]
    yield Row("bronze", not silent, "gives a reason where it cannot read")
    if isinstance(kind, Declares):
        undeclared = sorted({str(said.kind) for said in says} - {*map(str, kind.can.tells), "unknown"})
        yield Row("bronze", not undeclared, "tells only of what it says it does", ", ".join(undeclared))


def _bent(samples: Iterable[bytes]) -> Iterator[bytes]:
    """Yield samples cut short, and with one value after the other turned into something else."""
    chance = random.Random(7)  # noqa: S311 - the same every time, and no secret
    for raw in samples:
        yield from (raw[: len(raw) * n // 9] for n in range(9))
        try:
            found = json.loads(raw)
        except ValueError:
            continue
        for _ in range(60):
            yield json.dumps(_other(found, chance)).encode()


def _other(found: object, chance: random.Random) -> object:
    """Return a copy in which something is something else."""
    if chance.random() < 0.08:
        return chance.choice([None, 0, -1, 10**30, "", "x", [], {}, [None], True, 1.5, "\x1b[2J"])
    if isinstance(found, dict):
        return {key: _other(value, chance) for key, value in found.items() if chance.random() > 0.04}
    return [_other(value, chance) for value in found] if isinstance(found, list) else found


def _quiet(kind: Parses, raw: bytes) -> list[Incoming]:
    try:
        return kind.parse(raw, {})
    # That it raises is a finding of its own.
    except Exception:
        return []


def _raised(kind: Parses, raw: bytes) -> Iterator[Exception]:
    try:
        kind.parse(raw, {})
    # Whatever a reader raises is what is looked for.
    except Exception as cause:
        yield cause


def _measures(kind: object) -> Iterator[Row]:
    if not isinstance(kind, Measures):
        return
    texts = ("", "a", "ä", "😀", "👩‍👩‍👧", "https://example.org/a?b=c", "@acme@example.org", "\u202e", "x" * 100_000)
    try:
        found = [kind.measure(text, where, {}) for text in texts for where in ("", "dm", "reply", "comment")]
    # Whatever it raises is the finding.
    except Exception as cause:
        yield Row("silver", False, "measures any text", type(cause).__name__)
        return
    sound = all(m.used >= 0 and m.max > 0 and m.unit and (m.fits or m.used > 0) for m in found)
    yield Row("silver", sound and not found[-4].fits, "measures any text")


async def _made(kind: type[Adapter]) -> list[Row]:
    """Look at an adapter that is made and let go, and at one that is not told what it needs."""
    secrets = {s.key: "geheim-4711" for s in kind.settings if s.secret}
    settings = {s.key: s.default for s in kind.settings if not s.secret and s.default}
    said = ""
    try:
        adapter = kind(Context("trial", settings, secrets, lambda: datetime.now(UTC), asyncio.sleep))
        said = repr(adapter)
        await adapter.aclose()
        await adapter.aclose()
        well, found = True, ""
    except InboxError as cause:
        well, found, said = True, "", str(cause)
    # Whatever else it raises is the finding.
    except Exception as cause:
        well, found, said = False, type(cause).__name__, str(cause)
    return [
        Row("bronze", well, "says in a sentence what it lacks, and lets go twice", found),
        Row("bronze", "geheim-4711" not in said, "shows no secret"),
    ]
