"""What leadership wants, to read for everybody and to change for leads: the cards, and one of them as a text to fill in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from textual import events, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static, TextArea

from inbox.domain.commands import Command
from inbox.domain.goals import Card, CardKind
from inbox.domain.when import LOCAL
from inbox.errors import BadInput
from inbox.texts import explain, t
from inbox.tui.models.cards import Blank, card_lines, head
from inbox.tui.models.lines import Line, fit
from inbox.tui.screens.overlays import Box, Window
from inbox.tui.widgets.bars import Hint
from inbox.tui.widgets.listing import ItemList, RowList

_STEPS = {"j": 1, "down": 1, "k": -1, "up": -1}
_DEEDS = {"n": "new goal", "N": "new guideline", "e": "change", "d": "end"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to do with the cards: a deed, and the card it is about."""

    deed: str
    card: Card | None = None


class GoalsScreen(Window[Wish | None]):
    """All cards, those that hold for what is being written marked; what to do with one is returned."""

    def __init__(
        self,
        cards: Sequence[Card],
        near: Collection[int],
        *,
        leads: bool,
        at: int = 0,
        look: Callable[[], Awaitable[Sequence[Card]]],
    ) -> None:
        super().__init__()
        self._cards = list(cards)
        self._look = look
        self._near = near
        self._leads = leads
        self._at = at
        self._list: ItemList[Card] = ItemList(self._line, id="cards")
        self._body = Static("", classes="body", markup=False)

    def _line(self, card: Card, width: int) -> Line:
        now = datetime.now(UTC)
        sign = "▸ " if card.id in self._near else "  "
        return [(fit(sign + head(card, now), width), "plain" if card.holds(now) else "dim")]

    def compose(self) -> ComposeResult:
        """Title, the list, the chosen card, the keys."""
        keys = t("n new goal · N new guideline · e change · d end it") + " · " if self._leads else ""
        with Box(classes="box"):
            yield Static(Content(t("Goals and guidelines")), classes="title", markup=False)
            yield self._list
            yield self._body
            yield Hint(f"{keys}{t('Esc leaves')}")

    def on_mount(self) -> None:
        """Show the cards, those that hold here first."""
        self._list.empty = t("No goal and no guideline is set.")
        self._list.show(self._cards, lambda card: card.card)
        self._list.go(next((n for n, card in enumerate(self._cards) if card.card == self._at), 0))
        self._list.focus()
        self._show()

    @on(RowList.Moved)
    def _moved(self, event: RowList.Moved) -> None:
        event.stop()
        self._show()

    async def again(self) -> None:
        """Show cards that were published or ended meanwhile."""
        self._list.show(await self._look(), lambda card: card.card)
        self._show()

    def _show(self) -> None:
        card = self._list.current
        lines = card_lines(card, datetime.now(UTC))[1:] if card is not None else []
        self._body.update(Content("\n".join(["", *lines])))

    def on_key(self, event: events.Key) -> None:
        """Move, choose a deed, leave."""
        key = event.character if event.is_printable and event.character else event.key
        event.stop()
        event.prevent_default()
        if step := _STEPS.get(key):
            self._list.by(step)
        elif key in ("escape", "q", "f6", "enter"):
            self.dismiss(None)
        elif self._leads and (deed := _DEEDS.get(key)):
            card = self._list.current
            if deed.startswith("new") or card is not None:
                self.dismiss(Wish(deed, card))
            else:
                self.tell(self._list.empty)


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in, the command it means, and where the cursor was."""

    text: str
    command: Command
    at: tuple[int, int] = (0, 0)


class CardForm(Window[Filled | None]):
    """A card as a text to fill in; what cannot be read is said here, and what was written stays."""

    def __init__(self, blank: Blank, text: str = "", said: str = "", at: tuple[int, int] | None = None) -> None:
        super().__init__()
        self._at = at
        self._blank = blank
        self._text = text or blank.text()
        self._said = said
        self._hint = Hint(t("a line each; more lines of a field below it · ctrl+s publishes · Esc leaves"))

    def compose(self) -> ComposeResult:
        """Title, the text, what is wrong and the keys."""
        kind = self._blank.kind
        title = t("New goal") if kind is CardKind.GOAL else t("New guideline")
        if self._blank.card is not None:
            title = t("Change {kind} #{id}", kind=t(kind), id=self._blank.card.card)
        with Box(classes="box form"):
            yield Static(Content(title), classes="title", markup=False)
            yield TextArea(self._text, soft_wrap=True, show_line_numbers=False, tab_behavior="focus")
            yield self._hint

    def on_mount(self) -> None:
        """Ready to write the title, or on where it was refused."""
        area = self.query_one(TextArea)
        area.focus()
        area.move_cursor(self._at or (0, len(area.document.get_line(0))))
        if self._said:
            self.tell(f"✗ {self._said}")

    def on_key(self, event: events.Key) -> None:
        """Take it, or leave."""
        if event.key in ("ctrl+s", "alt+enter"):
            event.stop()
            area = self.query_one(TextArea)
            text = area.text
            try:
                command = self._blank.read(text, datetime.now(UTC).astimezone(LOCAL))
            except BadInput as cause:
                self.tell(f"✗ {explain(cause)}")
                return
            self.dismiss(Filled(text, command, area.cursor_location))
        elif event.key == "escape":
            event.stop()
            self.leave(written=self.query_one(TextArea).text != self._blank.text())
