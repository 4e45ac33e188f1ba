"""What holds of an open page without a browser to see it: long pastes reach the screens, and whoever is out leaves no token."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from inbox.errors import Refused
from inbox.web.visits import IDLE, LASTS, MOST, Visits
from tests.cli.conftest import Shell
from tests.web.test_browser import PASSWORD, _row, _until, programs_of, site, wrote

__all__ = ["site"]


@asynccontextmanager
async def screens(pages: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """Come in as anna, and open a page's socket as the page does."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar, timeout=aiohttp.ClientTimeout(60)) as http:
        async with http.post(f"{pages}/login", data={"name": "anna", "password": PASSWORD}) as told:
            assert told.status == 200
        where = pages.replace("http", "ws", 1) + "/ws?width=100&height=30"
        async with http.ws_connect(where, origin=pages, max_msg_size=0) as line:
            yield line


async def seen(line: aiohttp.ClientWebSocketResponse, what: bytes) -> None:
    """Return once the screens show something."""
    shown = b""
    async with asyncio.timeout(40):
        while what not in shown:
            message = await line.receive()
            assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT), f"the page was closed: {message}"
            shown += message.data if isinstance(message.data, bytes) else message.data.encode()


async def typed(line: aiohttp.ClientWebSocketResponse, keys: str) -> None:
    await line.send_str(json.dumps(["stdin", keys]))


def labels(shell: Shell) -> list[str]:
    """Return the labels of all tokens that are good for something."""
    return [token["label"] for token in shell("token", "ls", "--json").json["items"]]


class TestPaste:
    """A customer's long log, pasted from the clipboard: a terminal sends it in one piece."""

    async def test_a_paste_of_200_000_letters_reaches_the_screens(
        self, site: tuple[Shell, str, int], tmp_path: Path
    ) -> None:
        shell, pages, _ = site
        await asyncio.to_thread(wrote, shell, tmp_path, "m1", "Hallo?")
        async with screens(pages) as line:
            await seen(line, b"Hallo?")
            await typed(line, "i")
            await seen(line, b"Send")
            await typed(line, "\x1b[200~" + "Zeile äöü\r" * 20_000 + "\x1b[201~")
            await seen(line, b"200000")


class TestTokens:
    """The token of a visit ends with the visit."""

    async def test_no_token_outlives_the_program_that_lets_browsers_in(self, site: tuple[Shell, str, int]) -> None:
        shell, pages, pid = site
        async with screens(pages) as line:
            await seen(line, b"INBOX")
            assert await asyncio.to_thread(labels, shell) == ["browser"]
            os.kill(pid, signal.SIGTERM)
            while (await line.receive()).type is not aiohttp.WSMsgType.CLOSED:
                pass
        await asyncio.to_thread(_until, lambda: not labels(shell))

    def test_who_is_out_is_named_when_every_page_is_closed_until_forgotten(self) -> None:
        now = [0.0]
        visits = Visits(lambda: now[0])
        idle, open_ = visits.of(visits.begin("anna", "t1")), visits.of(visits.begin("anna", "t2"))
        assert idle is not None and open_ is not None
        page = visits.open(open_)
        assert visits.gone() == []
        now[0] = IDLE
        assert visits.gone() == [idle]
        visits.forget(idle)
        assert visits.gone() == []
        now[0] = LASTS
        assert (visits.gone(), page.is_set()) == ([], True)
        visits.close(open_, page)
        assert visits.gone() == [open_]

    def test_whoever_finds_no_room_leaves_no_token(self) -> None:
        visits = Visits()
        for n in range(MOST):
            visits.begin("anna", f"t{n}")
        with pytest.raises(Refused):
            visits.begin("otto", "too many")
        assert [visit.token for visit in visits.gone()] == ["too many"]


class TestEnd:
    """However a page ends, its program ends with it, and keeps what was being written."""

    @pytest.mark.parametrize("how", ["closed", "killed"])
    async def test_the_last_word_is_kept_and_no_program_is_left(
        self, site: tuple[Shell, str, int], tmp_path: Path, how: str
    ) -> None:
        shell, pages, pid = site
        await asyncio.to_thread(wrote, shell, tmp_path, "m1", "Hallo?")
        async with screens(pages) as line:
            await seen(line, b"Hallo?")
            await typed(line, "r")
            await seen(line, b"Send")
            (ours,) = programs_of(pid)
            await typed(line, "mitten im Wort")
            await seen(line, b"14 of")
            if how == "killed":
                os.kill(pid, signal.SIGKILL)
            else:
                await line.close()
            await asyncio.to_thread(_until, lambda: not _lives(ours), 20)
        id = (await asyncio.to_thread(_row, shell))["id"]
        shown = await asyncio.to_thread(shell, "show", id)
        assert "mitten im Wort" in shown.out


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
