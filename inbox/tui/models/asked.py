"""What a question will be, in words: until when an answer is needed and why then, and what was answered before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain.neededby import Need, Reason
from inbox.domain.withholding import Excerpt
from inbox.ports.asking import Known
from inbox.texts import t
from inbox.tui.models.when import ago, ahead, clock

KEYS = ("f5", "f6", "f7")
"""Keys that use an answer of before; as many are offered."""


def reason(need: Need, now: datetime) -> str:
    """Say in one sentence why an answer is needed by then."""
    match need.reason:
        case Reason.CUSTOMER:
            until = ahead(need.deadline or now, now)
            return t("the customer is to have a reply {until}", until=until)
        case Reason.LATE:
            return t("the customer has waited too long already")
        case _:
            return t("the department's usual time")


def until(need: Need, now: datetime) -> str:
    """Say until when an answer is needed where nothing else is typed, and why."""
    when = f"{ahead(need.due, now)}, {clock(need.due, now)}"
    return t("Needed by (empty: {when}; {why})", when=when, why=reason(need, now))


def offered(found: Sequence[Known], now: datetime) -> list[str]:
    """Return lines that offer what was answered before, each with its key, age and source."""
    if not found:
        return []
    lines = [t("Answered before:")]
    for key, known in zip(KEYS, found, strict=False):
        source = f"#{known.id} {known.department}, {known.answered_by}, {t('{span} ago', span=ago(known.at, now))}"
        lines.append(f"  {key.upper()} {cut(known.question, 60)} ({source})")
        lines.append(f"     → {cut(known.answer, 160)}")
        lines += [f"     ! {difference(known)}"] if known.here or known.there else []
    return [*lines, ""]


def difference(known: Known) -> str:
    """Say what turns an answer round and stands in one of both questions only; "" where nothing does."""
    sides = ((t("only in your question: {words}", words=", ".join(known.here)), known.here),
             (t("only in that one: {words}", words=", ".join(known.there)), known.there))  # fmt: skip
    return " · ".join(said for said, words in sides if words)


def naming(department: str, personal: Sequence[str]) -> list[str]:
    """Return a line that warns of what a question names."""
    if not personal:
        return []
    pieces = ", ".join(cut(piece, 40) for piece in personal)
    return [t("{department} will read this in your own words: {pieces}", department=department, pieces=pieces)]


def packed(department: str, excerpts: Sequence[Excerpt], *, whole: bool) -> list[str]:
    """Return lines that show what a department would read."""
    if not excerpts:
        return [t("No message is shown to them.")]
    hidden = sum(x.hidden for x in excerpts)
    head = t("{department} may read:", department=department)
    if whole:
        head += f" ({t('nothing is withheld')})"
    elif hidden:
        head += f" ({t('{n} withheld', n=hidden)})"
    return [head, *(f"  ▪ {cut(x.text, 200)}" for x in excerpts)]


def pieces(typed: str) -> tuple[str, ...]:
    """Read pieces with commas between."""
    return tuple(piece.strip() for piece in typed.split(",") if piece.strip())


def cut(text: str, most: int) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
