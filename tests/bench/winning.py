"""Fifty clients take the same conversation at once, again and again: one wins, and everybody else hears who."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass

from inbox.domain import commands as c
from inbox.domain.model import Role
from inbox.errors import Conflict
from inbox.ports.desk import Desk
from tests.world import World


@dataclass(frozen=True, slots=True)
class Won:
    """How the rounds went."""

    rounds: int
    seconds: float
    slowest: float


async def take_at_once(w: World, desks: list[Desk], rounds: int) -> Won:
    """Let everybody take a new conversation at once, so often. Raises: AssertionError where not exactly one wins."""
    slowest, began = 0.0, time.perf_counter()
    for n in range(rounds):
        id = await w.arrives(who=f"Runde {n}")
        start = time.perf_counter()
        ends = await asyncio.gather(*(desk.perform(c.Take(id)) for desk in desks), return_exceptions=True)
        slowest = max(slowest, time.perf_counter() - start)
        winners = [
            desk.person.name for desk, end in zip(desks, ends, strict=True) if not isinstance(end, BaseException)
        ]
        assert len(winners) == 1, (n, winners)
        owner = (await desks[0].thread(id)).row.conversation.owner
        assert owner == winners[0]
        for end in ends:
            assert isinstance(end, tuple | Conflict), end
            assert isinstance(end, tuple) or re.search(rf"\b{owner}\b", str(end)), end
    return Won(rounds, time.perf_counter() - began, slowest)


async def clients(w: World, houses: list[object], many: int) -> list[Desk]:
    """Found so many managers, each at a desk in one of the houses."""
    lea = await w.desk("lea")
    for n in range(many):
        await lea.perform(c.AddPerson(f"client{n:02}", (Role.MANAGER,), (), ("acme@x",)))
    return [await houses[n % len(houses)].desk(f"client{n:02}") for n in range(many)]  # type: ignore[attr-defined]
