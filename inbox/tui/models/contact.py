"""Who a contact is, in words: by what somebody may be the same person, and what is beside a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from inbox.domain.resemblance import Strength, Suggestion, Tie
from inbox.ports.desk import Portrait, Row, Suggested
from inbox.texts import t
from inbox.tui.models.rows import short
from inbox.tui.models.when import ago

BESIDE = 5
"""Conversations named beside the one that is read."""


def names(portrait: Portrait, suggested: Suggested | None = None) -> dict[int, str]:
    """Return what the contacts are called, by id."""
    found = {contact.id: str(contact.name) for contact in portrait.contacts}
    if suggested is not None:
        found[suggested.suggestion.other] = suggested.row.contact
    return found


def evidence(suggestion: Suggestion, called: Mapping[int, str]) -> str:
    """Say by what two contacts may be one person."""
    match suggestion.tie:
        case Tie.MAIL:
            return t("The same mail address: {value}", value=suggestion.value)
        case Tie.PHONE:
            return t("The same telephone number: {value}", value=suggestion.value)
        case Tie.ENDING:
            return t("Telephone numbers that end alike: {a}, {b}", a=suggestion.value, b=suggestion.theirs)
        case Tie.WROTE:
            writer, owner = suggestion.writer, suggestion.other
            if writer == owner:
                owner = suggestion.contact
            return t(
                "{writer} wrote {value}, which is {owner}'s, in message {id}",
                writer=called.get(writer, "?"),
                owner=called.get(owner, "?"),
                value=suggestion.value if writer == suggestion.contact else suggestion.theirs,
                id=suggestion.message,
            )
        case Tie.NAME:
            both = ", ".join(dict.fromkeys((suggestion.value, suggestion.theirs)))
            return t("The same name under the same handle: {value}", value=both)


def strength(suggestion: Suggestion) -> str:
    """Say how much a suggestion is worth."""
    words = {Strength.STRONG: t("strong"), Strength.FAIR: t("fair"), Strength.WEAK: t("weak")}
    return words[suggestion.strength]


def elsewhere(portrait: Portrait, conversation: int) -> list[Row]:
    """Return the person's other conversations, latest first."""
    return [row for row in portrait.conversations if row.conversation.id != conversation]


def beside_lines(portrait: Portrait, conversation: int, now: datetime) -> list[str]:
    """Return what the context pane says about who the contact is: their other conversations, who they may be."""
    lines: list[str] = []
    others = elsewhere(portrait, conversation)
    if len(portrait.contacts) > 1:
        lines += ["", t("known as: {names}", names=", ".join(str(c.name) for c in portrait.contacts[1:]))]
    if others:
        lines += ["", t("elsewhere (T shows everything):")]
        for row in others[:BESIDE]:
            c = row.conversation
            lines.append(f"{short(row.platform)} {c.channel} · {t(c.state)} · {ago(c.last_at, now)}")
            lines.append(f"  {' '.join(c.preview.split())}")
        if len(others) > BESIDE:
            lines.append(t("… and {n} more", n=len(others) - BESIDE))
    for suggested in portrait.suggestions[:2]:
        s, row = suggested.suggestion, suggested.row
        lines += ["", t("≈ {name} on {platform}? L links", name=row.contact, platform=row.platform)]
        lines.append(f"  {evidence(s, names(portrait, suggested))}")
    return lines


def mark(portrait: Portrait, conversation: int) -> str:
    """Return what the title of a thread adds: where else this person writes, and that somebody may be the same."""
    platforms = dict.fromkeys(short(row.platform) for row in elsewhere(portrait, conversation))
    also = f" · +{' '.join(platforms)}" if platforms else ""
    return also + (f" · ≈{len(portrait.suggestions)}" if portrait.suggestions else "")
