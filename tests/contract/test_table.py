"""The table of roles through every door: each command by each role on what is own, foreign and absent; each read too."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from inbox.domain import commands as c
from inbox.domain.access import digest
from inbox.domain.goals import CardScope
from inbox.domain.people import TABLE
from inbox.errors import InboxError, NotAllowed, NotFound, Refused
from inbox.ports.desk import Desk, View
from inbox.ports.gate import Scope
from inbox.reads import READS
from inbox.services.gate import LocalGate, fresh
from inbox.wire import command_to_json
from tests.contract.scenes import ABSENT, FOREIGN, INNER, NAMED, NUMBERED, OWN, ROLES, Scene, staff
from tests.served import serving
from tests.world import World, world

SECRET = "geheimnisvoll"


@asynccontextmanager
async def company(place: Path | str, who: str) -> AsyncIterator[tuple[World, Desk, httpx.AsyncClient]]:
    """The company, somebody's desk, and the same somebody at a server with a token for everything."""
    async with world(place) as w:
        await staff(w)
        token = fresh()
        scopes = tuple(map(str, Scope))
        await (await w.desk("lea")).perform(c.MakeToken(who, digest(token), scopes=scopes))
        async with (
            serving(w.house, LocalGate(w.house._office)) as where,
            httpx.AsyncClient(base_url=where, headers={"Authorization": f"Bearer {token}"}, timeout=30) as http,
        ):
            yield w, await w.desk(who), http


async def heard(desk: Desk, command: c.Command, id: object) -> str:
    """Return what is said to a command, without what it was about."""
    try:
        facts = await desk.perform(command)
    except InboxError as error:
        return _without(f"{type(error).__name__} {error}", id)
    return f"done {[type(f.event).__name__ for f in facts]}"


async def told(http: httpx.AsyncClient, command: c.Command, id: object) -> str:
    """Return what the server answers to a command, without what it was about and when."""
    answer = await http.post("/commands", content=command_to_json(command))
    kept = {k: v for k, v in answer.headers.items() if k not in ("date", "inbox-request", "content-length")}
    return _without(f"{answer.status_code} {sorted(kept.items())} {answer.text}", id)


def _without(text: str, id: object) -> str:
    return re.sub(rf"\b{id}\b", "N", text)


def test_every_command_and_every_read_is_in_the_table() -> None:
    assert {*NUMBERED, *NAMED, *INNER} == set(c.KINDS.values())
    assert {call.name for call in READS} == {*BY_NUMBER, *WHOLE}
    assert {str(role) for row in TABLE.values() for role in row} == set(ROLES.values())


@pytest.mark.parametrize("who", ROLES)
async def test_what_is_own_may_be_done_by_whom_the_table_names(tmp_path: Path, who: str) -> None:
    column = list(ROLES).index(who)
    async with company(tmp_path, who) as (w, desk, _):
        wrong = []
        for kind, (row, build) in NUMBERED.items():
            id, make = await build(Scene(w, who, OWN))
            said = await heard(desk, make(id), id)
            if said.startswith("done") != (row.split()[column] == "y"):
                wrong.append((kind.__name__, said))
        assert not wrong, wrong


@pytest.mark.parametrize("who", ROLES)
async def test_what_is_foreign_is_answered_like_what_is_not_there_through_every_door(tmp_path: Path, who: str) -> None:
    async with company(tmp_path, who) as (w, desk, http):
        for kind, (_, build) in NUMBERED.items():
            if (who, kind) in (("adam", c.RevokeToken), ("lola", c.EndAbsence)):
                continue  # to an admin no token is foreign, to a lead no colleague
            id, make = await build(Scene(w, who, FOREIGN))
            said = [await heard(desk, make(number), number) for number in (id, ABSENT)]
            assert said[0] == said[1] and not said[0].startswith("done"), (kind.__name__, said)
            said = [await told(http, make(number), number) for number in (id, ABSENT)]
            assert said[0] == said[1] and said[0][:3] in ("403", "404"), (kind.__name__, said)


