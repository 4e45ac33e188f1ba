"""What a conversation needs, the smallest set that covers a gap, whom it suits: each rule said by an example, and at random."""

from __future__ import annotations

import itertools
import os
import random

import pytest

from inbox.domain.abilities import ByHand
from inbox.domain.candidates import Carried, candidate, ranked
from inbox.domain.competence import Competence
from inbox.domain.covering import Lack, Need, Source, lacking, smallest
from inbox.domain.needing import Seen, needs, read_rules
from inbox.domain.needing_usual import USUAL
from inbox.domain.tongue import tongue
from inbox.errors import BadInput

CASES = 1000 * int(os.environ.get("INBOX_TEST_DOSE", "1"))
ALL = list(Competence)


def needed(text: str, **where: object) -> dict[Competence, int]:
    """What the usual rules say of a text."""
    return {n.competence: n.level for n in needs(read_rules(USUAL), Seen(text, **where))}  # type: ignore[arg-type]


LAW, PRODUCT, CARE, MEDIA = (
    Competence.LEGAL_RISK, Competence.PRODUCT, Competence.CUSTOMER_ORIENTATION, Competence.MEDIA,
)  # fmt: skip


@pytest.mark.parametrize(
    ("competence", "texts"),
    [
        (LAW, ["Schmerzensgeld verlange ich", "I want compensation", "You will hear from my barrister", "Meine Fachanwältin schreibt Ihnen",
               "Wir leiten rechtliche Schritte ein", "Unsere Kanzlei vertritt ihn", "see you in small claims", "Wer ist hier haftbar?",
               "Das geht an die Verbraucherzentralen", "my solicitor's letter before action"]),
        (CARE, ["Auftrag stornieren", "Bitte stornieren Sie das", "Ich widerrufe den Kauf", "please cancel it", "Wo ist meine Retoure?",
                "Die Lieferzeit?", "Rückerstattung bitte", "I was billed twice", "Ihre Mahnung ist falsch", "shipment lost"]),
        (MEDIA, ["Ich bin von der F.A.Z. und brauche ein Statement", "Hier ist die Lokalredaktion", "Bildzeitung, guten Tag",
                 "I am a correspondent with Reuters", "could somebody be reached for comment", "Für unser Podcastinterview", "Der WDR fragt"]),
        (PRODUCT, ["The pump is out of order", "It won't start", "Wo ist die Bedienungsanleitung?", "Sie lässt sich nicht öffnen"]),
    ],
)  # fmt: skip
def test_the_usual_rules_know_kinds_of_words_in_both_languages(competence: Competence, texts: list[str]) -> None:
    assert [text for text in texts if competence not in needed(text)] == []


@pytest.mark.parametrize(
    ("text", "competence"),
    [
        ("Alles ist eingerichtet, danke", LAW),
        ("a negligible scratch", LAW),
        ("It is in good order", CARE),
        ("Wie ist die Uhrzeit?", CARE),
        ("Ich brauche Hilfe beim Pressen", MEDIA),
        ("My bank statement is here", MEDIA),
        ("Es ist hart", MEDIA),
    ],
)
def test_the_usual_rules_take_no_word_for_another_that_it_holds(text: str, competence: Competence) -> None:
    assert competence not in needed(text)


def test_a_star_stands_for_any_beginning_or_ending() -> None:
    def holds(word: str, text: str) -> bool:
        rules = f'[[need]]\ncompetence = "media"\nlevel = 1\nwords = ["{word}"]\n'
        return bool(needs(read_rules(rules), Seen(text)))

    assert [holds(w, "Die Tageszeitungen") for w in ("zeitung", "*zeitung", "zeitung*", "*zeitung*", "tages*")] == [
        False, False, False, True, True,
    ]  # fmt: skip
    assert [holds(w, "Tageszeitung") for w in ("*zeitung", "zeitung*")] == [True, False]
    with pytest.raises(BadInput, match="holds no word"):
        holds("**", "x")


