"""Competences, absences and handover cards from a script: what is printed, with which code, and that it is the desk's own word."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def able(shell: Shell) -> Shell:
    """A house in which some competences are known."""
    for name, competence, level in (("anna", "loyalty", 1), ("jonas", "legal_risk", 3)):
        assert shell("competence", "set", name, competence, level, "--evidence", "seen", as_="lea").code == 0
    return shell


def test_levels_are_listed_to_their_person_and_to_a_lead_and_contested(able: Shell) -> None:
    assert able("competence", "contest", "loyalty", "--why", "ten years here").code == 0

    (mine,) = [x for x in able("competence", "ls", "--json").json["items"] if x["competence"] == "loyalty"]
    assert (mine["name"], mine["level"], mine["evidence"], mine["contested"]) == ("anna", 1, "seen", "ten years here")
    assert {x["name"] for x in able("competence", "ls", "--json").json["items"]} == {"anna"}
    assert "contested: ten years here" in able("competence", "ls", "anna", as_="lea").out
    assert "jonas legal_risk 3" in able("competence", "ls", "--quiet", as_="lea").lines


def test_setting_a_level_is_refused_to_who_does_not_lead_and_wrong_ones_are_wrong_usage(able: Shell) -> None:
    assert able("competence", "set", "anna", "media", 3, "--evidence", "x").code == 1
    assert able("competence", "set", "anna", "luck", 3, "--evidence", "x", as_="lea").code == 2
    assert able("competence", "set", "anna", "media", 4, "--evidence", "x", as_="lea").code == 2
    assert able("competence", "set", "niemand", "media", 1, "--evidence", "x", as_="lea").code == 4


def test_the_gap_and_the_owners_explain_themselves(able: Shell) -> None:
    id = able.conversation(owner="anna")["id"]
    assert able("competence", "need", id, "legal_risk", 2).code == 0
    assert able("competence", "need", id, "industry", 3).code == 0

    gap = able("competence", "gap", id, "--json").json
    assert gap["who"] == "anna"
    assert {"competence": "legal_risk", "has": 0, "needed": 2} in gap["lacks"]
    assert "jonas" in [s["name"] for s in gap["support"]]
    assert "industry" in gap["uncovered"]
    said = able("competence", "gap", id).out
    assert "anna lacks" in said
    assert "says anna" in said
    owners = able("competence", "owners", id, "--json").json["items"]
    assert [x["weight"] for x in owners] == sorted(x["weight"] for x in owners)
    (jonas,) = [x for x in owners if x["name"] == "jonas"]
    assert "legal_risk" not in [k["competence"] for k in jonas["lacks"]]
    assert "lacks industry 0/3" in jonas["why"]
    assert "open" in jonas["why"]
    assert able("competence", "owners", id, "--quiet").lines == [x["name"] for x in owners]
    assert able("competence", "need", id, "industry", "rules").code == 0
    assert "industry" not in able("competence", "gap", id, "--json").json["uncovered"]


def test_rules_are_read_edited_tried_and_put_back(able: Shell, tmp_path: Path) -> None:
    usual = able("competence", "rules").out
    file = tmp_path / "needs.toml"
    file.write_text('[[need]]\ncompetence = "media"\nlevel = 3\nwords = ["zebra"]\n', "utf-8")
    tried = able("competence", "check", "ein Zebra", "--rules", file, "--json").json

    assert tried == {"needs": [{"competence": "media", "level": 3, "because": ["zebra"], "by": None}]}
    assert able("competence", "check", "ein Zebra", "--quiet").lines == []
    assert able("competence", "rules", file).code == 1
    assert able("competence", "rules", file, as_="lea").code == 0
    assert able("competence", "check", "-", "--quiet", input="Das Zebra!").lines == ["media 3"]
    assert able("competence", "rules", "-", as_="lea", input="[[need").code == 2
    assert able("competence", "rules", "--usual", as_="lea").code == 0
    assert able("competence", "rules").out == usual
    assert able("competence", "check", "Anwalt", "--public", "--quiet").lines == ["legal_risk 2", "platform 1"]


def test_an_absence_gives_the_queue_to_the_substitute_and_ending_it_gives_it_back(shell: Shell) -> None:
    hers = {row["id"] for row in shell("ls", "--view", "mine", "--json", "--limit", 500).json["items"]}
    assert hers
    absence = shell("absence", "add", "anna", "--substitute", "jonas", "--until", "2h", "--quiet").out.strip()

    his = shell("ls", "--view", "mine", "--json", "--limit", 500, as_="jonas").json["items"]
    assert hers <= {row["id"] for row in his}
    assert {row["acting"] for row in his if row["owner"] == "anna"} == {"jonas"}
    assert "anna until" in shell("absence", "ls").out
    shell(
        "absence", "add", "jonas", "--substitute", "anna", "--from", "2099-05-01", "--until", "2099-05-09", as_="jonas"
    )
    ends = {a["person"]: a["ends"] for a in shell("absence", "ls", "--json").json["items"]}
    assert f"{datetime.fromisoformat(ends['jonas']).astimezone():%Y-%m-%d %H:%M}" == "2099-05-09 23:59"
    assert shell("absence", "end", absence, as_="jonas").code == 4
    assert shell("absence", "end", absence).code == 0
    assert not hers & {
        r["id"] for r in shell("ls", "--view", "mine", "--json", "--limit", 500, as_="jonas").json["items"]
    }
    assert absence not in [x["id"] for x in shell("absence", "ls", "--json").json["items"]]


def test_a_handover_card_says_what_was_promised_what_is_open_and_what_comes_next(shell: Shell) -> None:
    asked = shell.request("legal")["conversation"]
    (card,) = shell("handover", asked, "--json").json["items"]

    assert [r["department"] for r in card["requests"]] == ["legal"]
    assert card["next"] == "explain"
    assert "legal" in card["next_text"]
    every = shell("handover", "--all-of", "anna", "--json", as_="lea").json["items"]
    assert asked in [x["id"] for x in every]
    assert shell("handover").code == 2
    assert shell("handover", 999_999, "--quiet").lines == []


def test_who_only_answers_is_away_without_a_substitute(able: Shell) -> None:
    said = able("absence", "add", "tom", "--until", "2d", as_="lea")
    assert said.code == 0
    assert "tom is not asked from now until" in said.out
    (away,) = [x for x in able("absence", "ls", "--json").json["items"] if x["person"] == "tom"]
    assert away["substitute"] is None
    assert "colleagues answer" in able("absence", "ls").out
    assert able("absence", "add", "anna", "--until", "2d", as_="lea").code == 2
