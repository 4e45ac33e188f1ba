"""Cards as people read and fill them in: nothing is lost on the way to a text and back, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox import texts
from inbox.domain.commands import PublishGoal, PublishGuideline
from inbox.domain.goals import Card, CardKind, CardScope
from inbox.domain.heeding import Advice
from inbox.domain.incoming import Visibility
from inbox.domain.model import Words
from inbox.errors import BadInput
from inbox.tui.models.cards import Blank, advice_lines, card_lines, changed_lines

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WORD = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
LINE = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
LINES = st.lists(LINE | LINE.map("do: {}".format), max_size=3).map("\n".join)


@pytest.fixture(autouse=True, params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[None]:
    texts.speak(request.param)
    yield
    texts.speak("")


def words(text: str) -> Words:
    return Words.of(text, "s")


def card(do: str = "tun", dont: str = "lassen", kind: CardKind = CardKind.GOAL, **scope: object) -> Card:
    until = NOW + timedelta(days=9) if kind is CardKind.GOAL else None
    parts = words("Titel"), words(do), words(dont), words("Maß")
    return Card(7, 3, 2, kind, *parts, CardScope(**scope), "lea", NOW, until)  # type: ignore[arg-type]


@given(
    title=LINE,
    do=LINES,
    dont=LINES,
    visibility=st.sampled_from([None, *Visibility]),
    topics=st.lists(LINE, max_size=3, unique=True).map(tuple),
    kind=st.sampled_from(CardKind),
)
def test_a_card_becomes_a_text_and_the_same_card_again(
    title: str, do: str, dont: str, visibility: Visibility | None, topics: tuple[str, ...], kind: CardKind
) -> None:
    given_ = replace(
        card(do, dont, kind, channels=("a", "b"), visibility=visibility, topics=topics), title=words(title)
    )
    blank = Blank(kind, given_)
    command = blank.read(blank.text(), NOW)

    assert isinstance(command, PublishGoal | PublishGuideline)
    assert (command.title, command.do, command.dont, command.card) == (title, do, dont, 3)
    assert command.scope == given_.scope
    if isinstance(command, PublishGoal):
        assert (command.until, command.measure) == (given_.until, "Maß")


def test_what_is_no_field_is_said_and_a_new_goal_holds_thirty_days() -> None:
    blank = Blank(CardKind.GOAL)
    with pytest.raises(BadInput):
        blank.read("Freundlich sein", NOW)
    with pytest.raises(BadInput):
        blank.read("title: x\nvisibility: sometimes", NOW)
    command = blank.read("TITLE: Ehrlich\ndo: eins\nzwei\n  drei: vier\n", NOW)

    assert isinstance(command, PublishGoal)
    assert (command.title, command.do) == ("Ehrlich", "eins\nzwei\ndrei: vier")
    assert command.until == NOW + timedelta(days=30)


def test_a_change_says_what_is_gone_and_what_is_new() -> None:
    before, now = card("bleibt\ngeht"), replace(card("bleibt\nkommt"), id=8, version=3)
    said = "\n".join(changed_lines([before], [now]))

    assert "+ geht" in said and "+ kommt" in said and "bleibt" not in said
    assert changed_lines([before], [before]) == []
    assert len(changed_lines([before], [])) == 4  # its name, and the three lines that went
    assert len(changed_lines([], [now])) == 4


@pytest.mark.parametrize("width", [40, 80, 120])
def test_the_composers_lines_fit_and_say_how_many_more_there_are(width: int) -> None:
    lines = [Advice(card(), n % 2 == 0, f"Zeile {n} " + "ü" * 90, near=n == 0) for n in range(5)]
    shown = advice_lines(lines, width, 2)

    assert len(shown) == 2
    assert all(sum(len(text) for text, _ in line) == width for line in shown)
    assert "+3" in shown[1][-1][0]
    assert shown[0][0][1] == "mark"
    assert advice_lines(lines, width, 0) == advice_lines([], width, 2) == []


def test_a_hostile_card_stays_text() -> None:
    said = "\n".join(card_lines(card("[@click=app.quit]x[/]"), NOW))
    assert "+ [@click=app.quit]x[/]" in said
