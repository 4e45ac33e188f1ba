"""On a real terminal: colours, the person's own editor, questions of the set-up, and what a progress bar shows."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from tests.cli.conftest import Shell

INBOX = (sys.executable, "-m", "inbox")


def seen(shell: Shell, *words: object, typed: str = "", at: str = "", **env: str) -> tuple[int, str]:
    """Run a command on a terminal, type behind the words `at`, and return its code and all it showed."""
    master, slave = pty.openpty()
    command = [*INBOX, "--inbox", shell.where, "--as", shell.person, *map(str, words)]
    environment = {**os.environ, **shell.environment, "TERM": "xterm", "COLUMNS": "100", **env}
    with subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, env=environment) as running:
        os.close(slave)
        shown, deadline = b"", time.monotonic() + 30
        while time.monotonic() < deadline:
            if select.select([master], [], [], 0.05)[0]:
                try:
                    shown += os.read(master, 65536)
                except OSError:
                    break
            if typed and at.encode() in shown:
                os.write(master, typed.encode())
                typed = ""
        os.close(master)
        if running.poll() is None and time.monotonic() >= deadline:
            running.kill()
    return running.returncode, shown.decode().replace("\r\n", "\n")


def editor(folder: Path, code: str) -> str:
    """Make an editor that does something with the file it is given."""
    script = folder / "editor.py"
    script.write_text(f"import sys, pathlib, sqlite3, os\nfile = pathlib.Path(sys.argv[1])\n{code}\n", "utf-8")
    return f"{sys.executable} {script}"


def private(shell: Shell) -> str:
    """A conversation anna may answer."""
    return str(shell.conversation(owner="anna", platform="email", requests=0)["id"])


def test_heads_are_dimmed_on_a_terminal_unless_no_color_is_set(shell: Shell) -> None:
    assert "\x1b[2m" in seen(shell, "ls")[1]
    assert "\x1b" not in seen(shell, "ls", NO_COLOR="1")[1]


def test_a_reply_is_written_in_the_persons_own_editor(shell: Shell, tmp_path: Path) -> None:
    id = private(shell)
    code, shown = seen(shell, "reply", id, EDITOR=editor(tmp_path, "file.write_text('Dear you,\\nyes.\\n')"), VISUAL="")

    assert code == 0, shown
    said = shell("show", id, "--json").json["messages"][-1]
    assert (said["text"], said["delivery"]) == ("Dear you,\nyes.", "queued")


def test_the_inbox_is_free_while_somebody_writes_in_an_editor(shell: Shell, tmp_path: Path) -> None:
    id = private(shell)
    note = f"os.system('{sys.executable} -m inbox --inbox {shell.where} --as jonas ls --quiet >/dev/null')"
    other = f"file.write_text('yes') if {note} == 0 else sys.exit(1)"

    code, shown = seen(shell, "reply", id, EDITOR=editor(tmp_path, other), VISUAL="")

    assert code == 0, shown


def test_an_editor_left_without_words_sends_nothing(shell: Shell, tmp_path: Path) -> None:
    id = private(shell)
    before = shell("show", id, "--json").json["messages"]

    code, _ = seen(shell, "reply", id, EDITOR=editor(tmp_path, "pass"), VISUAL="")

    assert code == 2
    assert shell("show", id, "--json").json["messages"] == before


def test_words_that_are_refused_are_kept_as_the_draft(shell: Shell, tmp_path: Path) -> None:
    id = private(shell)
    last = shell("show", id, "--json").json["messages"][-1]["number"]
    code, shown = seen(
        shell, "reply", id, "--seen", str(last - 1), EDITOR=editor(tmp_path, "file.write_text('much work')"), VISUAL=""
    )

    assert code == 1
    assert "kept as the draft" in shown
    assert "much work" not in shown
    assert shell("show", id, "--json").json["draft"]["text"] == "much work"


def test_a_customer_who_writes_while_somebody_is_in_the_editor_stops_the_reply(empty: Shell, tmp_path: Path) -> None:
    from tests.cli.test_running import rows

    for name, first in (("one", 0), ("two", 10)):
        (tmp_path / f"{name}.jsonl").write_text(rows(1, first), "utf-8")
    empty("import", tmp_path / "one.jsonl", "--channel", "old")
    id = empty.conversation(as_="lea")["id"]
    again = f"os.system('{sys.executable} -m inbox --inbox {empty.where} --as lea import {tmp_path}/two.jsonl --channel old')"

    code, shown = seen(empty, "reply", id, EDITOR=editor(tmp_path, f"{again}\nfile.write_text('yes')"), VISUAL="")

    assert code == 1
    assert "1 new since you looked" in shown


def test_an_accepted_answer_stands_in_the_editor_already(shell: Shell, tmp_path: Path) -> None:
    asked = shell.request("development", "answered")
    shell("request", "accept", asked["id"])

    code, shown = seen(
        shell, "reply", asked["conversation"], "--quote", asked["id"],
        EDITOR=editor(tmp_path, "file.write_text('Hello. ' + file.read_text())"), VISUAL="",
    )  # fmt: skip

    assert code == 0, shown
    said = shell("show", asked["conversation"], "--json").json["messages"][-1]
    assert said["text"] == "Hello. " + asked["answer"]
    assert said["answers"] == [asked["id"]]


def test_init_asks_for_what_is_missing(shell: Shell, tmp_path: Path) -> None:
    fresh = Shell(str(tmp_path / "fresh.db"), shell.environment, "lea")

    code, shown = seen(fresh, "init", typed="\nlegal, product\n", at="Who leads")

    assert code == 0, shown
    assert fresh("person", "ls", "--quiet").lines == ["lea"]
    assert fresh("ls", as_="").code == 0, "who leads is remembered"
    assert fresh("department", "ls", "--quiet").lines == ["legal", "product"]


def test_a_secret_is_asked_for_without_being_shown(empty: Shell) -> None:
    code, shown = seen(
        empty, "channel", "add", "email", "post",
        "--set", "address=a@example.com", "--set", "imap_host=i.example", "--set", "smtp_host=s.example",
        "--set", "user=a", "--secret", "password=-",
        typed="hunter2\n", at="password:",
    )  # fmt: skip

    assert code == 0, shown
    assert "hunter2" not in shown
    kept = json.loads(Path(empty.where + ".secrets").read_text("utf-8"))
    assert kept == {"post": {"password": "hunter2"}}


def test_an_import_shows_how_far_it_is(empty: Shell, tmp_path: Path) -> None:
    from tests.cli.test_running import rows

    with closing((tmp_path / "old.jsonl").open("w", encoding="utf-8")) as file:
        file.write(rows(500))

    code, shown = seen(empty, "import", tmp_path / "old.jsonl", "--channel", "old")

    assert code == 0
    assert "100 %" in shown
    assert "500 read, 500 taken in, 0 known before, 0 refused." in shown


def test_a_new_channel_asks_for_what_is_missing_says_where_to_find_it_and_is_tried(shell: Shell) -> None:
    lea = replace(shell, person="lea")
    words = ("channel", "add", "telegram", "acme@tg", "--set", "api_base=http://127.0.0.1:9")
    code, shown = seen(lea, *words, typed="4711:geheim_4711\n", at="/token)\r\ntoken: ")

    assert "@BotFather" in shown
    assert "geheim_4711" not in shown
    assert "no connection (is the address right" in shown
    assert code == 0
    assert "acme@tg" in lea("channel", "ls").out
