"""The window in which a department is asked: to whom, what, until when, with which messages, and what was answered before."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from textual import events, on
from textual import work as background
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from inbox.domain.model import Department
from inbox.errors import BadInput, InboxError
from inbox.ports.asking import Known, Prepared
from inbox.texts import explain, t
from inbox.tui.models.asked import KEYS, naming, offered, packed, pieces, until
from inbox.tui.screens.overlays import Box, Window
from inbox.tui.widgets.bars import Hint

QUESTION = ""
FIELDS = (QUESTION, "due", "already", "hide")
"""What is kept of a question that was begun, by field."""
PAUSE = 0.3
"""Seconds without a key after which it is looked for what was answered before."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was filled in; `due` None means as proposed. With `known` an answer of before is used, and nobody is asked."""

    department: str
    question: str = ""
    due: datetime | None = None
    blocking: bool = False
    already: str = ""
    hide: tuple[str, ...] | None = ()
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """What the window asks for: what the department would read, what was answered before, what a typed time means.

    `keep` keeps what is begun in a field, `text` returns what there is of it already.
    """

    prepare: Callable[[tuple[str, ...] | None, str], Awaitable[Prepared]]
    find: Callable[[str], Awaitable[Sequence[Known]]]
    read_when: Callable[[str], datetime]
    text: Callable[[str], str] = lambda _: ""
    keep: Callable[[str, str], object] = lambda _field, _text: None


class RequestForm(Window[Asked | None]):
    """Question first; due time, what is withheld and blocking are prefilled. What was answered before is offered while one types."""

    def __init__(self, department: Department, sources: Sources) -> None:
        super().__init__()
        self._department = department
        self._sources = sources
        self._blocking = False
        self._whole = False
        self._found: Sequence[Known] = ()

    def compose(self) -> ComposeResult:
        """The fields, top down in the order they are needed."""
        with Box(classes="box asking"):
            heading = t("Ask {department}", department=self._department.name)
            yield Static(Content(heading), classes="title", markup=False)
            yield Static(Content(t("Question")), classes="label", markup=False)
            text = self._sources.text
            yield TextArea(text(QUESTION), soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
            yield (offers := Static("", id="offered", classes="body", markup=False))
            offers.display = False
            yield Static(Content(t("Needed by")), id="until", classes="label", markup=False)
            yield Input(text("due"), placeholder=t("for example 2h, 18:00, tomorrow 9:00"), id="due")
            yield Static(Content(t("What you know already")), classes="label", markup=False)
            yield Input(text("already"), id="already")
            yield Static(Content(t("Black out these words too (commas between)")), classes="label", markup=False)
            yield Input(text("hide"), id="hide")
            yield Static("", id="blocking", markup=False)
            yield Static("", id="shown", classes="body", markup=False)
            with Vertical(classes="foot"):
                yield Static("", id="wrong", markup=False)
                yield Hint(
                    t("ctrl+s asks · tab next field · ctrl+b blocking · ctrl+r show all · Esc keeps it"), classes=""
                )

    def on_mount(self) -> None:
        """Ready to write the question."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)
        self._show_blocking()
        self._pack(0)

    @background(exclusive=True, group="pack")
    async def _pack(self, pause: float = PAUSE) -> None:
        """Show what the department would read, and until when an answer is needed."""
        await asyncio.sleep(pause)
        try:
            prepared = await self._sources.prepare(self._hide(), self._said())
        except InboxError as cause:
            for wrong in self.query("#wrong").results(Static):
                wrong.update(Content(explain(cause)))
            return
        if not self.query("#until"):
            return  # the window was closed meanwhile
        now = datetime.now(UTC)
        self.query_one("#until", Static).update(Content(until(prepared.need, now)))
        lines = naming(self._department.name, prepared.personal)
        lines += packed(self._department.name, prepared.excerpts, whole=self._whole)
        self.query_one("#shown", Static).update(Content("\n".join(lines)))

    def _said(self) -> str:
        return f"{self.query_one(TextArea).text}\n{self.query_one('#already', Input).value}"

    def _hide(self) -> tuple[str, ...] | None:
        return None if self._whole else pieces(self.query_one("#hide", Input).value)

    def _show_blocking(self) -> None:
        sign = "[x]" if self._blocking else "[ ]"
        said = f"{sign} {t('blocking: not closed before there is an answer')}"
        self.query_one("#blocking", Static).update(Content(said))

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        self._sources.keep(QUESTION, event.text_area.text)
        self._look()
        self._pack()

    @background(exclusive=True, group="look")
    async def _look(self) -> None:
        """Offer what was answered before."""
        await asyncio.sleep(PAUSE)
        try:
            self._found = await self._sources.find(self.query_one(TextArea).text)
        except InboxError:
            self._found = ()  # an offer only: asking goes on without it
        lines = offered(self._found, datetime.now(UTC))
        box = self.query_one("#offered", Static)
        box.update(Content("\n".join(lines)))
        box.display = bool(lines)

    @on(Input.Changed)
    def _filled(self, event: Input.Changed) -> None:
        event.stop()
        self._sources.keep(event.input.id or "", event.value)
        if event.input.id != "due":
            self._pack()

    def on_key(self, event: events.Key) -> None:
        """Ask, use what is known, or leave."""
        if event.key in ("ctrl+s", "alt+enter"):
            event.stop()
            self._ask()
        elif event.key in ("ctrl+b", "ctrl+r"):
            event.stop()
            event.prevent_default()
            if event.key == "ctrl+b":
                self._blocking = not self._blocking
                self._show_blocking()
            else:
                self._whole = not self._whole
                self._pack(0)
        elif event.key in KEYS and KEYS.index(event.key) < len(self._found):
            event.stop()
            self.dismiss(Asked(self._department.name, known=self._found[KEYS.index(event.key)]))
        elif event.key == "escape":
            event.stop()
            self.dismiss(None)

    def _ask(self) -> None:
        wrong = self.query_one("#wrong", Static)
        question, typed = self.query_one(TextArea).text.strip(), self.query_one("#due", Input).value.strip()
        if not question:
            wrong.update(Content(t("The {what} is empty; write something first.", what=t("question"))))
            return
        try:
            due = self._sources.read_when(typed) if typed else None
        except BadInput as cause:
            wrong.update(Content(explain(cause)))
            return
        already = self.query_one("#already", Input).value.strip()
        self.dismiss(Asked(self._department.name, question, due, self._blocking, already, self._hide()))