def brute(lacks: list[Lack], sources: list[Source]) -> tuple[int, int, set[Competence]]:
    """Try every set of sources: the size and cost of the best one, and what it covers."""
    cover = [{k.competence for k in lacks if s.levels.get(k.competence, 0) >= k.needed} for s in sources]
    possible: set[Competence] = set().union(*cover)
    for size in range(len(sources) + 1):
        fits = [
            sum(sources[n].cost for n in chosen)
            for chosen in itertools.combinations(range(len(sources)), size)
            if set().union(*(cover[n] for n in chosen)) == possible
        ]
        if fits:
            return size, min(fits), possible
    raise AssertionError


def test_the_smallest_set_is_the_one_that_trying_every_set_finds() -> None:
    chance = random.Random(5)
    for case in range(CASES):
        lacks = [Lack(k, 0, chance.randint(1, 3)) for k in chance.sample(ALL, chance.randint(0, 11))]
        sources = [
            Source(f"p{n}", chance.random() < 0.3, {k: chance.randint(0, 3) for k in ALL if chance.random() < 0.4}, chance.randint(0, 9))
            for n in range(chance.randint(0, 8))
        ]  # fmt: skip
        size, cost, covered = brute(lacks, sources)
        support, nobody = smallest(lacks, sources)

        chosen = {(s.name, s.department) for s in support}
        assert (len(support), sum(s.cost for s in sources if (s.name, s.department) in chosen)) == (size, cost), case
        assert {k for s in support for k in s.covers} == covered
        assert set(nobody) == {k.competence for k in lacks} - covered


def test_a_large_house_is_covered_in_no_time_and_in_the_same_way_each_time() -> None:
    chance = random.Random(7)
    sources = [
        Source(f"p{n}", False, {k: chance.randint(0, 3) for k in ALL if chance.random() < 0.2}, n % 20)
        for n in range(500)
    ]
    lacks = [Lack(k, 0, 3) for k in ALL]
    first = smallest(lacks, sources)
    chance.shuffle(sources)

    assert smallest(lacks, sources) == first
    assert not first[1]


def test_only_what_is_below_the_needed_level_is_lacking() -> None:
    wanted = [Need(Competence.MEDIA, 3), Need(Competence.EMPATHY, 1)]

    assert lacking(wanted, {Competence.MEDIA: 2, Competence.EMPATHY: 1}) == (Lack(Competence.MEDIA, 2, 3),)


@pytest.mark.parametrize(
    ("text", "competence"),
    [
        ("Ich gehe damit zu meinem Anwalt!", Competence.LEGAL_RISK),
        ("You will hear from my lawyers.", Competence.LEGAL_RISK),
        ("Die Maschine ist schon wieder kaputt.", Competence.PRODUCT),
        ("The app crashes whenever I open it", Competence.PRODUCT),
        ("Ich bin Redakteurin beim Stadtanzeiger und bitte um eine Stellungnahme.", Competence.MEDIA),
        ("I am writing for a newspaper", Competence.MEDIA),
        ("So eine Unverschämtheit, nie wieder!", Competence.TAKING_CRITICISM),
        ("Where is my order?", Competence.CUSTOMER_ORIENTATION),
        ("Mein Vater ist verstorben, er war Ihr Kunde.", Competence.EMPATHY),
        ("Ich kuendige meinen Vertrag.", Competence.LOYALTY),
        ("Bonjour, je ne trouve pas le mode d'emploi et la machine est en panne", Competence.COMMUNICATION),
    ],
)
def test_the_usual_rules_see_what_a_text_needs(text: str, competence: Competence) -> None:
    assert competence in needed(text)


@pytest.mark.parametrize(
    "text", ["Danke, alles bestens!", "Thanks, all good now.", "", "👍", "Schönen Feierabend wünsche ich"]
)
def test_a_harmless_word_needs_nothing_in_private_and_a_platform_in_public(text: str) -> None:
    assert needed(text, visibility="private") == {}
    assert needed(text, visibility="public") == {Competence.PLATFORM: 1}


