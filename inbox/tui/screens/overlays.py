"""Small windows over a screen: choose from a list, write a few lines, confirm, read."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import VerticalScroll
from textual.content import Content
from textual.fuzzy import Matcher
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from inbox.errors import InboxError
from inbox.texts import explain, t
from inbox.tui.models.lines import Line, columns
from inbox.tui.screens.base import HouseScreen
from inbox.tui.widgets.bars import Hint
from inbox.tui.widgets.listing import ItemList, RowList
from inbox.tui.widgets.typed import TypedLine

R = TypeVar("R")
TOGETHER = 0.2
"""Seconds in which changes are gathered before a window shows them."""
STEPS = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10, "ctrl+n": 1}


class Box(VerticalScroll, can_focus=False):
    """A small window: what does not fit scrolls, its title and its keys stay."""

    def action_scroll_home(self) -> None:
        """Go to the first line."""
        self.scroll_home(animate=False)

    def action_scroll_end(self) -> None:
        """Go to the last line, at once: a glide would end where the text ended before it was laid out."""
        self.scroll_end(animate=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: what is returned, what is shown, what stands beside it."""

    value: str
    label: str
    hint: str = ""


def _choice_line(choice: Choice, width: int) -> Line:
    beside = min(30, max(0, width // 2)) if choice.hint else 0
    if not beside:
        return columns(width, ("  " + choice.label, 0, "plain"))
    # A long label takes what a short hint leaves; the others stand in columns.
    label, hint = cell_len(choice.label) + 2, cell_len(choice.hint) + 1
    room = max(12, width - beside, min(label, width - hint))
    return columns(width, ("  " + choice.label, room, "plain"), (" " + choice.hint, 0, "dim"))


class Window(ModalScreen[R]):
    """A small window. A key that is held down closes it once: what comes after is not for what lies beneath.

    `again` reads anew what it shows, where that may change while it is open.
    """

    _later: Timer | None = None
    _reads = _missed = False

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """Close with a result, unless it is closed already."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()

    async def again(self) -> None:
        """Show anew what may have changed; the cursor, what is typed and what is scrolled to stay."""

    def changed(self) -> None:
        """Something happened somewhere: show it a little later, and only once for many facts."""
        if self._reads:
            self._missed = True  # a read that takes long ends before the next begins
        elif self._later is None:
            self._later = self.set_timer(TOGETHER, self._look_again)

    def _look_again(self) -> None:
        self._later, self._reads = None, True
        self.run_worker(self._again(), group="again")

    async def _again(self) -> None:
        try:
            await self.again()
        except InboxError:
            pass  # what stands here stays; the status line says that the desk is away
        # What a window cannot show must not end the program.
        except Exception as cause:
            await next(s for s in reversed(self.app.screen_stack) if isinstance(s, HouseScreen)).stumbled(cause)
        self._reads = False
        if self._missed:
            self._missed = False
            self.changed()

    def tell(self, text: str) -> None:
        """Say something here, where people look: above the keys."""
        self.query_one(Hint).tell(text)

    def leave(self, *, written: bool) -> None:
        """Close without a result; what was written here is thrown away only if somebody says so."""
        if not written:
            self.dismiss(None)
        else:
            self.run_worker(self._ask_whether(), group="leave", exclusive=True)

    async def _ask_whether(self) -> None:
        if await self.app.push_screen_wait(Confirm(t("Throw away what you wrote?"))):
            self.dismiss(None)


class Chooser(Window[R | None]):
    """A title, a line to type in, and the list of what fits it; how that is found is each chooser's own."""

    def __init__(self, title: str, typed: str = "") -> None:
        super().__init__()
        self._heading = title
        self._line = TypedLine(typed)
        self._list: ItemList[Choice] = ItemList(_choice_line, id="choices")
        self._hint = Hint(t("Enter chooses · Esc leaves"))

    def compose(self) -> ComposeResult:
        """A title, a line to type in, the list."""
        with Box(classes="box"):
            yield Static(Content(self._heading), classes="title", markup=False)
            yield self._line
            yield self._list
            yield self._hint

    def on_key(self, event: events.Key) -> None:
        """Arrows move in the list while the typing goes on."""
        if step := STEPS.get(event.key):
            event.stop()
            event.prevent_default()
            self._list.by(step)
        elif event.key == "escape":
            event.stop()
            self.dismiss(None)


class Pick(Chooser[str]):
    """Type to narrow, Enter to choose, Esc to leave. `free` lets people enter what is not in the list.

    What `check` cannot read is said here, and what was typed stays. `look` reads the choices anew. The cursor
    stands on the value `at`, where that is one of them.
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        free: bool = False,
        check: Callable[[str], object] | None = None,
        look: Callable[[], Awaitable[Sequence[Choice]]] | None = None,
        at: str | None = None,
    ) -> None:
        super().__init__(title)
        self._at = at
        self._choices = list(choices)
        self._look = look
        self._free = free
        self._check = check
        self._list.empty = t("Nothing to choose yet; type something new.") if free else t("Nothing fits.")

    async def again(self) -> None:
        """Show what can be chosen now."""
        if self._look is not None:
            self._choices = list(await self._look())
            self._show(self._fitting(self._line.value))

    def on_mount(self) -> None:
        """Show everything, ready to type."""
        self._list.can_focus = False
        self._narrow("")
        self._list.go(next((n for n, c in enumerate(self._choices) if c.value == self._at), 0))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._narrow(event.value)

    def _fitting(self, typed: str) -> list[Choice]:
        """Return the choices that fit what is typed, the best first."""
        if typed:
            matcher, begins = Matcher(typed), typed.casefold()
            scored = [
                (
                    c.label.casefold().startswith(begins),
                    matcher.match(c.label),
                    matcher.match(f"{c.label} {c.hint}"),
                    -place,
                    c,
                )
                for place, c in enumerate(self._choices)
            ]
            return [score[-1] for score in sorted(scored, key=lambda s: s[:4], reverse=True) if score[2] > 0]
        return self._choices

    def _show(self, fits: Sequence[Choice]) -> None:
        self._list.show(fits, lambda c: c.value)
        self._list.repaint()
        self._list.styles.height = max(3, min(14, len(fits)))

    def _narrow(self, typed: str) -> None:
        fits = self._fitting(typed)
        self._show(fits)
        self._list.go(0)
        taken = self._free and typed.strip() and not (fits and fits[0].label == typed)
        if taken or (self._free and not fits):
            self._hint.say(t("Enter takes what you typed · Esc leaves"))
        else:
            self._hint.say(t("Enter chooses · Esc leaves"))

    @on(Input.Submitted)
    def _chosen(self, event: Input.Submitted) -> None:
        event.stop()
        current = self._list.current
        if current is not None and not (self._free and event.value and current.label != event.value):
            self.dismiss(current.value)
        elif self._free and event.value.strip():
            self._enter(event.value.strip())
        else:
            self._line.go_on()

    def _enter(self, typed: str) -> None:
        try:
            if self._check is not None:
                self._check(typed)
        except InboxError as cause:
            self._hint.tell(explain(cause))
            self._line.go_on()
        else:
            self.dismiss(typed)

    @on(RowList.Opened)
    def _clicked(self) -> None:
        if self._list.current is not None:
            self.dismiss(self._list.current.value)


class _OneLine(TextArea):
    """A line to write; Enter is for the window, and breaks no line."""

    def on_key(self, event: events.Key) -> None:
        """Leave Enter to the window."""
        if event.key == "enter":
            event.prevent_default()


class WriteLines(Window[str | None]):
    """A few lines to write; ctrl+s takes them, of `one_line` also Enter. With `may_be_empty`, nothing is an answer too."""

    def __init__(
        self, title: str, *, hint: str = "", text: str = "", may_be_empty: bool = False, one_line: bool = False
    ) -> None:
        super().__init__()
        self._takes = ("ctrl+s", "alt+enter", *(("enter",) if one_line else ()))
        self._heading = title
        self._hint = hint
        self._text = text
        self._may_be_empty = may_be_empty

    def compose(self) -> ComposeResult:
        """A title and room to write."""
        with Box(classes="box"):
            yield Static(Content(self._heading), classes="title", markup=False)
            area = _OneLine if "enter" in self._takes else TextArea
            yield area(self._text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
            yield Hint("\n".join(x for x in (self._hint, self._keys()) if x))

    def _keys(self) -> str:
        return t("Enter takes it · Esc leaves") if "enter" in self._takes else t("ctrl+s takes it · Esc leaves")

    def on_mount(self) -> None:
        """Ready to write."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(area.document.end)

    def on_key(self, event: events.Key) -> None:
        """Take it, or leave."""
        if event.key in self._takes:
            event.stop()
            text = self.query_one(TextArea).text.strip()
            if text or self._may_be_empty:
                self.dismiss(text)
            else:
                self.tell(t("Nothing is written yet."))
        elif event.key == "escape":
            event.stop()
            self.leave(written=self.query_one(TextArea).text.strip() not in ("", self._text.strip()))


class Confirm(Window[bool]):
    """A question that is answered with y or n."""

    def __init__(self, question: str, detail: str = "") -> None:
        super().__init__()
        self._question = question
        self._detail = detail

    def compose(self) -> ComposeResult:
        """The question, what it is about, the keys."""
        with Box(classes="box"):
            yield Static(Content(self._question), classes="title", markup=False)
            yield Static(Content(self._detail), classes="body", markup=False)
            yield Hint(t("y yes · n no"))

    def on_key(self, event: events.Key) -> None:
        """Yes or no, in every language by the same keys: j moves everywhere else. What does not fit is scrolled."""
        event.stop()
        if event.key in ("y", "Y"):
            self.dismiss(True)
        elif event.key in ("n", "N", "escape", "q"):
            self.dismiss(False)
        elif step := STEPS.get(event.key):
            self.query_one(Box).scroll_relative(y=step, animate=False)
        elif event.key == "enter" or event.is_printable:
            self.tell(t("Press y for yes, n for no."))


class Read(Window[None]):
    """Something to read: help, the log, a contact. `look` reads its lines anew."""

    def __init__(
        self, title: str, lines: Sequence[str], look: Callable[[], Awaitable[Sequence[str]]] | None = None
    ) -> None:
        super().__init__()
        self._heading = title
        self._look = look
        self._body = Static(Content("\n".join(lines)), classes="body", markup=False)

    def compose(self) -> ComposeResult:
        """A title and the text."""
        with Box(classes="box") as box:
            box.can_focus = True
            yield Static(Content(self._heading), classes="title", markup=False)
            yield self._body
            yield Hint(t("Esc leaves"))

    async def again(self) -> None:
        """Show the lines as they are now; what is scrolled to stays."""
        if self._look is not None:
            self._body.update(Content("\n".join(await self._look())))

    def on_mount(self) -> None:
        """Ready to scroll."""
        self.query_one(VerticalScroll).focus()

    def on_key(self, event: events.Key) -> None:
        """Leave, or scroll as in lists."""
        if event.key in ("escape", "q", "question_mark", "f1", "enter"):
            event.stop()
            self.dismiss(None)
        elif step := {"j": 1, "k": -1, "g": -10_000, "G": 10_000}.get(event.character or ""):
            event.stop()
            self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)
