"""Every adapter under every fault, through the whole house: nothing is sent twice unseen, and nothing is lost in silence."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from inbox.bootstrap import adapter_class, adapters
from inbox.domain import commands as c
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.model import ARRIVED, Channel, Delivery
from inbox.ports.adapter import Adapter, Context, DeliveryClass, Tried
from inbox.services import courier
from inbox.services.runner import Runner
from inbox.services.trial.sending import keep, marks, nap
from inbox.services.trial.server import Fault, other
from tests.world import NOON, world

TRIED = [platform for platform in adapters() if isinstance(adapter_class(platform), Tried)]
FAULTS = (
    Fault("nothing"),
    Fault("the line is cut while we speak", asked=0),
    Fault("taken, and never said so", told=0),
    Fault("taken, and half an answer", told=60),
    Fault("taken, and no JSON", body=b"<html>"),
    Fault("taken, and another type", body=b"[]"),
    Fault("slow down", status=429, body=b"{}", headers={"Retry-After": "3"}),
    Fault("failed", status=500, body=b'{"error": "boom"}'),
    Fault("a proxy failed", status=502, body=b"<html>"),
    Fault("sent elsewhere", status=302, headers={"Location": "/elsewhere"}),
    Fault("forbidden", status=403, body=b"{}"),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
@pytest.mark.parametrize("platform", TRIED)
async def test_a_reply_is_never_doubled_or_lost_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, fault: Fault
) -> None:
    monkeypatch.setattr(courier, "ASK", 0)
    kind = adapter_class(platform)
    assert isinstance(kind, Tried)
    async with world(tmp_path) as w, other(kind.trial("http://127.0.0.1:1"), fault) as side:
        trial = side.trial = kind.trial(side.base)

        def made(channel: Channel) -> Adapter:
            return kind(Context(channel.name, trial.settings, trial.secrets, w.clock, nap, keep))  # type: ignore[arg-type, operator]

        lea = await w.desk("lea")
        await lea.perform(c.AddChannel("tried", platform, tuple(sorted(trial.settings.items()))))
        out = trial.out
        said = Incoming(Kind.MESSAGE, "m1", out.conversation_key, NOON, out.reply_to, identities=out.to, text="Hallo")
        await w.take_in(said, channel="tried")
        id = (await w.db.read("select id from conversation where channel = 'tried'"))[0][0]
        await lea.perform(c.Reply(id, out.text, now=True))
        runner = Runner(w.house._office, made, random.Random(1))
        for _ in range(14):
            await runner.courier.carry()
            w.clock.move(minutes=6)
        await runner.close()
        reply = (await lea.thread(id)).messages[-1]
        draft = (await lea.thread(id)).draft

    effects = len(side.taken)
    if kind.delivery_class is DeliveryClass.IDEMPOTENT and side.taken:  # type: ignore[attr-defined]
        # The platform keeps one of those it can tell to be the same.
        effects = 1 if frozenset[str].intersection(*map(marks, side.taken)) else effects
    match reply.delivery:
        case Delivery.FAILED:
            assert effects == 0
            assert str(reply.error)
            assert draft is not None
            assert str(draft.words) == out.text
        case Delivery.UNKNOWN:
            assert effects <= 1
            assert str(reply.error)
        case _:
            assert reply.delivery in ARRIVED
            assert effects == 1
