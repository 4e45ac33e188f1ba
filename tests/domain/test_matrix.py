"""The whole matrix of the guard: how freely somebody speaks, on which channel, who can see it, and what the reply risks."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from inbox.domain.incoming import Visibility
from inbox.domain.model import (
    Delivery,
)  # fmt: skip
from inbox.domain.risk.reading import book
from inbox.domain.risk.standard import STANDARD
from inbox.domain.signing import Guard, Step
from inbox.errors import NotAllowed
from tests.domain.small import HARMLESS, NOON, RISKY, Small

OUTCOMES = {
    # what a step makes of (a harmless reply, a risky one)
    Step.DRAFT: ("refused", "refused"),
    Step.FOUR_EYES: ("held", "held"),
    Step.DELAYED: ("delayed", "held"),
    Step.FREE: ("queued", "held"),
}


RISKS = {
    "": HARMLESS,
    "admission of fault": RISKY,
    "a named third person": "Das hat Herr Schmidt entschieden.",
    "claim about a competitor": "Bei Vodafone ist der Empfang viel schlechter als bei uns.",
    "health": "Nehmen Sie zwei Tabletten gegen den Ausschlag.",
    "insult": "Sie sind ein Idiot.",
    "law": "Unser Anwalt prüft die Klage.",
    "personal data in public": "Ihre Kundennummer 4471123 stimmt.",
    "promise of a date": "Am Montag ist es repariert.",
    "promise of money": "Wir erstatten Ihnen 20 Euro.",
    "threat": "Löschen Sie das sofort, sonst melden wir Sie der Polizei.",
}  # fmt: skip
"""For each standard rule a reply that it holds; the first is held by none."""


def test_the_matrix_knows_every_standard_rule() -> None:
    assert set(RISKS) == {"", *(rule.name for rule in book(STANDARD).rules)}


@pytest.mark.parametrize(
    ("step", "where", "said", "who"),
    list(itertools.product(Step, Visibility, ["", "acme@x", "other@x"], ["mia", "anna", "lea"])),
)
def test_each_step_means_the_same_for_every_risk_on_every_channel_in_public_and_in_private(
    step: Step, where: Visibility, said: str, who: str
) -> None:
    for risk in RISKS:
        _means(step, where, said, risk, who)


def _means(step: Step, where: Visibility, said: str, risk: str, who: str) -> None:
    small = Small(owner=who, visibility=where)
    for visibility in ("", str(where)):
        guard = Guard(who, said, visibility, step, 15)
        small.picture.guards[guard.key] = guard
    usual = Step.FOUR_EYES if who == "mia" else Step.FREE
    risky = risk not in ("", *(("personal data in public",) if where is Visibility.PRIVATE else ()))
    wanted = OUTCOMES[usual if said == "other@x" else step][risky]
    if wanted == "refused":
        with pytest.raises(NotAllowed, match="drafts"):
            small.reply(who, RISKS[risk])
        return
    message = small.reply(who, RISKS[risk], now=True)

    wait = {"held": None, "delayed": timedelta(minutes=15), "queued": timedelta(0)}[wanted]
    assert message.due == (None if wait is None else NOON + wait)
    assert message.delivery is (Delivery.HELD if wanted == "held" else Delivery.QUEUED)
    assert (risk in {hold.rule for hold in message.holds}) is risky
