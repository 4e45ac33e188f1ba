"""Who is named in a text, and what somebody is told of what happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.domain import commands as c
from inbox.domain import events as e
from inbox.domain.events import Event, Recorded
from inbox.domain.mentions import called_out
from inbox.domain.model import Delivery, Person, Request, RequestState, Role, Words
from inbox.errors import BadInput
from inbox.services import watch
from inbox.tui.models.notices import Telling, concerning, notices, telling, together
from tests.world import world

NAMES = ("anna", "anna-lena", "Anna Berg", "Jürgen", "legal")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ME = Person("anna", frozenset({Role.LEAD}), frozenset({"legal"}))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@anna", ("anna",)), ("Hallo @Anna!", ("anna",)), ("(@jürgen)", ("Jürgen",)), ("@anna-lena", ("anna-lena",)),
        ("@anna berg, schau", ("Anna Berg",)), ("@anna bergisch", ("anna",)), ("@annabell", ()), ("info@anna.de", ()),
        ("@@anna", ()), ("@anna@example.social", ()), ("https://x.y/@anna", ()), ("@legal @anna @legal", ("legal", "anna")),
        ("anna", ()), ("@", ()), ("@\nanna", ()),
    ],
)  # fmt: skip
def test_an_at_names_whom_it_stands_before_and_nobody_in_an_address(text: str, found: tuple[str, ...]) -> None:
    assert called_out(text, NAMES) == found


@given(st.text(alphabet="@ab -.", max_size=30), st.lists(st.text(alphabet="ab -", min_size=1, max_size=4), max_size=5))
def test_whoever_is_found_stands_in_the_text_behind_an_at(text: str, names: list[str]) -> None:
    for name in called_out(text, names):
        assert f"@{name}" in text


def told(event: Event, by: str | None = "jonas", mine: tuple[int, ...] = (7,)) -> list[str]:
    """What anna is told of a fact about conversation 7."""
    return [n.text for n in notices([Recorded(1, NOW, by, 7, event)], ME, mine)]


SECRET = Words.of("Geheimnis", "s")
TOLD: list[tuple[Event, bool]] = [
    (e.Mentioned(1, 1, "anna"), True),
    (e.Mentioned(1, 1, "tom"), False),
    (e.Assigned("anna"), True),
    (e.Assigned("tom"), False),
    (e.RequestAnswered(1, SECRET), True),
    (e.RequestDeclined(1, SECRET), True),
    (e.RequestFellDue(1), True),
    (e.Asked(1, "legal", SECRET), True),
    (e.Asked(1, "development", SECRET), False),
    (e.MessageReceived(1, SECRET, NOW), True),
    (e.MessageReceived(1, SECRET, NOW, automatic=True), False),
    (e.DeliveryChanged(1, Delivery.FAILED), True),
    (e.DeliveryChanged(1, Delivery.SENT), False),
    (e.NoteWritten(1, SECRET), False),
]


@pytest.mark.parametrize(("event", "is_told"), TOLD, ids=lambda x: type(x).__name__)
def test_somebody_is_told_what_concerns_them_by_others_and_never_in_a_customers_words(
    event: Event, is_told: bool
) -> None:
    said = told(event)

    assert bool(said) is is_told
    assert not any("Geheimnis" in text for text in said)
    assert told(event, by="anna") == []


def test_what_happens_to_others_is_told_to_nobody_and_the_urgent_comes_first() -> None:
    assert told(e.MessageReceived(1, SECRET, NOW), mine=()) == []
    facts = [Recorded(1, NOW, "jonas", 7, e.Mentioned(1, 1, "anna")), Recorded(2, NOW, None, 8, e.RequestFellDue(3))]
    found = notices(facts, ME, {7})
    assert [n.urgent for n in found] == [True, False]
    assert "3" in together(found) and together(found).endswith("And 1 more.")
    assert together([]) == ""


ASKED = Request(3, 8, "legal", "tom", NOW, SECRET, RequestState.OPEN, NOW)


@pytest.mark.parametrize(
    ("event", "department", "author", "urgent"),
    [
        (e.RequestReminded(3), "legal", "tom", False),
        (e.RequestReminded(3), "development", "tom", None),
        (e.RequestReturned(3, SECRET, to_department=True), "legal", "tom", False),
        (e.RequestReturned(3, SECRET, to_department=True), "development", "anna", None),
        (e.RequestReturned(3, SECRET, to_department=False), "development", "anna", False),
        (e.RequestRedirected(3, "legal"), "legal", "tom", False),
        (e.RequestRedirected(3, "development"), "development", "tom", None),
        (e.RequestEscalated(3, "anna"), "development", "tom", True),
        (e.RequestEscalated(3, "lea"), "development", "tom", None),
        (e.NobodyThere(3, "anna"), "development", "tom", True),
        (e.NobodyThere(3, "lea"), "development", "anna", True),
        (e.NobodyThere(3, ""), "development", "anna", True),
        (e.NobodyThere(3, "lea"), "development", "tom", None),
        (e.MailNoted(3, "anna", SECRET), "development", "tom", False),
        (e.MailNoted(3, "tom", SECRET), "development", "anna", False),
        (e.MailNoted(3, "tom", SECRET), "development", "tom", None),
        (e.RequestAnswered(3, SECRET), "development", "anna", False),
        (e.RequestAnswered(3, SECRET), "development", "tom", None),
    ],
)
def test_of_a_request_its_department_is_told_and_whoever_asked_it_and_who_is_to_see_to_it(
    event: Event, department: str, author: str, urgent: bool | None
) -> None:
    asked = {3: replace(ASKED, department=department, author=author)}
    told = notices([Recorded(1, NOW, None, 8, event)], ME, (), asked)

    assert [n.urgent for n in told] == ([] if urgent is None else [urgent])
    assert all(n.conversation == 8 and "3" in n.text and "Geheimnis" not in n.text for n in told)


async def test_who_acts_for_somebody_is_told_of_what_is_theirs_while_they_are_away(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna, jonas = await w.desk("anna"), await w.desk("jonas")
        await anna.perform(c.Take(here := await w.arrives("Eins")))
        before = await jonas.last()
        await w.arrives("Zwei")
        assert await concerning(jonas, await jonas.feed(before)) == []
        await anna.perform(c.PlanAbsence("anna", "jonas", w.clock() + timedelta(days=2)))
        before = await jonas.last()
        await w.arrives("Drei")
        assert [n.text for n in await concerning(jonas, await jonas.feed(before))] == [
            f"Your contact wrote in conversation {here}."
        ]


async def test_a_specialist_is_reminded_of_what_their_department_is_asked(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna, tom = await w.desk("anna"), await w.desk("tom")
        await anna.perform(c.Take(here := await w.arrives()))
        await anna.perform(c.Ask(here, "development", "Wann?", due=w.clock() + timedelta(hours=8)))
        before = await tom.last()
        w.clock.move(hours=7)
        await watch.look(w.house._office)
        assert ["due soon" in n.text for n in await concerning(tom, await tom.feed(before))] == [True]


@pytest.mark.parametrize(
    ("quiet", "hour", "sleeps"),
    [
        ("18:00-8:00", 3, True),
        ("18:00-8:00", 18, True),
        ("18:00-8:00", 8, False),
        ("12:00-13:00", 12, True),
        ("12:00-13:00", 13, False),
        ("", 3, False),
    ],
)
def test_quiet_hours_may_go_past_midnight(quiet: str, hour: int, sleeps: bool) -> None:
    assert telling("", "", quiet).sleeps(datetime.combine(NOW.date(), time(hour))) is sleeps


@pytest.mark.parametrize(
    ("ways", "quiet"), [("bel", ""), ("bell", "immer"), ("bell", "8-9-10"), ("bell", "25:00-8:00")]
)
def test_a_mistake_in_how_one_is_told_is_said(ways: str, quiet: str) -> None:
    with pytest.raises(BadInput):
        telling(ways, "", quiet)


def test_nothing_said_means_bell_and_title() -> None:
    assert telling("", "", "") == Telling(frozenset({"bell", "title"}))
