"""The window in which a department is asked: to whom, what, until when, with which messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from inbox.domain.model import Department, Message
from inbox.errors import BadInput
from inbox.texts import explain, t
from inbox.tui.screens.overlays import Box, Window

When = Callable[[str], datetime]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was filled in; `due` None means the department's usual time."""

    department: str
    question: str
    due: datetime | None
    blocking: bool


class RequestForm(Window[Asked | None]):
    """Question first; due time and blocking are prefilled. `read_when` reads times people type, `keep` keeps
    the question begun, of which `text` is what there is already.
    """

    def __init__(
        self,
        department: Department,
        shown: Sequence[Message],
        read_when: When,
        text: str = "",
        keep: Callable[[str], object] = lambda _: None,
    ) -> None:
        super().__init__()
        self._text = text
        self._keep = keep
        self._department = department
        self._shown = shown
        self._read_when = read_when
        self._blocking = False

    def compose(self) -> ComposeResult:
        """The fields, top down in the order they are needed."""
        usual = f"{self._department.answers_in.total_seconds() / 3600:g} h"
        with Box(classes="box"):
            yield Static(
                Content(t("Ask {department}", department=self._department.name)), classes="title", markup=False
            )
            yield Static(Content(t("Question")), classes="label", markup=False)
            yield TextArea(self._text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
            yield Static(Content(t("Needed by (empty: in {usual})", usual=usual)), classes="label", markup=False)
            yield Input(placeholder=t("2h, 18:00, tomorrow 9:00"), id="due")
            yield Static("", id="blocking", markup=False)
            yield Static("", id="shown", classes="body", markup=False)
            with Vertical(classes="foot"):
                yield Static("", id="wrong", markup=False)
                yield Static(Content(t("ctrl+s asks · tab next field · ctrl+b blocking · Esc leaves")), markup=False)

    def on_mount(self) -> None:
        """Ready to write the question."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)
        self._show_blocking()
        lines = [f"  ▪ {str(m.words)[:120]}" for m in self._shown]
        head = (
            t("{department} may read:", department=self._department.name)
            if lines
            else t("No message is shown to them.")
        )
        self.query_one("#shown", Static).update(Content("\n".join([head, *lines])))

    def _show_blocking(self) -> None:
        sign = "[x]" if self._blocking else "[ ]"
        self.query_one("#blocking", Static).update(
            Content(f"{sign} {t('blocking: not closed before there is an answer')}")
        )

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        self._keep(event.text_area.text)

    def on_key(self, event: events.Key) -> None:
        """Ask, or leave."""
        if event.key in ("ctrl+s", "alt+enter"):
            event.stop()
            self._ask()
        elif event.key == "ctrl+b":
            event.stop()
            event.prevent_default()
            self._blocking = not self._blocking
            self._show_blocking()
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
            due = self._read_when(typed) if typed else None
        except BadInput as cause:
            wrong.update(Content(explain(cause)))
            return
        self.dismiss(Asked(self._department.name, question, due, self._blocking))