@pytest.mark.parametrize("who", ROLES)
async def test_what_has_a_name_is_set_up_by_whom_the_table_names_and_refused_to_others_alike(
    tmp_path: Path, who: str
) -> None:
    column = list(ROLES).index(who)
    async with company(tmp_path, who) as (w, desk, http):
        lea = await w.desk("lea")
        for kind, (row, make, name) in NAMED.items():
            for ready in (c.AddPerson("fort", ("manager",)), c.AddDepartment("sales"), c.AddChannel("spare", "demo")):  # type: ignore[arg-type]
                try:
                    await lea.perform(ready)
                except Refused:
                    continue
            if row.split()[column] == "y":
                await Scene(w, who, OWN).conversation("kai")
                said = await heard(desk, make(name), name)
                assert said.startswith("done"), (
                    kind.__name__,
                    said,
                )
            else:
                for door, way in ((desk, heard), (http, told)):
                    answers = [await way(door, make(n), n) for n in (name, "niemand")]  # type: ignore[operator]
                    assert answers[0] == answers[1], (kind.__name__, answers)
                    assert answers[0].startswith(("NotAllowed", "403")), (kind.__name__, answers)


@pytest.mark.parametrize("who", ROLES)
async def test_what_only_the_inbox_does_nobody_does(tmp_path: Path, who: str) -> None:
    async with company(tmp_path, who) as (_, desk, http):
        for command in INNER.values():
            with pytest.raises(NotAllowed, match="Only the inbox itself"):
                await desk.perform(command)
            assert (await told(http, command, 0))[:3] in ("403", "422")


# --- reads

BY_NUMBER = {
    "thread": ("/conversations/{id}", "conversation"),
    "gap": ("/conversations/{id}/gap", "conversation"),
    "candidates": ("/conversations/{id}/candidates", "conversation"),
    "fit": ("/conversations/{id}/fit", "conversation"),
    "fetch": ("/messages/{id}/files/1", "message"),
    "portrait": ("/contacts/{id}", "contact"),
    "across": ("/contacts/{id}/across", "contact"),
    "request": ("/requests/{id}", "request"),
    "prepare": ("/conversations/{id}/prepare", "conversation"),
    "look_at": ("/look/{id}", "conversation"),
    "filled": ("/conversations/{id}/templates/999999", "conversation"),
    "versions": ("/cards/{id}", "card"),
    "why": ("/messages/{id}/why", "reply"),
    "reasons": ("/conversations/{id}/reasons", "conversation"),
    "check": ("/check/{id}", "conversation"),
    "storm": ("/storms/{id}", "storm"),
}
"""Reads of something with a number."""
WHOLE = {
    "conversations": "/conversations?view=all",
    "index": "/conversations/index?view=all",
    "rows": "/rows?ids={id}",
    "counts": "/counts",
    "requests": "/requests",
    "search": f"/search?words={SECRET}",
    "similar": "/similar",
    "knowledge": "/knowledge",
    "correspondents": "/correspondents",
    "overview": "/overview",
    "report": "/report?by=channel",
    "behind": "/report/open",
    "held": "/held",
    "guards": "/guards",
    "risks": "/risks",
    "weather": "/weather",
    "people": "/people",
    "departments": "/departments",
    "channels": "/channels",
    "tokens": "/tokens",
    "templates": "/templates",
    "saved": "/views",
    "hours": "/hours",
    "rules": "/rules",
    "rehearsed": "/rules/999999/rehearsed?since=2026-01-01T00:00:00Z",
    "mentions": "/mentions?seen=true",
    "cards": "/cards",
    "undoable": "/undoable",
    "around": "/around",
    "abilities": "/abilities",
    "need_rules": "/needs/rules",
    "absences": "/absences",
    "handover": "/handover?conversations={id}",
    "last": "/last",
    "verify": "/verify",
}
"""Reads of what there is."""
OF_THE_HOUSE = ("hours", "rules", "people", "departments", "channels", "last", "verify", "tokens")
"""Reads that are of the house itself, and say nothing of a dialogue but how many there are (to leads, admins, auditors)."""


async def _foreign(w: World) -> dict[str, int]:
    """Something foreign of each kind."""
    scene = Scene(w, "kai", FOREIGN)
    id = await w.arrives(f"{SECRET} und mehr", who="Fremd", channel=FOREIGN, subject=SECRET)
    await scene.as_("kai", c.Take(id))
    await scene.as_("kai", c.WriteNote(id, SECRET))
    await scene.as_("kai", c.SaveDraft(id, SECRET))
    request = await scene.as_("kai", c.Ask(id, "legal", SECRET))
    known = await scene.as_("kai", c.Ask(id, "legal", SECRET))
    await scene.as_("lea", c.Answer(known, SECRET))
    await scene.as_("kai", c.Accept(known))
    ((contact,),) = await w.db.read("select contact from conversation where id = $1", (id,))
    ((message,),) = await w.db.read("select id from message where conversation = $1", (id,))
    reply = await scene.as_("kai", c.Reply(id, SECRET))
    card = await scene.as_("lea", c.PublishGuideline(SECRET, SECRET, scope=CardScope((FOREIGN,))))
    return {
        "conversation": id,
        "request": request,
        "contact": contact,
        "message": message,
        "reply": reply,
        "card": card,
        "storm": await scene.storm(),
    }


