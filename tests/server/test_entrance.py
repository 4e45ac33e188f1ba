"""The doors by which people come in and out over HTTP, and what a token is worth the moment it is revoked."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic

import httpx
import pytest

from inbox.bootstrap import open_house
from inbox.domain import commands as c
from inbox.domain.access import digest
from inbox.errors import BadInput, NotAllowed
from inbox.ports.desk import made
from inbox.ports.gate import TooMany
from inbox.server.entrance import caller, paced, proxies
from inbox.server.pace import Pace
from inbox.services.gate import LocalGate, fresh
from tests.served import far, serving
from tests.servers.oidc import provider
from tests.services.test_oidc import gated
from tests.world import World, world

GOOD = "richtig pferd batterie"


@asynccontextmanager
async def served(place: Path | str) -> AsyncIterator[tuple[World, httpx.AsyncClient]]:
    """The company at a server, and somebody who knows HTTP."""
    async with (
        world(place) as w,
        serving(w.house, LocalGate(w.house._office), w.house.keeping) as where,
        httpx.AsyncClient(base_url=where, timeout=30) as http,
    ):
        yield w, http


async def token_of(w: World, person: str, *scopes: str) -> tuple[int, dict[str, str]]:
    """Make a token; return its id, and the header that shows it."""
    token = fresh()
    facts = await (await w.desk("adam")).perform(
        c.MakeToken(person, digest(token), scopes=scopes or ("read", "write"), until=w.clock() + timedelta(days=1))
    )
    return made(facts) or 0, {"Authorization": f"Bearer {token}"}


async def test_a_password_gives_a_token_that_logout_ends(tmp_path: Path) -> None:
    async with served(tmp_path) as (w, http):
        await (await w.desk("adam")).perform(c.SetPassword("anna", GOOD))
        told = await http.post("/login", json={"name": "anna", "password": GOOD, "label": "Laptop"})
        assert told.status_code == 200 and told.headers["cache-control"] == "no-store"
        shown = {"Authorization": f"Bearer {told.json()['token']}"}
        assert (await http.get("/me", headers=shown)).json()["person"]["name"] == "anna"
        assert (await http.post("/logout", headers=shown)).status_code == 200
        assert (await http.get("/me", headers=shown)).status_code == 401
        assert (await http.post("/logout", headers=shown)).status_code == 200
        assert (await http.post("/logout")).status_code == 401


async def test_wrong_name_and_wrong_password_are_told_alike_and_then_not_at_all(tmp_path: Path) -> None:
    async with served(tmp_path) as (w, http):
        await (await w.desk("adam")).perform(c.SetPassword("anna", GOOD))
        told = [
            # Who calls is whoever holds the connection: a header that anybody can write changes nothing.
            await http.post(
                "/login", json={"name": name, "password": "falsch"}, headers={"X-Forwarded-For": f"192.0.2.{n}"}
            )
            for n, name in enumerate(("anna", "niemand", "anna", "anna", "anna", "anna", "anna"))
        ]
        assert [t.status_code for t in told] == [403] * 6 + [429]
        assert told[0].content == told[1].content
        assert 1 <= int(told[-1].headers["retry-after"]) <= 5


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b'{"name":"x"}',
        b'{"name":1,"password":"x"}',
        b"\xff",
        b'{"name":"\\ud800","password":"x"}',
        b"[" * 9000,
    ],
)
async def test_what_is_no_login_is_refused_without_a_word_of_it(tmp_path: Path, body: bytes) -> None:
    async with served(tmp_path) as (_, http):
        for path in ("/login", "/login/device/token"):
            assert (await http.post(path, content=body)).status_code in (413, 422)


async def test_a_device_comes_in_over_http(tmp_path: Path) -> None:
    async with provider() as there, world(tmp_path) as w, gated(w, there) as gate, serving(w.house, gate) as where:
        await (await w.desk("adam")).perform(c.SetLogin("anna", "anna@acme.test"))
        async with httpx.AsyncClient(base_url=where) as http:
            begun = (await http.post("/login/device")).json()
            waiting = await http.post("/login/device/token", json={"handle": begun["handle"]})
            assert (waiting.status_code, waiting.json()) == (202, {"token": None})
            there.answers[begun["handle"]] = "agreed"
            gate._provider._waits.clear()  # type: ignore[union-attr]
            told = (await http.post("/login/device/token", json={"handle": begun["handle"]})).json()
            shown = {"Authorization": f"Bearer {told['token']}"}
            assert (await http.get("/me", headers=shown)).json()["person"]["name"] == "anna"


async def test_a_token_lets_nobody_in_further_than_itself(tmp_path: Path) -> None:
    async with served(tmp_path) as (w, http):
        _, writing = await token_of(w, "adam", "read", "write")
        _, setting = await token_of(w, "adam", "read", "write", "setup")
        for command in (
            {"do": "MakeToken", "with": {"person": "adam", "digest": "0" * 64, "scopes": ["setup"]}},
            {"do": "SetPassword", "with": {"person": "anna", "new": GOOD}},
            {"do": "SetPerson", "with": {"name": "jonas", "roles": ["admin"]}},
            {"do": "AddPerson", "with": {"name": "neu", "roles": ["admin"]}},
            {"do": "RemovePerson", "with": {"name": "lea"}},
            {"do": "SetLogin", "with": {"person": "anna", "subject": "x"}},
        ):
            assert (await http.post("/commands", json=command, headers=writing)).status_code == 403
            assert (await http.post("/commands", json=command, headers=setting)).status_code == 200
        _, metrics = await token_of(w, "adam", "metrics")
        assert (await http.get("/metrics", headers=metrics)).status_code == 200
        for path in ("/me", "/people", "/feed", "/tokens"):
            assert (await http.get(path, headers=metrics)).status_code == 403


async def test_a_token_that_may_not_set_up_gives_its_admin_no_first_password(tmp_path: Path) -> None:
    async with served(tmp_path) as (w, http):
        _, writing = await token_of(w, "adam", "read", "write")
        _, setting = await token_of(w, "adam", "read", "write", "setup")

        async def told(headers: dict[str, str], **said: str) -> int:
            command = {"do": "SetPassword", "with": {"person": "adam", **said}}
            return (await http.post("/commands", json=command, headers=headers)).status_code

        # Whoever logs in gets every scope: a password out of nothing would be a way around those of this token.
        assert await told(writing, new=GOOD) == 403
        assert await told(writing, new=GOOD, old="irgendwas") == 403
        assert await told(setting, new=GOOD) == 200
        assert await told(writing, new=GOOD + "!", old="falsch") == 403
        assert await told(writing, new=GOOD + "!", old=GOOD) == 200


@pytest.mark.parametrize("path", ["/commands", "/conversations/{there}/fit", "/keeping/sync"])
async def test_what_comes_to_an_end_after_its_token_did_is_not_done(tmp_path: Path, path: str) -> None:
    async with served(tmp_path) as (w, http):
        there = await w.arrives()
        id, shown = await token_of(w, "adam", "read", "write", "setup")
        begun, over = asyncio.Event(), asyncio.Event()

        async def slowly() -> AsyncIterator[bytes]:
            yield b'{"do":"SetPerson","with":{"name":"anna",'
            begun.set()
            await over.wait()
            yield b'"roles":["admin"]}}'

        asked = asyncio.create_task(http.post(path.format(there=there), content=slowly(), headers=shown))
        await begun.wait()
        # The slow call is let in before the token ends: its head is there, and answers that come later are given.
        for _ in range(5):
            assert (await http.get("/me", headers=shown)).status_code == 200
        await (await w.desk("adam")).perform(c.RevokeToken(id))
        over.set()
        assert (await asked).status_code == 401
        people = await (await w.desk("adam")).people()
        assert [str(r) for p in people if p.name == "anna" for r in p.roles] == ["manager"]


async def _long(http: httpx.AsyncClient, after: int, shown: dict[str, str]) -> int:
    return (await http.get("/feed", params={"after": after, "wait": 50}, headers=shown)).status_code


async def _stream(http: httpx.AsyncClient, after: int, shown: dict[str, str], begun: asyncio.Event) -> str:
    last = ""
    async with http.stream("GET", "/feed/stream", params={"after": after}, headers=shown) as told:
        async for line in told.aiter_lines():
            begun.set()
            last = line or last
    return last


@pytest.mark.parametrize("how", ["revoked", "removed", "left"])
async def test_what_is_open_ends_within_a_second_when_its_token_does_on_every_server(
    place: Path | str, how: str
) -> None:
    async with served(place) as (w, http):
        adam, number = await w.desk("adam"), 0
        id, shown = await token_of(w, "tom")
        number = await adam.last()
        async with _elsewhere(w, http) as doors:
            open_, begun = [], [asyncio.Event() for _ in doors]
            for door, first in zip(doors, begun, strict=True):
                open_ += [
                    asyncio.create_task(_long(door, number, shown)),
                    asyncio.create_task(_stream(door, number, shown, first)),
                ]
            await asyncio.gather(*(first.wait() for first in begun))
            at = monotonic()
            match how:
                case "revoked":
                    await adam.perform(c.RevokeToken(id))
                case "removed":
                    await adam.perform(c.RemovePerson("tom"))
                case "left":
                    await http.post("/logout", headers=shown)
            ends = await asyncio.wait_for(asyncio.gather(*open_), 10)
            took = monotonic() - at
        assert ends == [401, '{"goodbye": "revoked"}'] * len(doors)
        assert took < 1, took


@asynccontextmanager
async def _elsewhere(w: World, http: httpx.AsyncClient) -> AsyncIterator[list[httpx.AsyncClient]]:
    """This server, and where the database lets several have it, another one."""
    if "://" not in w.where:
        yield [http]
        return
    async with (
        open_house(w.where, now=w.clock) as second,
        serving(second, LocalGate(second._office)) as where,
        httpx.AsyncClient(base_url=where, timeout=30) as other,
    ):
        yield [http, other]


async def test_a_desk_far_away_says_that_its_token_is_worth_nothing(tmp_path: Path) -> None:
    async with world(tmp_path) as w, serving(w.house, LocalGate(w.house._office)) as where:
        id, shown = await token_of(w, "anna")
        async with far(where, shown["Authorization"].split()[1]) as house:
            desk = await house.desk("")
            assert [t.id for t in await desk.tokens()] == [id]
            await desk.perform(c.RevokeToken(id))
            with pytest.raises(NotAllowed, match="log in"):
                await desk.people()


def test_who_calls_is_the_peer_or_whom_a_trusted_proxy_names() -> None:
    own = proxies("127.0.0.1, 10.0.0.0/8,fd00::/8")
    for peer, forwarded, trusted, expected in (
        ("192.0.2.7", ["1.1.1.1"], (), "192.0.2.7"),
        ("192.0.2.7", ["1.1.1.1"], own, "192.0.2.7"),
        ("127.0.0.1", [], own, "127.0.0.1"),
        ("127.0.0.1", ["192.0.2.7"], own, "192.0.2.7"),
        ("127.0.0.1", ["1.1.1.1, 192.0.2.7"], own, "192.0.2.7"),
        ("127.0.0.1", ["1.1.1.1", "192.0.2.7, 10.1.2.3"], own, "192.0.2.7"),
        ("::ffff:127.0.0.1", ["2001:db8::1"], own, "2001:db8::1"),
        ("127.0.0.1", ["192.0.2.7, unknown"], own, "127.0.0.1"),
        ("127.0.0.1", ["unknown, 10.1.2.3"], own, "10.1.2.3"),
        ("127.0.0.1", ["10.0.0.1"], own, "10.0.0.1"),
        ("", ["1.1.1.1"], own, ""),
    ):
        assert caller(peer, forwarded, trusted) == expected, (peer, forwarded)
    assert proxies("") == () and own[0] == ipaddress.ip_network("127.0.0.1")
    with pytest.raises(BadInput):
        proxies("localhost")


def test_a_pace_gives_back_what_it_took_and_forgets_who_has_not_called_for_longest() -> None:
    now = [0.0]
    pace = Pace(2, 3, lambda: now[0])
    assert [pace.take("a") for _ in range(4)] == [0, 0, 0, 0.5]
    assert pace.take("b") == 0
    now[0] = 0.5
    assert (pace.take("a"), pace.take("a") > 0) == (0, True)
    for n in range(10_000):
        pace.take(n)
    assert len(pace._left) == 10_000 and pace.take("a") == 0


def test_a_network_of_one_customer_has_one_pace_however_many_addresses_it_has() -> None:
    pace = Pace(per_second=0.001, burst=3)
    for n in range(3):
        paced(pace, f"2001:db8:1:2::{n:x}")
    with pytest.raises(TooMany):
        paced(pace, "2001:db8:1:2:ffff::1")
    paced(pace, "2001:db8:1:3::1")
