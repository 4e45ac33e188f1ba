"""The document says what the server does: fuzzed over it, the server neither stumbles nor says anything else, nor lets anybody in."""

from __future__ import annotations

import asyncio
import json
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Self, cast

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from inbox.domain import commands
from inbox.ports.desk import Desk
from inbox.ports.gate import Gate, Scope
from inbox.reads import READS
from inbox.server.document import INNER, document
from inbox.server.entrance import Entrance
from inbox.server.page import POLICY, page
from inbox.services import desk
from tests.served import Tokens, serving
from tests.server.wire import call
from tests.world import world

DOSE = int(os.environ.get("INBOX_TEST_DOSE", "0"))
EXAMPLES = 15 * DOSE or 4
FAR = schemathesis.openapi.from_dict(json.loads(document()))
OPEN = {"/health", "/login", "/login/device", "/login/device/token", "/logout"}
"""What strangers may ask."""
LASTING = {"/feed/stream"}
"""What does not end by itself; tests/server/test_feed.py listens to it."""
ROWS = {"/keeping/check_channel", "/keeping/examine"}
"""Answers with `prefixItems` of their own, which schemathesis turns into an `items` that 2020-12 does not know."""
CALLS = [one.ok() for one in FAR.get_all_operations() if one.ok().path not in LASTING]


class Server:
    """A served company on a thread of its own, for a fuzzer that does not know asyncio."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._ready, self._loop = threading.Event(), asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._live(),))

    async def _live(self) -> None:
        self._end = asyncio.Event()
        async with world(self._folder) as w:
            tokens = Tokens(w.house)
            there = await w.arrives("Hallo", who="Käthe")
            lea = await w.desk("lea")
            await lea.perform(commands.Ask(there, "development", "Wann?"))
            async with serving(w.house, tokens, w.house.keeping) as self.base:
                self.tokens = {name: tokens.make(name) for name in ("lea", "adam", "mia", "tom")}
                self.reader = tokens.make("lea", Scope.READ)
                self._ready.set()
                await self._end.wait()

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()
        self._loop.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("server")) as found:
        yield found


@pytest.mark.parametrize("operation", CALLS, ids=lambda one: f"{one.method.upper()} {one.path}")
def test_whatever_is_asked_is_answered_as_the_document_says(
    server: Server, operation: schemathesis.schemas.APIOperation
) -> None:
    checks = [not_a_server_error, status_code_conformance]
    if operation.path not in ROWS:
        checks.append(response_schema_conformance)

    @given(case=operation.as_strategy(), name=st.sampled_from(sorted(server.tokens)))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=not DOSE,
    )
    def fuzz(case: schemathesis.Case, name: str) -> None:
        if "wait" in (case.query or {}):
            case.query["wait"] = 0
        headers = {"Authorization": f"Bearer {server.tokens[name]}"}
        case.call_and_validate(base_url=server.base, headers=headers, checks=checks, timeout=20)

    fuzz()


@pytest.mark.parametrize(
    "operation", [one for one in CALLS if one.path not in OPEN], ids=lambda one: f"{one.method.upper()} {one.path}"
)
@pytest.mark.parametrize("token", [None, "Bearer falsch", "Basic bGVhOmxlYQ==", "Bearer "])
def test_nobody_comes_in_without_a_token_that_is_valid(
    server: Server, operation: schemathesis.schemas.APIOperation, token: str | None
) -> None:
    path = re.sub(r"\{\w+\}", "1", operation.path)
    headers = {"Authorization": token} if token else {}

    told = asyncio.run(
        call(server.base, b"{}" * (operation.method == "post"), headers, method=operation.method.upper(), path=path)
    )

    assert told.status == 401
    assert "www-authenticate: bearer" in told.head.lower()
    assert b"Inbox-Person" not in told.body


def test_a_token_is_good_for_its_scopes_only(server: Server) -> None:
    headers = {"Authorization": f"Bearer {server.reader}"}
    for path, method, status in (
        ("/people", "GET", 200),
        ("/commands", "POST", 403),
        ("/keeping/examine", "POST", 403),
        ("/metrics", "GET", 403),
    ):
        assert asyncio.run(call(server.base, b"", headers, method=method, path=path)).status == status, path


def test_the_document_names_every_read_and_every_command_that_people_give() -> None:
    told = json.loads(document())
    names = {one["operationId"] for verbs in told["paths"].values() for one in verbs.values()}
    asked = {name for name in dir(Desk) if not name.startswith("_")} - {"person"}
    given = {
        one["title"]
        for one in told["paths"]["/commands"]["post"]["requestBody"]["content"]["application/json"]["schema"]["oneOf"]
    }

    assert asked <= names
    assert {read.name for read in READS} <= asked
    assert given == set(commands.KINDS) - INNER
    assert {kind.__name__ for kind in desk._INNER} == INNER


def test_the_document_says_how_somebody_without_a_token_gets_one() -> None:
    told = json.loads(document())["paths"]
    doors = {route.path: told[route.path]["post"] for route in Entrance(cast(Gate, None)).routes()}  # type: ignore[attr-defined]

    assert [path for path, door in doors.items() if not door["security"]] == [
        "/login",
        "/login/device",
        "/login/device/token",
    ]
    assert set(doors["/login/device/token"]["responses"]) >= {"200", "202", "429"}


def test_the_page_runs_nothing_and_loads_nothing(server: Server) -> None:
    told = asyncio.run(call(server.base, b"", method="GET", path="/docs"))

    assert told.status == 200
    assert f"content-security-policy: {POLICY}".lower() in told.head.lower()
    assert "<script" not in page()
    assert not re.search(r'(?:src|href)="(?!#|openapi\.json)', page())
    assert "/commands" in told.body.decode()
