"""Holds that the README tells the truth: its map and keys are the code's, and its commands work."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from inbox.domain.model import Role
from inbox.tui.actions import ACTIONS
from tests.house.readme import README, rooms, written
from tests.house.source import ROOT

TEXT = README.read_text("utf-8")
PASSWORD = "not-in-any-output"
OLD_MAIL = """From ada@example.net Mon Jan  5 09:00:00 2026
From: Ada <ada@example.net>
To: support@example.com
Message-ID: <old-1@example.net>
Date: Mon, 05 Jan 2026 09:00:00 +0000
Subject: Refund

Where is my refund?

"""


def _blocks(kind: str) -> list[tuple[str, ...]]:
    """Return the `inbox …` lines of each code block that is marked with how it is to be run."""
    found = re.findall(rf"<!-- run: {kind} -->\n```sh\n(.*?)```", TEXT, re.DOTALL)
    lines = (block.replace("\\\n", " ").splitlines() for block in found)
    return [tuple(line for line in block if line.startswith("inbox")) for block in lines]


def _lines(kind: str) -> list[str]:
    """Return the `inbox …` lines of all these blocks."""
    return [line for block in _blocks(kind) for line in block]


def _arguments(line: str) -> list[str]:
    # No name is looked up, no port has to be free, and nothing outside this machine is called.
    here = re.sub(r"(imap|smtp)\.example\.com", "localhost", line).replace("127.0.0.1:8080", "127.0.0.1:0")
    return [sys.executable, "-m", "inbox", *shlex.split(here, comments=True)[1:]]


def _environment(folder: Path) -> dict[str, str]:
    # Nobody here has the name of the system's user: a command that does not say who is asking must not need to know.
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("INBOX", "LC_", "LANG"))}
    return {**environment, "INBOX": str(folder / "inbox.db"), "LOGNAME": "stranger", "PYTHONPATH": str(ROOT)}


def _run(line: str, folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*_arguments(line), *more],
        cwd=folder,
        env=_environment(folder),
        input=PASSWORD + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_generated_parts_are_fresh() -> None:
    assert written(TEXT) == TEXT, "run: python -m tests.house.readme"


def test_every_room_says_why_it_is_there() -> None:
    silent = [name for name, said in rooms().items() if not said.endswith(".")]

    assert not silent, "\n".join(silent)


def test_the_two_commands_stand_there_exactly() -> None:
    assert "\npython3 -m venv .uv && .uv/bin/pip install -q uv && .uv/bin/uv run inbox demo\n" in TEXT
    assert "\n.uv/bin/uv run --group test pytest\n" in TEXT


def test_every_code_block_with_commands_says_how_it_is_tested() -> None:
    marked = len(re.findall(r"<!-- run: (?:all|desk|try|serve) -->\n```sh\n", TEXT))

    assert len(re.findall(r"```sh\n(?=inbox)", TEXT)) == marked


def test_every_link_leads_somewhere() -> None:
    missing = [link for link in re.findall(r"\]\(([^)#:]+)\)", TEXT) if not (ROOT / link).exists()]

    assert not missing


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the five minutes have passed."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "old-mail.mbox").write_text(OLD_MAIL, "utf-8")
    for line in _lines("all"):
        done = _run(line, folder)
        assert done.returncode == 0, f"{line}\n{done.stderr[-300:]}"
        assert PASSWORD not in done.stdout + done.stderr
    return folder


def test_the_five_minutes_work_as_written(inbox: Path) -> None:
    asked = _run("inbox --as lea --quiet channel ls", inbox)

    assert asked.stdout.split() == ["support"]


@pytest.mark.parametrize("block", _blocks("try"), ids=" · ".join)
def test_the_commands_of_a_block_without_screens_are_understood(inbox: Path, block: tuple[str, ...]) -> None:
    """Ids are examples, so a refusal or "not found" is an honest answer; wrong usage and a crash are not."""
    for line in block:
        done = _run(line, inbox)

        assert done.returncode in (0, 1, 3, 4), f"{line}\n{done.stderr[-300:]}"
        assert "Traceback" not in done.stderr
        assert "nobody called" not in done.stderr


@pytest.mark.parametrize("line", _lines("serve"))
def test_the_server_listens_until_it_is_told_to_end(inbox: Path, line: str) -> None:
    called = {"cwd": inbox, "env": _environment(inbox), "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(_arguments(line), **called) as running:  # type: ignore[call-overload]  # as asked for above
        try:
            first = running.stderr.readline()
        finally:
            running.terminate()
        assert first.startswith("Listening at http://127.0.0.1:"), first
        assert running.wait(30) == 0


def test_the_demo_without_a_terminal_prints_one_picture(tmp_path: Path) -> None:
    done = _run("inbox demo --lang en", tmp_path)

    assert done.returncode == 0, done.stderr[-300:]
    assert "anna" in done.stdout.lower()


def _screens(line: str) -> bool:
    """Tell whether a command opens the screens, so that here `ls` must ask in their place who is there."""
    return re.fullmatch("inbox( --as [a-z]+)?", line) is not None


@pytest.mark.parametrize("line", _lines("desk"))
def test_each_command_that_needs_a_server_or_a_terminal_knows_who_is_asking(inbox: Path, line: str) -> None:
    """No mail server stands here, so "does not answer" is an honest answer; not knowing who asks is not."""
    done = _run(line, inbox, "ls") if _screens(line) else _run(line, inbox)

    assert done.returncode in (0, 1), f"{line}\n{done.stderr}"
    assert _screens(line) or "does not answer" in done.stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's inbox, in which people of every role work."""
    folder = tmp_path_factory.mktemp("demo")
    done = _run("inbox demo --headless .", folder)
    assert done.returncode == 0, done.stderr
    return folder


