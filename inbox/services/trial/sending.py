"""What an adapter says when the network fails under the call that hands a message over, fault by fault."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from inbox.errors import Ambiguous, InboxError, NotSent, Rejected
from inbox.ports.adapter import Adapter, Context, DeliveryClass, Outgoing, Reconciles, Request, Sent, Tried
from inbox.services.trial.row import Row
from inbox.services.trial.server import NONE, Fault, Other, faults, other

LONG = 45.0
"""Seconds an attempt may take."""
AT_ONCE = 8
"""Attempts that are tried side by side."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How an attempt ended: what was said, and how many messages the other side really took."""

    said: Sent | Exception
    taken: int
    other: Other


async def send(kind: type[Adapter]) -> list[Row]:
    """Run every fault through an adapter."""
    assert isinstance(kind, Tried)
    trial = kind.trial("http://127.0.0.1:1")
    well = await attempt(kind, NONE)
    rows = [
        Row("silver", isinstance(well.said, Sent) and well.taken == 1, "sends where all is well", _words(well.said))
    ]
    gate = asyncio.Semaphore(AT_ONCE)

    async def under(fault: Fault) -> tuple[Fault, Ended]:
        async with gate:
            return fault, await attempt(kind, fault)

    found = await asyncio.gather(*(under(fault) for fault in faults(trial)))
    wrong = [f"{fault.name}: {why}" for fault, ended in found if (why := amiss(fault, ended))]
    rows.append(
        Row("silver", not wrong, "is honest under every fault of a network", "; ".join(wrong) or f"{len(found)}")
    )
    dead = await attempt(kind, NONE, dead=True)
    honest = isinstance(dead.said, InboxError) and not isinstance(dead.said, Rejected | Ambiguous)
    rows.append(Row("silver", honest, "says of a dead network that nothing was sent", _words(dead.said)))
    shown = [e for _, e in found if any(s and s in str(e.said) for s in trial.secrets.values())]
    rows.append(Row("bronze", not shown, "shows no secret in what it says"))
    if kind.delivery_class is DeliveryClass.IDEMPOTENT:
        rows.append(await _repeats(kind))
    if kind.delivery_class is DeliveryClass.RECONCILABLE:
        rows.append(await _looks(kind))
    return rows


async def attempt(
    kind: type[Adapter], fault: Fault, *, dead: bool = False, times: int = 1, looks: bool = False
) -> Ended:
    """Open an adapter and let it send its trial's reply, `times` over, with a fault under the first attempt."""
    assert isinstance(kind, Tried)
    async with other(kind.trial("http://127.0.0.1:1"), fault) as side:
        trial = kind.trial(side.base)
        side.trial = trial
        adapter = kind(Context("trial", trial.settings, trial.secrets, _now, nap, keep))
        said: Sent | Exception = NotSent("Nothing was tried.")
        try:
            async with asyncio.timeout(LONG):
                await adapter.open()
                if dead:
                    side.close()
                for _ in range(times):
                    said = await _said(adapter, trial.out)
                if looks and isinstance(adapter, Reconciles):
                    said = await _looked(adapter, trial.out)
        # Whatever it raises is the finding.
        except Exception as cause:
            said = cause
        finally:
            await adapter.aclose()
        return Ended(said, len(side.taken), side)


async def _said(adapter: Adapter, out: Outgoing) -> Sent | Exception:
    try:
        return await adapter.send(out)
    # Whatever it raises is the finding.
    except Exception as cause:
        return cause


async def _looked(adapter: Reconciles, out: Outgoing) -> Sent | Exception:
    try:
        return await adapter.reconcile(out) or LookupError("it says that nothing arrived, so it would be sent twice")
    # Whatever it raises is the finding.
    except Exception as cause:
        return cause


def amiss(fault: Fault, ended: Ended) -> str:
    """Return what is wrong with how an attempt ended under a fault, "" where nothing is."""
    said = ended.said
    if isinstance(said, Sent):
        return "" if ended.taken else "called sent though nothing was taken"
    if not isinstance(said, NotSent | Ambiguous):
        return f"ended in {_words(said)}"
    if isinstance(said, NotSent) and ended.taken:
        return f"called not sent though it was taken: {_words(said)}"
    if fault.status == 429:
        wanted = 7.0 if fault.headers else None
        if not isinstance(said, NotSent) or isinstance(said, Rejected):
            return f"a wish for patience is taken as {_words(said)}"
        if wanted and said.retry_after != wanted:
            return f"waits {said.retry_after} seconds instead of {wanted}"
    if fault.status in (500, 502, 503) and isinstance(said, Rejected):
        return "given up over a failure of the server's own"
    return ""


async def _repeats(kind: type[Adapter]) -> Row:
    """See that a repeat can be told from a second message: the same token goes with both."""
    ended = await attempt(kind, Fault("mute", told=0), times=2)
    taken = ended.other.taken
    same = frozenset[str].intersection(*map(marks, taken)) if taken else frozenset()
    well = len(taken) == 2 and bool(same) and isinstance(ended.said, Sent)
    return Row("silver", well, "repeats with the same token", "" if well else _words(ended.said))


def marks(request: Request) -> frozenset[str]:
    """Return what a platform could know a repeat by: the path of a PUT, an idempotency header."""
    found = {request.headers[key] for key in ("idempotency-key", "webhook-id") if key in request.headers}
    return frozenset(found | ({request.path} if request.method == "PUT" else set()))


async def _looks(kind: type[Adapter]) -> Row:
    """See that looking finds a message that was taken, or admits that nobody knows: whoever denies it sends it twice."""
    ended = await attempt(kind, Fault("mute", told=0), looks=True)
    well = isinstance(ended.said, Sent | InboxError)
    return Row("silver", well, "looks what became of a send", "" if well else _words(ended.said))


def _words(said: object) -> str:
    return f"{type(said).__name__}: {said}" if isinstance(said, Exception) else ""


def _now() -> datetime:
    return datetime.now(UTC)


async def nap(seconds: float) -> None:
    """Wait no time: a trial is over at once."""
    await asyncio.sleep(0)


async def keep(secrets: Mapping[str, str]) -> None:
    """Keep nothing: a trial's secrets are made up."""
