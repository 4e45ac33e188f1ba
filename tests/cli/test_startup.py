"""What a start loads: a command must not pay for the screens, nor the screens for servers, networks and platforms."""

from __future__ import annotations

import subprocess
import sys

from tests.cli.conftest import Shell


def loaded(code: str, *arguments: str) -> set[str]:
    """Run code in a fresh interpreter and return the names of the packages it loaded."""
    tail = "\nimport sys; print('loaded', *{m.partition('.')[0] for m in sys.modules}, *sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code + tail, *arguments], capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stderr.rpartition("loaded ")[2].split())


RUN = """
import sys
from inbox.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
"""


def test_listing_does_not_load_the_screens_or_a_platform(shell: Shell) -> None:
    modules = loaded(RUN, "--inbox", shell.where, "--as", "anna", "ls", "--json")

    assert "inbox.storage.store" in modules
    assert not modules & {"textual", "httpx", "starlette", "asyncpg", "adapters", "imap_tools", "aiosmtplib"}


def test_help_does_not_open_anything() -> None:
    modules = loaded(RUN, "--help")

    assert not modules & {"textual", "httpx", "sqlite3", "aiosqlite", "adapters", "inbox.bootstrap"}


def test_a_commands_module_loads_only_when_it_is_called() -> None:
    modules = loaded(RUN, "--version")

    assert "inbox.cli" in modules
    assert not modules & {"inbox.cli.reading", "inbox.cli.screens", "inbox.domain.commands", "inbox.bootstrap"}


def test_the_screens_load_no_server_network_or_platform() -> None:
    modules = loaded("import inbox.tui.app")

    assert "textual" in modules
    assert not modules & {"httpx", "asyncpg", "starlette", "aiosqlite", "adapters", "imap_tools", "aiosmtplib"}
    assert not modules & {"inbox.bootstrap", "inbox.storage", "inbox.services"}
