"""What a screen says about a reply that waits: why, whose word it needs, where in the text it lies, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain.holding import Hold
from inbox.domain.model import Delivery, Message
from inbox.domain.signing import DELAYED
from inbox.ports.signing import HeldRow
from inbox.texts import in_words, t
from inbox.tui.models.lines import Line, columns, wrap
from inbox.tui.models.when import ago, ahead

QUOTED = 40
"""Characters of a text that are quoted beside a reason."""


def needs(holds: Sequence[Hold]) -> str:
    """Say whose word is needed."""
    asked = list(dict.fromkeys(in_words(hold.competence) for hold in holds if hold.competence))
    if not asked or any(not hold.competence for hold in holds):
        asked = [t("lead")]
    return ", ".join(asked)


def hold_lines(holds: Sequence[Hold], text: str, width: int) -> list[Line]:
    """Return a line for each reason: the rule, what it means, and the words that it is about."""
    lines: list[Line] = []
    for hold in holds:
        quoted = " ".join(text[slice(*hold.span)].split())[:QUOTED]
        said = f"{t(hold.rule)}: {t(hold.why)}" + (f" {t('“{words}”', words=quoted)}" if quoted else "")
        lines += [
            [("  ‖ " if n == 0 else "    ", "warn"), (line, "warn")] for n, line in enumerate(wrap(said, width - 4))
        ]
    return lines


def warned(holds: Sequence[Hold]) -> str:
    """Say in few words what will hold the text that is being written; "" where nothing does."""
    rules = list(dict.fromkeys(t(hold.rule) for hold in holds))
    return t("‖ will wait: {rules} · {who}", rules=", ".join(rules), who=needs(holds)) if rules else ""


def held_line(row: HeldRow, width: int, now: datetime) -> Line:
    """Return one waiting reply as a line of the list."""
    m = row.message
    slow = m.delivery is Delivery.QUEUED
    when = ahead(m.due, now) if slow and m.due else ago(m.at, now)
    rules = ", ".join(dict.fromkeys(t(hold.rule) for part in row.parts for hold in part.holds)) or t("sign-off")
    sign = "◷" if slow else "·" if row.lacks else "‖"
    return columns(
        width,
        (f"{sign} ", 2, "dim" if row.lacks else "warn"),
        (f"{m.author} ", 9, "plain"),
        (f"{when} ", 7, "dim"),
        (rules, max(12, width // 3), "warn"),
        (" " + " ".join(row.text.split()), 0, "dim" if row.lacks else "strong"),
    )


def held_lines(row: HeldRow, width: int, now: datetime) -> list[Line]:
    """Return a waiting reply to read: what it answers, what it says, why it waits, and who may let it go."""
    m, room = row.message, width - 4
    head = f" {m.author} → {row.contact} · {row.platform} · {t(m.visibility)}"
    lines: list[Line] = [[(head, "head")], []]
    for said in row.shown:
        lines += [[("  │ ", "dim"), (line, "in")] for line in wrap(str(said.words), room)]
    lines += [[]] if row.shown else []
    for part in row.parts:
        lines += [[("  → ", "out"), (line, "out")] for line in wrap(str(part.words), room)]
    lines.append([])
    for part in row.parts:
        lines += hold_lines(part.holds, str(part.words), width)
    return [*lines, [], [(f"  {verdict(row, now)}", "dim")]]


def verdict(row: HeldRow, now: datetime) -> str:
    """Say who may let it go, and by which keys."""
    m = row.message
    if row.lacks == "own":
        return t("You wrote in it: somebody else signs it off.")
    if row.lacks:
        return t("It needs the word of: {who}", who=needs([hold for part in row.parts for hold in part.holds]))
    if slow(m):
        due = ahead(m.due, now) if m.due else ""
        return t("leaves {due} by itself · H stops it · R gives it back", due=due)
    return t("P signs off · E writes it anew and signs off · R gives it back")


def slow(message: Message) -> bool:
    """Tell whether a reply leaves after a while in which a lead can stop it."""
    return message.delivery is Delivery.QUEUED and any(hold.rule == DELAYED for hold in message.holds)
