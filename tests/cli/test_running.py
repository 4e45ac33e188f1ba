"""Import, sync, verify, doctor, keys: they count what they did, and can be interrupted at any time."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path
from typing import Any

import pytest

from inbox import bootstrap
from inbox.errors import Locked
from tests.cli.conftest import Shell

INBOX = (sys.executable, "-m", "inbox")


def rows(count: int, first: int = 0) -> str:
    """A file of messages, one JSON object a line, of ten contacts."""
    return "".join(
        json.dumps(
            {
                "contact": f"c{n % 10}",
                "contact_name": f"Contact {n % 10}",
                "id": str(n),
                "at": f"2026-11-{n // 1440 + 1:02d}T{n // 60 % 24:02d}:{n % 60:02d}:00+01:00",
                "text": f"message number {n}",
                "direction": "out" if n % 3 == 2 else "in",
            }
        )
        + "\n"
        for n in range(first, first + count)
    )


def test_import_takes_messages_in_and_a_second_time_knows_them(empty: Shell, tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_text(rows(30), "utf-8")

    first = empty("import", tmp_path / "old.jsonl", "--channel", "old", "--json").json
    second = empty("import", tmp_path / "old.jsonl", "--channel", "old").json

    assert first == {"read": 30, "taken": 30, "known": 0, "refused": []}
    assert second == {"read": 30, "taken": 0, "known": 30, "refused": []}
    assert len(empty("ls", "--json").json["items"]) == 10
    assert empty("channel", "ls", "--json").json["items"][0]["platform"] == "file"


def test_lines_that_cannot_be_read_are_named_and_the_others_land(empty: Shell, tmp_path: Path) -> None:
    good = rows(2).splitlines()
    (tmp_path / "old.jsonl").write_text("\n".join([good[0], "{broken", good[1], '{"id": 1}']), "utf-8")

    done = empty("import", tmp_path / "old.jsonl", "--channel", "old", "--format", "jsonl").json

    assert (done["read"], done["taken"]) == (4, 2)
    assert [row["line"] for row in done["refused"]] == [2, 4]
    assert all(row["why"] for row in done["refused"])
    assert empty("channel", "ls", "--json").json["items"][0]["quarantined"] == 2
    assert empty("channel", "replay", "old", "--json").json == {"read": 0}


def test_a_channel_that_an_import_makes_is_named(empty: Shell, tmp_path: Path) -> None:
    (tmp_path / "old.jsonl").write_text(rows(3), "utf-8")

    made = empty("import", tmp_path / "old.jsonl", "--channel", "old", "--json")
    known = empty("import", tmp_path / "old.jsonl", "--channel", "old", "--json")
    typo = empty("import", tmp_path / "old.jsonl", "--channel", "odl", "--json")

    assert made.err == "There is no channel old yet, so a new one is made.\n"
    assert known.err == ""
    assert typo.err == "There is no channel odl yet, so a new one is made.\nThe channels there were: old.\n"
    assert typo.json["taken"] == 3


def test_an_import_of_a_file_that_is_not_there_makes_no_channel(empty: Shell, tmp_path: Path) -> None:
    assert empty("import", tmp_path / "absent.jsonl", "--channel", "old").code == 2
    assert empty("channel", "ls", "--quiet").lines == []


def test_a_mail_file_is_imported_too(empty: Shell, tmp_path: Path) -> None:
    mail = "From: Renate <r@example.org>\nTo: a@example.com\nSubject: Order\nMessage-ID: <1@x>\n\nWhere is it?\n"
    (tmp_path / "one.eml").write_text(mail, "utf-8")

    assert empty("import", tmp_path / "one.eml", "--channel", "post").json["taken"] == 1
    assert empty.conversation(as_="lea")["last"].endswith("Where is it?")


def test_what_came_without_a_word_is_listed_by_its_name_and_folded_lines_are_counted(
    empty: Shell, tmp_path: Path
) -> None:
    head = "From: r@example.org\nDate: Tue, 24 Nov 2026 10:00:00 +0100\n"
    (tmp_path / "a.eml").write_text(f"{head}Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n", "utf-8")
    (tmp_path / "b.eml").write_text(f"{head}Message-ID: <2@x>\n\nThanks.\n\n> a\n> b\n> c\n", "utf-8")

    assert empty("import", tmp_path, "--channel", "post", "--format", "eml").code == 0
    items = {row["last"]: row["id"] for row in empty("ls", "--json").json["items"]}

    assert set(items) == {"⎘ invite.ics", "Thanks."}
    assert "[… 3 lines folded]" in empty("show", items["Thanks."]).out
    assert "⎘ invite.ics" in empty("show", items["⎘ invite.ics"]).out


def test_import_of_nothing_is_told_as_such(empty: Shell, tmp_path: Path) -> None:
    absent = empty("import", tmp_path / "absent.jsonl", "--channel", "old")
    (tmp_path / "odd.xyz").write_text("x", "utf-8")

    assert absent.code == 2
    assert "absent.jsonl" in absent.err
    assert empty("import", tmp_path / "odd.xyz", "--channel", "old").code == 2
    assert empty("import", tmp_path / "odd.xyz").code == 2
    assert empty("import", "/dev/null", "--channel", "old", "--format", "csv").code == 2
    assert empty("channel", "ls", "--quiet").lines == []


def test_an_interrupted_import_goes_on_where_it_ended(empty: Shell, tmp_path: Path) -> None:
    count = 30_000
    (tmp_path / "old.jsonl").write_text(rows(count), "utf-8")
    command = [*INBOX, "--inbox", empty.where, "--as", "lea", "import", str(tmp_path / "old.jsonl"), "--channel", "o"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        deadline = time.monotonic() + 30
        while taken(empty.where) < 300 and running.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=30)

    assert running.returncode == 130, err
    assert "Traceback" not in err
    before = taken(empty.where)
    assert 300 <= before < count
    assert empty("verify").json["ok"] is True
    done = empty("import", tmp_path / "old.jsonl", "--channel", "o").json
    assert (done["taken"], done["known"]) == (count - before, before)
    assert empty("verify").json["messages"] == count


def taken(where: str) -> int:
    """How many messages stand in the inbox, seen from outside."""
    with closing(sqlite3.connect(f"file:{where}?mode=ro", uri=True)) as database:
        try:
            return int(database.execute("select count(*) from message").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def test_sync_once_does_what_is_due_and_counts_it(shell: Shell) -> None:
    id = shell.conversation(owner="anna", platform="email", requests=0)["id"]
    shell("reply", id, "Now, please.", "--now")

    assert shell("sync", "--once").json == {"taken": 0, "sent": 1, "failed": 0, "unknown": 0}
    assert shell("show", id, "--json").json["messages"][-1]["delivery"] in {"sent", "delivered", "read"}


def test_sync_once_ends_with_unreachable_where_a_channel_fails(empty: Shell) -> None:
    settings = {
        "address": "a@shop.test",
        "user": "a",
        "imap_host": "127.0.0.1",
        "imap_port": "1",
        "smtp_host": "127.0.0.1",
    }
    pairs = [word for key, value in settings.items() for word in ("--set", f"{key}={value}")]
    empty("channel", "add", "email", "mail", *pairs, "--secret", "password=-", input="geheim\n")

    done = empty("sync", "--once", "--json")

    assert done.code == 3
    assert done.json == {"taken": 0, "sent": 0, "failed": 0, "unknown": 0}
    assert "127.0.0.1:1 does not answer" in empty("doctor").out


def test_sync_takes_in_what_a_new_channel_has(empty: Shell) -> None:
    empty("channel", "add", "demo", "acme@x", "--set", "pretends=x", "--set", "backlog=3")

    done = empty("sync", "--once", "--json").json

    assert (done["taken"], done["failed"]) == (3, 0)


def test_sync_is_joined_by_commands_ends_politely_and_leaves_the_inbox_free(empty: Shell) -> None:
    command = [*INBOX, "--inbox", empty.where, "--as", "lea", "sync"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        assert running.stderr.readline() == "Running; Ctrl-C ends it.\n"
        joined = empty("doctor", "--json")
        again = empty("sync", "--once")
        running.terminate()
        out, err = running.communicate(timeout=30)

    assert (running.returncode, out, err) == (0, "", "")
    assert any(row["what"].startswith(f"joined process {running.pid}") for row in joined.json)
    assert again.code == 1
    assert again.err.startswith("The program that has this inbox open takes in and sends all the time")
    assert empty("ls").code == 0


def test_commands_called_at_the_same_time_wait_for_each_other(shell: Shell) -> None:
    id = shell.conversation(owner="anna")["id"]
    before = len(shell("show", id, "--json").json["notes"])
    command = [*INBOX, "--inbox", shell.where, "--as", "anna", "note", id]

    running = [subprocess.Popen([*command, f"note {n}"], stdout=subprocess.DEVNULL) for n in range(4)]
    codes = [process.wait(timeout=30) for process in running]

    assert codes == [0, 0, 0, 0]
    assert len(shell("show", id, "--json").json["notes"]) == before + 4


def test_a_command_waits_a_moment_for_another_that_has_the_inbox(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    tried, really = [], bootstrap.open_house

    def opened(where: str, **more: Any) -> AbstractAsyncContextManager[bootstrap.House]:
        tried.append(where)
        if len(tried) < 3:
            raise Locked("{owner} has {path} open; use its screens, or end it first.", owner="1", path=where)
        return really(where, **more)

    monkeypatch.setattr(bootstrap, "open_house", opened)

    assert shell("ls").code == 0
    assert len(tried) == 3


def test_verify_proves_the_chain_and_names_the_first_fact_that_does_not_fit(shell: Shell) -> None:
    good = shell("verify", as_="otto")
    assert good.code == 0
    assert set(good.json) == {"ok", "events", "messages", "conversations", "head"}
    assert shell("verify", as_="anna").code == 1

    with closing(sqlite3.connect(shell.where)) as database:
        database.execute("update feed set body = replace(body, 'shipping', 'shopping') where body like '%shipping%'")
        database.commit()
    bad = shell("verify", as_="otto")

    assert bad.code == 1
    assert bad.json["ok"] is False
    assert isinstance(bad.json["bad"], int)
    assert bad.json["why"]


def test_doctor_says_what_is_well_and_what_to_do(shell: Shell) -> None:
    said = shell("doctor", "--json", TERM="dumb", EDITOR="", VISUAL="")
    what = {row["what"]: row for row in said.json}

    assert said.code == 0
    assert {row["state"] for row in said.json} <= {"ok", "warn", "fail"}
    assert any(name.startswith("SQLite ") for name in what)
    assert any(name.startswith("Python ") for name in what)
    assert (what["TERM=dumb"]["state"], what["EDITOR="]["state"]) == ("warn", "warn")
    assert what["EDITOR="]["do"]


def test_doctor_without_an_inbox_still_looks_at_the_rest(shell: Shell, tmp_path: Path) -> None:
    said = shell("--inbox", tmp_path / "absent" / "inbox.db", "doctor", "--json")

    assert said.code == 1
    assert next(row["what"] for row in said.json if row["state"] == "fail").startswith("There is no inbox at")
    assert any(row["what"].startswith("Python ") for row in said.json)


def test_keys_are_those_of_the_screens(shell: Shell) -> None:
    from inbox.tui.actions import ACTIONS

    printed = shell("keys", "--json").json
    assert [(row["id"], tuple(row["keys"])) for row in printed] == [(a.id, a.keys) for a in ACTIONS]
    assert all(a.title in shell("keys").out for a in ACTIONS[:3])


def test_nobody_listening_is_no_error(shell: Shell) -> None:
    for command in (("ls",), ("ls", "--json"), ("keys",), ("doctor",)):
        call = [*INBOX, "--inbox", shell.where, "--as", "anna", *command]
        with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            assert running.stdout is not None
            assert running.stderr is not None
            running.stdout.close()
            err = running.stderr.read()
        assert err == b"", command
        assert running.returncode == 0


def test_bytes_on_standard_output_survive_a_narrow_encoding(shell: Shell) -> None:
    call = [*INBOX, "--inbox", shell.where, "--as", "anna", "ls"]

    done = subprocess.run(call, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=False)

    assert done.returncode == 0, done.stderr
