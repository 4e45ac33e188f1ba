"""A list of thousands of rows paints as fast as one of hundreds, and its cursor stays on its conversation."""

from __future__ import annotations

import time
from array import array
from collections.abc import Sequence
from pathlib import Path

from textual.app import App, ComposeResult

from inbox.domain.model import Person, Role
from inbox.ports.desk import Desk, View
from inbox.tui.action import unread
from inbox.tui.models.keys import KeySequence
from inbox.tui.models.lines import Line, wrap
from inbox.tui.models.listing import ListModel
from inbox.tui.models.rows import conversation_line
from inbox.tui.widgets.listing import ConversationList
from tests.world import NOON, message, world


class Rows:
    """Only what a list needs of a desk: ids in order, and no row at all."""

    def __init__(self, ids: Sequence[int]) -> None:
        self.ids = array("q", ids)

    async def index(self, view: View, narrow: object) -> array[int]:
        """Return all ids."""
        return self.ids

    async def rows(self, ids: Sequence[int]) -> list[object]:
        """Nothing is known about them."""
        return []


async def painting(desk: Desk) -> float:
    """Return the processor's seconds that 60 jumps through everything a desk lists take to paint; reading is not counted."""
    model = ListModel(desk, View.ALL)
    await model.complete()

    def line(place: int, width: int) -> Line:
        row = model.row(place)
        return conversation_line(row, width, NOON, "anna", marked=False) if row else [("  …", "dim")]

    rows = ConversationList(line, id="rows")
    rows.model = model

    class Shell(App[None]):
        def compose(self) -> ComposeResult:
            yield rows

    async with Shell().run_test(size=(100, 40)) as pilot:
        rows.repaint()
        await pilot.pause()
        taken = 0.0
        for n in range(60):
            before = time.process_time()
            rows.go((n * 7919) % len(model))
            taken += time.process_time() - before
            await model.ensure(*rows.window)
            rows.repaint()
            before = time.process_time()
            shown = [rows.render_line(y).text for y in range(40)]
            taken += time.process_time() - before
            assert model.current is not None
            assert model.current.contact in shown[rows.place - rows.scroll_offset.y]
        return taken


async def test_thousands_of_rows_are_painted_like_hundreds(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        anna = await w.desk("anna")

        async def holds(first: int, last: int) -> float:
            await w.take_in(*(message(f"m{n}", f"Frage {n} zur Lieferung", who=f"K{n}") for n in range(first, last)))
            return min([await painting(anna) for _ in range(2)])

        few, many = await holds(0, 400), await holds(400, 4000)

    assert many < 2 * few


async def test_the_cursor_stays_on_its_conversation_when_others_come_before_it() -> None:
    desk = Rows(range(100, 200))
    model = ListModel(desk, View.ALL)  # type: ignore[arg-type]
    await model.complete()
    model.move(50)
    desk.ids = array("q", [1, 2, 3, *range(100, 200)])
    await model.complete()
    assert (model.current_id, model.cursor) == (150, 53)
    desk.ids = array("q", [n for n in desk.ids if n != 150])
    await model.complete()
    assert model.cursor == 53


async def test_what_leaves_the_view_stays_under_the_cursor_until_it_moves_and_is_not_counted() -> None:
    desk = Rows(range(100, 110))
    model = ListModel(desk, View.ALL)  # type: ignore[arg-type]
    await model.complete()
    model.move(5)
    desk.ids = array("q", [n for n in desk.ids if n != 105])
    for _ in range(2):
        await model.complete()
        assert (model.current_id, model.cursor, model.stayed, model.size) == (105, 5, 105, 9)
    model.move(6)
    assert (model.current_id, model.stayed, list(model.ids)) == (106, None, list(desk.ids))
    model.go_to(109)
    desk.ids = array("q", [100])
    await model.complete()
    model.move(model.cursor - 1)
    assert (model.current_id, list(model.ids)) == (100, [100])


async def test_what_was_done_with_does_not_stay_and_the_next_is_chosen() -> None:
    desk = Rows(range(100, 105))
    model = ListModel(desk, View.ALL)  # type: ignore[arg-type]
    await model.complete()
    model.move(3)
    model.move(model.beyond([103, 104]))
    assert model.current_id == 102
    model.move(model.beyond([100, 101, 102, 103, 104]))
    desk.ids = array("q", [])
    await model.complete()
    assert (model.current_id, len(model)) == (None, 0)


def test_chords_wait_only_where_one_may_follow() -> None:
    keys, chords = KeySequence(), {"g m", "g g", "r", "G"}
    assert keys.feed("r", chords) == "r"
    assert keys.feed("g", chords) == ""
    assert keys.pending == "g"
    assert keys.feed("m", chords) == "g m"
    assert keys.feed("x", chords) is None
    assert keys.feed("g", chords) == ""
    assert keys.feed("r", chords) == "r"


def test_wrapping_loses_no_word_and_keeps_every_line_within_its_width() -> None:
    text = "Größe " * 30 + "x" * 100 + " 日本語のテキスト" * 10
    lines = wrap(text, 20)
    from rich.cells import cell_len

    assert all(cell_len(line) <= 20 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_who_has_no_lists_is_told_of_nothing_they_may_not_do() -> None:
    for roles, said in (
        ({Role.MANAGER}, ""),
        ({Role.SPECIALIST}, "You see what your department is asked; your role has no other lists."),
        ({Role.AUDITOR}, "Your role reads no conversations; inbox verify proves what happened."),
        (set[Role](), "Your role reads no conversations."),
    ):
        assert unread(Person("x", frozenset(roles))) == said
