"""Whoever writes what is held is told whose word it needs: departments' people first, then leads, and nobody else."""

from __future__ import annotations

from inbox.domain.holding import Hold
from inbox.domain.model import Person, Role
from inbox.tui.models.held import needs
from inbox.tui.models.signers import signers

EVA = Person("eva", frozenset({Role.SPECIALIST}), frozenset({"Legal"}))
TOM = Person("tom", frozenset({Role.SPECIALIST}), frozenset({"development"}))
LEA = Person("lea", frozenset({Role.LEAD}))
FAR = Person("leo", frozenset({Role.LEAD}), channels=frozenset({"other@x"}))
ANNA = Person("anna", frozenset({Role.MANAGER}))
PEOPLE = (ANNA, FAR, LEA, TOM, EVA)
LEGAL = Hold("promise of money", "legal_risk", "It promises money.")


def test_departments_that_sign_come_before_leads_and_others_are_not_named() -> None:
    assert signers(PEOPLE, (LEGAL,), {"legal": {"legal_risk"}}, "acme@x") == ["eva", "lea"]


def test_what_a_lead_alone_releases_names_leads() -> None:
    assert signers(PEOPLE, (LEGAL, Hold("four eyes", "", "x")), {"legal": {"legal_risk"}}, "acme@x") == ["lea"]


def test_a_competence_is_said_in_words() -> None:
    assert needs((LEGAL,)) == "legal risk"
