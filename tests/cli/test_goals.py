"""Goals, guidelines and reasons from the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell


def lines(shell: Shell, text: str, *options: str) -> list[str]:
    """Return the lines that the composer would show for a text."""
    return [line["line"] for line in shell("goal", "match", text, *options, "--json").json["lines"]]


def test_a_goal_is_published_changed_and_ended_and_every_version_is_kept(empty: Shell) -> None:
    made = empty(
        "goal",
        "add",
        "Honest",
        "--do",
        "ask first",
        "--dont",
        "no dates",
        "--until",
        "7d",
        "--measure",
        "none asks twice",
    )
    assert made.out == "#2 holds from now on (version 1).\n" or made.code == 0
    id = empty("goal", "ls", "--quiet").out.strip()
    assert empty("goal", "set", id, "--do", "ask first", "--do", "name a person").code == 0
    assert empty("goal", "set", id, "--do", "ask first", "--do", "name a person").out == "It says that already.\n"
    (card,) = empty("goal", "ls", "--json").json["items"]
    versions = empty("goal", "show", id, "--json").json["items"]

    assert (card["id"], card["version"], card["title"]) == (id, 2, "Honest")
    assert (card["do"], card["dont"], card["measure"]) == (
        ["ask first", "name a person"],
        ["no dates"],
        "none asks twice",
    )
    assert [(v["version"], v["do"], bool(v["ended"])) for v in versions] == [
        (1, ["ask first"], True),
        (2, ["ask first", "name a person"], False),
    ]
    assert empty("goal", "rm", id, "--quiet").out.strip() == id
    assert empty("goal", "ls", "--json").json["items"] == []
    assert empty("goal", "rm", id).code == 4
    assert empty("verify").code == 0


def test_what_is_not_named_stays_and_an_empty_word_empties(empty: Shell) -> None:
    empty(
        "guideline",
        "add",
        "Money",
        "--dont",
        "no voucher",
        "--topic",
        "refund",
        "--topic",
        "voucher",
        "--visibility",
        "public",
    )
    id = empty("guideline", "ls", "--quiet").out.strip()
    assert empty("guideline", "set", id, "--topic", "", "--do", "be kind").code == 0
    assert empty("guideline", "set", id, "--visibility", "any").code == 0
    (card,) = empty("guideline", "ls", "--json").json["items"]

    assert (card["do"], card["dont"], card["topics"], card["visibility"]) == (["be kind"], ["no voucher"], [], None)
    assert empty("guideline", "set", id, "--dont", "", "--do", "").code == 2
    assert empty("goal", "rm", id).code == 4


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        ((), ["ask before you promise", "name a date and a person", "promise nothing that others have to keep"]),
        (("--public",), ["short, friendly, no customer's name"]),
        (("--about", "my refund?"), ["no voucher above 10 € without a sign-off"]),
    ],
)
def test_a_text_can_be_tried_without_sending_it(shell: Shell, options: tuple[str, ...], shown: list[str]) -> None:
    before = shell("verify", "--json", as_="lea").json["events"]

    assert set(shown) <= set(lines(shell, "Hello", *options))
    assert len(lines(shell, "Hello")) == 3
    assert lines(shell, "Here is your voucher")[0] == "no voucher above 10 € without a sign-off"
    assert shell("verify", "--json", as_="lea").json["events"] == before


def test_only_leads_publish_and_count(shell: Shell) -> None:
    assert shell("goal", "add", "x", "--do", "x").code == 1
    assert "may not set goals" in shell("goal", "add", "x", "--do", "x").err
    assert shell("report", "--by", "goal").code == 1


def test_replies_are_counted_by_goal_also_in_a_table_and_listed_behind_it(shell: Shell) -> None:
    goal = shell("goal", "add", "=1+1", "--do", "x", "--quiet", as_="lea").out.strip()
    here = shell.conversation(owner="anna", state="open")["id"]
    assert shell("reply", here, "Good day, we are looking into it.", "--now", "--force-stale").code == 0
    shell("sync", "--once")
    counted = {g["key"]: g for g in shell("report", "--by", "goal", "--json", as_="lea").json["groups"]}

    assert (counted[goal]["title"], counted[goal]["replies"], counted[goal]["open"]) == ("=1+1", 1, None)
    behind = ("report", "--behind", "replies", "--by", "goal", "--key", goal, "--quiet")
    assert shell(*behind, as_="lea").lines == [here]
    row = next(
        r
        for r in csv.DictReader(io.StringIO(shell("report", "--by", "goal", "--csv", as_="lea").out))
        if r["key"] == goal
    )
    assert (row["by"], row["replies"], row["requests"], row["title"]) == ("goal", "1", "", "'=1+1")
    assert f"#{goal} =1+1" in shell("report", "--by", "goal", as_="lea").out


def test_a_fourth_goal_is_refused_by_the_names_of_the_three(shell: Shell) -> None:
    for n in (2, 3):
        assert shell("goal", "add", f"Goal {n}", "--do", "x", as_="lea").code == 0
    refused = shell("goal", "add", "Goal 4", "--do", "x", as_="lea")

    assert (refused.code, "Promises that hold" in refused.err) == (1, True)


def test_a_reply_tells_why_it_was_said(shell: Shell, tmp_path: Path) -> None:
    id = shell.conversation(owner="anna", visibility="private")["id"]
    sent = shell("reply", id, "Thank you for writing.", "--quiet").out.strip()
    why = shell("why", sent, "--json").json

    assert (why["owner"], why["proven"], why["parts"][0]["text"]) == ("anna", True, "Thank you for writing.")
    assert [card["title"] for card in why["cards"]] == ["Promises that hold"]
    assert why["saw"][0]["person"] == "anna"
    assert why["steps"][-1]["says"] == "anna wrote the reply (queued, private)"
    said = shell("why", sent).out
    assert "+ ask before you promise" in said and "✓ words and facts fit each other" in said
    assert shell("why", "--of", id, "--to", tmp_path / "why.json").code == 0
    assert json.loads((tmp_path / "why.json").read_text("utf-8"))[-1] == why
    assert shell("why", "999999").code == 4
    assert shell("why").code == 2
    assert shell("why", sent, as_="tom").code == 4


def test_a_card_and_its_reasons_are_said_in_german(shell: Shell) -> None:
    assert "Ziel #" in shell("goal", "ls", INBOX_LANG="de").out
    assert "gilt ab jetzt" in shell("goal", "add", "Kurz", "--do", "kurz", as_="lea", INBOX_LANG="de").out
