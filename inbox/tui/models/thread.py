"""A conversation as the thread pane shows it: messages, notes, requests in the order they happened.

Older messages are read when somebody scrolls to them. Lines are wrapped per entry and width and kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from inbox.domain.automation import Applied, deeds
from inbox.domain.model import PENDING, Delivery, Direction, Message, Note, Request, RequestState
from inbox.domain.text import folded
from inbox.ports.desk import Desk, Thread
from inbox.texts import t
from inbox.tui.models.attached import attached
from inbox.tui.models.held import hold_lines, slow
from inbox.tui.models.lines import Line, wrap
from inbox.tui.models.noted import noted
from inbox.tui.models.when import ago, ahead, clock

PAGE = 40
SIGNS = {
    Delivery.HELD: "‖",
    Delivery.QUEUED: "…",
    Delivery.SENDING: "…",
    Delivery.SENT: "✓",
    Delivery.DELIVERED: "✓✓",
    Delivery.READ: "✓✓",
    Delivery.FAILED: "✗",
    Delivery.UNKNOWN: "?",
}
"""A sign beside the word, so that colour is never the only one."""


Noun = Message | Note | Request | Applied
"""What stands in a thread."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a thread."""

    at: datetime
    noun: Noun

    @property
    def key(self) -> tuple[str, int]:
        """What stays the same while the noun changes."""
        return type(self.noun).__name__, self.noun.id


def said(noun: Noun) -> str:
    """Return what a noun says: of a request its question, and its answer where there is one."""
    if isinstance(noun, Request):
        return f"{noun.question}\n\n{noun.answer}" if noun.answer else str(noun.question)
    if isinstance(noun, Applied):
        return applied_line(noun)
    return noted(noun.words) if isinstance(noun, Note) else str(noun.words)


def leaves_in(noun: Noun, now: datetime) -> int:
    """Return the seconds until a queued reply leaves; 0 where none waits to."""
    if not isinstance(noun, Message) or noun.delivery is not Delivery.QUEUED or noun.due is None or noun.planned:
        return 0
    return max(0, ceil((noun.due - now).total_seconds()))


def leaves_at(m: Message, now: datetime) -> str:
    """Say for when a reply is planned that has not left yet, "" where it is not."""
    if m.planned is None or m.attempts or m.delivery not in (Delivery.QUEUED, Delivery.HELD):
        return ""
    held = f"{t(Delivery.HELD)} · " if m.delivery is Delivery.HELD else ""
    return held + t("planned for {when}", when=clock(m.planned, now))


