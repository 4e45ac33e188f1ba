"""Questions to departments, on both databases: what they may read, when they are reminded, and that no answer is asked for twice."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.events import (
    AnswerAccepted,
    AnswerReused,
    Asked,
    Recorded,
    ReplyWritten,
    RequestEscalated,
    RequestFellDue,
)
from inbox.domain.model import AT_DEPARTMENT, RequestState, Role
from inbox.domain.neededby import Reason
from inbox.domain.picture import Picture
from inbox.domain.replay import apply
from inbox.domain.withholding import BAR
from inbox.errors import InboxError, NotFound, Refused
from inbox.ports.desk import made
from inbox.services import watch
from inbox.storage import feed
from tests.world import NOON, World, world

SECRET = "kaethe@kunde.test"


async def ask(w: World, question: str = "Behoben?", text: str = "Hallo", who: str = "Käthe", **more: object) -> int:
    """Let anna ask development about a new conversation; returns the request."""
    command = c.Ask(await w.arrives(text, who=who), "development", question, **more)  # type: ignore[arg-type]
    return made(await (await w.desk("anna")).perform(command)) or 0


async def known(w: World, question: str, answer: str, who: str = "Käthe") -> int:
    """Let an answer be accepted; returns the request."""
    request = await ask(w, question, who=who)
    await (await w.desk("tom")).perform(c.Answer(request, answer))
    await (await w.desk("anna")).perform(c.Accept(request))
    return request


# --- what a department reads


async def test_a_department_reads_what_was_chosen_without_what_was_withheld_through_every_read(
    place: Path | str,
) -> None:
    async with world(place) as w:
        anna, tom = await w.desk("anna"), await w.desk("tom")
        id = await w.arrives(f"Version 5 stürzt ab. {SECRET}, Kundennummer K-77", folded=f"> {SECRET}")
        (first,) = (await anna.thread(id)).messages
        request = made(
            await anna.perform(
                c.Ask(id, "development", "Bekannt?", show=(first.id,), known="Seit gestern", hide=("k-77",))
            )
        )
        found = await tom.request(request or 0)

        (shown,) = found.shown
        assert str(shown.words) == f"Version 5 stürzt ab. {BAR}, Kundennummer {BAR}"
        assert shown.folded is None
        assert str(found.request.known) == "Seit gestern"
        assert not (await tom.search(SECRET)).items
        assert not (await tom.search("K-77")).items
        with pytest.raises(NotFound):
            await tom.fetch(first.id)
        assert SECRET not in str(await tom.requests())
        assert (await anna.search(SECRET)).items
        # Where nothing is withheld, the message itself may be read and found.
        await anna.perform(c.Ask(id, "development", "Und das?", show=(first.id,), hide=None))
        assert (await tom.search(SECRET)).items


async def test_what_would_be_asked_is_shown_before_it_is(place: Path | str) -> None:
    async with world(place) as w:
        anna = await w.desk("anna")
        id = await w.arrives(f"Wo ist es? {SECRET}")
        prepared = await anna.prepare(id, "development")
        assert (prepared.need.reason, prepared.need.due) == (Reason.USUAL, NOON + timedelta(hours=4))
        assert [(x.text, x.hidden) for x in prepared.excerpts] == [(f"Wo ist es? {BAR}", 1)]
        assert [x.text for x in (await anna.prepare(id, "development", hide=None)).excerpts] == [f"Wo ist es? {SECRET}"]
        assert (await anna.prepare(id, "development", show=())).excerpts == ()
        w.clock.move(hours=22)
        late = (await anna.prepare(id, "development")).need
        assert (late.reason, late.due) == (Reason.CUSTOMER, NOON + timedelta(hours=23.5))
        request = made(await anna.perform(c.Ask(id, "development", "Wo?"))) or 0
        assert (await anna.request(request)).request.due == late.due
        with pytest.raises(NotFound):
            await anna.prepare(id, "marketing")
        with pytest.raises(NotFound):
            await (await w.desk("tom")).prepare(id, "development")


async def test_the_list_says_since_when_somebody_has_the_ball(place: Path | str) -> None:
    async with world(place) as w:
        anna, tom = await w.desk("anna"), await w.desk("tom")
        id = await w.arrives()

        async def ball() -> tuple[str, float]:
            row = (await anna.thread(id)).row
            assert row.since is not None
            return row.ball, (row.since - NOON).total_seconds() / 60

        assert await ball() == ("us", 0)
        w.clock.move(minutes=10)
        request = made(await anna.perform(c.Ask(id, "development", "Behoben?"))) or 0
        w.clock.move(minutes=5)
        await tom.perform(c.TakeRequest(request))
        assert await ball() == ("department:development", 10)
        w.clock.move(minutes=5)
        await tom.perform(c.Answer(request, "Ja"))
        assert await ball() == ("us", 20)
        w.clock.move(minutes=5)
        await anna.perform(c.Reply(id, "Behoben."))
        await anna.perform(c.Accept(request))
        assert await ball() == ("customer", 25)


# --- reminders and escalation


async def test_a_department_is_reminded_once_and_its_lead_is_told_after_the_due_time(place: Path | str) -> None:
    async with world(place) as w:
        lea, office = await w.desk("lea"), w.house._office
        await lea.perform(c.SetDepartment("development", lead="tom"))
        request = await ask(w, due=w.clock() + timedelta(hours=8))
        w.clock.move(hours=5.9)
        assert await watch.look(office) == 0
        w.clock.move(hours=0.2)
        assert [await watch.look(office) for _ in range(2)] == [1, 0]
        assert (await lea.request(request)).request.reminded
        w.clock.move(hours=2)
        assert [await watch.look(office) for _ in range(2)] == [1, 0]
        assert (await lea.request(request)).request.escalated == "tom"
        await (await w.desk("tom")).perform(c.Redirect(request, "legal"))
        found = (await lea.request(request)).request
        assert (found.escalated, found.rang, found.reminded) == ("", False, False)
        w.clock.move(hours=5)
        await watch.look(office)
        assert (await lea.request(request)).request.escalated == "lea"


async def test_a_question_that_lies_with_whoever_asked_is_told_to_a_lead_too(place: Path | str) -> None:
    async with world(place) as w:
        request = await ask(w, due=w.clock() + timedelta(hours=2))
        await (await w.desk("tom")).perform(c.Return(request, "Welche Version?"))
        w.clock.move(hours=3)
        assert await watch.look(w.house._office) == 1
        assert (await (await w.desk("lea")).request(request)).request.escalated == "lea"


def missed(facts: list[Recorded]) -> list[int]:
    """Return requests that got an answer or another due time after one had passed without an escalation."""
    found, picture = [], Picture()
    for fact in facts:
        before = picture.requests.get(getattr(fact.event, "request", 0))
        apply(picture, fact)
        open_ = before is not None and before.state in AT_DEPARTMENT | {RequestState.RETURNED}
        if before is not None and before.due is not None and open_ and before.due <= fact.at and not before.rang:
            moved = picture.requests[before.id].due != before.due
            found += [before.id] if moved else []
    return found


async def test_of_200_requests_none_passes_its_due_time_unanswered_without_an_escalation(tmp_path: Path) -> None:
    chance, escalations = random.Random(200), 0
    async with world(tmp_path) as w:
        anna, tom, lea, office = [await w.desk(n) for n in ("anna", "tom", "lea")] + [w.house._office]  # type: ignore[list-item]
        there = [await w.arrives(who=f"K{n}") for n in range(20)]
        asked: list[int] = []
        while len(asked) < 200:
            w.clock.move(minutes=chance.randint(1, 50))
            for _ in range(2):
                due = w.clock() + timedelta(minutes=chance.randint(5, 600)) if chance.random() < 0.7 else None
                command = c.Ask(chance.choice(there), chance.choice(["development", "legal"]), "?", due)
                asked.append(made(await anna.perform(command)) or 0)
            for _ in range(2):
                request = chance.choice(asked)
                who, does = chance.choice(
                    [(tom, c.TakeRequest(request)), (tom, c.Answer(request, "!")), (tom, c.Return(request, "?")),
                     (anna, c.Return(request, "!")), (anna, c.Redirect(request, "legal")), (lea, c.Answer(request, "!")),
                     (tom, c.Redirect(request, "legal")), (lea, c.Redirect(request, "development")),
                     (tom, c.Redirect(request, "legal", due=w.clock() + timedelta(days=chance.randint(1, 900)))),
                     (anna, c.Redirect(request, "legal", due=w.clock() + timedelta(hours=chance.randint(1, 9))))]
                )  # fmt: skip
                with suppress(InboxError):
                    await who.perform(does)
            await watch.look(office)
            late = "select id from request where state in ('open', 'taken', 'returned') and due <= $1 and rang = 0"
            assert await w.db.read(late, (w.clock().isoformat(timespec="microseconds"),)) == []
        w.clock.move(days=3)
        while await watch.look(office):
            pass
        facts = await feed.between(w.db, 1, 10**9)
        assert missed(facts) == []
        told = {f.event.request for f in facts if isinstance(f.event, RequestEscalated)}
        assert {f.event.request for f in facts if isinstance(f.event, RequestFellDue)} == told
        for id in asked:
            found = (await lea.request(id)).request
            if found.state in AT_DEPARTMENT | {RequestState.RETURNED}:
                assert id in told
                escalations += 1
        assert len(asked) == 200
        assert escalations > 30
        assert all(f.event.to for f in facts if isinstance(f.event, RequestEscalated))


# --- knowledge


async def test_what_was_accepted_is_offered_for_the_same_question_and_used_again(place: Path | str) -> None:
    async with world(place) as w:
        anna = await w.desk("anna")
        source = await known(w, "Ist der Fehler beim PDF-Export in 5.2 behoben?", "Ja, mit 5.2.1.")
        await known(w, "Wie lange bewahren wir Rechnungskopien auf?", "Zehn Jahre.", "Ben")
        here = await w.arrives(who="Cleo")
        w.clock.move(days=3)

        (found,) = await anna.similar("Wann wird der Export als PDF repariert?")
        assert (found.id, found.answer, found.answered_by) == (source, "Ja, mit 5.2.1.", "tom")
        assert (w.clock() - found.at).days == 3
        assert await anna.similar("Wann wird der Export als PDF repariert?", department="legal") == ()
        assert await anna.similar("Habt ihr auch samstags offen?") == ()
        for text in ("", "der die das", '"* OR NEAR( \\ \x00', "'; drop table request; --", "é" * 5000):
            assert await anna.similar(text) == ()

        request = made(await anna.perform(c.Reuse(here, source))) or 0
        await anna.perform(c.Reply(here, "Mit 5.2.1 behoben.", answers=(request,)))
        used = (await anna.request(request)).request
        assert (used.state, used.source, str(used.answer)) == (RequestState.ACCEPTED, source, "Ja, mit 5.2.1.")
        with pytest.raises(Refused, match="stands in conversation"):
            await anna.perform(c.Reuse(here, source))
        assert [k.id for k in await anna.similar("PDF-Export behoben?")] == [source]
        assert len((await anna.knowledge()).items) == 2
        assert (await (await w.desk("otto")).verify()).ok


async def test_what_is_out_of_date_is_neither_offered_nor_used_until_it_is_true_again(place: Path | str) -> None:
    async with world(place) as w:
        anna, tom = await w.desk("anna"), await w.desk("tom")
        source, here = await known(w, "PDF-Export behoben?", "Ja."), await w.arrives(who="Cleo")
        await tom.perform(c.MarkOutdated(source, "Kam mit 5.3 wieder"))
        assert await anna.similar("PDF-Export behoben?") == ()
        (listed,) = (await anna.knowledge()).items
        assert (listed.outdated_by, listed.why) == ("tom", "Kam mit 5.3 wieder")
        with pytest.raises(Refused, match="tom marked the answer"):
            await anna.perform(c.Reuse(here, source))
        with pytest.raises(Refused, match="already"):
            await anna.perform(c.MarkOutdated(source, "nochmal"))
        await tom.perform(c.MarkCurrent(source))
        assert [k.id for k in await anna.similar("PDF-Export behoben?")] == [source]


async def test_what_was_answered_elsewhere_is_known_to_those_only_who_read_it_there(place: Path | str) -> None:
    async with world(place) as w:
        lea = await w.desk("lea")
        await lea.perform(c.AddPerson("kai", (Role.MANAGER,)))
        kai = await w.desk("kai")
        id = await w.arrives(channel="foreign@x", who="Fremd")
        request = made(await kai.perform(c.Ask(id, "development", "PDF-Export behoben?"))) or 0
        await lea.perform(c.Answer(request, "Ja."))
        await kai.perform(c.Accept(request))
        assert [k.id for k in await kai.similar("PDF-Export behoben?")] == [request]
        anna, here = await w.desk("anna"), await w.arrives()
        assert await anna.similar("PDF-Export behoben?") == ()
        assert (await anna.knowledge()).items == ()
        with pytest.raises(NotFound):
            await anna.perform(c.Reuse(here, request))


async def test_knowledge_is_paged_without_a_gap(place: Path | str) -> None:
    async with world(place) as w:
        made_ = [await known(w, f"Frage {n}?", f"Antwort {n}", f"K{n}") for n in range(7)]
        anna, found, after = await w.desk("anna"), [], ""
        while True:
            page = await anna.knowledge(limit=3, after=after)
            found += [k.id for k in page.items]
            if page.next is None:
                break
            after = page.next
        assert found == made_[::-1]


# --- what never happens


async def _carried(folder: Path, seed: int) -> int:
    """Let people do anything with requests and replies; return how many answers replies carried, all of them accepted."""
    chance = random.Random(seed)
    async with world(folder) as w:
        desks = [await w.desk(n) for n in ("anna", "jonas", "lea", "tom")]
        there = [await w.arrives(who=f"K{n}") for n in range(2)]
        asked: list[int] = [0]
        for _ in range(200):
            who = desks[2] if chance.random() < 0.6 else chance.choice(desks)
            try:
                facts = await who.perform(_anything(chance, chance.choice(there), asked))
            except InboxError:
                continue
            asked += [f.event.id for f in facts if isinstance(f.event, Asked | AnswerReused)]
        accepted: dict[int, int | None] = {}
        carried = 0
        for fact in await feed.between(w.db, 1, 10**9):
            if isinstance(fact.event, AnswerAccepted):
                accepted[fact.event.request] = fact.conversation
            elif isinstance(fact.event, AnswerReused):
                assert fact.event.source in accepted
                accepted[fact.event.id] = fact.conversation
            elif isinstance(fact.event, ReplyWritten):
                carried += len(fact.event.answers)
                assert all(accepted.get(id) == fact.conversation for id in fact.event.answers)
    return carried


def _anything(chance: random.Random, id: int, asked: list[int]) -> c.Command:
    request = chance.choice(asked[-6:])
    reply = lambda: c.Reply(id, "Text", force=True, answers=(request,))  # noqa: E731 - one of the choices
    makes = [
        lambda: c.Ask(id, "development", "Behoben?"),
        lambda: c.Answer(request, "Ja."),
        lambda: c.Return(request, "Wie?"),
        lambda: c.Accept(request),
        lambda: c.Accept(request),
        lambda: c.Withdraw(request),
        lambda: c.Reuse(id, request),
        lambda: c.MarkOutdated(request, "alt"),
        reply,
        reply,
        reply,
        lambda: c.Reply(id, "Text", force=True, answers=tuple(chance.sample(asked, min(2, len(asked))))),
        lambda: c.SaveDraft(id, "Text", (request,)),
        c.TakeBack,
    ]
    return chance.choice(makes)()


async def test_no_message_carries_an_answer_that_was_not_accepted(tmp_path: Path) -> None:
    carried = []
    for seed in range(8):
        (folder := tmp_path / str(seed)).mkdir()
        carried.append(await _carried(folder, seed))
    assert sum(carried) > 3
