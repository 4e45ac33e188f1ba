"""Who comes in: tokens that end at once, passwords that cannot be guessed, and nobody locked out by others."""

from __future__ import annotations

import asyncio
import statistics
from pathlib import Path
from time import perf_counter

import pytest
from argon2 import PasswordHasher

from inbox.domain import commands as c
from inbox.domain import events as e
from inbox.domain.access import digest
from inbox.domain.guessing import network
from inbox.errors import Conflict, InboxError, NotAllowed, NotFound, Reused
from inbox.ports.desk import made
from inbox.ports.gate import Scope, TooMany
from inbox.services.gate import PREFIX, LocalGate, fresh
from inbox.services.passwords import limits
from tests.world import World, stored, world

GOOD, OTHER = "richtig pferd batterie", "etwas ganz anderes 7"
HERE, THERE = "192.0.2.7", "198.51.100.9"


async def _token(w: World, person: str, *scopes: str, days: float = 0, by: str = "adam") -> tuple[int, str]:
    token = fresh()
    until = w.clock.at + w.clock.at.resolution * round(days * 86400 * 1e6) if days else None
    command = c.MakeToken(person, digest(token), "Laptop", scopes or ("read",), until)
    return made(await (await w.desk(by)).perform(command)) or 0, token


async def test_a_token_stands_for_its_person_until_it_ends_or_is_revoked_or_the_person_leaves(
    place: Path | str,
) -> None:
    async with world(place) as w:
        gate, adam = LocalGate(w.house._office), await w.desk("adam")
        (a, first), (_, second), (_, third) = [
            await _token(w, "anna", "read", "write", days=1),
            await _token(w, "anna"),
            await _token(w, "tom"),
        ]
        known = await gate.known(first)
        assert known is not None
        assert (known.person, known.token, known.scopes) == ("anna", a, {Scope.READ, Scope.WRITE})
        for wrong in ("", "x", first[:-1], first + "x", PREFIX + "x" * 43, PREFIX + "ä" * 43, first.upper()):
            assert await gate.known(wrong) is None

        w.clock.move(days=1)
        assert await gate.known(first) is None
        await adam.perform(c.RevokeToken(await _id(gate, second)))
        assert await gate.known(second) is None
        await adam.perform(c.RemovePerson("tom"))
        assert await gate.known(third) is None
        assert not await w.db.read("select hash from token_secret where hash = $1", (digest(third),))
        assert (await (await w.desk("otto")).verify()).ok


async def _id(gate: LocalGate, token: str) -> int:
    found = await gate.known(token)
    assert found is not None
    return found.token


async def test_nothing_of_a_token_or_a_password_stands_where_it_could_be_read(place: Path | str) -> None:
    async with world(place) as w:
        _, token = await _token(w, "anna")
        command = c.SetPassword("anna", GOOD)
        await (await w.desk("adam")).perform(command, "key 1")
        kept = [
            r
            for t in ("feed", "token", "token_secret", "password", "outcome", "login")
            for r in await w.db.read(f"select * from {t}")
        ]
        assert token not in str(kept) and GOOD not in str(kept) and digest(GOOD) not in str(kept)
        assert GOOD not in repr(command) and digest(token) not in repr(c.MakeToken("anna", digest(token)))
        facts = [f.event for f in await (await w.desk("otto")).feed(0)][-2:]
        assert facts == [e.TokenMade(facts[0].id, "anna", "Laptop", ("read",)), e.PasswordSet("anna", True)]


async def test_who_comes_in_how_is_heard_by_admins_and_auditors_only(place: Path | str) -> None:
    async with world(place) as w:
        await (await w.desk("lea")).perform(c.AddPerson("lola", ("lead",)))  # type: ignore[arg-type]
        await _token(w, "anna")
        await (await w.desk("adam")).perform(c.SetLogin("anna", "Anna@Acme.test"))
        for who, heard in (("adam", 2), ("otto", 2), ("lea", 2), ("lola", 0), ("anna", 0), ("tom", 0)):
            facts = [f for f in await (await w.desk(who)).feed(0) if isinstance(f.event, e.TokenMade | e.LoginSet)]
            assert len(facts) == heard, who


