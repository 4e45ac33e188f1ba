"""A small window that shows what is found while somebody types."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from textual import on
from textual import work as background
from textual.message import Message
from textual.widgets import Input

from inbox.errors import InboxError
from inbox.texts import explain, t
from inbox.tui.screens.overlays import Choice, Chooser
from inbox.tui.widgets.listing import RowList


@dataclass(frozen=True, slots=True)
class Found:
    """What was chosen, and the words that found it."""

    value: str
    typed: str


class Find(Chooser[Found]):
    """Shows what `look` finds while somebody types; what cannot be looked for is said in its place."""

    def __init__(self, title: str, look: Callable[[str], Awaitable[Sequence[Choice]]], typed: str = "") -> None:
        super().__init__(title, typed)
        self._look = look

    def on_mount(self) -> None:
        """Ready to type."""
        self._list.empty = t("What fits appears here while you type.")
        self._list.can_focus = False
        self._list.styles.height = 14

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._find(event.value.strip())

    @background(exclusive=True, group="find")
    async def _find(self, typed: str) -> None:
        begin = t("What fits appears here while you type.")
        self._list.empty = t("looking …") if typed else begin
        found: Sequence[Choice] = ()
        try:
            # Half a word finds what it begins; an operator or a phrase is taken as it is.
            whole = not typed or typed[-1] in '*":' or ":" in typed.rsplit(None, 1)[-1]
            found = await self._look(typed if whole else f"{typed}*") if typed else ()
            self._list.empty = t("Nothing found for {words}.", words=typed) if typed else begin
        except InboxError as cause:
            self._list.empty = explain(cause)
        self._list.show(found, lambda c: c.value)
        self._list.go(0)
        count = [t("{n} found", n=len(found))] if typed else []
        self._hint.say(" · ".join([*count, t("Enter chooses · Esc leaves")]))

    @on(Input.Submitted)
    @on(RowList.Opened)
    def _chosen(self, event: Message) -> None:
        event.stop()
        if self._list.current is not None:
            self.dismiss(Found(self._list.current.value, self._line.value.strip()))
        else:
            self._line.go_on()
