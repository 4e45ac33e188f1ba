"""What the risk rules find in replies: on a labelled set in German and English, and line by line how a file of rules is read."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import pytest

from inbox.domain.risk.assessing import assess
from inbox.domain.risk.reading import book
from inbox.domain.risk.standard import STANDARD
from inbox.errors import BadInput

NAMES = {
    "money": "promise of money", "date": "promise of a date", "fault": "admission of fault", "health": "health",
    "data": "personal data in public", "person": "a named third person", "law": "law", "threat": "threat",
    "competitor": "claim about a competitor", "insult": "insult",
}  # fmt: skip


@dataclass(frozen=True)
class Labelled:
    """A reply, and what has to hold it."""

    half: str
    lang: str
    public: bool
    rule: str
    text: str


def labelled() -> list[Labelled]:
    """Read the set."""
    found = []
    for line in (Path(__file__).parent / "labelled" / "replies.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            head, text = line.split(" | ", 1)
            half, lang, where, rule = head.split()
            found.append(Labelled(half, lang, where == "public", NAMES.get(rule, ""), text))
    return found


def figures(half: str, lang: str = "") -> tuple[float, float, list[str]]:
    """Return recall, the share of harmless replies that are held, and what went wrong."""
    rows = [r for r in labelled() if r.half == half and lang in ("", r.lang)]
    must, free = [r for r in rows if r.rule], [r for r in rows if not r.rule]
    missed = [r for r in must if r.rule not in {h.rule for h in assess(r.text, STANDARD, public=r.public)}]
    needless = [r for r in free if assess(r.text, STANDARD, public=r.public)]
    wrong = [f"{r.rule or 'needless'}: {r.text}" for r in (*missed, *needless)]
    return 1 - len(missed) / len(must), len(needless) / len(free), wrong


def test_the_set_has_replies_of_every_kind_in_both_languages_and_both_halves() -> None:
    rows = labelled()

    assert len(rows) >= 200
    for half in ("tuned", "other"):
        for lang in ("de", "en"):
            assert {r.rule for r in rows if (r.half, r.lang) == (half, lang)} == {*NAMES.values(), ""}


@pytest.mark.parametrize("half", ["tuned", "other"])
def test_of_the_replies_that_must_be_held_95_in_100_are_and_of_the_harmless_ones_10_at_most(half: str) -> None:
    recall, needless, wrong = figures(half)

    assert recall >= 0.95 and needless <= 0.10, (recall, needless, wrong)


def test_personal_data_is_held_in_public_only() -> None:
    text = "Ihre Kundennummer 4471123 stimmt."

    assert [h.rule for h in assess(text, STANDARD, public=True)] == ["personal data in public"]
    assert assess(text, STANDARD, public=False) == ()


def test_a_hold_names_the_place_in_the_text_as_it_was_written() -> None:
    text = "Grüße! 🙂 Das war UNSER FEHLER, ehrlich."
    (hold,) = assess(text, STANDARD, public=False)

    assert (hold.rule, hold.competence) == ("admission of fault", "legal_risk")
    assert text[slice(*hold.span)] == "UNSER FEHLER"


def test_the_names_of_who_writes_and_to_whom_are_no_third_person_but_their_words_are_held_elsewhere() -> None:
    names = ("anna", "Ben Anwalt")

    assert assess("Für Ben, von Anna.", STANDARD, public=False, names=names) == ()
    assert [h.rule for h in assess("Für Tom.", STANDARD, public=False, names=names)] == ["a named third person"]
    assert [h.rule for h in assess("Unser Anwalt schreibt.", STANDARD, public=False, names=names)] == ["law"]


RULES = """
# A house with one rule.
department recht may release: legal_risk
<pay> = zahl* | überweis*
[money] legal_risk
why: It promises money.
plain only
de: wir ..2 <pay>
de not: wir zahlen steuern
en: we pay
any always: geschenkt
"""


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Wir überweisen das.", True),
        ("Wir ueberweisen das.", True),
        ("Wir werden gern überweisen.", True),
        ("Wir werden das alles wirklich gern überweisen.", False),
        ("Überweisen wir das?", False),
        ("Wir zahlen nicht.", False),
        ("Wir zahlen, nicht Sie.", True),
        ("Wir zahlen Steuern.", False),
        ("Das ist doch nicht geschenkt?", True),
        ("Wir sind da. Zahlen Sie bitte.", False),
    ],
)
def test_a_line_is_words_of_one_sentence_in_their_order(text: str, held: bool) -> None:
    assert bool(assess(text, RULES, public=False, lang="de")) == held


APART = """
[money] legal_risk
why: It promises money.
plain only
de: wir .. zahlen
de unless: falls
  |wie (viel
  |hoch)

