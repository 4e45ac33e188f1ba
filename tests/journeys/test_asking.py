"""Asking on the screens: what the department will read, until when, what was answered before, and how few keys it takes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.model import RequestState
from inbox.ports.desk import View, made
from tests.tui.stage import arrives, at_desk, company


async def _owned(house, text: str, who: str = "Käthe Brandt") -> int:  # type: ignore[no-untyped-def]
    await arrives(house, text, who=who, key=who)
    anna = await house.desk("anna")
    row = next(r for r in (await anna.conversations(View.UNOWNED)).items if r.contact == who)
    await anna.perform(c.Take(row.conversation.id))
    return int(row.conversation.id)


async def _known(house, id: int) -> int:  # type: ignore[no-untyped-def]
    anna, tom = await house.desk("anna"), await house.desk("tom")
    request = made(await anna.perform(c.Ask(id, "development", "Ist der PDF-Export behoben?"))) or 0
    await tom.perform(c.Answer(request, "Ja, mit 5.2.1."))
    await anna.perform(c.Accept(request))
    return request


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_a_department_is_asked_with_at_most_six_keys_and_sees_nothing_personal(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with company(tmp_path) as house:
        id = await _owned(house, "Die App stürzt ab, sagt Käthe Brandt (kaethe@kunde.test).")
        anna = await house.desk("anna")
        async with at_desk(anna, size) as stage:
            await stage.sees("Die App stürzt ab")
            await stage.press("x", "enter")
            await stage.sees("Ask development", "Needed by (empty: in", "the department's usual time")
            await stage.type("Bekannt?")
            await stage.press("ctrl+s")
            await stage.sees("development is asked", "→ development")
            assert stage.keys <= 6
        (request,) = (await anna.thread(id)).requests
        shown = (await (await house.desk("tom")).request(request.id)).shown
        assert [str(m.words) for m in shown] == ["Die App stürzt ab, sagt ▇▇▇ (▇▇▇)."]


async def test_the_window_shows_what_they_read_and_every_field_counts(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        id = await _owned(house, "Bestellung K-4711 fehlt, kaethe@kunde.test")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("K-4711")
            await stage.press("x", "enter")
            await stage.sees("development may read: (1 withheld)", "Bestellung K-4711 fehlt, ▇▇▇")
            await stage.press("ctrl+r")
            await stage.sees("(nothing is withheld)", "kaethe@kunde.test")
            await stage.press("ctrl+r")
            await stage.type("Wo?")
            await stage.press("tab")
            await stage.type("3h")
            await stage.press("tab")
            await stage.type("seit gestern, Käthe Brandt")
            await stage.sees("development will read this in your own words: Käthe Brandt")
            await stage.press("tab")
            await stage.type("K-4711")
            await stage.sees("(2 withheld)")
            await stage.press("ctrl+b", "ctrl+s")
            await stage.sees("development is asked")
        (request,) = (await anna.thread(id)).requests
        assert (str(request.question), str(request.known), request.blocking) == (
            "Wo?",
            "seit gestern, Käthe Brandt",
            True,
        )
        assert request.due is not None
        assert abs(request.due - datetime.now(UTC) - timedelta(hours=3)) < timedelta(minutes=1)
        assert list(request.texts.values()) == ["Bestellung ▇▇▇ fehlt, ▇▇▇"]


async def test_what_was_answered_before_is_offered_while_somebody_writes_and_one_key_uses_it(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        source = await _known(house, await _owned(house, "Export?", "Ben"))
        id = await _owned(house, "Mein Export als PDF geht nicht")
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.press("g", "a")
            await stage.sees("Mein Export")
            await stage.press("x", "enter")
            await stage.sees("Ask development")
            await stage.type("Wann ist der Export als PDF repariert?")
            await stage.sees("Answered before:", f"(#{source} development, tom,", "→ Ja, mit 5.2.1.")
            await stage.press("f5")
            await stage.sees("The answer stands here now", "an answer of before")
            await stage.press("v")
            await stage.sees("uses answer #", "Ja, mit 5.2.1.")
            await stage.press("ctrl+s")
            await stage.sees("Queued")
        thread = await anna.thread(id)
        (request,) = thread.requests
        assert (request.source, request.state) == (source, RequestState.ACCEPTED)
        assert thread.messages[-1].answers == (request.id,)


async def test_an_answer_is_found_from_anywhere_and_marked_out_of_date_in_the_thread(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        id = await _owned(house, "Export?", "Ben")
        source = await _known(house, id)
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Export?")
            await stage.press("g", "k")
            await stage.type("pdf export")
            await stage.sees("PDF-Export behoben? → Ja, mit")
            await stage.press("escape")
            await stage.press("enter")
            await stage.sees("accepted")
            await stage.press("G", "D")
            if "Go to an accepted answer" in stage.text():
                await stage.press("k", "D")
            await stage.sees("Why is the answer out of date?")
            await stage.type("Kam wieder")
            await stage.press("ctrl+s")
            await stage.sees("it is not offered any more", "out of date, says anna")
            assert await anna.similar("PDF Export?") == ()
            await stage.press("D")
            await stage.sees("they or a lead say that it is true again")
            await (await house.desk("tom")).perform(c.MarkCurrent(source))
        assert [k.id for k in await anna.similar("PDF Export?")] == [source]


async def test_a_reply_with_an_answer_that_is_out_of_date_asks_before_it_leaves(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        id = await _owned(house, "Export?", "Ben")
        source = await _known(house, id)
        anna = await house.desk("anna")
        async with at_desk(anna) as stage:
            await stage.sees("Export?")
            await stage.press("enter")
            await stage.sees("accepted")
            await stage.press("v")
            await stage.sees("uses answer #")
            await (await house.desk("tom")).perform(c.MarkOutdated(source, "Kam wieder"))
            await stage.press("ctrl+s")
            await stage.sees("tom marked the answer", "Send all the same?")
            assert (await anna.thread(id)).messages[-1].answers == ()
            await stage.press("y")
            await stage.sees("Queued")
        assert (await anna.thread(id)).messages[-1].answers == (source,)


async def test_who_only_answers_is_away_with_a_few_keys_and_names_nobody(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        tom = await house.desk("tom")
        async with at_desk(tom) as stage:
            await stage.press("g", "i")
            await stage.sees("somebody will be away")
            await stage.press("enter")
            await stage.sees("From when?")
            await stage.press("enter")
            await stage.sees("Until when?")
            await stage.press("enter")
            await stage.sees("tom is not asked from now until")
            await stage.press("g", "i")
            await stage.sees("colleagues answer")
        (absence,) = await tom.absences()
        assert (absence.person, absence.substitute) == ("tom", "")


async def test_a_department_reads_what_it_answered_before(tmp_path: Path) -> None:
    async with company(tmp_path) as house:
        await _known(house, await _owned(house, "Export?", "Ben"))
        async with at_desk(await house.desk("tom"), (80, 24)) as stage:
            await stage.press("g", "k")
            await stage.sees("What was answered before?")
            await stage.type("pdf export")
            await stage.sees("PDF-Export behoben? → Ja, mit")
            await stage.press("enter")
            await stage.sees("Ist der PDF-Export behoben?", "Ja, mit 5.2.1.", "Esc leaves")
