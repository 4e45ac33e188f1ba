"""Who else is here, over HTTP: told at once, and to nobody who may not know any more."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.errors import NotAllowed, NotFound
from tests.served import Tokens, far, serving
from tests.server.test_feed import followers
from tests.world import world


async def test_who_looks_at_a_conversation_is_seen_from_another_place_at_once(tmp_path: Path) -> None:
    async with world(tmp_path) as w:
        tokens, there, foreign = Tokens(w.house), await w.arrives(), await w.arrives(channel="foreign@x", who="K2")
        async with (
            serving(w.house, tokens) as base,
            far(base, tokens.make("anna")) as one,
            far(base, tokens.make("lea")) as two,
        ):
            anna, lea = await one.desk("anna"), await two.desk("lea")
            seeing = asyncio.create_task(lea.around(0, wait=20, screen="s"))
            await followers(base, tokens, 1)
            await anna.look_at(there, writing=True, screen="a")
            around = await seeing

            assert [(p.person, p.conversation, p.writing) for p in around.here] == [("anna", there, True)]
            assert around == await (await w.desk("lea")).around(screen="s")
            await anna.look_at(None, screen="a")
            assert (await lea.around(around.number, wait=20, screen="s")).here == ()
            with pytest.raises(NotFound):
                await anna.look_at(foreign)


async def test_who_waits_is_let_go_when_their_token_is_revoked_and_when_the_server_ends(tmp_path: Path) -> None:
    async with world(tmp_path) as w, AsyncExitStack() as stack:
        tokens, adam = Tokens(w.house), await w.desk("adam")
        async with serving(w.house, tokens) as base:
            token = tokens.make("anna")
            lea = await (await stack.enter_async_context(far(base, tokens.make("lea")))).desk("lea")
            anna = await (await stack.enter_async_context(far(base, token))).desk("anna")
            waiting = [asyncio.create_task(desk.around(0, wait=50)) for desk in (lea, anna)]
            await followers(base, tokens, 2)
            tokens.revoke(token)
            await adam.perform(c.AddDepartment("product"))
            async with asyncio.timeout(10):
                with pytest.raises(NotAllowed, match="token that is valid now"):
                    await waiting[1]
            assert not waiting[0].done()
        async with asyncio.timeout(10):
            assert (await waiting[0]).here == ()
