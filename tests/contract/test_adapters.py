"""Every adapter that is installed, tried without its platform; and adapters that lie, so that a trial can be seen to fail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar

import pytest

from adapters.facebook import Adapter as Facebook
from adapters.telegram import Adapter as Telegram
from inbox.bootstrap import adapter_class, adapters
from inbox.domain.incoming import Incoming, Kind
from inbox.errors import Ambiguous, NotSent, Rejected
from inbox.ports.adapter import Adapter, DeliveryClass, Outgoing, Sent, Tried
from inbox.services.trial import LEVELS, tried
from inbox.services.trial.sending import attempt
from inbox.services.trial.server import Fault


@pytest.mark.parametrize("platform", adapters())
async def test_every_adapter_keeps_what_its_level_promises(platform: str) -> None:
    kind = adapter_class(platform)
    verdict = await tried(kind)

    wanted = "silver" if isinstance(kind, Tried) else "bronze"
    broken = [f"{row.what}: {row.found}" for row in verdict.rows if not row.well]
    assert verdict.level in LEVELS[LEVELS.index(wanted) :], "\n".join(broken)


async def failed(kind: type[Adapter]) -> set[str]:
    """Return what a trial found wrong."""
    return {row.what for row in (await tried(kind)).rows if not row.well}


class Hopeful(Telegram):
    """Takes whatever happens for a message that was sent."""

    async def send(self, out: Outgoing) -> Sent:
        try:
            return await super().send(out)
        except (Ambiguous, NotSent):
            return Sent("7:1")


class Hasty(Telegram):
    """Takes whatever nobody knows for something that was not sent."""

    async def send(self, out: Outgoing) -> Sent:
        try:
            return await super().send(out)
        except Ambiguous as cause:
            raise NotSent("No luck.") from cause


class Deaf(Telegram):
    """Gives up where it is asked to wait."""

    async def send(self, out: Outgoing) -> Sent:
        try:
            return await super().send(out)
        except NotSent as cause:
            raise Rejected("No.") from cause


class Crash(Telegram):
    """Says in its own words what went wrong."""

    async def send(self, out: Outgoing) -> Sent:
        try:
            return await super().send(out)
        except Ambiguous as cause:
            raise KeyError("message_id") from cause


@pytest.mark.parametrize("kind", [Hopeful, Hasty, Deaf, Crash])
async def test_an_adapter_that_is_not_honest_about_a_fault_is_no_silver(kind: type[Adapter]) -> None:
    assert "is honest under every fault of a network" in await failed(kind)
    assert (await tried(kind)).level == "bronze"


class Forgetful(Telegram):
    """Says it repeats safely, and repeats with nothing to know the repeat by."""

    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.IDEMPOTENT


class Sure(Telegram):
    """Says it can look what became of a send, and cannot."""

    delivery_class: ClassVar[DeliveryClass] = DeliveryClass.RECONCILABLE


async def test_what_an_adapter_says_of_its_class_is_tried() -> None:
    assert "repeats with the same token" in await failed(Forgetful)
    assert "can look what became of a send" in await failed(Sure)


class Denying(Facebook):
    """Says of what arrived that it did not."""

    async def reconcile(self, out: Outgoing) -> Sent | None:
        return None


async def test_an_adapter_that_denies_what_arrived_is_no_silver() -> None:
    assert "looks what became of a send" in await failed(Denying)
    assert "looks what became of a send" not in await failed(Facebook)


class Brittle(Telegram):
    """Falls over the first thing that is not as the documentation says."""

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        message = json.loads(raw)["message"]
        return [Incoming(Kind.MESSAGE, str(message["message_id"]), "7", text=message["text"])]


class Silent(Telegram):
    """Passes over what it cannot read without a reason."""

    @staticmethod
    def parse(raw: bytes, headers: Mapping[str, str]) -> list[Incoming]:
        return [Incoming(Kind.UNKNOWN, "x")]


async def test_an_adapter_that_raises_or_gives_no_reason_is_not_even_bronze() -> None:
    assert "never raises, whatever it is given to read" in await failed(Brittle)
    assert "gives a reason where it cannot read" in await failed(Silent)
    assert (await tried(Brittle)).level == ""


class Chatty(Telegram):
    """Says its token aloud."""

    async def send(self, out: Outgoing) -> Sent:
        raise NotSent("{token} is not welcome.", token=self._token)


async def test_an_adapter_that_says_a_secret_is_not_even_bronze() -> None:
    assert "shows no secret in what it says" in await failed(Chatty)


async def test_the_trials_server_really_takes_what_it_only_fails_to_answer() -> None:
    mute = await attempt(Telegram, Fault("mute", told=0))
    cut = await attempt(Telegram, Fault("cut", asked=0))

    assert (mute.taken, cut.taken) == (1, 0)
    assert isinstance(mute.said, Ambiguous)
