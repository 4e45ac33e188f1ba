"""Gives every test of the command line a fresh copy of the demo inbox and a shell to call commands in."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from inbox.cli import inbox
from inbox.demo import build


@dataclass
class Said:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


@dataclass
class Shell:
    """Calls commands as a person on an inbox."""

    where: str
    environment: dict[str, str]
    person: str = "anna"

    def __call__(self, *words: object, as_: str | None = None, input: str | bytes | None = None, **env: str) -> Said:
        person = self.person if as_ is None else as_
        arguments = ["--inbox", self.where, *(["--as", person] if person else []), *map(str, words)]
        result = CliRunner().invoke(inbox, arguments, input=input, env={**self.environment, **env})
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Said(result.exit_code, result.stdout, result.stderr)

    def conversation(self, *, as_: str = "anna", **wanted: object) -> dict[str, Any]:
        """Return the first conversation whose JSON has these values."""
        rows = self("ls", "--json", "--limit", "500", as_=as_).json["items"]
        found: dict[str, Any] = next(r for r in rows if all(r[k] == v for k, v in wanted.items()))
        return found

    def request(self, department: str, state: str = "") -> dict[str, Any]:
        """Return a request to a department."""
        rows = self("requests", "--json", *(["--state", state] if state else []), as_="lea").json["items"]
        found: dict[str, Any] = next(r for r in rows if r["department"] == department)
        return found


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(asyncio.run(build(tmp_path_factory.mktemp("demo"), "en", 1)))


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    home = tmp_path / "home"
    home.mkdir()
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "INBOX_LANG": "en",
        "INBOX": "",
        "INBOX_AS": "",
        "TZ": "Europe/Berlin",
    }


@pytest.fixture
def shell(built: Path, tmp_path: Path, environment: dict[str, str]) -> Shell:
    """A shell on a copy of the demo inbox; the asker is anna unless a call says otherwise."""
    shutil.copy(built, tmp_path / "inbox.db")
    return Shell(str(tmp_path / "inbox.db"), environment)


@pytest.fixture
def empty(tmp_path: Path, environment: dict[str, str]) -> Shell:
    """A shell on an inbox in which only lea is."""
    made = Shell(str(tmp_path / "new.db"), environment, "lea")
    assert made("init", "--lead", "lea", "--department", "legal").code == 0
    return made
