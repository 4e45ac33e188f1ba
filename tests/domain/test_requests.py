"""Requests between people who work at the same time: no answer is overwritten or accepted unseen, and each rings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.model import Role
from inbox.errors import BadInput, Conflict
from inbox.ports.desk import made
from inbox.services import watch
from tests.world import World, world


@pytest.fixture
async def w(tmp_path: Path) -> AsyncIterator[World]:
    """The company with a second developer."""
    async with world(tmp_path) as found:
        await (await found.desk("lea")).perform(c.AddPerson("tina", (Role.SPECIALIST,), ("development",)))
        yield found
        assert (await (await found.desk("otto")).verify()).ok


async def asked(w: World, **more: object) -> int:
    """Let anna ask development."""
    question = c.Ask(await w.arrives(), "development", "Behoben?", **more)  # type: ignore[arg-type]
    return made(await (await w.desk("anna")).perform(question)) or 0


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "answered"])
async def test_only_who_works_on_a_request_answers_it_or_a_lead(w: World, taken: bool) -> None:
    tom, tina, lea = [await w.desk(n) for n in ("tom", "tina", "lea")]
    request = await asked(w)
    await tom.perform(c.TakeRequest(request) if taken else c.Answer(request, "Ja"))

    with pytest.raises(Conflict, match="tom works on request"):
        await tina.perform(c.Answer(request, "Nein"))
    await tom.perform(c.Answer(request, "Ja, seit gestern"))
    await lea.perform(c.Answer(request, "Wird geprüft"))


async def test_an_answer_that_changed_since_it_was_read_is_not_accepted(w: World) -> None:
    tom, anna = await w.desk("tom"), await w.desk("anna")
    request = await asked(w)
    await tom.perform(c.Answer(request, "Ja"))
    read = (await anna.request(request)).request.version
    await tom.perform(c.Answer(request, "Nein"))

    with pytest.raises(Conflict, match="has changed since you read it"):
        await anna.perform(c.Accept(request, read))
    found = (await anna.request(request)).request
    assert [str(r.words) for r in found.remarks] == ["Ja"]
    assert found.remarks[0].author == "tom"
    await anna.perform(c.Accept(request, found.version))


async def test_a_request_that_is_passed_on_rings_for_the_new_department_too(w: World) -> None:
    tom, anna, office = await w.desk("tom"), await w.desk("anna"), w.house._office
    request = await asked(w, due=w.clock() + timedelta(hours=1))
    w.clock.move(hours=2)
    assert await watch.look(office) == 1
    await tom.perform(c.Redirect(request, "legal"))
    assert (await anna.request(request)).request.due == w.clock() + timedelta(hours=4)
    w.clock.move(hours=5)
    assert await watch.look(office) == 1

    with pytest.raises(BadInput):
        await anna.perform(c.Redirect(request, "development", due=w.clock() - timedelta(hours=1)))
    due = w.clock() + timedelta(hours=9)
    await anna.perform(c.Redirect(request, "development", "x", due))
    assert (await anna.request(request)).request.due == due
    with pytest.raises(BadInput, match="The line has"):
        await anna.perform(c.Redirect(request, "legal", "x" * 60_000))


async def test_a_request_that_comes_back_too_late_rings_anew_and_keeps_a_time_to_come(w: World) -> None:
    tom, anna, office = await w.desk("tom"), await w.desk("anna"), w.house._office
    late, early = await asked(w, due=w.clock() + timedelta(hours=1)), await asked(w, due=w.clock() + timedelta(days=9))
    for request in (late, early):
        await tom.perform(c.Return(request, "Welche Version?"))
    w.clock.move(hours=2)
    for request in (late, early):
        await anna.perform(c.Return(request, "5.2"))

    assert (await anna.request(late)).request.due == w.clock() + timedelta(hours=4)
    assert (await anna.request(early)).request.due == w.clock() + timedelta(days=9, hours=-2)
    w.clock.move(hours=5)
    assert await watch.look(office) == 1


async def test_an_answer_that_is_sent_back_stands_before_the_remark_on_it_at_the_time_it_was_given(w: World) -> None:
    tom, anna = await w.desk("tom"), await w.desk("anna")
    request, start = await asked(w), w.clock()
    w.clock.move(minutes=1)
    await tom.perform(c.Answer(request, "Ja"))
    w.clock.move(minutes=10)
    await anna.perform(c.Return(request, "Seit wann?"))
    said = [("tom", 1, "Ja"), ("anna", 11, "Seit wann?")]

    for answer in (None, "Seit gestern"):
        if answer:
            w.clock.move(minutes=10)
            await tom.perform(c.Answer(request, answer))
        found = (await anna.request(request)).request
        assert [(r.author, (r.at - start).seconds // 60, str(r.words)) for r in found.remarks] == said
        assert (found.answer and str(found.answer)) == answer
