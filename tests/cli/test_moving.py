"""On an inbox in PostgreSQL every command works as on a file; move and secrets do what the page says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest


class Shell:
    """Runs commands as processes: each opens the inbox anew."""

    def __init__(self, folder: Path, where: str) -> None:
        self._folder = folder
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith("INBOX")},
            "INBOX": where, "INBOX_AS": "lea", "INBOX_LANG": "en", "INBOX_SECRETS": "file",
            "INBOX_SECRETS_KEY": str(folder / "secrets.key"), "XDG_CONFIG_HOME": str(folder), "XDG_DATA_HOME": str(folder),
        }  # fmt: skip

    def __call__(self, *command: str, said: str = "") -> tuple[int, str, str]:
        line = [sys.executable, "-m", "inbox", *command]
        done = subprocess.run(
            line, env=self.env, cwd=self._folder, input=said, capture_output=True, text=True, timeout=60, check=False
        )
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def shell(tmp_path: Path, postgres_place: str) -> Shell:
    return Shell(tmp_path, postgres_place)


def test_an_inbox_in_postgresql_is_made_used_examined_and_moved_by_commands(shell: Shell, tmp_path: Path) -> None:
    where = shell.env["INBOX"]
    assert shell("ls")[0] == 4
    assert shell("init", "--lead", "lea", "--department", "legal")[0] == 0
    assert shell("init", "--lead", "eva")[0] == 1
    rows = tmp_path / "rows.jsonl"
    row = {
        "contact": "k@example.org",
        "id": "1",
        "at": "2026-11-26T12:00:00+01:00",
        "text": "Größe?",
        "direction": "in",
    }
    rows.write_text(json.dumps(row))
    assert json.loads(shell("import", str(rows), "--channel", "archive")[1])["taken"] == 1
    assert [hit["kind"] for hit in json.loads(shell("--json", "search", "groesse")[1])["items"]] == ["message"]

    code, out, _ = shell("--json", "doctor")
    said = {row["what"]: row["state"] for row in json.loads(out)}
    assert any("PostgreSQL" in what for what in said)
    assert "fail" not in said.values(), out
    assert code == 0

    code, out, err = shell("move", where, "back.db")
    moved = json.loads(out)
    assert (code, moved["ok"], moved["messages"]) == (0, True, 1), err
    assert json.loads(shell("--inbox", "back.db", "--json", "verify")[1])["events"] == moved["events"]
    code, _, err = shell("move", "back.db", where)
    assert code == 1
    assert "holds something already" in err
    assert shell("move", "none.db", where)[0] == 4


def test_the_key_of_secrets_is_made_and_exchanged_by_commands(shell: Shell, tmp_path: Path) -> None:
    assert shell("init", "--lead", "lea")[0] == 0
    add = ("channel", "add", "telegram", "t@telegram", "--secret", "token=-")
    code, out, err = shell(*add, said="4711:geheim\n")
    assert code == 3
    assert "inbox secrets new-key" in err
    assert shell("secrets", "new-key")[0] == 0
    assert (tmp_path / "secrets.key").stat().st_mode & 0o777 == 0o600
    code, out, err = shell(*add, said="4711:geheim\n")
    assert "geheim" not in out + err
    assert shell("secrets", "new-key")[0] == 0
    assert json.loads(shell("--json", "secrets", "reseal")[1])["channels"] == 1
    assert shell("--inbox", "file.db", "init", "--lead", "lea")[0] == 0
    assert shell("--inbox", "file.db", "secrets", "reseal")[0] == 1
