"""The set-up of the page on SSH, with a real server: a key is a person, and nothing but that person's screens runs."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Role
from inbox.ports.adapter import Batch, Entry
from inbox.services.intake import take_in
from tests.house.source import ROOT
from tests.servers.ssh import Server, rules, sshd, there
from tests.tui.terminal import Terminal, on_terminal
from tests.world import message

pytestmark = [
    pytest.mark.real,
    pytest.mark.timeout(240),
    pytest.mark.skipif(not there() and not os.environ.get("INBOX_TEST_ALL"), reason="OpenSSH is not installed"),
]
PAGE = ROOT / ".github" / "docs" / "ssh.md"


async def _prepare(where: Path) -> None:
    await create(str(where), lead="lea")
    async with open_house(str(where)) as house:
        lea = await house.desk("lea")
        await lea.perform(c.AddPerson("anna", (Role.MANAGER,)))
        await lea.perform(c.AddPerson("tom", (Role.MANAGER,)))
        await lea.perform(c.AddChannel("shop", "demo", (("rate", "0"),)))
        await take_in(house._office, "shop", Batch((Entry(b"", (message("1", "Wo bleibt es?"),)),), ""))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server set up as the page says, over an inbox with one customer's message."""
    where = tmp_path / "inbox.db"
    asyncio.run(_prepare(where))
    with sshd(tmp_path / "ssh", where, rules(PAGE)) as running:
        yield running


def come(server: Server, person: str) -> Path:
    """Let somebody in with a line as the page has it."""
    line = next(row for row in PAGE.read_text("utf-8").splitlines() if 'environment="INBOX_AS=anna"' in row)
    return server.key(person, line.strip().split(" ssh-ed25519")[0].replace("anna", person))


def shows(shown: Terminal, *wanted: str) -> None:
    """Wait until all of this is on the terminal."""
    shown.wait(lambda: all(w in "\n".join(shown.screen.display) for w in wanted), within=60)


def programs(server: Server) -> list[str]:
    """Return the processes that have this test's inbox in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"INBOX={server.where}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            continue
    return found


def gone(server: Server) -> Callable[[], bool]:
    """Return what tells whether nothing of anybody runs any more."""
    return lambda: not programs(server)


def test_a_key_opens_its_persons_screens_and_two_people_work_at_once(server: Server) -> None:
    anna, tom = come(server, "anna"), come(server, "tom")
    with on_terminal(*server.call(anna, "-tt")) as first:
        shows(first, "Wo bleibt es?", "anna")
        with on_terminal(*server.call(tom, "-tt")) as second:
            shows(second, "Wo bleibt es?", "tom")
            first.type("r")
            shows(first, "reply to")
            first.type("Morgen")
            shows(second, "anna")
            second.type("q")
            second.wait(second.ended)
            assert second.process.returncode == 0
        first.type("\x1b")
        first.wait(lambda: "reply to" not in "\n".join(first.screen.display))
        first.type("q")
        first.wait(first.ended)
        first.wait(gone(server), reading=False)


def test_a_closed_terminal_ends_the_program_and_keeps_what_was_written(server: Server) -> None:
    key = come(server, "anna")
    with on_terminal(*server.call(key, "-tt")) as shown:
        shows(shown, "Wo bleibt es?")
        shown.type("r")
        shows(shown, "reply to")
        shown.type("Morgen frueh")
        shows(shown, "Morgen frueh")
        assert programs(server)
        shown.hang_up()
        shown.process.kill()
        shown.wait(gone(server), reading=False)

    with on_terminal(*server.call(key, "-tt")) as again:
        shows(again, "Wo bleibt es?")
        again.type("r")
        shows(again, "Morgen frueh")


@pytest.mark.parametrize(
    "asked",
    [
        ["-tt", "inbox --as lea whoami"],
        ["-tt", " --as lea"],
        ["-tt", "sh -c 'touch /tmp/never'"],
        ["-tt", "-o", "SetEnv=INBOX_AS=lea", ""],
        ["-tt", "-o", "SetEnv=INBOX_CONFINED= INBOX_AS=lea EDITOR=sh", ""],
    ],
    ids=["a command", "options", "a shell", "another name", "more environment"],
)
def test_a_client_gets_the_keys_persons_screens_whatever_it_asks_for(server: Server, asked: list[str]) -> None:
    key = come(server, "anna")
    with on_terminal(*[word for word in server.call(key, *asked) if word]) as shown:
        shows(shown, "Wo bleibt es?", "anna")
        environ = [p for p in programs(server) if "-m inbox" in p]
        assert environ and all("lea" not in line for line in environ)
        shown.type("r")
        shows(shown, "reply to")
        shown.type("\x1bOS")  # F4, the editor
        shows(shown, "shared machine")


@pytest.mark.parametrize(
    "asked", [["-T", ""], ["-T", "sh"], ["-T", "cat /etc/passwd"]], ids=["nothing", "a shell", "a file"]
)
def test_without_a_terminal_it_says_a_sentence_and_ends_with_2(server: Server, asked: list[str]) -> None:
    key = come(server, "anna")

    done = run(server, key, *asked)

    assert done.returncode == 2, done.stderr
    assert "need a terminal" in done.stderr
    assert not done.stdout


def test_nothing_is_forwarded_and_no_files_are_served(server: Server) -> None:
    key = come(server, "anna")

    forward = run(server, key, "-T", "-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:9", "")
    copied = run(server, key, "-T", "-s", "sftp")
    through = run(server, key, "-T", "-W", f"127.0.0.1:{server.port}", "")

    assert forward.returncode == 255
    assert (copied.returncode, copied.stdout) == (2, "")
    assert through.returncode == 255 and "SSH-" not in through.stdout


def test_a_key_without_a_person_and_a_foreign_key_open_nothing(server: Server) -> None:
    nobody = server.key("nobody", "restrict,pty")
    foreign = server.folder / "foreign"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(foreign)], check=True)

    with on_terminal(*server.call(nobody, "-tt")) as shown:
        shown.wait(shown.ended)
        shown.drain()
    assert shown.process.returncode not in {0, 255}
    assert b"Wo bleibt" not in shown.raw
    assert run(server, foreign, "-T", "").returncode == 255


def run(server: Server, key: Path, *asked: str) -> subprocess.CompletedProcess[str]:
    """Call without a terminal."""
    command = [word for word in server.call(key, *asked) if word]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
