"""Where people write: a title that says to whom and how publicly, and the text below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from inbox.domain.goals import Card
from inbox.domain.heeding import Advice
from inbox.domain.incoming import File
from inbox.texts import t
from inbox.tui.models.cards import advice_lines
from inbox.tui.models.lines import fit

FEW, MANY, TALL = 2, 4, 32
"""Lines of what leadership wants in a low window and in one from so many rows on."""
_STYLES = {"mark": "bold", "dim": "dim", "hint": "dim"}


class Mode(StrEnum):
    """What is being written."""

    REPLY = "reply"
    NOTE = "note"
    ANSWER = "answer"
    RETURN = "ask back"
    DECLINE = "decline"
    MISSING = "what was missing"


@dataclass(slots=True)
class Writing:
    """What is being written, about what: a conversation's id, or a request's; `conversation` is what it is seen beside.

    `saved` is what is kept of it, `kept` where, `draft` the version of the draft it goes on with; `key` belongs to
    this one text, so that handing it over twice does nothing the second time; `sending` tells that it
    is on its way to the desk. `fits` says how it would leave on its platform, `amiss` that it would not; `rivals` who
    else writes to the same contact just now; `unanswered` is the text that was handed over and got no answer. `knew` are
    the goal and guideline versions that stood when it was begun (None: nobody looked), `template` what it was begun from, `force` that it leaves
    though an answer in it is out of date, `planned` when it is to leave (None: as soon as it may).
    """

    mode: Mode
    about: int
    title: str
    conversation: int
    seen: int = 0
    answers: tuple[int, ...] = field(default=())
    saved: str = ""
    draft: int = 0
    key: str = field(default_factory=lambda: uuid4().hex)
    sending: bool = False
    fits: str = ""
    files: tuple[File, ...] = ()
    amiss: bool = False
    rivals: str = ""
    unanswered: str = ""
    kept: str = ""
    template: int = 0
    knew: tuple[Card, ...] | None = None
    force: bool = False
    planned: datetime | None = None


class Composer(Vertical):
    """Shown while somebody writes; Enter makes a line, sending has its own key."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.writing: Writing | None = None
        self._state = ""
        self._title = Static("", id=f"{id}-title", markup=False)
        self._goals = Static("", id=f"{id}-goals", markup=False)
        self._advice: tuple[Advice, ...] = ()
        self.area = TextArea("", id=f"{id}-text", soft_wrap=True, show_line_numbers=False, tab_behavior="focus")

    def compose(self) -> ComposeResult:
        """Title above what leadership wants above text."""
        yield self._title
        yield self._goals
        yield self.area

    @property
    def text(self) -> str:
        """What is written."""
        return self.area.text

    def open(self, writing: Writing, text: str) -> None:
        """Begin to write."""
        self.writing = writing
        writing.saved = text
        self.area.read_only = False
        self.area.load_text(text)
        self.area.move_cursor(self.area.document.end)
        self.display = True
        self.retitle()
        self.area.focus()

    def insert(self, text: str) -> None:
        """Put a text where the cursor is."""
        self.area.insert(text)

    def hold(self, state: str) -> None:
        """Let nothing be typed that would be lost, and say why."""
        self.area.read_only = True
        self.retitle(state)

    def on_key(self, event: events.Key) -> None:
        """What is typed into a text that is on its way is meant for it, and never for the list behind it."""
        if self.area.read_only:
            event.stop()
            event.prevent_default()

    def let_go(self) -> None:
        """Let people type again."""
        self.area.read_only = False
        self.retitle()

    def close(self) -> None:
        """End writing; the text is somebody else's care now."""
        self.writing = None
        self.display = False
        self.guide(())
        self.area.load_text("")

    def on_resize(self) -> None:
        """Fit the title to the width."""
        self.restate()
        self._paint_advice()

    def restate(self) -> None:
        """Say anew what is written; what became of the draft stays said."""
        self.retitle(self._state)

    def guide(self, advice: Sequence[Advice]) -> None:
        """Show what leadership wants of this text, the lines that speak of it first."""
        if tuple(advice) != self._advice:
            self._advice = tuple(advice)
            self._paint_advice()

    def _paint_advice(self) -> None:
        room = FEW if self.app.size.height < TALL else MANY
        lines = advice_lines(self._advice, self.size.width or 80, room)
        parts: list[tuple[str, str] | str] = []
        for n, line in enumerate(lines):
            parts += ["\n"] if n else []
            parts += [(text, _STYLES.get(name, "")) for text, name in line if text]
        self._goals.update(Content.assemble(*parts))
        self._goals.display = bool(lines)

    def go_on(self, text: str) -> None:
        """Show another text in place of this one; the cursor stays, or follows the end."""
        at_end, place = self.area.cursor_location == self.area.document.end, self.area.cursor_location
        self.area.load_text(text)
        self.area.move_cursor(self.area.document.end if at_end else place)

    def retitle(self, state: str = "") -> None:
        """Say what is written, how long it is, and what became of the draft; on two lines where one is too short."""
        self._state = state
        if self.writing is None:
            return
        used = "".join(f" · {t('uses answer')} #{a}" for a in self.writing.answers)
        count = t("1 character") if len(self.text) == 1 else t("{n} characters", n=len(self.text))
        used += f" · ⎘ {len(self.writing.files)}" if self.writing.files else ""
        end = f" · {self.writing.fits or count}{used}{' · ' + state if state else ''} "
        end = f" {self.writing.rivals}{end}" if self.writing.rivals else end
        title, width = f" {self.writing.title}", self.size.width or 80
        room = width - cell_len(end)
        said = fit(title, room) + end if cell_len(title) <= room else f"{fit(title, width)}\n{end}"
        self.set_class(self.writing.amiss, "-amiss")
        self.set_class(bool(self.writing.rivals), "-rivals")
        self._title.update(Content(said))
