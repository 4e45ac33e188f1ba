"""A handover card in words: promises, open requests, the next step, when it is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from inbox.domain.handover import Card, Step
from inbox.texts import t
from inbox.tui.models.when import ago, ahead, clock

STEPS = {
    Step.DECIDE: "decide about the reply that may not have arrived",
    Step.SIGN: "a lead signs the reply off",
    Step.FROZEN: "the reply waits until the freeze ends",
    Step.ACCEPT: "read the answer of {about}, accept it, reply with it",
    Step.EXPLAIN: "answer what {about} asks back",
    Step.DRAFT: "finish the reply {about} began",
    Step.PLANNED: "nothing: what {about} wrote leaves at its time",
    Step.WAIT_DEPARTMENT: "wait for {about}",
    Step.ANSWER: "answer the contact",
    Step.WAIT_CONTACT: "the contact's turn",
    Step.WAKE: "nothing before it wakes",
    Step.DONE: "nothing, it is closed",
}
"""What is to be done next, in words."""
SHOWN = 6
"""Promises that a card shows before it counts the others."""


def step(card: Card) -> str:
    """Say the next step."""
    return t(STEPS[card.step], about=card.about) if "{about}" in STEPS[card.step] else t(STEPS[card.step])


def card_lines(card: Card, now: datetime, shown: int = SHOWN) -> list[str]:
    """Return a card's lines."""
    due = f"{t('due')}: {ahead(card.due, now)}" if card.due else ""
    waits = t("waits {span}", span=ago(card.waiting_since, now)) if card.waiting_since else ""
    lines = [" · ".join(x for x in (f"{t('next')}: {step(card)}", due, waits) if x)]
    lines += [f"! {p.text}  ({p.by or t('in our name')}, {_when(p.at, now)})" for p in card.promises[:shown]]
    if len(card.promises) > shown:
        lines.append(t("and {n} older promises", n=len(card.promises) - shown))
    if not card.promises:
        lines.append(t("Nothing was promised."))
    for asked in card.requests:
        due = f" · {ahead(asked.due, now)}" if asked.due else ""
        blocks = f" · {t('blocking')}" if asked.blocking else ""
        lines.append(f"? #{asked.request} {asked.department}: {t(asked.state)}{due}{blocks} · {asked.question}")
    return lines


def _when(at: datetime, now: datetime) -> str:
    """Say how long ago a promise was made, or for when what makes it is planned."""
    return t("planned for {when}", when=clock(at, now)) if at > now else ago(at, now)


def together(cards: Sequence[Card], now: datetime) -> list[str]:
    """Return what is on several cards: each in two or three lines, the ones with promises first."""
    if len(cards) == 1:
        return card_lines(cards[0], now)
    promises, requests = sum(len(c.promises) for c in cards), sum(len(c.requests) for c in cards)
    lines = [
        t(
            "conversations: {n} · promises: {promises} · open requests: {requests}",
            n=len(cards),
            promises=promises,
            requests=requests,
        )
    ]
    for card in sorted(cards, key=lambda c: (not c.promises, c.due is None, c.due or now)):
        lines += [
            "",
            f"#{card.conversation} {card.contact}",
            *(f"  {x}" for x in card_lines(card, now, 1) if x != t("Nothing was promised.")),
        ]
    return lines


def taken_back(n: int, *, handed: bool) -> str:
    """Say that a bulk step was taken back at n conversations; `handed` where these had changed hands."""
    if not n:
        return t("All of it was changed since; it stays as it is.")
    return t("The move is taken back.") if handed else t("Taken back: {n}", n=n)
