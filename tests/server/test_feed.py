"""The feed over HTTP: everybody hears exactly what is theirs to hear, once each, and nothing from the moment they may not."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from inbox.bootstrap import House
from inbox.domain import commands as c
from inbox.domain.events import Recorded
from inbox.domain.model import Person, Role
from inbox.ports.desk import Desk
from inbox.ports.gate import Pass, Scope
from inbox.server import feed
from inbox.server import stream as streaming
from inbox.server.api import Api
from inbox.server.door import Caller
from inbox.services.serving import LocalServing
from tests.served import Tokens, serving
from tests.server.wire import call, head, line
from tests.world import world


@asynccontextmanager
async def stream(base: str, token: str, after: int, version: str = "1.1") -> AsyncIterator[asyncio.StreamReader]:
    """An open stream, behind its head."""
    async with line(base) as (reader, writer):
        asked = head("GET", f"/feed/stream?after={after}", {"Authorization": f"Bearer {token}"})
        writer.write(asked.replace(b"HTTP/1.1", f"HTTP/{version}".encode()))
        first = await reader.readuntil(b"\r\n\r\n")
        assert b" 200 " in first, first
        yield reader


async def words(reader: asyncio.StreamReader) -> AsyncIterator[dict[str, object]]:
    """What a stream says; what frames the lines is passed over."""
    async with asyncio.timeout(20):
        while told := await reader.readline():
            if told.startswith(b"{"):
                yield json.loads(told)


async def numbers(reader: asyncio.StreamReader, last: int) -> list[int]:
    """The numbers a stream says up to one."""
    found: list[int] = []
    async for told in words(reader):
        if "number" in told:
            found.append(int(str(told["number"])))
        if found and found[-1] >= last:
            break
    return found


async def until_goodbye(reader: asyncio.StreamReader) -> tuple[list[str], object]:
    """The kinds of facts a stream says, and how it ends."""
    kinds: list[str] = []
    async for told in words(reader):
        if "goodbye" in told:
            return kinds, told["goodbye"]
        if "kind" in told:
            kinds.append(str(told["kind"]))
    return kinds, None


async def theirs(desk: Desk, after: int) -> list[int]:
    """What a desk's own feed says."""
    return [fact.number for fact in await desk.feed(after)]


@pytest.mark.parametrize("version", ["1.1", "1.0"])
async def test_who_follows_hears_what_the_desk_s_own_feed_says_from_any_number_on(tmp_path: Path, version: str) -> None:
    async with world(tmp_path) as w:
        tokens, lea = Tokens(w.house), await w.desk("lea")
        people = ["lea", "anna", "mia", "adam", "otto", "tom"]
        async with serving(w.house, tokens) as base:
            start, readers = await lea.last(), []
            there = await w.arrives()
            await lea.perform(c.Ask(there, "development", "?"))

            async def follow(name: str, after: int) -> tuple[str, int, list[int]]:
                async with stream(base, tokens.make(name), after, version) as reader:
                    begun.release()
                    await done.wait()
                    return name, after, await numbers(reader, last)

            begun, done, last = asyncio.Semaphore(0), asyncio.Event(), 10**9
            for name in people:
                readers += [asyncio.create_task(follow(name, after)) for after in (0, start, await lea.last())]
            for n in range(10):
                await w.arrives(f"Nummer {n}", who=f"K{n % 3}", channel="acme@x" if n % 2 else "foreign@x")
                await lea.perform(c.WriteNote(there, f"{n}"))
            for _ in readers:
                await begun.acquire()
            # Everybody sees a department; it is what they wait for.
            last = (await lea.perform(c.Ask(there, "development", "noch eine?")))[-1].number
            last = (await (await w.desk("adam")).perform(c.AddDepartment("product")))[-1].number
            done.set()
            heard = await asyncio.gather(*readers)

        for name, after, found in heard:
            assert found == await theirs(await w.desk(name), after), name


class Asked(Tokens):
    """Tokens that note when somebody asks what they stand for."""

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self.asked: list[str] = []

    async def known(self, token: str) -> Pass | None:
        self.asked.append(token)
        return await super().known(token)