class ThreadModel:
    """One conversation to read. `cursor` is the chosen entry, `shown` the messages marked for a department."""

    def __init__(self, desk: Desk, conversation: int) -> None:
        self.desk = desk
        self.conversation = conversation
        self.thread: Thread | None = None
        self.entries: list[Entry] = []
        self.cursor = -1
        self.chosen: set[int] = set()
        self.unfolded: set[int] = set()
        self._messages: tuple[Message, ...] = ()
        self._read_on = False
        self._lines: dict[tuple[Entry, int, bool, str], list[Line]] = {}

    async def load(self) -> None:
        """Read the newest page; the cursor stays on its entry, or follows the end."""
        at_end = self.cursor >= len(self.entries) - 1
        kept = self.entries[self.cursor].key if 0 <= self.cursor < len(self.entries) else None
        thread = await self.desk.thread(self.conversation, limit=PAGE)
        self._show(thread, *await self._joined(thread))
        places = {entry.key: place for place, entry in enumerate(self.entries)}
        self.cursor = len(self.entries) - 1 if at_end or kept not in places else places[kept]

    async def _joined(self, thread: Thread) -> tuple[tuple[Message, ...], bool]:
        """Return the newest page behind what was read before, and whether there is more before that.

        What came between the two is read as well where somebody reads further up; else it begins anew.
        """
        new, more = thread.messages, thread.more
        last = self._messages[-1].number if self._messages else 0
        while more and self._read_on and new[0].number > last + 1:
            page = await self.desk.thread(self.conversation, before=new[0].number, limit=PAGE)
            new, more = page.messages + new, page.more
        if not new or (more and new[0].number > last + 1):
            return new, more
        kept = tuple(m for m in self._messages if m.number < new[0].number)
        return kept + new, self.more if kept else more

    async def load_older(self) -> bool:
        """Read the page before what is there; tell whether there was one."""
        if self.thread is None or not self.more or not self._messages:
            return False
        first = self._messages[0].number
        page = await self.desk.thread(self.conversation, before=first, limit=PAGE)
        if self._messages[0].number != first:
            return False  # read already, for an earlier key
        self._read_on = True
        kept = self.entries[self.cursor].key if 0 <= self.cursor < len(self.entries) else None
        self._show(self.thread, page.messages + self._messages, page.more)
        places = {entry.key: place for place, entry in enumerate(self.entries)}
        self.cursor = places.get(kept, len(self.entries) - 1) if kept else len(self.entries) - 1
        return bool(page.messages)

    def _show(self, thread: Thread, messages: tuple[Message, ...], more: bool) -> None:
        self.thread, self._messages, self.more = thread, messages, more
        start = messages[0].at if messages and self.more else None
        nouns: list[Noun] = [*thread.notes, *thread.requests, *thread.applied]
        beside = [Entry(noun.at, noun) for noun in nouns]
        entries = [Entry(m.at, m) for m in messages] + [entry for entry in beside if start is None or entry.at >= start]
        self.entries = sorted(entries, key=lambda entry: (entry.at, entry.noun.id))

    more = False

    @property
    def current(self) -> Noun | None:
        """The noun under the cursor."""
        return self.entries[self.cursor].noun if 0 <= self.cursor < len(self.entries) else None

    def counting(self, now: datetime) -> bool:
        """Tell whether a reply in here is about to leave, so that its seconds are counted down."""
        return any(leaves_in(entry.noun, now) for entry in self.entries)

    @property
    def last_number(self) -> int:
        """The number of the newest message seen here."""
        return self.thread.messages[-1].number if self.thread and self.thread.messages else 0

    def hit(self, words: list[str], step: int) -> int | None:
        """Return the next place beside the cursor whose text holds all these words, in any spelling."""
        wanted = [folded(word) for word in words]
        place = self.cursor + step
        while 0 <= place < len(self.entries):
            text = folded(said(self.entries[place].noun))
            if all(word in text for word in wanted):
                return place
            place += step
        return None

    def place_of(self, id: int) -> int | None:
        """Return the place of a noun that was read; every noun has its own id."""
        return next((place for place, entry in enumerate(self.entries) if entry.noun.id == id), None)

    def usable(self) -> Request | None:
        """The request whose answer a reply could use: the one under the cursor, else the latest."""
        fits = (RequestState.ANSWERED, RequestState.ACCEPTED)
        noun = self.current
        if isinstance(noun, Request) and noun.state in fits:
            return noun
        found = [r for r in (self.thread.requests if self.thread else ()) if r.state in fits]
        return found[-1] if found else None

    def lines(self, entry: Entry, width: int, now: datetime) -> list[Line]:
        """Return an entry's lines at a width."""
        chosen = isinstance(entry.noun, Message) and entry.noun.id in self.chosen
        stamp = f"{now:%Y%m%d%H%M}" if isinstance(entry.noun, Request) else f"{now:%Y%m%d}"
        if leaves_in(entry.noun, now):
            stamp = f"{now:%Y%m%d%H%M%S}"
        unfolded = entry.noun.id in self.unfolded
        key = entry, width, chosen, f"{stamp}{unfolded}"
        if key not in self._lines:
            if len(self._lines) > 4000 + 2 * len(self.entries):
                self._lines.clear()
            self._lines[key] = self._wrapped(entry, width, now, chosen, unfolded)
        return self._lines[key]

    def _wrapped(self, entry: Entry, width: int, now: datetime, chosen: bool, unfolded: bool) -> list[Line]:
        noun = entry.noun
        if isinstance(noun, Message):
            about = noun.subject
            titled: list[Line] = [[(f"  {line}", "strong")] for line in wrap(str(about), width - 2)] if about else []
            contact = self.thread.row.contact if self.thread else ""
            return titled + message_lines(noun, contact, width, now, chosen=chosen, unfolded=unfolded)
        if isinstance(noun, Note):
            head: Line = [(f"{clock(noun.at, now)} ◦ {t('note')} {noun.author}", "note-head")]
            return [head, *([("  " + line, "note")] for line in wrap(noted(noun.words), width - 2)), []]
        if isinstance(noun, Applied):
            said = wrap(f"{clock(noun.at, now)} ⚙ {applied_line(noun)}", width)
            return [*([(line, "dim")] for line in said), []]
        return request_lines(noun, width, now)


def applied_line(a: Applied) -> str:
    """Say that a rule did something, in the words of the rule."""
    head = t("rule {name}", name=a.name)
    return f"{head}: {deeds(a.done, t)}" if a.done else head


