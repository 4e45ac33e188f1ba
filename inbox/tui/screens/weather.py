"""The weather: storms, what is frozen, how much is written beside what is usual; and a storm's threads, one by one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from inbox.domain.storm import StormState
from inbox.ports.storms import Gauge, StormRow, StormThread, StormView, Weather
from inbox.texts import t
from inbox.tui.models import weather as told
from inbox.tui.models.lines import Line, columns
from inbox.tui.screens.overlays import Box, Window
from inbox.tui.widgets.bars import Hint
from inbox.tui.widgets.listing import ItemList

KEYS = {
    "enter": "threads",
    "l": "lead",
    "s": "state",
    "r": "release",
    "b": "batch",
    "e": "end",
    "x": "harmless",
    "F": "freeze",
    "a": "give",
}
"""What a key asks for; the deed does it."""
AGAIN = 20
"""Seconds after which it is read anew although nothing happened: the last hour moves on."""
_STEPS = {"j": 1, "down": 1, "k": -1, "up": -1}


class WeatherWindow(Window[tuple[str, int] | None]):
    """Returns what is asked for, and about which storm (0: none)."""

    def __init__(self, weather: Weather, look: Callable[[], Awaitable[Weather]], chosen: int = 0) -> None:
        super().__init__()
        self._weather = weather
        self._look = look
        self._chosen = chosen
        self._freeze = Static(classes="body", markup=False)
        self._gauges = Static(classes="body", markup=False)
        self._list: ItemList[StormRow] = ItemList(_storm_line, id="storms")
        self._list.empty = t("No storm. It would be told here, and at the top of every screen.")
        self._why = Static(classes="body", markup=False)

    def compose(self) -> ComposeResult:
        """What is frozen, the storms, why, the gauges, the keys."""
        with Box(classes="box"):
            yield Static(Content(t("Weather")), classes="title", markup=False)
            yield self._freeze
            yield self._list
            yield self._why
            yield self._gauges
            yield Hint(
                t(
                    "l lead · a give · s statement · r sign it off · b batch · e over · x harmless · F freeze · Enter threads · Esc leaves"
                )
            )

    def on_mount(self) -> None:
        """Ready to choose."""
        self._show()
        self._list.put(next((n for n, r in enumerate(self._weather.storms) if r.storm.id == self._chosen), 0))
        self._list.focus()
        self._tell()
        self.set_interval(AGAIN, self.changed)

    async def again(self) -> None:
        """Show what others did about it, and what was written meanwhile."""
        self._weather = await self._look()
        self._show()

    def _show(self) -> None:
        weather = self._weather
        said = told.frozen(weather.freezes, len(weather.stopped), datetime.now(UTC)) if weather.freeze else ""
        if late := sum(s.wrote_since for s in weather.stopped):
            said += " " + t("In {n} of them the contact wrote since; those go back into the draft.", n=late)
        self._freeze.update(Content(f"❄ {said}"))
        self._freeze.display = weather.freeze is not None
        self._list.show(weather.storms, lambda r: r.storm.id)
        self._gauges.update(Content("\n".join(map(_gauge_line, weather.gauges))))
        self._tell()

    def _tell(self) -> None:
        row = self._list.current
        lines = [told.why(row.storm.signals), *told.stated(row.storm)] if row else []
        self._why.update(Content("\n".join(lines)))

    def on_key(self, event: events.Key) -> None:
        """Choose a storm, and what to do about it."""
        key = event.character if event.is_printable and event.character else event.key
        event.stop()
        event.prevent_default()
        row = self._list.current
        if key in _STEPS:
            self._list.by(_STEPS[key])
            self._tell()
        elif key in ("escape", "q", "h", "left", "S"):
            self.dismiss(None)
        elif key in KEYS and (row is not None or key == "F"):
            self.dismiss((KEYS[key], row.storm.id if row else 0))
        elif key in KEYS:
            self.tell(t("There is no storm to do that about."))
        elif key in ("question_mark", "f1", "?"):
            self.tell(t("The keys of this window stand below; Esc leaves it, and ? shows all others then."))
        else:
            self.tell(t("{key} does nothing in this window; its keys stand below.", key=key))


def _storm_line(row: StormRow, width: int) -> Line:
    storm = row.storm
    rising = storm.state is StormState.RISING
    counts = t("{n} · {w} wait · {u} unowned", n=row.conversations, w=row.waiting, u=row.unowned)
    return columns(
        width,
        (f" {'⚡' if rising else ' '} {told.topic(storm)}", 0, "strong" if rising else "dim"),
        (" " + told.state(storm, datetime.now(UTC)), 20, "plain" if rising else "dim"),
        (" " + told.led(storm), 21 if width < 90 else 26, "plain"),
        *(
            ((counts, 32, "dim"),)
            if width >= 90
            else ((" " + t("{w} of {n} wait", w=row.waiting, n=row.conversations), 16, "dim"),)
        ),
    )


def _gauge_line(one: Gauge) -> str:
    angry = f", {t('{sour} % angry', sour=one.sour)}" if one.sour else ""
    return f"{one.channel[:18]:<18} {told.gauge(one)} {one.lately} {told.hourly(one)}{angry}"


class ThreadsWindow(Window[int | None]):
    """A storm's threads; Enter goes to one."""

    def __init__(self, view: StormView, look: Callable[[], Awaitable[StormView]]) -> None:
        super().__init__()
        self._view = view
        self._look = look
        self._texts = Static(classes="body", markup=False)
        self._list: ItemList[StormThread] = ItemList(_thread_line, id="threads")
        self._list.empty = t("Nothing of it is yours to read.")

    def compose(self) -> ComposeResult:
        """What it is about, what is told for now, the threads."""
        with Box(classes="box"):
            yield Static(Content(f"⚡ {told.topic(self._view.row.storm)}"), classes="title", markup=False)
            yield self._texts
            yield self._list
            yield Hint(t("Enter goes to that conversation · Esc leaves"))

    def on_mount(self) -> None:
        """Ready to choose."""
        self._show()
        self._list.focus()

    async def again(self) -> None:
        """Show who has answered meanwhile, and what is told now."""
        self._view = await self._look()
        self._show()

    def _show(self) -> None:
        lines = []
        for lang, text in self._view.texts:
            waits = f" ({t('waits for a sign-off')})" if lang in self._view.waits else ""
            lines.append(f"{lang}: {t('For now: {text}', text=text)}{waits}")
        self._texts.update(Content("\n".join(lines)))
        self._texts.display = bool(lines)
        self._list.show(self._view.threads, lambda o: o.conversation)

    def on_key(self, event: events.Key) -> None:
        """Choose one, or leave."""
        key = event.character if event.is_printable and event.character else event.key
        event.stop()
        event.prevent_default()
        if key in _STEPS:
            self._list.by(_STEPS[key])
        elif key in ("enter", "l", "right"):
            self.dismiss(self._list.current.conversation) if self._list.current else self.tell(self._list.empty)
        elif key in ("escape", "q", "h", "left"):
            self.dismiss(None)