async def test_who_follows_waits_neither_for_a_login_nor_for_a_logout_of_somebody_else(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens, lea, there = Asked(w.house), await w.desk("lea"), await w.arrives()
        start = await lea.last()
        async with (
            serving(w.house, tokens) as base,
            stream(base, tokens.make("anna"), start) as anna,
            stream(base, tokens.make("lea"), start) as boss,
        ):

            async def said() -> None:
                last = (await lea.perform(c.WriteNote(there, "?")))[-1].number
                for reader in (anna, boss):
                    assert (await numbers(reader, last))[-1] == last

            await said()
            tokens.asked.clear()
            made = await lea.perform(c.MakeToken("mia", "d" * 64, "laptop", ("read",), None))
            await said()
            await lea.perform(c.RevokeToken(made[-1].event.id))
            await said()
            assert tokens.asked == []
            await lea.perform(c.SetPerson("mia", (Role.AUDITOR,)))
            await said()
            assert len(set(tokens.asked)) == 2


@pytest.mark.parametrize("how", ["revoked", "removed"])
async def test_who_may_not_any_more_is_let_go_at_once(tmp_path: Path, how: str) -> None:
    async with world(tmp_path) as w:
        tokens, adam = Tokens(w.house), await w.desk("adam")
        async with serving(w.house, tokens) as base:
            token, after = tokens.make("anna"), await adam.last()
            await w.arrives()
            async with stream(base, token, after) as reader:
                assert len(await numbers(reader, await adam.last())) > 0
                asked = asyncio.create_task(
                    call(
                        base,
                        headers={"Authorization": f"Bearer {token}"},
                        method="GET",
                        path=f"/feed?after={await adam.last()}&wait=20",
                    )
                )
                await followers(base, tokens, 2)
                if how == "revoked":
                    tokens.revoke(token)
                    await adam.perform(c.AddDepartment("product"))
                else:
                    await adam.perform(c.RemovePerson("anna"))
                await w.arrives("Geheim", who="K2")
                kinds, goodbye = await until_goodbye(reader)
                polled = await asked

        assert goodbye == "revoked"
        assert "MessageReceived" not in kinds
        assert polled.status == 401


async def followers(base: str, tokens: Tokens, n: int) -> None:
    """Wait until so many follow."""
    token = tokens.make("lea")
    async with asyncio.timeout(10):
        while True:
            told = await call(base, headers={"Authorization": f"Bearer {token}"}, method="GET", path="/metrics")
            if f"inbox_feed_followers {n}\n".encode() in told.body:
                return
            await asyncio.sleep(0.02)


async def test_rights_that_change_change_what_is_heard_with_the_very_next_fact(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens, adam = Tokens(w.house), await w.desk("adam")
        await adam.perform(c.AddPerson("nina", (Role.MANAGER,), (), ("acme@x",)))
        async with serving(w.house, tokens) as base:
            after = await adam.last()
            async with stream(base, tokens.make("nina"), after) as reader:
                await w.arrives("Ihrs", who="K1")
                await adam.perform(c.SetPerson("nina", channels=("school@x",)))
                await w.arrives("Nicht ihrs", who="K2")
                await w.arrives("Auch ihrs", who="K3", channel="school@x")
                last = (await adam.perform(c.AddDepartment("product")))[-1].number
                heard = await numbers(reader, last)

        told = dict(await w.db.read("select number, conversation from feed"))
        channels = dict(await w.db.read("select id, channel from conversation"))
        ((moved,),) = await w.db.read("select max(number) from feed where kind = 'PersonSet'")
        assert {channels[told[n]] for n in heard if told[n] is not None and n > moved} == {"school@x"}
        assert len(heard) == len(set(heard))


async def test_a_token_s_end_is_the_end_of_its_stream(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens = Tokens(w.house)
        async with serving(w.house, tokens) as base:
            token = tokens.make("anna", until=w.clock() + timedelta(seconds=0.3))
            async with stream(base, token, 0) as reader:
                _, goodbye = await until_goodbye(reader)

        assert goodbye == "revoked"


async def test_a_server_that_ends_says_goodbye(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens, heard = Tokens(w.house), []
        async with serving(w.house, tokens) as base:
            token = tokens.make("anna")

            async def follow(version: str) -> None:
                async with stream(base, token, 0, version) as reader:
                    heard.append((await until_goodbye(reader))[1])

            following = [asyncio.create_task(follow(version)) for version in ("1.0", "1.1")]
            await followers(base, tokens, 2)
        await asyncio.gather(*following)

        assert heard == ["leaving", "leaving"]


@pytest.mark.parametrize("direct", [True, False])
async def test_who_does_not_listen_is_let_go_before_much_waits_for_them(direct: bool) -> None:
    ours, theirs = socket.socketpair()
    for one, size in ((ours, socket.SO_SNDBUF), (theirs, socket.SO_RCVBUF)):
        one.setsockopt(socket.SOL_SOCKET, size, 4096)
    transport, _ = await asyncio.get_running_loop().create_connection(asyncio.Protocol, sock=ours)
    follower = feed.Follower(Caller(Pass("anna", 1, frozenset(Scope), None)), 0)
    follower.direct = transport if direct else None
    said = 0
    while not follower.ended:
        said += 1
        follower.say(feed.told([feed.Line(said, b"x" * 65536)]))

    assert follower.goodbye == "slow"
    assert said * 65536 < feed.BACKLOG + 3 * 65536
    transport.abort()
    theirs.close()


async def test_a_long_poll_waits_and_says_up_to_where_it_looked(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens, lea = Tokens(w.house), await w.desk("lea")
        async with serving(w.house, tokens) as base:
            headers, after = {"Authorization": f"Bearer {tokens.make('anna')}"}, await lea.last()
            asked = asyncio.create_task(call(base, headers=headers, method="GET", path=f"/feed?after={after}&wait=20"))
            await followers(base, tokens, 1)
            await w.arrives("Fremd", channel="foreign@x")
            await w.arrives("Hallo", who="K2")
            first = json.loads((await asked).body)
            empty = json.loads(
                (await call(base, headers=headers, method="GET", path=f"/feed?after={await lea.last()}")).body
            )
            page = json.loads((await call(base, headers=headers, method="GET", path="/feed?after=0&limit=2")).body)

        assert [fact["kind"] for fact in first["facts"]][:1] == ["ContactSeen"]
        assert first["at"] >= first["facts"][-1]["number"]
        assert empty == {"facts": [], "at": await lea.last()}
        assert len(page["facts"]) == 2
        assert page["at"] == page["facts"][-1]["number"]


async def test_what_happens_in_the_moment_in_which_a_wait_is_over_is_not_lost() -> None:
    loop = asyncio.get_running_loop()
    follower = feed.Follower(Caller(Pass("anna", 1, frozenset(Scope), None)), 7)
    fact = feed.Line(8, b"{}")

    def busy() -> None:
        while loop.time() < begun + 0.08:
            pass

    # The loop is held up so long that both are due in the same turn of it: the fact, and then the end of the wait.
    begun = loop.time()
    loop.call_at(begun + 0.02, busy)
    loop.call_at(begun + 0.04, follower.say, feed.told([fact]))
    assert await Api._soon(follower, 0.06) == [fact]


async def test_for_who_sees_little_and_is_far_behind_nothing_is_read_while_everybody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (feed, streaming):
        monkeypatch.setattr(module, "BATCH", 5)
    read, reads = LocalServing.facts, list[int]()

    async def facts(self: LocalServing, person: Person, after: int, limit: int) -> Sequence[Recorded]:
        reads.append(after)
        return await read(self, person, after, limit)

    monkeypatch.setattr(LocalServing, "facts", facts)
    async with world(tmp_path) as w:
        tokens, lea = Tokens(w.house), await w.desk("lea")
        await (await w.desk("adam")).perform(c.SetPerson("anna", channels=("acme@x",)))
        start = await lea.last()
        for n in range(6):
            await w.arrives("Fremd", who=f"F{n}", channel="foreign@x")
        await w.arrives("Hallo", who="K2")
        end = await lea.last()
        own = [fact.number for fact in await (await w.desk("anna")).feed(start)]
        reads.clear()
        async with serving(w.house, tokens) as base, stream(base, tokens.make("anna"), start) as reader:
            assert await numbers(reader, own[-1]) == own
    # Once in steps by itself; what the hub reads begins where that ended.
    assert len(reads) == len(set(reads))
    assert end - start > 15


async def test_one_person_does_not_take_everybody_s_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "EACH", 2)
    async with world(tmp_path) as w, AsyncExitStack() as open_:
        tokens = Tokens(w.house)
        async with serving(w.house, tokens) as base:
            # Further tokens of the same person are no further person.
            shown = [{"Authorization": f"Bearer {tokens.make(name)}"} for name in ("mia", "mia", "mia", "anna")]
            for _ in range(2):
                await open_.enter_async_context(stream(base, tokens.make("mia"), 0))
            await followers(base, tokens, 2)
            told = [
                (await call(base, headers=headers, method="GET", path=path)).status
                for headers in shown
                for path in ("/feed/stream", "/feed?wait=9&after=0", "/around?wait=0.1")
                if headers is not shown[-1] or "stream" not in path
            ]
            assert told[:9] == [429] * 9
            assert 429 not in told[9:]
            await open_.aclose()
