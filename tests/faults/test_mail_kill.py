"""Killed at any moment while mail comes in and goes out: nothing lost, nothing twice, doubt is shown."""

from __future__ import annotations

import asyncio
import email
import imaplib
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from inbox.bootstrap import create, open_house
from inbox.domain import commands as c
from inbox.domain.model import Delivery, Direction, Message
from inbox.ports.desk import View
from tests.servers.mail import DOVECOT, Mailserver, dovecot

DOSE = int(os.environ.get("INBOX_TEST_DOSE", "6"))
"""How often the process is killed."""
real = pytest.mark.skipif(
    not DOVECOT.exists() and not os.environ.get("INBOX_TEST_ALL"), reason="Dovecot is not installed"
)


@contextmanager
def _running(where: Path, *dies: object) -> Iterator[subprocess.Popen[bytes]]:
    """Run the house; kill it at the end if it has not done so itself (`dies`: at which point, which time)."""
    command = [sys.executable, "-m", "tests.faults.mailhouse", str(where), *map(str, dies)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"up\n"
            yield process
        finally:
            process.kill()


async def _prepare(where: Path, server: Mailserver) -> None:
    await create(str(where), lead="lea")
    async with open_house(str(where)) as house:
        await (await house.keeping("lea")).keep_secret("mail", "password", server.password)
        await (await house.desk("lea")).perform(c.AddChannel("mail", "email", tuple(server.settings().items())))


async def _take_in(where: Path) -> None:
    """Let the house come to rest."""
    async with open_house(str(where)) as house:
        await house.sync_once()


async def _answer_all(where: Path) -> None:
    """Answer, at once, whatever nobody has answered."""
    async with open_house(str(where)) as house:
        lea = await house.desk("lea")
        for row in (await lea.conversations(View.ALL, limit=500)).items:
            if row.conversation.waiting_since is not None:
                await lea.perform(c.Reply(row.conversation.id, f"Antwort auf {row.contact}", now=True))


def _on_their_way(where: Path) -> int:
    """Count what was being sent when the process died."""
    with closing(sqlite3.connect(where)) as db:
        return int(db.execute("select count(*) from message where delivery = 'sending'").fetchone()[0])


def _filed(server: Mailserver) -> Counter[str]:
    """Count the answers among the sent mails, by the question they answer."""
    with imaplib.IMAP4("127.0.0.1", server.imap_port) as box:
        box.login(server.user, server.password)
        _, (count,) = box.select("Sent", readonly=True)
        rows = box.fetch("1:*", "(BODY.PEEK[HEADER])")[1] if int(count or 0) else []
    return Counter(str(email.message_from_bytes(row[1])["In-Reply-To"]) for row in rows if isinstance(row, tuple))


@pytest.fixture
def server() -> Iterator[Mailserver]:
    """Dovecot, and the customer's mailbox beside ours."""
    with dovecot() as running:
        yield running


@pytest.mark.timeout(300)
@real
def test_a_process_killed_at_any_moment_loses_and_doubles_nothing(tmp_path: Path, server: Mailserver) -> None:
    where, chance = tmp_path / "inbox.db", random.Random(7)
    asked: dict[str, str] = {}
    asyncio.run(_prepare(where, server))
    doubt, hits = 0, Counter[str]()
    for n in range(DOSE):
        for m in range(3):
            name = f"Kunde {n}-{m}"
            asked[name] = server.deliver(f"Frage {n}-{m}", sender=f"{name} <kunde@kunde.test>")
        if n % 3 == 2:
            asyncio.run(_take_in(where))
        asyncio.run(_answer_all(where))
        match n % 3:
            case 0:  # at any time
                with _running(where) as process, pytest.raises(subprocess.TimeoutExpired):
                    process.wait(chance.random() * 1.6)
            case 1:  # inside a write: to take three mails in is more than six of those points
                with _running(where, "", chance.randint(1, 6)) as process:
                    hits["receiving"] += process.wait(30) == -signal.SIGKILL
            case 2:  # inside a send
                with _running(where, chance.choice(["send.begin", "send.end"]), chance.randint(1, 3)) as process:
                    hits["sending"] += process.wait(30) == -signal.SIGKILL
                assert _on_their_way(where)
        doubt += _on_their_way(where)
    asyncio.run(_settle(where, asked, server, doubt=doubt))
    assert hits["receiving"] and hits["sending"], "a kill that hits nothing on its way proves nothing"


async def _settle(where: Path, asked: dict[str, str], server: Mailserver, *, doubt: int) -> list[Message]:
    """Let the house come to rest, then hold the inbox against what the servers really have."""
    async with open_house(str(where)) as house:
        await house.sync_once()
        lea = await house.desk("lea")
        rows = (await lea.conversations(View.ALL, limit=500)).items
        threads = [await lea.thread(row.conversation.id) for row in rows]
        got = Counter(str(email.message_from_bytes(raw)["In-Reply-To"]) for raw in server.customer())
        questions = Counter(m.external_id for t in threads for m in t.messages if m.direction is Direction.IN)
        ours, filed = [m for t in threads for m in t.messages if m.direction is Direction.OUT], _filed(server)

        assert questions == Counter(asked.values())
        assert not [id for id, times in (got + filed).items() if got[id] > 1 or filed[id] > 1]
        for m in ours:
            assert m.delivery in (Delivery.SENT, Delivery.UNKNOWN), m.delivery
            assert got[m.reply_to] == 1 or m.delivery is Delivery.UNKNOWN
            assert m.delivery is Delivery.SENT or not filed[m.reply_to], "what is among the sent mails was sent"
        assert sum(m.delivery is Delivery.UNKNOWN for m in ours) <= doubt
        assert (await lea.verify()).ok
        return ours


@pytest.mark.parametrize(
    ("moment", "arrived", "becomes"),
    [
        ("write.commit", 1, Delivery.SENT),  # before `sending` is committed: nothing was begun
        ("send.begin", 0, Delivery.UNKNOWN),  # `sending` is committed, no byte has left
        ("DATA", 1, Delivery.UNKNOWN),  # the server has it, its answer is not heard
        ("send.end", 1, Delivery.SENT),  # filed among the sent mails, its end is not recorded
    ],
)
@real
def test_a_kill_at_each_moment_of_a_send_is_judged_by_what_can_be_known(
    tmp_path: Path, server: Mailserver, moment: str, arrived: int, becomes: Delivery
) -> None:
    where = tmp_path / "inbox.db"
    asyncio.run(_prepare(where, server))
    asked = {"Käthe": server.deliver("Wo bleibt es?")}
    asyncio.run(_take_in(where))
    asyncio.run(_answer_all(where))
    with _running(where, *(() if moment == "DATA" else (moment, 1))) as process:
        if moment == "DATA":
            server.sink.taken = process.kill
        assert process.wait(30) == -signal.SIGKILL
    server.sink.taken = None
    assert _on_their_way(where) == (moment != "write.commit")

    (reply,) = asyncio.run(_settle(where, asked, server, doubt=1))

    assert reply.delivery is becomes
    assert len(server.customer()) == arrived
