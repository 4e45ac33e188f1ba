"""Goals and guidelines as people read and write them: lines at the composer, whole cards, and a card as a text to fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox.domain.commands import Command
from inbox.domain.goals import Card, CardKind, CardScope, PublishGoal, PublishGuideline
from inbox.domain.heeding import Advice
from inbox.domain.incoming import Visibility
from inbox.domain.when import LOCAL, when
from inbox.errors import BadInput
from inbox.texts import t
from inbox.tui.models.lines import Line, fit
from inbox.tui.models.when import ahead, clock

SIGNS = {True: "+", False: "−"}
FIELDS = ("title", "do", "don't", "measure", "until", "channels", "visibility", "tags", "topics")
"""What a card's text names, in this order; each also in the reader's language."""
USUAL = "30d"
"""How long a new goal holds where nothing else is said."""


def scope_said(scope: CardScope) -> str:
    """Say for which dialogues a card is."""
    parts = [
        ", ".join(scope.channels),
        t(scope.visibility) if scope.visibility else "",
        ", ".join(f"#{tag}" for tag in scope.tags),
        ", ".join(t("“{words}”", words=topic) for topic in scope.topics),
    ]
    return " · ".join(part for part in parts if part) or t("every dialogue")


def parts(card: Card) -> list[tuple[bool, str]]:
    """Return a card's lines: (to do, or not to do; text)."""
    return [(do, line) for do, text in ((True, card.do), (False, card.dont)) for line in str(text).splitlines() if line]


def head(card: Card, now: datetime) -> str:
    """Say in one line what a card is and how long it holds."""
    state = ""
    if card.ended is not None:
        state = t("until {when}", when=clock(card.ended, now))
    elif card.until is not None:
        state = (
            t("its time is over")
            if card.until <= now
            else t("until {when}", when=f"{card.until.astimezone():%d.%m.%Y}")
        )
        state += f" ({ahead(card.until, now)})" if card.until > now else ""
    version = t("version {n}", n=card.version) if card.version > 1 else ""
    return " · ".join(x for x in (f"{t(card.kind)} #{card.card}", str(card.title), version, state) if x)


def card_lines(card: Card, now: datetime) -> list[str]:
    """Return a card to read."""
    lines = [head(card, now), f"  {t('for')}: {scope_said(card.scope)}"]
    lines += [f"  {SIGNS[do]} {text}" for do, text in parts(card)]
    if str(card.measure):
        lines.append(f"  {t('measure')}: {' / '.join(str(card.measure).splitlines())}")
    lines.append(f"  {t('by {name} since {when}', name=card.by, when=clock(card.at, now))}")
    return lines


def advice_lines(lines: Sequence[Advice], width: int, room: int) -> list[Line]:
    """Return what the composer shows above the text: as many lines as there is room, the nearest first."""
    if not lines or room <= 0:
        return []
    shown = list(lines[:room])
    rest = len(lines) - len(shown)
    found: list[Line] = []
    for n, line in enumerate(shown):
        more = f" +{rest} [f6] " if rest and n == len(shown) - 1 else ""
        title = f"  {str(line.card.title)[:24]}" if width >= 90 else ""
        text = fit(f" {SIGNS[line.do]} {line.text}", width - len(title) - len(more))
        found.append([(text, "mark" if line.near else "plain"), (title, "dim"), (more, "hint")])
    return found


# --- a card as a text


@dataclass(frozen=True, slots=True)
class Blank:
    """What a text to fill in begins with."""

    kind: CardKind
    card: Card | None = None

    def text(self) -> str:
        """Return the text: one field a line, further lines of a field below it, indented."""
        known = self._known()
        lines = []
        for field in FIELDS:
            if field in ("measure", "until") and self.kind is CardKind.GUIDELINE:
                continue
            first, *more = known.get(field, "").splitlines() or [""]
            lines += [f"{t(field)}: {first}".rstrip(), *(f"  {line}" for line in more)]
        return "\n".join(lines)

    def _known(self) -> dict[str, str]:
        if self.card is None:
            return {"until": USUAL}
        card, scope = self.card, self.card.scope
        return {
            "title": str(card.title),
            "do": str(card.do),
            "don't": str(card.dont),
            "measure": str(card.measure),
            "until": "" if card.until is None else f"{card.until.astimezone(LOCAL):%Y-%m-%dT%H:%M}",
            "channels": ", ".join(scope.channels),
            "visibility": t(scope.visibility) if scope.visibility else "",
            "tags": ", ".join(scope.tags),
            "topics": ", ".join(scope.topics),
        }

    def read(self, text: str, now: datetime) -> Command:
        """Return the command that publishes what was filled in. Raises: BadInput, naming the line."""
        found = _fields(text)
        scope = CardScope(
            _words(found["channels"]), _visibility(found["visibility"]), _words(found["tags"]), _words(found["topics"])
        )
        id = None if self.card is None else self.card.card
        guideline = PublishGuideline(found["title"], found["do"], found["don't"], scope, id)
        if self.kind is CardKind.GUIDELINE:
            return guideline
        until = when(found["until"] or USUAL, now, ends=True)
        return PublishGoal(
            guideline.title, until, guideline.do, guideline.dont, found["measure"], guideline.scope, guideline.card
        )


def _fields(text: str) -> dict[str, str]:
    names = {name.casefold(): field for field in FIELDS for name in (field, t(field))}
    found = dict.fromkeys(FIELDS, "")
    current = ""
    for line in text.splitlines():
        name, colon, rest = line.partition(":")
        field = names.get(name.strip().casefold(), "") if colon and not line[:1].isspace() else ""
        current, said = (field, rest.strip()) if field else (current, line.strip())
        if said and not current:
            raise BadInput("A line begins with one of these and a colon: {fields}.", fields=", ".join(map(t, FIELDS)))
        if said:
            found[current] = f"{found[current]}\n{said}".strip()
    return found


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in (part.strip() for part in text.replace("\n", ",").split(",")) if word)


def _visibility(text: str) -> Visibility | None:
    if not text:
        return None
    for one in Visibility:
        if text.casefold() in (one.casefold(), t(one).casefold()):
            return one
    raise BadInput(
        "A card is for {public} or {private} dialogues, or for both: then leave it empty.",
        public=t("public"),
        private=t("private"),
    )


def changed_lines(before: Sequence[Card], now: Sequence[Card]) -> list[str]:
    """Say what became of the cards that somebody knew: lines that came, lines that went."""
    lines: list[str] = []
    old, new = {k.card: k for k in before}, {k.card: k for k in now}
    for id in sorted({*old, *new}):
        was, is_ = old.get(id), new.get(id)
        if was is not None and is_ is not None and was.id == is_.id:
            continue
        named = is_ or was
        assert named is not None  # one of both named it
        what = t("new") if was is None else t("no longer in force") if is_ is None else t("changed")
        lines.append(f"{t(named.kind)} #{id} {named.title}: {what}")
        gone, come = (set(parts(k)) if k is not None else set() for k in (was, is_))
        lines += [
            f"  {t('gone')}: {SIGNS[do]} {text}" for do, text in (parts(was) if was else ()) if (do, text) not in come
        ]
        lines += [
            f"  {t('new')}: {SIGNS[do]} {text}" for do, text in (parts(is_) if is_ else ()) if (do, text) not in gone
        ]
        if was and is_ and was.scope != is_.scope:
            lines.append(f"  {t('for')}: {scope_said(is_.scope)}")
    return lines