async def test_everybody_sees_and_ends_their_own_tokens_and_an_admin_everybodys(place: Path | str) -> None:
    async with world(place) as w:
        (a, _), (t, _) = await _token(w, "anna"), await _token(w, "tom")
        anna, adam = await w.desk("anna"), await w.desk("adam")
        assert [x.id for x in await anna.tokens()] == [a]
        assert [x.id for x in await adam.tokens()] == [a, t]
        said = []
        for number in (t, 999_999):
            with pytest.raises(NotFound) as caught:
                await anna.perform(c.RevokeToken(number))
            said.append(str(caught.value).replace(str(number), "N"))
        assert said[0] == said[1]
        await anna.perform(c.RevokeToken(a))
        assert await anna.tokens() == ()
        assert await anna.perform(c.RevokeToken(a)) == ()
        with pytest.raises(NotAllowed):
            await _token(w, "anna", by="anna")


WRONG = (
    c.MakeToken("anna", "x"),
    c.MakeToken("anna", "0" * 64, scopes=()),
    c.MakeToken("anna", "0" * 64, scopes=("all",)),
    c.MakeToken("anna", "0" * 64, label="x\ny"),
    c.MakeToken("niemand", "0" * 64),
    c.SetPassword("anna", "kurz"),
    c.SetPassword("anna", "annaannaanna"),
    c.SetPassword("niemand", GOOD),
    c.SetPassword("anna", ""),
    c.SetLogin("niemand", "x"),
)


