"""The first picture of a first run: try the demo, or make an inbox."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from inbox.texts import t
from inbox.tui.start import terminal_driver


class Welcome(App[str]):
    """Two ways to begin."""

    CSS_PATH = "../styles/house.tcss"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, where: str) -> None:
        super().__init__(driver_class=terminal_driver())
        self._where = where

    def compose(self) -> ComposeResult:
        """What this is, and the two keys."""
        lines = [
            t("There is no inbox here yet: {where}", where=self._where),
            "",
            f"d  {t('try the demo: a living inbox, nothing is kept')}",
            f"n  {t('make a new inbox: you become its lead, then open a channel')}",
            f"q  {t('leave')}",
        ]
        with Vertical(classes="box"):
            yield Static(Content(t("Welcome to Chefsache")), classes="title", markup=False)
            yield Static(Content("\n".join(lines)), markup=False)

    def on_key(self, event: events.Key) -> None:
        """Choose."""
        choice = {"d": "demo", "n": "init", "q": "", "escape": "", "ctrl+c": ""}.get(event.key)
        if choice is not None:
            self.exit(choice)


def run_welcome(where: str) -> str:
    """Return `demo`, `init` or "" (leave)."""
    return Welcome(where).run() or ""
