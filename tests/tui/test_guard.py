"""No text on any surface steers the terminal: checked on the bytes that a real terminal gets."""

from __future__ import annotations

import re

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from inbox.tui.guard import ControlGuard
from tests.tui.terminal import Terminal, terminal

BLACK = Color(0, 0, 0)
# What Textual itself says to a terminal, and nothing else: colours, cursor, modes and their queries, pointer, our links.
OWN = re.compile(
    rb"\x1b\[[0-9;]*m|\x1b\[\d+;\d+H|\x1b\[\?\d+(?:[hl]|\$p)|\x1b\[>\d+u|\x1b\[<u|\x1b\]22;[a-z-]*\x07"
    rb"|\x1b\]8;id=\d+;https://good\.test/\x1b\\|\x1b\]8;;\x1b\\|\r?\n"
)
LEAK = re.compile("[\x00-\x1f\x7f-\x9f\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
SURFACES = "static title subtitle plain label strip broken file link input placeholder area option button column cell toast heading"


def leaks(shown: Terminal) -> set[str]:
    """Return the control characters that were written beside Textual's own sequences."""
    return set(LEAK.findall(OWN.sub(b"", bytes(shown.raw)).decode("utf-8")))


def leave(shown: Terminal) -> None:
    """Quit with Ctrl+Q and read to the end, so that no sequence is seen by half."""
    shown.type("\x11")
    shown.wait(shown.ended)
    shown.drain()


def drawn(shown: Terminal) -> bool:
    text = "".join(shown.screen.display)
    return b"ready" in shown.said and all(f"<{name}>" in text for name in SURFACES.split())


def test_no_surface_lets_a_control_character_through() -> None:
    with terminal("tests.tui.app_hostile") as shown:
        shown.wait(lambda: drawn(shown))
        leave(shown)

        assert leaks(shown) == set()
        assert b"https://good.test/" in shown.raw and b"file:///" not in shown.raw


def test_without_the_guard_they_do_get_through() -> None:
    """Keeps the test above honest: when Textual one day filters by itself, the guard may go."""
    with terminal("tests.tui.app_hostile", "unguarded") as shown:
        shown.wait(lambda: b"<toast>" in shown.raw and b"<cell>" in shown.raw)
        leave(shown)

        assert {"\x1b", "\x9b", "\u202e"} <= leaks(shown)


def test_clean_segments_pass_as_they_are() -> None:
    segments = [Segment("Grüße 👩‍👩‍👧 می‌خواهم", Style(bold=True)), Segment("plain")]

    assert ControlGuard().apply(segments, BLACK) is segments


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "https://a.test/\x1b\\", "javascript:x", "https://a b", "HTTPS://ä.test", ""]
)
def test_an_unsafe_link_is_taken_off_and_the_rest_of_the_style_stays(url: str) -> None:
    kept = Style(bold=True, meta={"row": 1})
    (segment,) = ControlGuard().apply([Segment("x", kept + Style(link=url))], BLACK)

    assert segment.style is not None and segment.style.link is None
    assert (segment.style.bold, segment.style.meta) == (True, {"row": 1})


def test_textual_still_asks_filters_for_every_strip() -> None:
    """Pins what the guard stands on: a strip applies a filter and keeps its computed width."""
    strip = Strip([Segment("a\x1b\u202eb")], 2).apply_filter(ControlGuard(), BLACK)

    assert (strip.text, strip.cell_length) == ("ab", 2)