def message_lines(m: Message, contact: str, width: int, now: datetime, *, chosen: bool, unfolded: bool) -> list[Line]:
    """Return a message's lines."""
    ours = m.direction is Direction.OUT
    who = m.author or (t("we, elsewhere") if ours else contact)
    doubt = m.doubt and m.delivery is not Delivery.UNKNOWN
    delivery = f" · {SIGNS[m.delivery]} {t(m.delivery)}" if ours and m.delivery else ""
    if when := leaves_at(m, now):
        delivery = f" · ◷ {when}{'' if m.delivery is Delivery.HELD else ' · ' + t('z takes it back')}"
    if seconds := leaves_in(m, now):
        delivery += f" · {t('{n} s', n=seconds)} · {t('z takes it back')}"
    used = "".join(f" · {t('answer')} #{a}" for a in m.answers)
    extra = "".join(f" · {mark}" for mark in marks(m, doubt=doubt))
    style = "out" if ours else "in"
    bad = m.delivery in (Delivery.FAILED, Delivery.UNKNOWN, Delivery.HELD)
    sign = "▪ " if chosen else ""
    head: Line = [
        (f"{sign}{clock(m.at, now)} {'→ ' if ours else ''}{who}", f"{style}-head"),
        (f"{delivery}{used}{extra}", "warn" if bad or doubt else "dim"),
    ]
    body = "struck" if m.deleted else style
    lines: list[Line] = [head, *([("  " + line, body)] for line in wrap(str(m.words), width - 2))]
    if m.delivery is Delivery.HELD or slow(m):
        lines += hold_lines(m.holds, str(m.words), width)
    if m.error is not None and str(m.error):
        lines += [[("  ! " + line, "warn")] for line in wrap(noted(m.error), width - 4)]
    lines += [[(f"  ⎘ {attached(a)}", "dim")] for a in m.attachments]
    lines += felt(m, width)
    if m.folded is not None and str(m.folded):
        quoted = str(m.folded).splitlines()
        if unfolded:
            lines += [[("  │ " + line, "dim")] for part in quoted for line in wrap(part, width - 4)]
        else:
            n = len(quoted)
            lines.append([(f"  ▸ {t('1 quoted line') if n == 1 else t('{n} quoted lines', n=n)}", "dim")])
    return [*lines, []]


def marks(m: Message, *, doubt: bool) -> list[str]:
    """Return what else is to be said about a message beside its text."""
    marks = [
        t(word)
        for word, is_so in (
            ("edited", m.edited),
            ("deleted", m.deleted),
            ("automatic", m.automatic),
            ("may have arrived", doubt),
        )
        if is_so
    ]
    return [t("part {n} of {all}", n=m.part, all=m.parts), *marks] if m.parts > 1 else marks


def felt(m: Message, width: int) -> list[Line]:
    """Return what people feel about a message: each feeling once, with who or how many."""
    said = felt_line(m)
    return [[("  " + line, "dim")] for line in wrap(said, width - 2)] if said else []


def felt_line(m: Message) -> str:
    """Return in one line what people feel about a message, "" where nobody said."""
    by: dict[str, list[str]] = {}
    for who, what in m.felt:
        by.setdefault(what, []).append(who)
    return " · ".join(f"{what} {names[0] if len(names) == 1 else len(names)}" for what, names in by.items())


def _circumstances(r: Request, now: datetime) -> list[tuple[str, str]]:
    """Return what else is to be said about a request: who was told, where its answer is from, whether it still holds."""
    said = []
    if r.escalated and r.state in PENDING:
        said.append((t("{name} was told that it is late", name=r.escalated), "warn"))
    if r.source:
        said.append((t("an answer of before, from request #{id}", id=r.source), "dim"))
    if r.outdated_by:
        span = ago(r.outdated_at or r.changed_at, now)
        said.append((t("out of date, says {name} ({span} ago)", name=r.outdated_by, span=span), "warn"))
    return said


def request_lines(r: Request, width: int, now: datetime) -> list[Line]:
    """Return a request's lines: question, what was said about it, answer."""
    due = f" · {ahead(r.due, now)}" if r.due and r.state in PENDING and r.state is not RequestState.ANSWERED else ""
    late = bool(r.due and r.due < now and r.state in (RequestState.OPEN, RequestState.TAKEN))
    block = f" · {t('blocking')}" if r.blocking and r.state in PENDING else ""
    lines: list[Line] = [
        [
            (f"{clock(r.at, now)} ▸ {t('request')} #{r.id} → {r.department}", "request-head"),
            (f" · {t(r.state)} {ago(r.since, now)}{due}{block}", "warn" if late else "dim"),
        ]
    ]
    lines += [[(f"    {said}", style)] for said, style in _circumstances(r, now)]
    lines += [
        [("  ? " if n == 0 else "    ", "request-head"), (line, "request")]
        for n, line in enumerate(wrap(str(r.question), width - 4))
    ]
    if r.known is not None and str(r.known):
        lines += [[("  = ", "dim"), (line, "request")] for line in wrap(str(r.known), width - 4)]
    for remark in r.remarks:
        lines += [[("  · ", "dim"), (line, "dim")] for line in wrap(remark.line, width - 4)]
    if r.answer is not None:
        lines += [
            [("  ! " if n == 0 else "    ", "request-head"), (line, "answer")]
            for n, line in enumerate(wrap(str(r.answer), width - 4))
        ]
        if r.state in (RequestState.ANSWERED, RequestState.ACCEPTED):
            lines.append([(f"    [v] {t('put this answer into the reply')}", "hint")])
    return [*lines, []]
