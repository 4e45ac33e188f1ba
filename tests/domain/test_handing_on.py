"""What is on a handover card, and who acts for whom at any moment of any plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox.domain import replay
from inbox.domain.absence import Absence, EndAbsence, PlanAbsence
from inbox.domain.acting import acting, seat, stand_ins
from inbox.domain.events import Recorded
from inbox.domain.handover import Card, Step, next_step, promised, still_open
from inbox.domain.holding import FREEZE, Hold
from inbox.domain.model import (
    Conversation,
    Delivery,
    Direction,
    Draft,
    Message,
    Person,
    Request,
    RequestState,
    Role,
    State,
    Visibility,
    Words,
)
from inbox.domain.people import owns
from inbox.domain.picture import Picture
from inbox.domain.promises import promises, sentences, until
from inbox.domain.rules import decide
from inbox.errors import InboxError
from inbox.tui.models.handover import card_lines
from tests.domain.promised import OTHERS, TUNED
from tests.world import NOON

NAMES = ("anna", "ben", "cleo", "dora", "lea")
DAY = timedelta(days=1)


class Ids:
    """Ids and salts that count."""

    def __init__(self) -> None:
        self.last = 0

    def id(self) -> int:
        """The next number."""
        self.last += 1
        return self.last

    def salt(self) -> str:
        """A salt like any other."""
        return "salt"


def words(text: str) -> Words:
    """A text as nouns keep it."""
    return Words.of(text, "s")


def message(n: int, text: str, delivery: Delivery | None = Delivery.SENT) -> Message:
    """Something we said (None: the contact)."""
    way = Direction.OUT if delivery else Direction.IN
    author = "anna" if delivery else ""
    return Message(n, 1, n, way, author, NOON, words(text), Visibility.PRIVATE, delivery)


OPEN = Conversation(1, "acme@x", 1, words("k"), Visibility.PRIVATE, State.OPEN, NOON, NOON)


def test_every_promise_of_the_tuned_half_is_found_and_nine_of_ten_of_the_other() -> None:
    for half, least, most in ((TUNED, 1.0, 0.0), (OTHERS, 0.9, 0.15)):
        found = [bool(promises(s)) for s in half[True]]
        needless = [s for s in half[False] if promises(s)]
        assert sum(found) / len(found) >= least
        assert len(needless) / len(half[False]) <= most, needless


def test_all_promises_of_forty_threads_are_on_their_cards() -> None:
    said = [*TUNED[True], *OTHERS[True]]
    lost = []
    for thread in range(40):
        mine = [said[(thread * 3 + n) % len(said)] for n in range(3)]
        around = [TUNED[False][thread % 19], OTHERS[False][thread % 19]]
        texts = [f"Guten Tag! {around[0]} {mine[0]}", f"{mine[1]}\n\n{mine[2]} {around[1]}"]
        card = promised([message(1, "Wann?", None), *(message(n, text) for n, text in enumerate(texts, start=2))])
        lost += [m for m in mine if not any(m in p.text for p in card)]

    assert not lost


def test_a_promise_says_until_when_and_sentences_end_where_they_end() -> None:
    assert until("Sie hören bis zum 14.05. um 9 Uhr von uns") == "bis zum 14.05. um 9 Uhr"
    assert until("We answer within 2 working days") == "within 2 working days"
    assert until("Vielen Dank") == ""
    assert sentences("Am 12. März geht Version 5.2.1 raus, z. B. für Dr. Roth. Danke!\nBis bald") == [
        "Am 12. März geht Version 5.2.1 raus, z. B. für Dr. Roth.", "Danke!", "Bis bald",
    ]  # fmt: skip


def test_what_did_not_leave_promises_nothing() -> None:
    said = "Wir melden uns morgen."
    for delivery in (Delivery.HELD, Delivery.FAILED, None):
        assert promised([message(1, said, delivery)]) == ()
    assert [p.text for p in promised([message(1, said), message(2, said, Delivery.QUEUED)])] == [said, said]
    assert promised([replace(message(1, said), automatic=True)]) == ()


def test_what_is_planned_promises_from_its_moment_on() -> None:
    planned = replace(message(1, "Wir melden uns morgen.", Delivery.QUEUED), planned=NOON + 2 * DAY)
    (promise,) = promised([planned])
    assert promise.at == NOON + 2 * DAY
    card = Card(1, "K", "anna", "", (promise,), (), Step.PLANNED, "anna", None, None)
    assert "planned for 26.11." in card_lines(card, NOON)[1]
    assert card_lines(card, NOON + 3 * DAY)[1].endswith("(anna, 24 h)")


def asked(state: RequestState, due: timedelta | None = None) -> Request:
    """A request in a state."""
    return Request(7, 1, "legal", "anna", NOON, words("?"), state, NOON, None if due is None else NOON + due)


FROZEN = Hold(FREEZE, "communication", "")


def held(*holds: Hold) -> Message:
    """A reply that waits."""
    return replace(message(1, "x", Delivery.HELD), holds=holds)


def test_the_next_step_is_the_one_thing_that_nobody_else_does_first() -> None:
    waits = replace(OPEN, waiting_since=NOON)
    anew = replace(waits, last_in=2)
    draft = Draft(1, "anna", NOON, words("halb"))
    said = [message(1, "x")]
    for expected, about, given_ in (
        (Step.DECIDE, "", (waits, "us", (), [message(1, "x", Delivery.UNKNOWN)], None)),
        (Step.DECIDE, "", (waits, "us", (), [message(1, "x", Delivery.FAILED)], None)),
        (Step.SIGN, "anna", (waits, "lead", (), [message(1, "x", Delivery.HELD)], None)),
        (Step.FROZEN, "anna", (waits, "lead", (), [held(FROZEN)], None)),
        (Step.SIGN, "anna", (waits, "lead", (), [held(FROZEN, Hold("promise", "legal", ""))], None)),
        (Step.FROZEN, "", (waits, "us", (), [replace(message(1, "x", Delivery.QUEUED), frozen=3)], None)),
        (Step.ANSWER, "", (anew, "lead", (), [held(FROZEN)], None)),
        (Step.ANSWER, "", (anew, "us", (), [replace(message(1, "x", Delivery.QUEUED), frozen=3)], None)),
        (Step.ACCEPT, "legal", (waits, "lead", [asked(RequestState.ANSWERED)], [held(FROZEN)], None)),
        (Step.EXPLAIN, "legal", (waits, "lead", [asked(RequestState.RETURNED)], [held(FROZEN)], None)),
        (Step.ACCEPT, "legal", (waits, "us", [asked(RequestState.ANSWERED)], said, draft)),
        (Step.EXPLAIN, "legal", (waits, "us", [asked(RequestState.RETURNED)], said, None)),
        (Step.WAIT_DEPARTMENT, "legal", (waits, "department:legal", [asked(RequestState.TAKEN)], said, None)),
        (Step.DRAFT, "anna", (waits, "us", (), said, draft)),
        (Step.ANSWER, "", (waits, "us", (), said, None)),
        (Step.WAIT_CONTACT, "", (OPEN, "customer", (), said, None)),
        (Step.WAKE, "", (replace(OPEN, state=State.SNOOZED), "customer", (), said, None)),
        (Step.DONE, "", (replace(OPEN, state=State.CLOSED), "customer", (), said, None)),
    ):
        assert next_step(*given_) == (expected, about)  # type: ignore[arg-type]


def test_open_requests_come_in_the_order_in_which_they_are_due() -> None:
    found = [
        replace(asked(RequestState.OPEN), id=1),
        replace(asked(RequestState.TAKEN, DAY), id=2),
        replace(asked(RequestState.ACCEPTED, DAY), id=3),
        replace(asked(RequestState.OPEN, DAY / 2), id=4),
    ]

    assert [o.request for o in still_open(found)] == [4, 2, 1]


# --- absences

plans = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(0, 8), st.integers(1, 6), st.booleans(), st.integers(0, 12)
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(plans)
def test_at_every_moment_of_every_plan_somebody_who_is_there_acts(
    steps: list[tuple[str, str, int, int, bool, int]],
) -> None:
    picture, ids, number = Picture(), Ids(), 0
    for name in NAMES:
        roles = {Role.LEAD, Role.ADMIN} if name == "lea" else {Role.MANAGER}
        picture.people[name] = Person(name, frozenset(roles))
    for person, substitute, begins, days, ends, later in steps:
        at = NOON + (later / 4) * timedelta(hours=1)
        command = PlanAbsence(
            person, substitute, NOON + (begins + days) * DAY, NOON + begins * DAY + 4 * timedelta(hours=1)
        )
        try:
            facts = decide(picture, EndAbsence(later) if ends else command, picture.people["lea"], at, ids)
        except InboxError:
            continue
        for conversation, event in facts:
            number += 1
            replay.apply(picture, Recorded(number, at, "lea", conversation, event))

    for half_day in range(2 * 16):
        at = NOON + half_day * DAY / 2
        away = {a.person for a in picture.absences.values() if a.lasts(at)}
        for name in NAMES:
            actor = acting(picture, name, at)
            assert actor not in away
            assert (actor == name) == (name not in away)


def test_a_substitute_owns_for_the_time_and_not_a_moment_longer_through_others_who_are_away() -> None:
    picture = Picture()
    for name in NAMES:
        picture.people[name] = Person(name, frozenset({Role.MANAGER}))
    for id, (who, whom, first, last) in enumerate([("anna", "ben", 1, 5), ("ben", "cleo", 2, 3)], start=1):
        picture.absences[id] = Absence(id, who, whom, NOON + first * DAY, NOON + last * DAY, "lea")
    mine = replace(OPEN, owner="anna")

    def owners(days: float) -> list[str]:
        moment = Picture(people=dict(picture.people), absences=picture.absences)
        seat(moment, NOON + days * DAY)
        return [name for name, person in moment.people.items() if owns(person, mine)]

    assert [owners(d) for d in (0.9, 1, 2, 2.9, 3, 4.99, 5)] == [
        ["anna"], ["anna", "ben"], ["anna", "cleo"], ["anna", "cleo"], ["anna", "ben"], ["anna", "ben"], ["anna"],
    ]  # fmt: skip


def test_in_a_circle_everybody_acts_for_themselves() -> None:
    circle = [Absence(n, a, b, NOON, NOON + DAY, "x") for n, (a, b) in enumerate([("a", "b"), ("b", "c"), ("c", "a")])]

    assert stand_ins(circle, NOON) == {"a": "a", "b": "b", "c": "c"}


@pytest.mark.parametrize("text", ["", "?", "\n\n", "." * 5000, "a" * 50_000, "1. 2. 3. " * 3000, "bis bis bis " * 4000])
def test_no_text_of_ours_takes_long_to_be_read(text: str) -> None:
    promises(text)