async def test_what_lets_nobody_in_is_refused(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        adam = await w.desk("adam")
        for command in WRONG:
            with pytest.raises(InboxError):
                assert not await adam.perform(command), command
        assert await adam.tokens() == ()


async def test_two_people_are_not_called_the_same_at_the_provider(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        adam = await w.desk("adam")
        await adam.perform(c.SetLogin("anna", "Anna@Acme.test"))
        with pytest.raises(Conflict, match="anna logs in as"):
            await adam.perform(c.SetLogin("tom", "anna@acme.test"))
        await adam.perform(c.RemovePerson("anna"))
        await adam.perform(c.SetLogin("tom", "anna@acme.test"))
        assert (await stored(w.db)).logins["tom"].subject == "anna@acme.test"


async def test_a_password_lets_in_and_its_end_ends_it(place: Path | str) -> None:
    async with world(place) as w:
        gate, adam = LocalGate(w.house._office), await w.desk("adam")
        await adam.perform(c.SetPassword("anna", GOOD))
        token = await gate.login("anna", GOOD, HERE, "Laptop\n von Anna")
        known = await gate.known(token)
        assert known is not None and known.person == "anna" and known.until is not None
        assert [t.label for t in await (await w.desk("anna")).tokens()] == ["Laptop von Anna"]
        await gate.logout(token)
        await gate.logout(token)
        assert await gate.known(token) is None
        await adam.perform(c.SetPassword("anna", ""))
        with pytest.raises(NotAllowed):
            await gate.login("anna", GOOD, HERE, "")
        assert await w.db.read("select person from password") == []


async def test_an_own_password_is_changed_with_the_old_one_only(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        gate, adam, anna = LocalGate(w.house._office), await w.desk("adam"), await w.desk("anna")
        with pytest.raises(NotAllowed, match="set by an admin"):
            await anna.perform(c.SetPassword("anna", GOOD))
        with pytest.raises(NotAllowed):
            await anna.perform(c.SetPassword("tom", GOOD))
        await adam.perform(c.SetPassword("anna", GOOD))
        with pytest.raises(NotAllowed, match="not your old"):
            await anna.perform(c.SetPassword("anna", OTHER, "falsch"))
        first = await anna.perform(c.SetPassword("anna", OTHER, GOOD), "k")
        assert await anna.perform(c.SetPassword("anna", OTHER, GOOD), "k") == first
        await gate.login("anna", OTHER, HERE, "")


async def test_another_password_under_the_same_key_is_refused_and_not_passed_over(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        gate, adam = LocalGate(w.house._office), await w.desk("adam")
        first = await adam.perform(c.SetPassword("anna", GOOD), "k")
        assert await adam.perform(c.SetPassword("anna", GOOD), "k") == first
        # Whoever was told that this is done would believe that the old one is worth nothing any more.
        for new in (OTHER, ""):
            with pytest.raises(Reused):
                await adam.perform(c.SetPassword("anna", new), "k")
        # Nor is a key of one's own a way to try somebody's password.
        await (await w.desk("jonas")).perform(c.Take(await w.arrives()), "k")
        for new in (GOOD, OTHER):
            with pytest.raises(Reused):
                await (await w.desk("jonas")).perform(c.SetPassword("anna", new), "k")
        await gate.login("anna", GOOD, HERE, "")


async def test_fifty_guesses_at_once_count_fifty_and_five_are_tried(place: Path | str) -> None:
    async with world(place) as w:
        gate = LocalGate(w.house._office)
        await (await w.desk("adam")).perform(c.SetPassword("anna", GOOD))
        guesses = await asyncio.gather(
            *(gate.login("anna", f"falsch {n}", HERE, "") for n in range(50)), return_exceptions=True
        )
        assert sum(isinstance(g, NotAllowed) for g in guesses) == 5
        waits = [g.retry_after for g in guesses if isinstance(g, TooMany)]
        assert len(waits) == 45 and all(0 < wait <= 5 for wait in waits)
        assert max(r[0] for r in await w.db.read("select failures from attempt")) == 50


async def test_pauses_grow_end_and_are_forgotten(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        gate = LocalGate(w.house._office)
        await (await w.desk("adam")).perform(c.SetPassword("anna", GOOD))
        for _ in range(5):
            with pytest.raises(NotAllowed):
                await gate.login("anna", OTHER, HERE, "")
        waits = []
        for _ in range(3):
            with pytest.raises(TooMany) as caught:
                await gate.login("anna", GOOD, HERE, "")
            waits.append(caught.value.retry_after)
            w.clock.move(seconds=caught.value.retry_after)
            with pytest.raises(NotAllowed):
                await gate.login("anna", OTHER, HERE, "")
        assert waits == sorted(set(waits)) and waits[0] == 5 and waits[-1] <= 900
        w.clock.move(minutes=15)
        await gate.login("anna", GOOD, HERE, "")
        with pytest.raises(NotAllowed):
            await gate.login("anna", OTHER, HERE, "")


async def test_who_guesses_from_elsewhere_locks_nobody_out_where_they_have_come_in_before(place: Path | str) -> None:
    async with world(place) as w:
        store, now = w.house._store, w.clock
        assert await store.trying(*limits("anna", HERE), now()) == 0
        await store.tried(*limits("anna", HERE), now())
        for n in range(50):
            assert await store.trying(*limits("anna", f"203.0.113.{n}"), now()) == 0
        assert await store.trying(*limits("anna", THERE), now()) > 0
        assert await store.trying(*limits("anna", HERE), now()) == 0
        now.move(minutes=15)
        assert await store.trying(*limits("anna", THERE), now()) == 0


async def test_a_right_password_clears_no_guesses_at_others_from_its_address(place: Path | str) -> None:
    async with world(place) as w:
        store, now = w.house._store, w.clock
        for n in range(20):
            assert await store.trying(*limits(f"niemand {n}", HERE), now()) == 0
            if n < 19:
                assert await store.trying(*limits("anna", HERE), now()) == 0
                await store.tried(*limits("anna", HERE), now())
        assert await store.trying(*limits("anna", HERE), now()) > 0
        assert await store.trying(*limits("anna", THERE), now()) == 0


async def test_a_name_that_nobody_has_takes_as_long_and_sounds_the_same(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        gate = LocalGate(w.house._office)
        await (await w.desk("adam")).perform(c.SetPassword("anna", GOOD))
        took: dict[str, list[float]] = {"anna": [], "niemand": [], "tom": []}
        said = set()
        for n in range(4):
            for name, times in took.items():
                began = perf_counter()
                with pytest.raises(NotAllowed) as caught:
                    await gate.login(name, OTHER, f"203.0.113.{n}", "")
                times.append(perf_counter() - began)
                said.add(str(caught.value))
        assert len(said) == 1
        middle = {name: statistics.median(times) for name, times in took.items()}
        assert 0.4 < middle["niemand"] / middle["anna"] < 2.5, middle
        assert 0.4 < middle["tom"] / middle["anna"] < 2.5, middle


async def test_a_password_that_is_kept_weaker_than_today_is_kept_anew_when_it_is_shown(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        gate = LocalGate(w.house._office)
        await (await w.desk("adam")).perform(c.SetPassword("anna", GOOD))
        weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(GOOD)
        async with w.db.writing() as writing:
            await writing.run("update password set verifier = $1", (weak,))
        await gate.login("anna", GOOD, HERE, "")
        ((kept,),) = await w.db.read("select verifier from password")
        assert "m=65536,t=3,p=4" in kept
        await gate.login("anna", GOOD, HERE, "")


def test_an_address_is_what_one_customer_of_a_provider_has() -> None:
    assert network("2001:db8:1:2:3:4:5:6") == network("2001:db8:1:2::1") != network("2001:db8:1:3::1")
    assert network("::ffff:192.0.2.7") == network("192.0.2.7") == "192.0.2.7"
