"""What is copied holds nothing that a paste would carry into another program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from textual.app import App

from inbox.tui.clipboard import copy_text, copyable


def test_lines_and_tabs_are_copied_and_controls_are_not() -> None:
    assert copyable("a\tb\r\nc\x1b[201~rm -rf\r\x9b\u202e\ud800 ü") == "a\tb\nc[201~rm -rf ü"


async def test_without_tmux_the_terminal_is_asked() -> None:
    app: App[object] = App()
    async with app.run_test():
        assert await copy_text(app, "x\x1b", {}) == ("terminal",)
        assert app.clipboard == "x"


@pytest.mark.parametrize(("ending", "ways"), [("0", ("terminal", "tmux")), ("1", ("terminal",))])
async def test_inside_tmux_its_buffer_is_filled_too(tmp_path: Path, ending: str, ways: tuple[str, ...]) -> None:
    tmux = tmp_path / "tmux"
    tmux.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/asked; cat > {tmp_path}/got; exit {ending}\n')
    tmux.chmod(0o700)
    environment = {"TMUX": "/tmp/x,1,0", "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    app: App[object] = App()
    async with app.run_test():
        assert await copy_text(app, "grüße\x07", environment) == ways
    assert (tmp_path / "asked").read_text() == "load-buffer -w -\n"
    assert (tmp_path / "got").read_text() == "grüße"


async def test_a_missing_tmux_program_is_no_error(tmp_path: Path) -> None:
    app: App[object] = App()
    async with app.run_test():
        assert await copy_text(app, "x", {"TMUX": "/tmp/x,1,0", "PATH": str(tmp_path)}) == ("terminal",)
