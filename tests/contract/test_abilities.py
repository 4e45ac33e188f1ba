"""Competences, absences and handing over at the desk, on both databases: who sees what, who acts when, and what one key undoes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.candidates import Candidate
from inbox.domain.competence import Competence
from inbox.domain.events import AbilitySet, AbsenceBegun, AbsenceEnded
from inbox.domain.model import Delivery, Role
from inbox.errors import BadInput, NotAllowed, NotFound, Refused
from inbox.ports.desk import View, made
from inbox.services import watch
from inbox.wire import noun_to_json
from tests.served import Tokens, far, serving
from tests.world import NOON, World, message, world

DAY = timedelta(days=1)


async def able(w: World, *rows: tuple[str, Competence, int]) -> None:
    """Let a lead say who is able to do what; departments by their names."""
    lea = await w.desk("lea")
    for name, competence, level in rows:
        await lea.perform(c.SetAbility(name, competence, level, "gesehen", name in ("development", "legal", "leer")))


async def away(w: World, who: str, substitute: str, days: float = 1) -> int:
    """Let somebody be away from now on."""
    lea = await w.desk("lea")
    return made(await lea.perform(c.PlanAbsence(who, substitute, w.clock() + days * DAY))) or 0


# --- competences


async def test_people_see_and_contest_their_own_levels_and_a_lead_sees_all(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna, jonas, tom = [await w.desk(n) for n in ("lea", "anna", "jonas", "tom")]
        await able(
            w, ("anna", Competence.MEDIA, 1), ("jonas", Competence.MEDIA, 3), ("legal", Competence.LEGAL_RISK, 3)
        )
        w.clock.move(hours=1)
        await anna.perform(c.ContestAbility(Competence.MEDIA, "Drei Jahre Lokalzeitung"))

        (mine,) = await anna.abilities()
        assert (mine.level, mine.at, mine.by, str(mine.evidence)) == (1, NOON, "lea", "gesehen")
        assert (str(mine.doubt), mine.doubted_at) == ("Drei Jahre Lokalzeitung", w.clock())
        assert [a.holder for a in await jonas.abilities()] == ["jonas"]
        assert await tom.abilities() == ()
        assert {(a.holder, a.department) for a in await lea.abilities()} == {
            ("anna", False), ("jonas", False), ("legal", True),
        }  # fmt: skip
        with pytest.raises(NotFound, match="Nobody has said yet"):
            await tom.perform(c.ContestAbility(Competence.MEDIA, "doch"))
        with pytest.raises(NotAllowed, match="may not set competences"):
            await anna.perform(c.SetAbility("anna", Competence.MEDIA, 3, "weil"))

        await lea.perform(c.SetAbility("anna", Competence.MEDIA, 2, "Probearbeit"))
        (mine,) = await anna.abilities()
        assert (mine.level, mine.doubt) == (2, None)
        assert (await lea.verify()).ok


async def test_no_colleague_learns_a_level_from_the_feed(place: Path | str) -> None:
    async with world(place) as w:
        before = await (await w.desk("lea")).last()
        await able(w, ("jonas", Competence.MEDIA, 3))
        for name, sees in (("anna", False), ("mia", False), ("tom", False), ("lea", True), ("otto", True)):
            told = await (await w.desk(name)).feed(before)
            assert any(isinstance(f.event, AbilitySet) for f in told) is sees, name


@pytest.mark.parametrize("level", [-1, 4])
async def test_a_level_lies_between_0_and_3_and_needs_evidence(tmp_path: Path, level: int) -> None:
    async with world(tmp_path) as w:
        lea = await w.desk("lea")
        with pytest.raises(BadInput, match="from 0 to 3"):
            await lea.perform(c.SetAbility("anna", Competence.MEDIA, level, "x"))
        with pytest.raises(BadInput, match="evidence is empty"):
            await lea.perform(c.SetAbility("anna", Competence.MEDIA, 1, " "))
        for name, department in (("niemand", False), ("anna", True)):
            with pytest.raises(NotFound):
                await lea.perform(c.SetAbility(name, Competence.MEDIA, 1, "x", department))


async def test_the_gap_is_the_owners_and_the_smallest_set_covers_it(place: Path | str) -> None:
    async with world(place) as w:
        anna, tom = await w.desk("anna"), await w.desk("tom")
        id = await w.arrives("Die Maschine ist defekt, ich gehe zum Anwalt! Mein Redakteur weiß Bescheid.")
        assert not (await anna.gap(id)).mapped
        await able(
            w,
            ("anna", Competence.PLATFORM, 1), ("anna", Competence.PRODUCT, 2), ("jonas", Competence.LEGAL_RISK, 2),
            ("lea", Competence.MEDIA, 3), ("legal", Competence.LEGAL_RISK, 3), ("otto", Competence.MEDIA, 3),
        )  # fmt: skip
        await anna.perform(c.Take(id))
        gap = await anna.gap(id)

        assert {(n.competence, n.level) for n in gap.needs} == {
            (Competence.MEDIA, 3), (Competence.PRODUCT, 2), (Competence.LEGAL_RISK, 2), (Competence.PLATFORM, 1),
        }  # fmt: skip
        assert (gap.who, {k.competence for k in gap.lacks}) == ("anna", {Competence.MEDIA, Competence.LEGAL_RISK})
        assert {(s.name, s.department) for s in gap.support} == {("lea", False), ("jonas", False)}
        assert gap.uncovered == ()
        await able(w, ("lea", Competence.LEGAL_RISK, 2))
        assert [(s.name, len(s.covers)) for s in (await anna.gap(id)).support] == [("lea", 2)]

        await anna.perform(c.SetNeed(id, Competence.MEDIA, 0))
        await anna.perform(c.SetNeed(id, Competence.FORESIGHT, 3))
        gap = await anna.gap(id)
        assert gap.uncovered == (Competence.FORESIGHT,)
        assert Competence.MEDIA not in {n.competence for n in gap.needs}
        await anna.perform(c.SetNeed(id, Competence.MEDIA, None))
        assert Competence.MEDIA in {n.competence for n in (await anna.gap(id)).needs}
        with pytest.raises(NotFound):
            await tom.gap(id)
        assert (await (await w.desk("lea")).verify()).ok


async def test_nobody_is_proposed_who_could_neither_own_it_nor_be_asked_and_no_empty_department(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        await lea.perform(c.AddPerson("solo", (Role.SPECIALIST,)))
        await lea.perform(c.AddDepartment("leer"))
        await able(w, ("solo", Competence.LEGAL_RISK, 3), ("leer", Competence.LEGAL_RISK, 3))
        await anna.perform(c.Take(id := await w.arrives("Mein Anwalt klagt")))
        gap = await anna.gap(id)
        assert (gap.support, gap.uncovered) == ((), (Competence.LEGAL_RISK, Competence.PLATFORM))
        await lea.perform(c.SetPerson("solo", departments=("leer",)))
        assert [(s.name, s.department) for s in (await anna.gap(id)).support] == [("solo", False)]
        await lea.perform(c.SetAbility("solo", Competence.LEGAL_RISK, 0, "doch nicht"))
        assert [(s.name, s.department) for s in (await anna.gap(id)).support] == [("leer", True)]


async def test_a_need_stays_until_the_conversation_is_closed_and_begins_anew(place: Path | str) -> None:
    async with world(place) as w:
        anna = await w.desk("anna")
        await anna.perform(c.Take(id := await w.arrives("Mein Anwalt klagt")))
        await anna.perform(c.Reply(id, "Guten Tag, wir schauen nach.", now=True))
        w.clock.move(minutes=1)
        await w.arrives("ok danke, und?")

        async def needed() -> set[Competence]:
            return {n.competence for n in (await anna.gap(id)).needs}

        assert Competence.LEGAL_RISK in await needed()
        await anna.perform(c.Close(id))
        w.clock.move(minutes=1)
        await w.take_in(message("later", "Noch eine Frage: passt das?", occurred_at=w.clock()))
        assert await needed() == {Competence.PRODUCT, Competence.PLATFORM}


async def test_a_house_has_rules_of_its_own_until_it_wants_the_usual_ones_back(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        id = await w.arrives("Ich gehe zum Anwalt")
        own = '[[need]]\ncompetence = "loyalty"\nlevel = 3\nchannel = "acme@x"\n'
        with pytest.raises(BadInput, match="no TOML"):
            await lea.perform(c.SetNeedRules("[[need"))
        await lea.perform(c.SetNeedRules(own))

        assert [n.competence for n in (await lea.gap(id)).needs] == [Competence.LOYALTY]
        assert await lea.need_rules() == own
        await lea.perform(c.SetNeedRules(""))
        assert Competence.LEGAL_RISK in {n.competence for n in (await lea.gap(id)).needs}
        assert (await lea.verify()).ok


async def test_owners_are_suggested_by_fit_load_and_presence_with_their_reasons(place: Path | str) -> None:
    async with world(place) as w:
        anna, jonas, lea = [await w.desk(n) for n in ("anna", "jonas", "lea")]
        id, other = await w.arrives("Ich gehe zum Anwalt"), await w.arrives(who="Ben")
        await able(
            w, ("jonas", Competence.LEGAL_RISK, 2), ("jonas", Competence.PLATFORM, 1), ("anna", Competence.PLATFORM, 1)
        )
        await jonas.perform(c.Take(other))
        await jonas.look_at(other, screen="s")
        found: dict[str, Candidate] = {x.name: x for x in await lea.candidates(id)}

        assert next(iter(found)) == "jonas"
        assert set(found) == {"anna", "jonas", "mia", "lea"}, "who cannot answer customers cannot own"
        best = found["jonas"]
        assert (best.covers, best.needs, best.here, best.carried.opened, best.carried.waiting) == (2, 2, True, 1, 1)
        assert [k.competence for k in found["anna"].lacks] == [Competence.LEGAL_RISK]
        assert found["mia"].signed
        await away(w, "jonas", "anna")
        found = {x.name: x for x in await lea.candidates(id)}
        assert (list(found)[-1], found["jonas"].stand_in) == ("jonas", "anna")
        with pytest.raises((NotAllowed, NotFound)):
            await (await w.desk("otto")).candidates(id)
        await anna.perform(c.Take(id))
        assert "anna" not in {x.name for x in await anna.candidates(id)}


async def test_a_desk_far_away_reads_the_same(place: Path | str) -> None:
    async with world(place) as w:
        local, tokens = await w.desk("lea"), Tokens(w.house)
        id = await w.arrives("Mein Anwalt meldet sich")
        await able(w, ("anna", Competence.LEGAL_RISK, 3), ("legal", Competence.LEGAL_RISK, 2))
        await local.perform(c.SetNeedRules("# keine\n"))
        await local.perform(c.SetNeed(id, Competence.LEGAL_RISK, 2))
        await local.perform(c.Reply(id, "Wir melden uns morgen.", now=True))
        await away(w, "jonas", "anna")
        async with serving(w.house, tokens) as where, far(where, tokens.make("lea")) as house:
            there = await house.desk("lea")
            assert noun_to_json(await there.abilities()) == noun_to_json(await local.abilities())
            assert await there.gap(id) == await local.gap(id)
            assert await there.candidates(id) == await local.candidates(id)
            assert await there.need_rules() == "# keine\n"
            assert await there.absences() == await local.absences()
            assert await there.handover([id]) == await local.handover([id])


async def test_a_desk_far_away_knows_for_whom_one_acts(place: Path | str) -> None:
    async with world(place) as w:
        tokens = Tokens(w.house)
        async with serving(w.house, tokens) as where, far(where, tokens.make("anna")) as house:
            anna = await house.desk("anna")
            await anna.counts()
            await away(w, "jonas", "anna")
            await anna.counts()
            assert anna.person.stands_for == {"jonas"}
            w.clock.move(days=1)
            await anna.counts()
            assert anna.person.stands_for == frozenset()


# --- absences


async def test_a_substitute_answers_closes_and_hands_on_until_the_very_end_and_then_it_is_all_given_back(
    place: Path | str,
) -> None:
    async with world(place) as w:
        anna, jonas, lea = [await w.desk(n) for n in ("anna", "jonas", "lea")]
        ids = [await w.arrives(who=who) for who in "ABC"]
        for id in ids:
            await anna.perform(c.Take(id))
        with pytest.raises(NotAllowed, match="anna owns conversation"):
            await jonas.perform(c.Reply(ids[0], "Hallo"))
        await away(w, "anna", "jonas", 2)

        assert set(await jonas.index(View.MINE)) == set(ids)
        assert jonas.person.stands_for == {"anna"}
        assert (await lea.thread(ids[0])).row.acting == "jonas"
        sent = made(await jonas.perform(c.Reply(ids[0], "Hallo"))) or 0
        w.clock.move(seconds=11)
        await w.house._office.perform(c.BeginSend(sent), None)
        await jonas.perform(c.Close(ids[1]))
        w.clock.move(days=1)
        late = await w.arrives(who="A")
        assert (await jonas.counts()).views[View.MINE] == 2
        assert late == ids[0]
        assert [x.who for x in [await anna.gap(ids[0])]] == ["jonas"]

        w.clock.move(days=1)
        assert set(await jonas.index(View.MINE)) == set()
        assert set(await anna.index(View.MINE)) == {ids[0], ids[2]}
        assert (await lea.thread(ids[0])).row.acting == ""
        with pytest.raises(NotAllowed, match="anna owns conversation"):
            await jonas.perform(c.Reply(ids[2], "Hallo", force=True))
        assert {(await lea.thread(id)).row.conversation.owner for id in ids} == {"anna"}
        assert (await lea.verify()).ok


async def test_what_comes_in_for_somebody_away_is_somebodys_at_once_and_no_open_thread_lacks_who_acts(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        for n, name in enumerate(("anna", "jonas", "anna", "jonas")):
            await (await w.desk(name)).perform(c.Take(await w.arrives(who=f"K{n}")))
        await lea.perform(c.AddPerson("kai", (Role.MANAGER,)))
        await away(w, "anna", "jonas", 3)
        await away(w, "jonas", "kai", 2)

        rows = (await lea.conversations(View.ALL)).items
        assert {r.acting for r in rows} == {"kai"}
        assert len(await (await w.desk("kai")).index(View.MINE)) == 4
        await lea.perform(c.Assign(await w.arrives(who="neu"), "anna"))
        assert len(await (await w.desk("kai")).index(View.MINE)) == 5


async def test_absences_are_told_when_they_begin_and_end_and_nobody_else_ends_them(place: Path | str) -> None:
    async with world(place) as w:
        anna, jonas, lea = [await w.desk(n) for n in ("anna", "jonas", "lea")]
        first = await lea.last()
        id = made(await anna.perform(c.PlanAbsence("anna", "jonas", NOON + 2 * DAY, NOON + DAY))) or 0
        office = w.house._office

        async def told() -> list[type]:
            await watch.look(office)
            return [type(f.event) for f in await jonas.feed(first) if type(f.event) in (AbsenceBegun, AbsenceEnded)]

        assert await told() == []
        assert await w.house._store.next_due() == NOON + DAY
        w.clock.move(days=1)
        assert await told() == [AbsenceBegun]
        assert await told() == [AbsenceBegun]
        with pytest.raises(NotFound, match="no absence"):
            await jonas.perform(c.EndAbsence(id))
        assert [a.id for a in await jonas.absences()] == [id]
        w.clock.move(days=1)
        assert await told() == [AbsenceBegun, AbsenceEnded]
        assert await w.house._store.next_due() is None
        assert await jonas.absences() == ()


@pytest.mark.parametrize("who", ["anna", "lea"])
async def test_back_early_everything_is_ones_own_again(tmp_path: Path, who: str) -> None:
    async with world(tmp_path) as w:
        anna, jonas = await w.desk("anna"), await w.desk("jonas")
        await anna.perform(c.Take(await w.arrives()))
        id = await away(w, "anna", "jonas", 5)
        assert len(await jonas.index(View.MINE)) == 1
        await (await w.desk(who)).perform(c.EndAbsence(id))
        assert len(await jonas.index(View.MINE)) == 0


async def test_who_cannot_act_all_the_while_is_refused_with_the_reason(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna, lea = await w.desk("anna"), await w.desk("lea")
        until = NOON + 3 * DAY
        for substitute, says in (
            ("tom", "owns no conversations"), ("anna", "cannot act for themselves"), ("niemand", "nobody called"),
        ):  # fmt: skip
            with pytest.raises((Refused, BadInput, NotFound), match=says):
                await anna.perform(c.PlanAbsence("anna", substitute, until))
        with pytest.raises(Refused, match="works on all channels and anna only on some"):
            await lea.perform(c.PlanAbsence("lea", "anna", until))
        with pytest.raises(NotAllowed):
            await anna.perform(c.PlanAbsence("jonas", "anna", until))
        with pytest.raises(BadInput, match="is past"):
            await anna.perform(c.PlanAbsence("anna", "jonas", NOON - DAY))
        with pytest.raises(BadInput, match="ends after it has begun"):
            await anna.perform(c.PlanAbsence("anna", "jonas", until, until + DAY))
        await anna.perform(c.PlanAbsence("anna", "jonas", until))
        with pytest.raises(Refused, match="away then already"):
            await anna.perform(c.PlanAbsence("anna", "lea", until - DAY))
        with pytest.raises(Refused, match="nobody would act for"):
            await lea.perform(c.PlanAbsence("jonas", "anna", NOON + 5 * DAY, NOON + 2 * DAY))
        with pytest.raises(Refused, match="jonas acts for anna"):
            await lea.perform(c.RemovePerson("jonas"))
        with pytest.raises(Refused, match="jonas acts for anna"):
            await lea.perform(c.SetPerson("jonas", (Role.AUDITOR,)))
        with pytest.raises(Refused, match="jonas does not work on acme@x"):
            await lea.perform(c.SetPerson("jonas", channels=("school@x",)))
        with pytest.raises(Refused, match="works on all channels and jonas only on some"):
            await lea.perform(c.SetPerson("anna", channels=()))
        await lea.perform(c.RemovePerson("anna"))
        await lea.perform(c.RemovePerson("jonas"))
        assert (await lea.verify()).ok


async def test_a_trainee_who_acts_is_held_as_ever_and_nobody_signs_off_more_than_before(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna, mia = await w.desk("anna"), await w.desk("mia")
        id = await w.arrives()
        await anna.perform(c.Take(id))
        await away(w, "anna", "mia")
        (written,) = await mia.perform(c.Reply(id, "Hallo"))

        assert written.event.delivery is Delivery.HELD  # type: ignore[attr-defined]
        with pytest.raises(NotAllowed):
            await mia.perform(c.Approve(written.event.id))  # type: ignore[attr-defined]