async def _read(http: httpx.AsyncClient, name: str, path: str) -> httpx.Response:
    if name == "fit":
        return await http.post(path, json={"text": "x"})
    if name == "prepare":
        return await http.post(path, json={"department": "legal"})
    if name == "similar":
        return await http.post(path, json={"text": SECRET})
    if name == "filled":
        return await http.post(path, json={})
    if name == "check":
        path, _, id = path.rpartition("/")
        return await http.post(path, json={"text": "x", "conversation": int(id)})
    if name == "look_at":
        path, _, id = path.rpartition("/")
        return await http.post(path, json={"conversation": int(id)})
    return await http.get(path)


@pytest.mark.parametrize("who", ROLES)
async def test_no_read_tells_what_is_foreign_from_what_is_not_there(tmp_path: Path, who: str) -> None:
    async with company(tmp_path, who) as (w, desk, http):
        before = {name: (await _read(http, name, path.format(id=ABSENT))).json() for name, path in WHOLE.items()}
        there = await _foreign(w)
        for name, (path, kind) in BY_NUMBER.items():
            said = []
            for id in (there[kind], ABSENT):
                answer = await _read(http, name, path.format(id=id))
                said.append(_without(f"{answer.status_code} {answer.text}", id))
            assert said[0] == said[1] and said[0].startswith("404"), (name, said)
        for name, path in WHOLE.items():
            found = (await _read(http, name, path.format(id=there["conversation"]))).json()
            assert found == before[name] or name in OF_THE_HOUSE, (name, found, before[name])
            assert SECRET not in json.dumps(found), name
        with pytest.raises(NotFound):
            await desk.thread(there["conversation"])
        assert list(await desk.index(View.ALL)) == []


@pytest.mark.parametrize("who", ROLES)
async def test_no_way_to_follow_the_feed_tells_of_what_is_foreign(tmp_path: Path, who: str) -> None:
    async with company(tmp_path, who) as (w, desk, http):
        number = await desk.last()
        waiting = asyncio.create_task(http.get("/feed", params={"after": number, "wait": 20}))
        lines, begun, done = [], asyncio.Event(), asyncio.Event()

        async def follow() -> None:
            async with http.stream("GET", "/feed/stream", params={"after": number}) as answer:
                async for line in answer.aiter_lines():
                    begun.set()
                    lines.append(line)
                    if "school@x" in line:
                        done.set()

        following = asyncio.create_task(follow())
        await begun.wait()
        there = await _foreign(w)
        await (await w.desk("lea")).perform(c.SetChannel("school@x", (("training", "1"), ("zzz", "1"))))
        await (await w.desk("lea")).perform(c.SetDepartment("legal", _minutes(7)))
        said = (await waiting).text
        if who not in ("adam", "otto"):
            await asyncio.wait_for(done.wait(), 20)
        following.cancel()
        await asyncio.wait([following])
        facts = await desk.feed(number)
        all_ = said + "".join(lines)
        assert SECRET not in all_
        # Admins and auditors read every fact; a fact holds no words.
        if who not in ("adam", "otto"):
            assert not any(f.conversation == there["conversation"] for f in facts)
            assert f'"conversation":{there["conversation"]},' not in all_


def _minutes(n: int) -> object:
    from datetime import timedelta

    return timedelta(minutes=n)


async def test_a_webhook_of_a_channel_that_is_off_is_answered_like_one_of_none(tmp_path: Path) -> None:
    async with company(tmp_path, "anna") as (w, _, http):
        lea = await w.desk("lea")
        await lea.perform(c.AddChannel("shop", "webhook"))
        await lea.perform(c.SetChannel("shop", active=False))
        said = set()
        for name in ("shop", OWN, "niemand"):
            for method in ("GET", "POST"):
                answer = await http.request(method, f"/hooks/{name}", content=b"{}")
                kept = {k: v for k, v in answer.headers.items() if k not in ("date", "inbox-request")}
                said.add(f"{method} {answer.status_code} {sorted(kept.items())} {answer.text}")
        assert len(said) == 2, said
