"""Holds the floors of the house: what the code imports on paper, and what a process really loads."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from importlinter.cli import lint_imports

from tests.house.source import ROOT, modules


def test_every_import_keeps_to_the_floors(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)

    # It would switch off every logger there is, for the tests behind this one too.
    monkeypatch.setattr("logging.config.dictConfig", lambda _: None)
    broken = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)

    assert broken == 0, capsys.readouterr().out


def test_the_domain_imports_only_the_standard_library_and_itself() -> None:
    foreign = []
    for module in modules("inbox/domain"):
        for node in ast.walk(module.tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            for name in names:
                own = name.startswith(("inbox.domain", "inbox.errors"))
                if not own and name.split(".")[0] not in sys.stdlib_module_names:
                    foreign.append(f"{module.at(node)} {name}")

    assert foreign == []


@pytest.mark.parametrize("name", ["datetime.now", "time.time", "random.", "uuid.", "secrets.", "open", "os.environ"])
def test_the_domain_has_no_clock_no_randomness_and_touches_nothing(name: str) -> None:
    found = []
    for module in modules("inbox/domain"):
        for node in ast.walk(module.tree):
            # A field may be called `open`: what touches something is a name that is read.
            if isinstance(node, ast.Attribute | ast.Name) and isinstance(node.ctx, ast.Load):
                said = ast.unparse(node)
                if said == name or (name.endswith(".") and said.startswith(name)):
                    found.append(f"{module.at(node)} {said}")

    assert found == []


SCREENS = "aiosqlite sqlite3 asyncpg starlette httpx adapters inbox.storage inbox.services inbox.bootstrap inbox.cli"


@pytest.mark.parametrize(
    ("loading", "never"),
    [
        ("inbox.tui.app", SCREENS),
        ("inbox.services.desk, inbox.services.runner, inbox.services.thread", "textual rich aiosqlite httpx adapters"),
        ("inbox.storage.store", "textual rich httpx adapters inbox.services"),
        ("inbox.server.app, inbox.server.listening", f"textual rich {SCREENS.replace('starlette ', '')} inbox.tui"),
        ("inbox.bootstrap", "textual rich httpx adapters click starlette uvicorn"),
        ("inbox.cli", "textual rich httpx adapters inbox.tui.app starlette uvicorn"),
        ("inbox.__main__", "click textual asyncio inbox.cli inbox.bootstrap"),
        ("inbox.ports.adapter", "textual aiosqlite asyncio msgspec inbox.domain.commands inbox.ports.desk"),
    ],
)
def test_loading_a_room_loads_no_other(loading: str, never: str) -> None:
    program = f"import sys, {loading}; print(*(n for n in sys.argv[1:] if n in sys.modules))"

    loaded = subprocess.run(
        [sys.executable, "-c", program, *never.split()], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert loaded.stderr == ""
    assert loaded.stdout.split() == []
