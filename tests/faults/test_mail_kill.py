"""Killed at any moment while mail comes in and goes out: nothing lost, nothing twice, doubt is shown."""

from __future__ import annotations

import asyncio
import email
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction
from inbox.ports.desk import View
from tests.servers.mail import DOVECOT, Mailserver, dovecot

DOSE = int(os.environ.get("INBOX_TEST_DOSE", "6"))
"""How often the process is killed."""


def _start(where: Path) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-m", "tests.faults.mailhouse", str(where)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    return process


def _kill(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    assert process.stdout is not None
    process.stdout.close()


async def _prepare(where: Path, server: Mailserver) -> None:
    await create(str(where), lead="lea")
    async with open_house(str(where)) as house:
        house.keep_secret("mail", "password", server.password)
        await (await house.desk("lea")).perform(c.AddChannel("mail", "email", tuple(server.settings().items())))


async def _answer_all(where: Path) -> None:
    """Answer, at once, whatever nobody has answered."""
    async with open_house(str(where)) as house:
        lea = await house.desk("lea")
        for row in (await lea.conversations(View.ALL, limit=500)).items:
            if row.conversation.waiting_since is not None:
                await lea.perform(c.Reply(row.conversation.id, f"Antwort auf {row.contact}", now=True))


@pytest.mark.timeout(300)
@pytest.mark.skipif(not DOVECOT.exists() and not os.environ.get("INBOX_TEST_ALL"), reason="Dovecot is not installed")
def test_a_process_killed_at_any_moment_loses_and_doubles_nothing(tmp_path: Path) -> None:
    where, chance = tmp_path / "inbox.db", random.Random(7)
    asked: dict[str, str] = {}
    with dovecot() as server:
        asyncio.run(_prepare(where, server))
        for n in range(DOSE):
            for m in range(3):
                name = f"Kunde {n}-{m}"
                asked[name] = server.deliver(f"Frage {n}-{m}", sender=f"{name} <kunde@kunde.test>")
            if n:
                asyncio.run(_answer_all(where))
            process = _start(where)
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(chance.random() * 1.6)
            _kill(process)
        asyncio.run(_settle(where, asked, server))


async def _settle(where: Path, asked: dict[str, str], server: Mailserver) -> None:
    """Let the house come to rest, then hold the inbox against what the servers really have."""
    async with open_house(str(where)) as house:
        await house.sync_once()
        lea = await house.desk("lea")
        rows = (await lea.conversations(View.ALL, limit=500)).items
        threads = [await lea.thread(row.conversation.id) for row in rows]
        got = Counter(email.message_from_bytes(raw)["In-Reply-To"] for raw in server.customer())
        questions = Counter(m.external_id for t in threads for m in t.messages if m.direction is Direction.IN)

        assert questions == Counter(asked.values())
        assert not [id for id, times in got.items() if times > 1]
        for t in threads:
            for m in t.messages:
                if m.direction is Direction.OUT:
                    assert m.delivery in (Delivery.SENT, Delivery.UNKNOWN), m.delivery
                    assert got[m.reply_to] == 1 or m.delivery is Delivery.UNKNOWN
        assert (await lea.verify()).ok
