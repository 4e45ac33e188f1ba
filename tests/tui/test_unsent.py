"""What a seat keeps of a reply that the desk did not take, and what stands in the composer when it is gone on with."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.tui.models.unsent import Unsent


@pytest.mark.parametrize(
    ("draft", "version", "shown"),
    [
        ("One", 7, "One Two"),
        ("", 0, "One Two"),
        ("One Two", 9, "One Two"),
        ("Lea: One Two, and more", 9, "Lea: One Two, and more"),
        ("Something else", 9, "Something else\n\nOne Two"),
        ("", 9, "One Two"),
    ],
)
def test_a_text_written_upon_a_draft_takes_its_place_and_stands_below_another(
    tmp_path: Path, draft: str, version: int, shown: str
) -> None:
    Unsent(tmp_path / "unsent").keep_reply(12, "One Two", 7)

    assert Unsent(tmp_path / "unsent").reply(12, draft, version) == shown


def test_a_beginning_that_was_mended_while_the_line_was_down_does_not_come_back(tmp_path: Path) -> None:
    unsent = Unsent(tmp_path / "unsent")
    unsent.keep_reply(12, "Dear Ada", 7)

    assert unsent.reply(12, "Deer Ada", 7) == "Dear Ada"


def test_nothing_of_a_reply_is_left_once_it_is_empty(tmp_path: Path) -> None:
    unsent = Unsent(tmp_path / "unsent")
    unsent.keep_reply(12, "One", 7)
    unsent.keep_reply(12, "", 7)

    assert unsent.reply(12, "Draft", 8) == "Draft"
    assert not (tmp_path / "unsent").exists()
