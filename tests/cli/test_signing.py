"""Signing off on the command line: what waits and why, editing, checking any text, guards, and the risk rules in a file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.cli.conftest import Shell

RISKY = "Das war unser Fehler, wir erstatten Ihnen alles."


def test_a_specialist_sees_what_they_may_release_and_releases_it(shell: Shell) -> None:
    (held,) = shell("held", "--json", as_="eva").json["items"]

    assert (held["author"], held["lacks"], bool(held["answers_to"])) == ("jonas", "", True)
    for hold in held["holds"]:
        assert hold["competence"] == "legal_risk" and held["text"][slice(*hold["span"])]
    assert shell("approve", held["id"], as_="jonas").code == 1
    assert shell("approve", held["id"], as_="tom").code == 4
    assert shell("approve", held["id"], as_="eva").out == f"Reply {held['id']} goes out.\n"


def test_the_signer_writes_a_reply_anew_and_its_writer_finds_the_difference(shell: Shell) -> None:
    held = shell("held", "--json", as_="lea").json["items"][0]
    assert shell("approve", held["id"], "--edit", "-", as_="lea", input="We will look into it.\n").code == 0

    thread = shell("show", held["conversation"], "--json").json
    assert thread["messages"][-1]["text"] == "We will look into it."
    assert any(note["text"].startswith("→ mia: ") and "{+" in note["text"] for note in thread["notes"])
    called = shell("mention", "ls", "--json", as_="mia").json["items"]
    assert any(k["text"].startswith("→ mia: ") for k in called if k["conversation"] == held["conversation"])


def test_any_text_is_checked_without_touching_the_inbox(shell: Shell, tmp_path: Path) -> None:
    before = shell("verify", "--json", as_="lea").json["events"]
    found = shell("check", RISKY, "--json").json["holds"]
    assert [h["rule"] for h in found] == ["admission of fault", "promise of money"]
    assert found[0].keys() == {"rule", "competence", "why", "span"}
    assert shell("check", "Ihre Kundennummer 4471123", "--json").json == {"holds": []}
    assert shell("check", "Ihre Kundennummer 4471123", "--public", "--quiet").lines == ["personal data in public"]
    assert shell("check", "Danke!", "--channel", "acme@instagram", "--quiet", as_="mia").lines == ["four eyes"]
    lines = shell("check", "-", input=f"Danke!\n{RISKY}\n").lines
    assert [line == '{"holds":[]}' for line in lines] == [True, False]
    rules = tmp_path / "rules.txt"
    rules.write_text("[thanks] media\nwhy: It thanks.\nany: danke\n", "utf-8")
    assert shell("check", "Danke!", "--rules", rules, "--quiet").lines == ["thanks"]
    rules.write_text("[thanks] charm\n", "utf-8")
    bad = shell("check", "Danke!", "--rules", rules)
    assert bad.code == 2 and "Line 1: there is no competence charm" in bad.err
    assert shell("verify", "--json", as_="lea").json["events"] == before


def test_the_standard_rules_are_there_before_there_is_an_inbox(shell: Shell, tmp_path: Path) -> None:
    nowhere = {"INBOX": "", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    shell.where, shell.person = "", ""

    assert "promise of money" in shell("check", RISKY, "--json", **nowhere).out
    assert "[promise of money] legal_risk" in shell("risks", "show", **nowhere).out


def test_rules_are_shown_changed_and_brought_back_by_a_lead(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "risks.txt"
    file.write_text(shell("risks", "show", as_="lea").out + "\n[thanks] media\nwhy: It thanks.\nany: danke\n", "utf-8")
    assert shell("risks", "set", file, as_="anna").code == 1
    assert shell("risks", "set", file, as_="lea").code == 0
    assert shell("check", "Danke!", "--quiet").lines == ["thanks"]
    assert shell("risks", "reset", as_="lea").code == 0
    assert shell("check", "Danke!", "--quiet").lines == []


def test_a_lead_is_told_where_kept_rules_cannot_be_read_any_more(shell: Shell) -> None:
    with sqlite3.connect(shell.where) as inbox:
        inbox.execute(
            "insert into risks (id, text) values (1, '[thanks] media' || char(10) || 'why: A.' || char(10) || 'any: danke ..')"
        )

    assert shell("check", "Danke!", "--quiet").lines == []
    assert "promise of money" in shell("check", RISKY, "--quiet").lines
    shown = shell("risks", "show", as_="lea")
    assert "any: danke .." in shown.out and "the standard ones hold: Line 3: a gap" in shown.err
    looked = {row["do"]: row for row in shell("doctor", "--json", as_="lea").json}
    assert looked["inbox risks show; inbox risks set FILE"]["state"] == "fail"
    assert "→ inbox --as lea risks show; inbox --as lea risks set FILE" in shell("doctor", as_="lea").out


def test_how_freely_somebody_speaks_is_set_listed_and_reset(shell: Shell) -> None:
    where = ("--channel", "acme@x", "--visibility", "public")
    assert shell("guard", "set", "anna", "delayed", *where, "--minutes", "30", as_="lea").code == 0
    assert shell("guard", "set", "lea", "free", as_="lea").code == 1
    assert shell("guard", "set", "mia", "free", as_="anna").code == 1
    found = {g["person"]: g for g in shell("guard", "ls", "--json", as_="lea").json["items"]}
    assert (found["anna"]["step"], found["anna"]["minutes"], found["mia"]["step"]) == ("delayed", 30, "delayed")
    assert [g["person"] for g in shell("guard", "ls", "--json").json["items"]] == ["anna"]
    assert shell("guard", "reset", "anna", *where, as_="lea").code == 0
    assert shell("guard", "ls", "--json").json["items"] == []
