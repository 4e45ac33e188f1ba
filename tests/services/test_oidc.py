"""Logging in at the company's provider: by RFC 8628, and nothing is believed that is not signed, fresh and meant for us."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import time
from typing import Any

import pytest

from inbox import oidc
from inbox.domain import commands as c
from inbox.errors import BadInput, NotAllowed, NotFound, Unreachable
from inbox.ports.gate import DeviceCode
from inbox.services.gate import LocalGate
from tests.servers.oidc import CLIENT, SECRET, Provider, provider
from tests.world import World, world


@asynccontextmanager
async def gated(w: World, there: Provider, **how: Any) -> AsyncIterator[LocalGate]:
    """A gate that knows a provider."""
    client = oidc.OpenProvider(oidc.Client(there.issuer, CLIENT, **how))
    try:
        yield LocalGate(w.house._office, client)
    finally:
        await client.aclose()


@asynccontextmanager
async def company(folder: Path, there: Provider, **how: Any) -> AsyncIterator[LocalGate]:
    """The company, in which anna is known at the provider, and its gate."""
    async with world(folder) as w, gated(w, there, **how) as gate:
        await (await w.desk("adam")).perform(c.SetLogin("anna", "anna@acme.test"))
        yield gate


async def agreed(gate: LocalGate, there: Provider) -> str | None:
    """Let somebody log in and agree."""
    code = await gate.begin_device()
    there.answers[code.handle] = "agreed"
    return await gate.end_device(code.handle, "Laptop")


def soon(gate: LocalGate, code: DeviceCode) -> None:
    """Let the time pass between two questions."""
    held: dict[str, tuple[float, float, float]] = gate._provider._waits  # type: ignore[union-attr]
    interval, _, ends = held[code.handle]
    held[code.handle] = (interval, 0.0, ends)


@pytest.mark.parametrize("how", [{}, {"alg": "ES256"}, {"secret": SECRET}], ids=str)
async def test_who_agrees_at_the_provider_comes_in_as_the_person_an_admin_named(
    tmp_path: Path, how: dict[str, str]
) -> None:
    async with provider(**how) as there, company(tmp_path, there, secret=how.get("secret", "")) as gate:
        code = await gate.begin_device()
        assert (code.code, code.address) == ("WDJB-MJHT", f"{there.issuer}/open")
        assert await gate.end_device(code.handle, "Laptop") is None
        asked = there.asked
        assert await gate.end_device(code.handle, "Laptop") is None
        assert there.asked == asked
        there.answers[code.handle] = "slow_down"
        soon(gate, code)
        assert await gate.end_device(code.handle, "Laptop") is None
        assert gate._provider._waits[code.handle][0] == code.interval + 5  # type: ignore[union-attr]
        there.answers[code.handle] = "agreed"
        soon(gate, code)
        known = await gate.known(await gate.end_device(code.handle, "Laptop") or "")
        assert known is not None and known.person == "anna"
        with pytest.raises(NotAllowed, match="does not know this login"):
            await gate.end_device(code.handle, "Laptop")


async def test_who_refuses_or_waits_too_long_does_not_come_in(tmp_path: Path) -> None:
    answers = {"access_denied": "refused", "expired_token": "too long", "invalid_grant": "not know"}
    async with provider() as there, company(tmp_path, there) as gate:
        for answer, said in answers.items():
            code = await gate.begin_device()
            there.answers[code.handle] = answer
            with pytest.raises(NotAllowed, match=said):
                await gate.end_device(code.handle, "")


async def test_what_the_provider_did_not_sign_is_not_believed(tmp_path: Path) -> None:
    async with provider() as there, company(tmp_path, there) as gate:
        for there.forged in ("none", "hmac", "stranger"):
            with pytest.raises(NotAllowed, match="is not believed"):
                await agreed(gate, there)
        there.forged = ""
        assert await agreed(gate, there)


WRONG: tuple[dict[str, object], ...] = (
    {"aud": "another"},
    {"aud": [CLIENT, "another"]},
    {"aud": [CLIENT, "another"], "azp": "another"},
    {"aud": None},
    {"iss": "https://another.test"},
    {"iss": None},
    {"exp": int(time()) - 3600},
    {"exp": None},
    {"iat": int(time()) + 3600},
    {"sub": None},
    {"email": None},
    {"email": ["anna@acme.test"]},
    {"email_verified": False},
    {"email_verified": None},
    {"email_verified": "true"},
)


async def test_what_is_not_meant_for_us_now_is_not_believed(tmp_path: Path) -> None:
    async with provider() as there, company(tmp_path, there) as gate:
        for there.claims in WRONG:
            with pytest.raises(NotAllowed, match="is not believed"):
                assert not await agreed(gate, there), there.claims


async def test_nobody_comes_in_by_a_name_that_they_may_choose_themselves(tmp_path: Path) -> None:
    async with provider(claims={"email": "lea"}) as there, company(tmp_path, there) as gate:
        with pytest.raises(NotAllowed, match="Nobody here logs in as lea"):
            await agreed(gate, there)


async def test_another_claim_is_used_where_the_configuration_names_one(tmp_path: Path) -> None:
    async with provider() as there, world(tmp_path) as w, gated(w, there, claim="sub") as gate:
        await (await w.desk("adam")).perform(c.SetLogin("tom", "248289761001"))
        known = await gate.known(await agreed(gate, there) or "")
        assert known is not None and known.person == "tom"


async def test_keys_that_the_provider_changed_are_looked_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oidc, "SELDOM", 0.0)
    async with provider() as there, company(tmp_path, there) as gate:
        assert await agreed(gate, there)
        there.rotate()
        assert await agreed(gate, there)
        assert there.looked == 2


async def test_a_provider_that_is_none_or_does_not_answer_is_named(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        with pytest.raises(NotFound, match="no provider"):
            await LocalGate(w.house._office).begin_device()
        async with provider() as there:
            pass
        async with gated(w, there) as gate:
            with pytest.raises(Unreachable, match="cannot be reached"):
                await gate.begin_device()
        async with provider(secret=SECRET) as there, gated(w, there, secret="falsch") as gate:
            with pytest.raises(Unreachable, match="who is") as caught:
                await gate.begin_device()
            assert "\x1b" not in str(caught.value) and "falsch" not in repr(caught.value)
        async with provider() as there, gated(w, there) as gate:
            there.issuer += "/elsewhere"
            with pytest.raises(Unreachable, match="another issuer"):
                await gate.begin_device()


def test_a_provider_is_configured_by_the_environment_and_its_secret_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n")
    assert oidc.configured({}) is None
    found = oidc.configured(
        {"INBOX_OIDC_ISSUER": "https://id.test", "INBOX_OIDC_CLIENT": "x", "INBOX_OIDC_SECRET_FILE": str(file)}
    )
    assert found is not None and found.secret == SECRET and SECRET not in repr(found)
    for wrong in ({"INBOX_OIDC_CLIENT": "x"}, {"INBOX_OIDC_ISSUER": "http://id.test", "INBOX_OIDC_CLIENT": "x"}):
        with pytest.raises(BadInput):
            oidc.configured(wrong)
    with pytest.raises(Unreachable):
        oidc.configured(
            {"INBOX_OIDC_ISSUER": "https://id.test", "INBOX_OIDC_CLIENT": "x", "INBOX_OIDC_SECRET_FILE": "/nowhere"}
        )
