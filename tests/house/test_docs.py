"""Holds that the pages for people who set up a platform or write an adapter tell the truth: their commands and code are run."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from inbox.bootstrap import adapters
from inbox.cli import inbox
from tests.house.readme import CAN, table
from tests.house.source import ROOT

DOCS = ROOT / ".github" / "docs"
PAGES = sorted(DOCS.glob("*.md"))
FOREVER = ("inbox serve", "inbox sync", "inbox demo")
"""What does not end by itself is run where it is tested."""
SECRET = "4711:not-in-any-output"


def commands(page: Path) -> list[str]:
    """Return the `inbox …` lines of a page's code blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    lines = [line.strip() for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [line for line in lines if line.startswith("inbox ") and not line.startswith(FOREVER)]


def words(line: str) -> list[str]:
    """Return the arguments of a command; no name is looked up and nothing outside this machine is called."""
    here = re.sub(r"https://[a-z0-9.-]+", "http://127.0.0.1:9", line)
    here = re.sub(r"postgresql://[a-z0-9@.-]*", "postgresql://127.0.0.1:9", here)
    return shlex.split(here, comments=True)[1:]


def given(line: str, folder: Path) -> dict[str, str]:
    """Return what a command's environment says."""
    kept = {"INBOX": str(folder / "inbox.db"), "INBOX_AS": "lea", "INBOX_SECRETS_KEY": str(folder / "secrets.key")}
    return {**kept, "NO_PROXY": "*", **dict.fromkeys(re.findall(r"env:([A-Z_]+)", line), SECRET)}


def run(line: str, folder: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command as it stands there, as a program."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("INBOX", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "inbox", *words(line)],
        cwd=folder,
        env={**environment, "PYTHONPATH": f"{path}:{ROOT}", **given(line, folder)},
        input=(SECRET + "\n") * 9,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an inbox of which lea is lead and admin."""
    made = tmp_path_factory.mktemp("docs")
    done = run("inbox init --lead lea", made)
    assert done.returncode == 0, done.stderr
    return made


@pytest.mark.parametrize(
    ("page", "line"), [(p, line) for p in PAGES if p.stem != "write-an-adapter" for line in commands(p)], ids=str
)
def test_every_command_on_a_page_is_understood(
    folder: Path, page: Path, line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No platform stands here, so a refusal is an honest answer; wrong usage and a crash are not."""
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith(("INBOX", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    done = CliRunner().invoke(inbox, words(line), input=(SECRET + "\n") * 9, env=given(line, folder))

    assert isinstance(done.exception, SystemExit | None), f"{page.name}: {line}\n{done.exception!r}"
    assert not re.search(r"Usage: |Try 'inbox|has no setting|needs more|There is no adapter", done.stderr), done.stderr
    assert done.exit_code in (0, 1, 2, 3, 4)
    assert SECRET not in done.stdout + done.stderr


def test_every_platform_has_its_page() -> None:
    missing = [platform for platform in adapters() if platform != "demo" and not (DOCS / f"{platform}.md").exists()]

    assert not missing


def test_the_table_of_what_adapters_can_is_the_codes() -> None:
    assert table() in CAN.read_text("utf-8"), "run: python -m tests.house.readme"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8"))

    assert not [link for link in links if not (page.parent / link).exists()]


# --- the guide


@pytest.fixture(scope="module")
def guestbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The adapter of the guide, installed as a foreign package is."""
    place = tmp_path_factory.mktemp("site")
    text = (DOCS / "write-an-adapter.md").read_text("utf-8")
    for name, code in re.findall(r"`(guestbook/[a-z_]+\.py)`\n\n```python\n(.*?)```", text, re.DOTALL):
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(code, "utf-8")
    info = place / "guestbook-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: guestbook\nVersion: 1.0\n")
    toml = re.findall(r"\[project.entry-points.\"inbox.adapters\"\]\n(.*?)```", text, re.DOTALL)[0]
    (info / "entry_points.txt").write_text("[inbox.adapters]\n" + toml.replace('"', ""))
    return place


def test_the_adapter_of_the_guide_is_silver_as_it_stands_there(guestbook: Path, folder: Path) -> None:
    done = run("inbox --json adapter try guestbook", folder, str(guestbook))

    assert done.returncode == 0, done.stderr
    verdict = json.loads(done.stdout)
    wrong = [row for row in verdict["items"] if not row["ok"] and row["level"] != "gold"]
    assert (verdict["level"], wrong) == ("silver", [])


def test_the_commands_of_the_guide_do_what_it_says(guestbook: Path, folder: Path) -> None:
    entry = {"id": 1, "thread": "7", "author": {"id": "k"}, "text": "Hallo", "at": "2026-11-26T12:00:00Z"}
    (folder / "entries.json").write_text(json.dumps({"entries": [entry]}))
    for line in commands(DOCS / "write-an-adapter.md"):
        done = run(line, folder, str(guestbook))
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert SECRET not in done.stdout + done.stderr
