"""Storms and the freeze from the command line, and the watch tried on a file."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from inbox.bootstrap import open_house
from inbox.cli import inbox
from inbox.domain import commands as c
from inbox.domain.storm import Signals
from inbox.ports.desk import View
from tests.traffic import BEGIN, STORMS, Peak, traffic
from tests.world import world

WHEN = BEGIN + timedelta(days=16, hours=14)


def run(where: Path, *words: str, who: str = "lea") -> tuple[int, str]:
    done = CliRunner().invoke(inbox, ["--inbox", str(where), "--as", who, *words])
    return done.exit_code, done.output


@pytest.fixture
def stormy(tmp_path: Path) -> Path:
    """An inbox in which a storm of three has risen."""

    async def make() -> None:
        async with world(tmp_path) as w:
            for who in ("Ada", "Ben", "Cleo"):
                await w.arrives("Im Depot steht alles!", who=who)
            lea = await w.desk("lea")
            ids = tuple(r.conversation.id for r in (await lea.conversations(View.ALL)).items)
            await w.house._office.perform(c.RaiseStorm("Depot", Signals(3, 3, 5, 9, 100, 60, 100), ids), None)

    asyncio.run(make())
    return tmp_path / "inbox.db"


def test_a_storm_is_led_stated_answered_and_ended_by_commands(stormy: Path) -> None:
    (row,) = json.loads(run(stormy, "storm", "--json")[1])["items"]
    assert (row["topic"], row["state"], row["owner"], row["conversations"]) == ("Depot", "rising", "lea", 3)
    assert "3 people wrote 3 messages in 5 minutes" in row["why"]
    id = row["id"]
    assert run(stormy, "storm", "lead", id)[0] == 0
    assert run(stormy, "storm", "state", id, "Wir", "prüfen", "das.")[0] == 0
    shown = json.loads(run(stormy, "storm", "show", id, "--json")[1])
    assert shown["proposed"] == "Wir prüfen das."
    assert {t["owner"] for t in shown["threads"]} == {"lea"}
    first = shown["threads"][0]["id"]
    run(stormy, "reply", first, "Schon gesagt.", "--public", "--now")
    dry = json.loads(run(stormy, "storm", "reply", id, "--dry-run", "--json")[1])["items"]
    assert [bool(o["why"]) for o in dry] == [o["conversation"] == first for o in dry]
    assert not any(o["message"] for o in dry)
    told = run(stormy, "storm", "reply", id, "--dry-run")[1]
    assert all(who in told for who in ("Ada", "Ben", "Cleo"))
    done = json.loads(run(stormy, "storm", "reply", id, "--json")[1])["items"]
    assert sum(o["message"] is not None for o in done) == 2
    assert run(stormy, "storm", "group", id, "--remove", first)[0] == 0
    assert run(stormy, "storm", "end", id, "--harmless")[0] == 0
    assert json.loads(run(stormy, "storm", "--json")[1])["items"][0]["state"] == "harmless"


def test_freezing_and_unfreezing_are_for_leads_and_told(stormy: Path) -> None:
    code, said = run(stormy, "freeze", who="anna")
    assert (code, "may not lead storms or freeze sending" in said) == (1, True)
    assert run(stormy, "freeze", "--channel", "acme@x")[0] == 0
    frozen = json.loads(run(stormy, "storm", "--json")[1])["freeze"]
    assert (frozen["by"], frozen["channels"], frozen["stopped"]) == ("lea", ["acme@x"], [])
    assert "Sending is frozen" in run(stormy, "storm")[1]
    (first, other, *_) = json.loads(run(stormy, "ls", "--json")[1])["items"]
    assert (
        "waits until the freeze ends" in run(stormy, "reply", first["id"], "Wir sehen nach.", "--public", who="anna")[1]
    )
    later = run(stormy, "reply", other["id"], "Später mehr.", "--public", "--at", "in 3 days", who="anna")[1]
    assert "planned for" in later and "waits until the freeze ends" in later
    assert "waits until the freeze ends" in run(stormy, "handover", first["id"])[1]
    assert run(stormy, "unfreeze")[0] == 0
    code, said = run(stormy, "unfreeze")
    assert (code, "is not frozen" in said) == (1, True)


def test_the_watch_is_set_and_shown(stormy: Path) -> None:
    assert json.loads(run(stormy, "storm", "watch", "--json")[1])["times"] == 3
    assert run(stormy, "storm", "watch", "--times", "4", "--calm", "30")[0] == 0
    assert json.loads(run(stormy, "storm", "watch", "--json")[1]) == {
        "times": 4,
        "people": 6,
        "sureness": 6,
        "calm": 30,
    }
    code, said = run(stormy, "storm", "watch", "--times", "1000")
    assert (code, "between 2 and 50" in said) == (2, True)


def test_past_traffic_is_replayed_without_touching_an_inbox(tmp_path: Path) -> None:
    rows = traffic(1, 16.3 / 7, 100, [Peak("depot", WHEN, 3, 4, STORMS["depot"])])
    lines = [
        {
            "contact": r.said.author,
            "id": str(r.said.id),
            "at": r.said.at.isoformat(),
            "text": r.said.text,
            "direction": "in",
        }
        for r in rows
    ]
    file = tmp_path / "past.jsonl"
    file.write_text("\n".join(["{broken", *map(json.dumps, reversed(lines))]), "utf-8")
    done = CliRunner().invoke(inbox, ["storm", "replay", str(file), "--json"])
    (alarm,) = json.loads(done.stdout)
    assert set(alarm) == {"at", "topic", "messages", "authors", "why"}
    assert "depot" in alarm["topic"].casefold()
    assert WHEN.isoformat() < alarm["at"] < (WHEN + timedelta(minutes=30)).isoformat()
    assert "Line 1 cannot be read" in done.stderr
    assert list(tmp_path.iterdir()) == [file]
    calm = CliRunner().invoke(inbox, ["storm", "replay", str(file), "--json", "--sureness", "30", "--people", "150"])
    assert json.loads(calm.stdout) == []
    assert CliRunner().invoke(inbox, ["storm", "replay", str(tmp_path / "nothing")]).exit_code == 4


async def test_what_was_done_verifies(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        await (await w.desk("lea")).perform(c.FreezeSending())
    async with open_house(str(tmp_path / "inbox.db")) as house:
        assert (await (await house.desk("lea")).verify()).ok
