"""What the terminal driver promises when the terminal stalls, goes away or sends a lone Esc."""

from __future__ import annotations

import os
import re
import signal
import statistics
import time
from itertools import count

import pytest

from inbox.tui.driver import BACKLOG, FrameWriter
from tests.tui.terminal import Terminal, terminal

APP = "tests.tui.app_busy"
# Promised are 150 ms on a quiet machine; a stock driver stands still as long as the terminal does.
STANDSTILL = 0.5


def ready(shown: Terminal) -> bool:
    return b"ready" in shown.said


def test_a_stalled_terminal_does_not_stop_the_app_and_is_complete_afterwards() -> None:
    with terminal(APP, "busy") as shown:
        shown.wait(lambda: ready(shown) and "line 39" in shown.screen.display[39])
        before = shown.said.count(b".")
        shown.wait(lambda: shown.said.count(b".") >= before + 60, reading=False)
        # The last frames are dropped, so that only a full repaint can show them.
        shown.type("f")
        shown.wait(lambda: b"frozen" in shown.said, reading=False)
        shown.wait(lambda: is_one_picture(shown))
        shown.type("q")
        shown.wait(shown.ended)

        found = re.search(rb"gap ([\d.]+) round (\d+)", shown.said)

        assert found and float(found[1]) < STANDSTILL
        assert shown.process.returncode == 0 and b"left" in shown.said


def is_one_picture(shown: Terminal) -> bool:
    """Every line shows the same and the last round that the app counted."""
    rounds = {line[:11] for line in shown.screen.display}
    return rounds == {f"round {shown.said.count(b'.'):05}"}


@pytest.mark.parametrize("told", ["by SIGHUP", "only by end of input"])
def test_an_app_ends_when_its_terminal_goes_away(told: str) -> None:
    with terminal(APP, "busy", *(["detached"] if told.startswith("only") else [])) as shown:
        shown.wait(lambda: ready(shown) and "line 39" in shown.screen.display[39])
        shown.hang_up()
        shown.wait(shown.ended)

        assert shown.process.returncode == 129


def test_an_app_that_ends_by_signal_gives_the_terminal_back() -> None:
    with terminal(APP) as shown:
        shown.wait(lambda: ready(shown))
        shown.process.send_signal(signal.SIGTERM)
        shown.wait(shown.ended)
        shown.drain()

        assert shown.process.returncode == 143
        assert b"\x1b[?1049l" in shown.raw and b"\x1b[?25h" in shown.raw


def test_a_lone_escape_is_answered_before_the_stock_poll_would_notice() -> None:
    """Beside a plain key in the same run, which takes as long as the machine happens to need; the stock poll takes 100 ms."""
    taken: dict[str, list[float]] = {"\x1b": [], "f": []}
    with terminal(APP) as shown:
        shown.wait(lambda: ready(shown))
        for turn in range(1, 12):
            for key, said in (("\x1b", b"escape"), ("f", b"frozen")):
                start = time.monotonic()
                shown.type(key)
                shown.wait(lambda said=said, turn=turn: shown.said.count(said) >= turn)  # type: ignore[misc]  # a default binds them
                taken[key].append(time.monotonic() - start)
        shown.type("q")
        shown.wait(shown.ended)

    assert statistics.median(taken["\x1b"]) - statistics.median(taken["f"]) < 0.07


@pytest.fixture
def narrow() -> tuple[int, int]:
    return os.pipe()


def test_frames_are_dropped_whole_and_modes_never(narrow: tuple[int, int]) -> None:
    reading, writing = narrow
    called: list[bool] = []
    writer = FrameWriter(writing, lambda: called.append(True))
    writer.start()
    frame = "A" * 9_999 + "Z"
    for _ in range(100):
        for text in ("\x1b[?2026h", frame, "\x1b[?2026l"):
            writer.put(text)
    writer.put("\x1b]52;c;eHg=\a")
    writer.put("\x1b[?25h")
    got = b""
    for _ in count():
        got += os.read(reading, 65_536)
        if got.endswith(b"\x1b[?25h"):
            break
    writer.stop()
    os.close(reading)
    os.close(writing)

    assert called == [True]
    assert got.count(b"Z") == got.count(b"A") / 9_999 <= (BACKLOG + 80_000) / 10_000
    assert got.count(b"\x1b[?2026h") == got.count(b"\x1b[?2026l") and b"\x1b]52;c;eHg=\a" in got


def test_a_terminal_that_never_drains_is_left_within_a_second(narrow: tuple[int, int]) -> None:
    reading, writing = narrow
    writer = FrameWriter(writing, lambda: None)
    writer.start()
    writer.put("x" * 200_000)
    start = time.monotonic()
    writer.stop()
    taken = time.monotonic() - start
    # Ends the thread, which still waits for somebody to read.
    os.close(reading)
    writer.join(2.0)
    os.close(writing)

    assert taken < 1.5 and not writer.is_alive()
