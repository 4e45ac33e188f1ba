"""Two screens of one person keep what is begun in one file, and neither loses what the other wrote."""

from __future__ import annotations

from pathlib import Path

from inbox.tui.models.unsent import Unsent


def test_what_another_screen_of_the_same_person_began_stays_and_what_it_sent_does_not_come_back(tmp_path: Path) -> None:
    place = tmp_path / "inbox.db.anna.unsent"
    Unsent(place).keep("note", 1, "schon lange")
    first, second = Unsent(place), Unsent(place)

    second.keep("note", 2, "von nebenan")
    second.keep("note", 1, "")
    first.keep("note", 3, "von hier")

    now = Unsent(place)
    assert [now.text("note", n) for n in (1, 2, 3)] == ["", "von nebenan", "von hier"]


def test_what_could_not_be_written_down_is_with_the_next_that_can(tmp_path: Path) -> None:
    place = tmp_path / "absent" / "inbox.db.anna.unsent"
    kept = Unsent(place)
    assert not kept.keep("note", 1, "erst")
    place.parent.mkdir()

    assert kept.keep("note", 2, "dann")

    now = Unsent(place)
    assert (now.text("note", 1), now.text("note", 2)) == ("erst", "dann")
