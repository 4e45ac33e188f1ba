"""What a question to a department is held to, on both databases: who speaks for it, when it is due, and what of it is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.events import LetterWritten, NobodyThere, Recorded, RequestEscalated, RequestFellDue
from inbox.domain.incoming import Kind
from inbox.domain.model import RequestState, Role
from inbox.domain.neededby import Reason
from inbox.errors import BadInput, NotAllowed, NotFound, Refused
from inbox.ports.adapter import Posted
from inbox.ports.desk import made
from inbox.services import watch
from inbox.services.posting import post
from inbox.storage import feed
from inbox.storage.sealed import add_key
from tests.world import NOON, World, message, world

HOUR = timedelta(hours=1)
WEEKDAYS = "mon-fri 9:00-17:00"


async def asked(w: World, id: int | None = None, question: str = "Behoben?", **more: object) -> int:
    """Let anna ask development; returns the request."""
    here = await w.arrives() if id is None else id
    command = c.Ask(here, "development", question, **more)  # type: ignore[arg-type]
    return made(await (await w.desk("anna")).perform(command)) or 0


async def facts(w: World, request: int) -> list[Recorded]:
    """Return what happened to a request, oldest first."""
    found = await feed.between(w.db, 1, 10**9)
    return [f for f in found if getattr(f.event, "request", 0) == request]


async def test_who_acts_for_an_absent_owner_decides_about_what_they_asked(place: Path | str) -> None:
    async with world(place) as w:
        anna, jonas, tom = [await w.desk(n) for n in ("anna", "jonas", "tom")]
        id = await w.arrives()
        await anna.perform(c.Take(id))
        accepted, returned, withdrawn, passed = [await asked(w, id, f"Frage {n}?") for n in range(4)]
        for request in (accepted, returned):
            await tom.perform(c.Answer(request, "Ja."))
        with pytest.raises(NotAllowed, match="anna asked request"):
            await jonas.perform(c.Accept(accepted))

        await anna.perform(c.PlanAbsence("anna", "jonas", w.clock() + timedelta(days=3)))
        await jonas.perform(c.Accept(accepted))
        await jonas.perform(c.Return(returned, "Genauer?"))
        await jonas.perform(c.Withdraw(withdrawn))
        await jonas.perform(c.Redirect(passed, "legal"))
        await jonas.perform(c.Reply(id, "Behoben.", answers=(accepted,)))

        states = [(await jonas.request(r)).request.state for r in (accepted, returned, withdrawn, passed)]
        assert states == [RequestState.ACCEPTED, RequestState.OPEN, RequestState.WITHDRAWN, RequestState.OPEN]
        w.clock.move(days=4)
        with pytest.raises(NotAllowed, match="anna asked request"):
            await jonas.perform(c.Withdraw(passed))


# --- due times


async def test_a_request_that_is_passed_on_is_due_when_it_was_unless_who_asked_says_otherwise(
    place: Path | str,
) -> None:
    async with world(place) as w:
        anna, tom = await w.desk("anna"), await w.desk("tom")
        due = NOON + 2 * HOUR
        request = await asked(w, due=due)
        w.clock.move(hours=1)
        with pytest.raises(NotAllowed, match="gives request"):
            await tom.perform(c.Redirect(request, "legal", due=NOON + timedelta(days=900)))
        with pytest.raises(BadInput):
            await tom.perform(c.Redirect(request, "legal", due=NOON))
        await tom.perform(c.Redirect(request, "legal"))
        assert (await anna.request(request)).request.due == due
        w.clock.move(hours=1)
        await watch.look(w.house._office)
        assert (await anna.request(request)).request.escalated == "lea"

        await anna.perform(c.Redirect(request, "development", due=NOON + 9 * HOUR))
        assert (await anna.request(request)).request.due == NOON + 9 * HOUR
        await tom.perform(c.Redirect(request, "legal", due=NOON + 3 * HOUR))
        assert (await anna.request(request)).request.due == NOON + 3 * HOUR


@pytest.mark.parametrize("back", [False, True], ids=["passed on", "sent back"])
async def test_a_due_time_that_has_passed_is_told_before_a_new_one_begins(place: Path | str, back: bool) -> None:
    async with world(place) as w:
        anna, tom = await w.desk("anna"), await w.desk("tom")
        request = await asked(w, due=NOON + HOUR)
        if back:
            await tom.perform(c.Return(request, "Welche Version?"))
        w.clock.move(hours=2)
        await (anna.perform(c.Return(request, "5.2")) if back else tom.perform(c.Redirect(request, "legal")))
        told = [type(f.event) for f in await facts(w, request)]
        assert told[-3:-1] == [RequestFellDue, RequestEscalated]
        assert (await anna.request(request)).request.due == w.clock() + 4 * HOUR


async def test_a_due_time_is_proposed_by_the_hours_and_the_target_of_the_channel(place: Path | str) -> None:
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        await lea.perform(c.SetChannel("acme@x", (("answer_in", "9d"),)))
        await lea.perform(c.SetHours("acme@x", WEEKDAYS, "UTC", within=120))
        id = await w.arrives()
        need = (await anna.prepare(id, "development")).need
        # The contact is to have a reply by two o'clock, a quarter of which is for writing it.
        assert (need.due, need.reason, need.deadline) == (NOON + 1.5 * HOUR, Reason.CUSTOMER, NOON + 2 * HOUR)

        await lea.perform(c.SetHours("acme@x", WEEKDAYS, "UTC"))
        w.clock.move(hours=3)
        # Two hours of today, two of tomorrow; without a target the channel's `answer_in` is what the contact waits at most.
        assert (await anna.prepare(id, "development")).need.due == NOON + 23 * HOUR
        await lea.perform(c.SetDepartment("development", timedelta(days=1, hours=1)))
        assert (await anna.prepare(id, "development")).need.due == NOON + 28 * HOUR
        request = await asked(w, id)
        assert (await anna.request(request)).request.due == NOON + 28 * HOUR


async def test_a_department_is_reminded_before_the_night_of_what_is_due_after_it(place: Path | str) -> None:
    async with world(place) as w:
        lea, office = await w.desk("lea"), w.house._office
        await lea.perform(c.SetHours("acme@x", WEEKDAYS, "UTC"))
        # Asked at twelve, due at ten tomorrow: six open hours, of which a quarter is left at half past four.
        request = await asked(w, due=NOON + 22 * HOUR)
        w.clock.move(hours=4.4)
        assert await watch.look(office) == 0
        w.clock.move(hours=0.2)
        assert await watch.look(office) == 1
        assert (await lea.request(request)).request.reminded


# --- what is read


async def test_what_a_contact_changes_later_is_not_read_by_the_department(place: Path | str) -> None:
    async with world(place) as w:
        anna, tom = await w.desk("anna"), await w.desk("tom")
        id = await w.arrives("Bitte Rechnung korrigieren", who="Kuno")
        request = await asked(w, id, show=None)
        assert [hit.kind for hit in (await tom.search("Rechnung")).items] == ["message"]
        (said,) = (await anna.thread(id)).messages
        changed = message("e1", "Rechnung, IBAN DE89 3704 0044 0532 0130 00", who="Kuno", external_id="e1")
        await w.take_in(replace(changed, kind=Kind.EDIT, target_id=said.external_id))

        (shown,) = (await tom.request(request)).shown
        assert str(shown.words) == "Bitte Rechnung korrigieren"
        assert not (await tom.search("IBAN")).items
        assert not (await tom.search("Rechnung")).items
        assert "DE89" not in str(await tom.requests())
        with pytest.raises(NotFound):
            await tom.fetch(said.id)
        assert (await anna.search("IBAN")).items


async def letters(w: World) -> list[Posted]:
    """Send what is due, and return what left."""
    left: list[Posted] = []

    async def box(channel: str, out: Posted) -> None:
        left.append(out)

    await post(w.house._office, box)
    return left


async def gate(w: World, **addresses: str) -> None:
    """Keep a mailbox for requests, and ask people by mail."""
    lea = await w.desk("lea")
    await lea.perform(c.AddChannel("post", "email", (("address", "anfragen@acme.test"), ("for", "requests"))))
    for name, address in addresses.items():
        await lea.perform(c.SetMail(name, address))


async def test_a_letter_goes_only_to_who_still_has_the_right_to_read_it(
    place: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_key(tmp_path / "secrets.key")
    monkeypatch.setenv("INBOX_SECRETS_KEY", str(tmp_path / "secrets.key"))
    async with world(place) as w:
        lea, anna = await w.desk("lea"), await w.desk("anna")
        await gate(w, tom="tom@acme.test")
        await anna.perform(c.Redirect(await asked(w), "legal"))
        assert await letters(w) == []
        await asked(w)
        await lea.perform(c.SetPerson("tom", departments=()))
        assert await letters(w) == []
        found = await w.db.read("select error from letter order by id")
        assert all("may not read request" in error for (error,) in found)
        assert len(found) == 2
        await lea.perform(c.SetPerson("tom", departments=("development",)))
        await asked(w)
        assert [x.to for x in await letters(w)] == ["tom@acme.test"]


# --- who is away


async def test_a_late_request_is_told_to_who_acts_for_the_lead(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.SetDepartment("development", lead="lea"))
        await lea.perform(c.AddPerson("lia", (Role.LEAD,)))
        await lea.perform(c.PlanAbsence("lea", "lia", NOON + timedelta(days=9)))
        request = await asked(w, due=NOON + HOUR)
        w.clock.move(hours=2)
        await watch.look(w.house._office)
        assert (await lea.request(request)).request.escalated == "lia"


async def test_who_only_answers_is_away_without_a_substitute_and_not_asked_while_a_colleague_is_there(
    place: Path | str,
) -> None:
    async with world(place) as w:
        lea, tom = await w.desk("lea"), await w.desk("tom")
        await gate(w, tom="tom@acme.test")
        await lea.perform(c.AddPerson("tina", (Role.SPECIALIST,), ("development",)))
        with pytest.raises(Refused, match="nobody acts for them"):
            await tom.perform(c.PlanAbsence("tom", "anna", NOON + timedelta(days=3)))
        with pytest.raises(BadInput, match="Say who acts"):
            await lea.perform(c.PlanAbsence("anna", "", NOON + timedelta(days=3)))
        await tom.perform(c.PlanAbsence("tom", "", NOON + timedelta(days=3)))
        with pytest.raises(Refused, match="nobody acts for them"):
            await lea.perform(c.SetPerson("tom", (Role.MANAGER,)))

        first = await asked(w)
        assert not [f for f in await facts(w, first) if isinstance(f.event, LetterWritten | NobodyThere)]
        await lea.perform(c.PlanAbsence("tina", "", NOON + timedelta(days=2)))
        second = await asked(w)
        told = [f.event for f in await facts(w, second)]
        assert [(x.person, x.kind) for x in told if isinstance(x, LetterWritten)] == [("tom", "asked")]
        assert [x.to for x in told if isinstance(x, NobodyThere)] == ["lea"]
        assert (await lea.request(second)).request.escalated == "lea"
        w.clock.move(days=2, hours=1)
        await watch.look(w.house._office)
        third = await asked(w)
        assert not [f for f in await facts(w, third) if isinstance(f.event, LetterWritten | NobodyThere)]
        assert [a.person for a in await lea.absences()] == ["tom"]
        assert (await (await w.desk("otto")).verify()).ok


async def test_when_the_last_of_a_department_goes_who_leads_is_told_of_what_it_owes_once(place: Path | str) -> None:
    async with world(place) as w:
        lea, tom = await w.desk("lea"), await w.desk("tom")
        await lea.perform(c.AddPerson("tina", (Role.SPECIALIST,), ("development",)))
        first, second = [await asked(w, due=NOON + timedelta(days=9)) for _ in range(2)]
        await tom.perform(c.Answer(second, "Ja."))
        begins, ends = NOON + timedelta(days=1), NOON + timedelta(days=3)
        for who in ("tom", "tina"):
            await lea.perform(c.PlanAbsence(who, "", ends, begins))
        await watch.look(w.house._office)
        assert not [f for f in await facts(w, first) if isinstance(f.event, NobodyThere)]

        w.clock.move(days=1)
        for _ in range(2):
            await watch.look(w.house._office)

        assert [f.event.to for f in await facts(w, first) if isinstance(f.event, NobodyThere)] == ["lea"]
        assert not [f for f in await facts(w, second) if isinstance(f.event, NobodyThere)]
        assert (await lea.request(first)).request.escalated == "lea"
        assert (await (await w.desk("otto")).verify()).ok
