"""What the risk rules find in replies that were written, round by round, to see what they do not know yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from inbox.domain.risk.assessing import assess
from inbox.domain.risk.standard import STANDARD
from tests.domain.test_risk import NAMES

FRESH = sorted((Path(__file__).parent / "labelled").glob("fresh_*.txt"))


def replies(path: Path) -> list[tuple[bool, set[str], str]]:
    """Read a file of replies: in public or not, the rules that have to hold each, its text."""
    found = []
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            head, text = line.split(" | ", 1)
            _, where, rules = head.split()
            found.append((where == "public", {NAMES[rule] for rule in rules.split("+") if rule != "-"}, text))
    return found


@pytest.mark.parametrize("path", FRESH, ids=lambda path: path.stem)
def test_each_risk_of_a_fresh_reply_is_held_by_its_own_rule_in_95_of_100_and_10_harmless_ones_at_most(
    path: Path,
) -> None:
    missed, needless, risks, harmless = list[str](), list[str](), 0, 0
    for public, rules, text in replies(path):
        held = {hold.rule for hold in assess(text, STANDARD, public=public)}
        risks += len(rules)
        missed += [f"{rule}: {text}" for rule in rules - held]
        harmless += not rules
        needless += [text] if held and not rules else []

    assert risks >= 200 and harmless >= 100
    assert len(missed) <= 0.05 * risks, missed
    assert len(needless) <= 0.10 * harmless, needless
