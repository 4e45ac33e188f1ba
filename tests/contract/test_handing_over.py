"""Handing over: the card, a whole person's load in one move, and what verify notices of abilities that were changed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.competence import Competence
from inbox.domain.events import Assigned
from inbox.domain.handover import Step
from inbox.ports.desk import View, made
from tests.contract.test_abilities import DAY, able, away
from tests.world import NOON, message, world

# --- handing over


async def test_the_card_has_promises_open_requests_the_next_step_and_when_it_is_due(place: Path | str) -> None:
    async with world(place) as w:
        anna, jonas = await w.desk("anna"), await w.desk("jonas")
        id, hidden = await w.arrives("Wann kommt die Korrektur?"), await w.arrives(channel="foreign@x")
        said = "Guten Tag! Wir melden uns bis Freitag. Danke für die Geduld."
        held = made(await anna.perform(c.Reply(id, said, now=True))) or 0
        assert (await jonas.handover([id]))[0].promises == (), "what waits for a sign-off promises nothing yet"
        await (await w.desk("lea")).perform(c.Approve(held))
        request = made(await anna.perform(c.Ask(id, "development", "Wann?", blocking=True))) or 0
        (card,) = await jonas.handover([id, hidden, 999_999])

        assert [(p.text, p.until, p.by) for p in card.promises] == [
            ("Wir melden uns bis Freitag.", "bis Freitag", "anna")
        ]
        assert [(o.request, o.department, o.question, o.blocking) for o in card.requests] == [
            (request, "development", "Wann?", True)
        ]
        assert (card.step, card.about, card.owner) == (Step.WAIT_DEPARTMENT, "development", "anna")
        assert card.due == card.requests[0].due


async def test_a_whole_persons_load_moves_in_one_command_with_one_undo_within_two_seconds(place: Path | str) -> None:
    async with world(place) as w:
        anna, lea = await w.desk("anna"), await w.desk("lea")
        await w.take_in(*(message(f"m{n}", who=f"K{n}") for n in range(500)))
        ids = sorted(await lea.index(View.ALL))
        await lea.perform(c.AssignMany(tuple(ids), "anna"))
        await anna.perform(c.Snooze(ids[3], NOON + DAY))
        begun = time.perf_counter()
        facts = await lea.perform(c.AssignAll("anna", "jonas", "Urlaub, bitte übernehmen"))
        took = time.perf_counter() - begun

        assert sum(isinstance(f.event, Assigned) for f in facts) == 500
        assert took < 2, took
        await lea.perform(c.UndoMove())
        assert len(await lea.index(View.ALL)) == 500
        assert {r.conversation.owner for r in (await lea.conversations(View.ALL, limit=500)).items} == {"anna"}


@pytest.mark.parametrize(
    "sql",
    [
        "update ability set level = 3",
        "update ability set evidence = 'anders'",
        "delete from ability",
        "update absence set substitute = 'lea'",
        "delete from absence",
        "update need set by_hand = '[]'",
        "delete from need",
        "update need_rules set body = ''",
    ],
)
async def test_verify_notices_a_change_of_what_people_are_able_to_do_and_who_acts(tmp_path: Path, sql: str) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        await able(w, ("anna", Competence.MEDIA, 1))
        await away(w, "anna", "jonas")
        await lea.perform(c.SetNeed(await w.arrives(), Competence.MEDIA, 2))
        await lea.perform(c.SetNeedRules("# keine"))
        assert (await lea.verify()).ok
        async with w.db.writing() as writing:
            await writing.run(sql)
        assert not (await lea.verify()).ok