def test_all_conditions_of_a_rule_must_hold_and_any_of_their_values() -> None:
    (rule,) = rules = read_rules(
        '[[need]]\ncompetence = "media"\nlevel = 3\nwords = ["zeit*", "the press"]\nchannel = ["a", "b"]\n'
        'visibility = "public"\ntags = ["vip"]\nlanguage = ["de", "en"]\n'
    )
    said = Seen("Die Zeitung schreibt, das ist nicht gut", "b", "public", ("vip", "x"))

    assert needs(rules, said)[0].because == ("zeit*", "b", "public", "vip", "de")
    for other in (
        Seen("Neue Uhrzeit, das ist gut und nicht schlecht", "b", "public", ("vip",)),
        Seen(said.text, "c", "public", ("vip",)),
        Seen(said.text, "b", "private", ("vip",)),
        Seen(said.text, "b", "public", ()),
        Seen("Zeitung", "b", "public", ("vip",)),
    ):
        assert needs((rule,), other) == ()


def test_words_match_whole_words_in_any_spelling_of_umlauts() -> None:
    rules = read_rules('[[need]]\ncompetence = "loyalty"\nlevel = 1\nwords = ["kündigen", "go away"]\n')

    assert all(needs(rules, Seen(text)) for text in ("KÜNDIGEN!", "kuendigen", "Please go   away."))
    assert not any(needs(rules, Seen(text)) for text in ("kündigend", "verkündigen", "go far away"))


def test_what_was_said_by_hand_goes_before_the_rules_and_names_who_said_it() -> None:
    hand = ByHand(1, ((Competence.LEGAL_RISK, 0, "anna"), (Competence.MEDIA, 1, "lea")))
    found = needs(read_rules(USUAL), Seen("Mein Anwalt meldet sich", visibility="private"), hand)

    assert [(n.competence, n.level, n.by) for n in found] == [(Competence.MEDIA, 1, "lea")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[need", "no TOML"),
        ("need = 3", "begin with"),
        ("other = 1", "begin with"),
        ('[[need]]\ncompetence = "luck"\nlevel = 1\nwords = ["x"]', "names no competence; there are: platform"),
        ('[[need]]\ncompetence = "media"\nlevel = 4\nwords = ["x"]', "level from 1 to 3"),
        ('[[need]]\ncompetence = "media"\nlevel = true\nwords = ["x"]', "level from 1 to 3"),
        ('[[need]]\ncompetence = "media"\nlevel = 1', "holds always"),
        ('[[need]]\ncompetence = "media"\nlevel = 1\nword = "x"', "says word"),
        ('[[need]]\ncompetence = "media"\nlevel = 1\nwords = ["*"]', "holds no word"),
        ('[[need]]\ncompetence = "media"\nlevel = 1\nwords = [3]', "a list of texts"),
        ('[[need]]\ncompetence = "media"\nlevel = 1\nvisibility = "secret"', "there are: public, private"),
        ('[[need]]\ncompetence = "media"\nlevel = 1\nlanguage = "xx"', "no language"),
        ("[" * 5000, "no TOML"),
    ],
)
def test_rules_that_cannot_be_read_are_refused_with_the_place(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_rules(text)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wann kommt mein Paket und warum ist es noch nicht da?", "de"),
        ("When does my parcel arrive and why is it not here?", "en"),
        ("Merci, mais je ne suis pas content de la machine", "fr"),
        ("12345", "?"),
        ("Barista 300", "?"),
    ],
)
def test_a_language_is_named_only_where_it_shows(text: str, language: str) -> None:
    assert tongue(text) == language


def test_whom_a_conversation_suits_is_weighed_by_fit_load_and_presence_and_who_is_away_comes_last() -> None:
    wanted = [Need(Competence.LEGAL_RISK, 2)]
    able = {Competence.LEGAL_RISK: 3}
    free, busy = Carried(1, 0, 0), Carried(9, 8, 2)
    found = ranked(
        [
            candidate("away", wanted, able, free, here=False, stand_in="here", signed=False),
            candidate("busy", wanted, able, busy, here=True, stand_in="", signed=False),
            candidate("unable", wanted, {}, free, here=True, stand_in="", signed=False),
            candidate("there", wanted, able, free, here=False, stand_in="", signed=False),
            candidate("here", wanted, able, free, here=True, stand_in="", signed=False),
            candidate("trainee", wanted, able, free, here=True, stand_in="", signed=True),
        ]
    )

    assert [c.name for c in found] == ["here", "there", "trainee", "unable", "busy", "away"]
    assert (found[0].covers, found[0].needs) == (1, 1)
    assert found[3].lacks == (Lack(Competence.LEGAL_RISK, 0, 2),)
