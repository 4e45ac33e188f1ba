"""Whoever does not look is told: by bell, by a number in the title, on the desktop, by a command of theirs."""

from __future__ import annotations

import asyncio
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox.tui import notifying
from inbox.tui.models.notices import Notice, Telling, telling
from inbox.tui.notifying import POP, PUSH, Notifier

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Terminal:
    """What a terminal was told."""

    def __init__(self, how: Telling, *, tmux: bool = False) -> None:
        self.written: list[str] = []
        self.bells = 0
        self.second = asyncio.Event()
        self.looks = False
        self.notifier = Notifier(how, self._put, self._bell, lambda: self.looks, {"TMUX": "x"} if tmux else {})

    def _put(self, sequence: str) -> None:
        self.written.append(sequence)
        if len(self.written) == 2:
            self.second.set()

    def _bell(self) -> None:
        self.bells += 1

    def tell(self, *texts: str, urgent: bool = False) -> None:
        self.notifier.tell([Notice(text, urgent) for text in texts], now=NOON, rings=True)


async def test_a_number_stands_in_the_title_until_they_look_and_the_old_title_comes_back() -> None:
    shown = Terminal(telling("title", "", ""))
    shown.tell("jonas names you in conversation 7.", "x")
    assert shown.written == [PUSH, "\x1b]2;inbox (2)\x07"]
    shown.tell("y")
    assert shown.written[-1] == "\x1b]2;inbox (3)\x07"
    shown.notifier.looked()
    assert shown.written[-1] == "\x1b]2;inbox\x07"
    shown.notifier.end()
    assert shown.written[-1] == POP
    assert not shown.bells


async def test_nothing_is_told_to_whoever_looks_unless_they_want_it_always() -> None:
    for ways, bells in (("bell title", 0), ("bell always", 1), ("off bell", 0)):
        shown = Terminal(telling(ways, "", ""))
        shown.looks = True
        shown.tell("x")
        assert (shown.bells, bool(shown.written)) == (bells, False)


async def test_in_quiet_hours_only_the_number_grows() -> None:
    shown = Terminal(telling("bell title osc9", "", "0:00-23:59"))
    shown.tell("x")
    assert (shown.bells, shown.written) == (0, [PUSH, "\x1b]2;inbox (1)\x07"])


@pytest.mark.parametrize(
    ("way", "sequence"),
    [
        ("osc9", "\x1b]9;inbox: a b\x07"),
        ("osc777", "\x1b]777;notify;inbox;a b\x07"),
        ("osc99", "\x1b]99;;inbox: a b\x1b\\"),
    ],
)
async def test_the_desktop_is_told_in_the_terminals_dialect_and_nothing_in_it_commands_the_terminal(
    way: str, sequence: str
) -> None:
    shown = Terminal(telling(way, "", ""))
    shown.tell("a;b")
    assert shown.written == [sequence]
    shown = Terminal(telling(way, "", ""), tmux=True)
    shown.tell("a\x07b")
    assert shown.written == ["\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"]


async def test_many_at_once_are_one_notice_the_urgent_first_and_what_comes_after_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(notifying, "PAUSE", 0.05)
    shown = Terminal(telling("osc9", "", ""))
    shown.tell("one", "two")
    for n in range(20):
        shown.tell(f"n{n}")
    shown.tell("late", urgent=True)
    assert len(shown.written) == 1
    async with asyncio.timeout(5):
        await shown.second.wait()
    assert re.fullmatch(r"\x1b\]9;inbox: late And 20 more\.\x07", shown.written[1])


async def test_a_command_gets_one_sentence_without_a_shell(tmp_path: Path) -> None:
    out = tmp_path / "said"
    script = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    shown = Terminal(telling("", f"{sys.executable} -c '{script}' {out}", ""))
    shown.tell("$(id) `x` 7.")
    assert shown.notifier._command is not None
    await shown.notifier._command
    assert out.read_text() == "$(id) `x` 7."


async def test_a_command_that_is_not_there_disturbs_nobody() -> None:
    shown = Terminal(telling("bell", "/nirgends/ist/das", ""))
    shown.tell("x")
    assert shown.notifier._command is not None
    await shown.notifier._command
    assert shown.bells == 1