ROLES = re.findall(r"^\| (manager|specialist|trainee|lead|admin|auditor) \| `(inbox[^`]*)` \|", TEXT, re.MULTILINE)


def test_every_role_has_a_first_job() -> None:
    assert {role for role, _ in ROLES} == {str(role) for role in Role}


@pytest.mark.parametrize(("role", "line"), ROLES)
def test_the_first_command_of_each_role_works_for_somebody_of_that_role(demo: Path, role: str, line: str) -> None:
    person = shlex.split(line)[2]
    people = json.loads(_run("inbox --as lea person ls --json", demo).stdout)["items"]

    done = _run(line, demo, "ls") if _screens(line) else _run(line, demo)

    assert role in next(p["roles"] for p in people if p["name"] == person)
    assert done.returncode == 0, f"{line}\n{done.stderr}"


MEANT = {
    "W": "why",
    "j": "move", "k": "move", "Enter": "enter", "m": "take", "r": "reply answer", "Ctrl+S": "send", "z": "undo",
    "x": "ask", "v": "use", "?": "help", "g u": "view-unowned", "g m": "view-mine", "]": "next-waiting", "g r": "requests",
    "c": "ask-back", "D": "redirect", "w": "team", "a": "assign move-work", "g h": "view-held", "g x": "view-unknown", "q": "back", "P": "approve",
    "R": "refuse", "g d": "seat", "Ctrl+O": "enclose", "O": "save", "L": "link", "T": "across", "U": "unlink",
}  # fmt: skip
"""Every key that the README's sentences name, and the actions that they say it does."""


def _told() -> set[str]:
    """Return the keys that the README names outside the table of keys and the code blocks."""
    prose = re.sub(r"<!-- keys -->.*?<!-- /keys -->|```.*?```", "", TEXT, flags=re.DOTALL)
    return set(re.findall(r"`((?:Ctrl\+)?\S|Enter|g \S)`", prose))


def test_every_key_that_a_sentence_names_does_what_the_sentence_says() -> None:
    keys = {action.id: action.keys for action in ACTIONS}
    pressed = {key: key.lower() if len(key) > 3 else key for key in MEANT}
    wrong = [f"{key}: {id}" for key, ids in MEANT.items() for id in ids.split() if pressed[key] not in keys[id]]

    assert _told() == set(MEANT)
    assert not wrong
