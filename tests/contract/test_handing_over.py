"""Handing over: the card, a whole person's load in one move, and what verify notices of abilities that were changed."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.competence import Competence
from inbox.domain.events import Assigned
from inbox.domain.handover import Step
from inbox.domain.model import State
from inbox.domain.steps import What
from inbox.errors import NotAllowed, NotFound
from inbox.ports.desk import Row, View, made
from tests.contract.test_abilities import DAY, able, away
from tests.world import NOON, message, world

# --- one step, one undo


async def test_what_was_handed_over_on_purpose_since_stays_when_a_move_is_taken_back(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna, jonas = [await w.desk(n) for n in ("lea", "anna", "jonas")]
        kept, moved = await w.arrives("Eins", who="A"), await w.arrives("Zwei", who="B")
        for id in (kept, moved):
            await anna.perform(c.Take(id))
        await lea.perform(c.AssignAll("anna", "jonas"))
        await jonas.perform(c.Assign(kept, "lea", "nimm"))
        await lea.perform(c.Assign(kept, "jonas", "doch deins, du hast es versprochen"))
        await jonas.perform(c.Tag(moved, ("vip",)))
        await lea.perform(c.UndoMove())

        assert [r.conversation.owner for r in await lea.rows([kept, moved])] == ["jonas", "anna"]
        assert (await lea.verify()).ok


async def test_a_substitute_takes_back_their_move_also_when_the_absence_is_over(place: Path | str) -> None:
    async with world(place) as w:
        anna, jonas = await w.desk("anna"), await w.desk("jonas")
        await anna.perform(c.Take(id := await w.arrives()))
        await away(w, "anna", "jonas", 2)
        await jonas.perform(c.AssignAll("anna", "jonas"))
        w.clock.move(days=3)
        await jonas.perform(c.UndoMove())

        assert (await anna.thread(id)).row.conversation.owner == "anna"


def states(rows: list[Row]) -> list[State]:
    return [r.conversation.state for r in rows]


async def test_what_was_done_to_many_in_one_step_is_taken_back_in_one_where_nothing_was_done_since(
    place: Path | str,
) -> None:
    async with world(place) as w:
        anna, lea = await w.desk("anna"), await w.desk("lea")
        ids = [await w.arrives(who=f"K{n}") for n in range(4)]
        await lea.perform(c.AssignMany(tuple(ids), "anna"))
        await anna.perform(c.Tag(ids[0], ("alt",)))
        await anna.perform(c.Snooze(ids[0], NOON + DAY))
        await anna.perform(c.TagMany(tuple(ids), ("vip",), ("alt",)))
        await anna.perform(c.Tag(ids[3], ("eilig",)))
        await anna.perform(c.UndoMove())
        assert [r.conversation.tags for r in await anna.rows(ids)] == [("alt",), (), (), ("eilig", "vip")]
        await anna.perform(c.SnoozeMany(tuple(ids), NOON + 3 * DAY))
        await w.arrives("doch noch etwas", who="K3")
        await anna.perform(c.UndoMove())
        assert states(await anna.rows(ids)) == [State.SNOOZED, State.OPEN, State.OPEN, State.OPEN]
        assert (await anna.rows(ids))[0].conversation.snoozed_until == NOON + DAY
        await anna.perform(c.CloseMany(tuple(ids)))
        assert states(await anna.rows(ids)) == [State.CLOSED] * 4
        await anna.perform(c.Reopen(ids[1]))
        await anna.perform(c.Close(ids[1]))
        begun = await anna.undoable()
        assert begun is not None and begun.event.what is What.CLOSED  # type: ignore[attr-defined]
        await lea.perform(c.UndoMove(begun.event.id))  # type: ignore[attr-defined]
        assert states(await anna.rows(ids)) == [State.SNOOZED, State.CLOSED, State.OPEN, State.OPEN]
        assert (await lea.verify()).ok


async def test_what_cannot_be_closed_with_the_others_stays_and_what_nobody_may_close_is_refused(
    place: Path | str,
) -> None:
    async with world(place) as w:
        anna, jonas = await w.desk("anna"), await w.desk("jonas")
        free, asked, foreign = [await w.arrives(who=n) for n in "ABC"]
        await anna.perform(c.Take(free))
        await anna.perform(c.Take(asked))
        await jonas.perform(c.Take(foreign))
        await anna.perform(c.Ask(asked, "development", "Wann?", blocking=True))
        await anna.perform(c.CloseMany((free, asked, foreign)))
        assert states(await anna.rows([free, asked, foreign])) == [State.CLOSED, State.OPEN, State.OPEN]
        with pytest.raises(NotAllowed):
            await anna.perform(c.CloseMany((foreign,)))
        with pytest.raises(NotFound):
            await jonas.perform(c.UndoMove((await anna.undoable()).event.id))  # type: ignore[union-attr, attr-defined]


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


async def test_conversations_read_together_are_as_each_read_alone(place: Path | str) -> None:
    async with world(place) as w:
        anna, hidden = await w.desk("anna"), await w.arrives(channel="foreign@x")
        long, short = await w.arrives("eins"), await w.arrives(who="Ben")
        for text in ("zwei", "drei"):
            await anna.perform(c.Reply(long, "doch nicht"))
            await anna.perform(c.TakeBack())
            await w.arrives(text)
        await anna.perform(c.WriteNote(long, "Notiz"))
        await anna.perform(c.Ask(short, "development", "Was?"))
        store = w.house._store
        for most in (1, 2, 3, 50):
            together = await store.threads(anna.person, [short, hidden, long, 999_999], most)
            assert together == [await store.thread(anna.person, id, None, most) for id in (short, long)]
            assert len(together[1].messages) == min(3, most)


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