def _thread_line(one: StormThread, width: int) -> Line:
    why = told.in_the_way(one)
    return columns(
        width,
        (f" {'·' if why else '●'} {one.contact}", 20, "plain"),
        (one.owner or "–", 9, "dim"),
        (why or one.last_words.replace("\n", " "), 0, "dim" if why else "plain"),
    )


class OneOfBatch(Window[str | None]):
    """One thread of a batch: what they wrote, what would be said. y sends, n goes on, Esc ends the batch."""

    def __init__(self, one: StormThread, text: str, place: int, all_: int) -> None:
        super().__init__()
        self._one = one
        self._text = text
        self._title = t("{n} of {all}: {name} on {channel}", n=place, all=all_, name=one.contact, channel=one.channel)

    def compose(self) -> ComposeResult:
        """Their last words, our text, the keys."""
        public = f" ({t('public')})" if self._one.public else ""
        with Box(classes="box"):
            yield Static(Content(self._title + public), classes="title", markup=False)
            yield Static(Content(f"« {self._one.last_words}"), classes="body", markup=False)
            yield Static(Content(f"» {self._text}"), classes="body", markup=False)
            yield Hint(t("y send here · n not here · o open it · Esc ends"))

    def on_key(self, event: events.Key) -> None:
        """Each thread is decided by itself: a key that is held down sends only one."""
        event.stop()
        event.prevent_default()
        if (chosen := {"y": "send", "n": "skip", "o": "open"}.get(event.key)) is not None:
            self.dismiss(chosen)
        elif event.key in ("escape", "q"):
            self.dismiss(None)