[near] legal_risk
why: It says both in one clause.
clause only
de: hier .. dort
"""


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Wir können zahlen.", ["money"]),
        ("Falls wir zahlen, ist es gut.", []),
        ("Falls es geht, wir zahlen.", ["money"]),
        ("Wie hoch wir zahlen, ist offen.", []),
        ("Wir zahlen, wie hoch ist es?", ["money"]),
        ("Das wir zahlen, ok?", ["money"]),
        ("Ob das wir zahlen?", []),
        ("Hier und dort.", ["near"]),
        ("Hier, dort.", []),
    ],
)
def test_unless_leaves_alone_a_clause_and_clause_only_keeps_to_one(text: str, held: list[str]) -> None:
    assert [h.rule for h in assess(text, APART, public=False, lang="de")] == held


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ("de: x", "Line 1 stands before the first rule"),
        ("[a] legal_risk\nwhy: A.\nde: (x", "Line 3: a bracket is missing"),
        ("[a] legal_risk\nwhy: A.\nde: x)", "Line 3: a bracket is missing"),
        ("[a] legal_risk\nwhy: A.\nde: (x|)", "Line 3: a word is missing"),
        ("[a] legal_risk\nwhy: A.\nde: ..", "Line 3 fits any text"),
        ("[a] legal_risk\nwhy: A.\nde: (x)?", "Line 3 fits any text"),
        ("[a] legal_risk\nwhy: A.\nde: <b>", "Line 3: nothing is called <b>"),
        ("[a] legal_risk\nwhy: A.\nde: a b?", "Line 3: what may be missing stands in brackets"),
        ("[a] charm\nwhy: A.\nde: x", "Line 1: there is no competence charm"),
        ("department x may release: charm", "Line 1: there is no competence charm"),
        ("[a] legal_risk\nde: x", "Rule a lacks a sentence"),
        ("[a] legal_risk\nwhy: A.", "Rule a lacks"),
        ("[a] legal_risk\nwhy: A.\nfr: x", "Line 3 cannot be read"),
        ("[a] legal_risk\nwhy: A.\nde: " + "(" * 20 + "x" + ")" * 20, "Line 3: too many brackets"),
        ("[a] legal_risk\nwhy: A.\nde unless: x", "Rule a lacks"),
        ("[a] legal_risk\nwhy: A.\nde: (x\n|)", "Line 3: a word is missing"),
        ("x" * 300_000, "too long"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(rules: str, says: str) -> None:
    with pytest.raises(BadInput, match=says.replace("(", r"\(")):
        book(rules)


def test_no_text_and_no_rule_makes_it_fail() -> None:
    nasty = "[a] legal_risk\nwhy: A.\nde: " + "(a|a a|a a a) .. " * 3 + "b\nde: * .. * .. * .. zz"
    chance = random.Random(7)
    texts = ["a " * 600, "".join(chance.choices("a b.?!,\n€§¶↵·^😀\u0301/1", k=1500)), "", "¶? ¶ ↵", "a" * 50_000]
    for text in texts:
        assess(text, nasty, public=True, lang="de")
        assess(text, "[a] legal_risk\nwhy: A.\nde: " + "*a" * 40 + "*b", public=True, lang="de")
        for hold in assess(text, STANDARD, public=True):
            assert 0 <= hold.span[0] <= hold.span[1] <= len(text)
