"""Runs the screens for one open page: a program of its own that knows one token, and ends with the page."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable

from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

ENDS = 5.0
"""Seconds a program may take to end by itself."""
_OURS = ("INBOX_TOKEN", "INBOX_AS", "INBOX_SECRETS_KEY")


class Screens(AppService):
    """The screens of whoever has the token, at a server."""

    def __init__(
        self,
        server: str,
        token: str,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[object]],
    ) -> None:
        async def closed() -> None:
            await close()

        files = DownloadManager()
        super().__init__("inbox", write_bytes=write_bytes, write_str=write_str, close=closed, download_manager=files)
        self._server = server
        self._token = token

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        given = {k: v for k, v in super()._build_environment(width, height).items() if k not in _OURS}
        # What a page can reach is the inbox, not the machine that all of them run on.
        return {**given, "INBOX": self._server, "INBOX_TOKEN": self._token, "INBOX_CONFINED": "1"}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        environment = self._build_environment(width, height)
        # Without a shell, and in a group of its own, so that nothing of it outlives the page.
        self._process = process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "inbox", stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, start_new_session=True
        )
        assert process.stdin is not None
        self._stdin = process.stdin
        return process

    async def ended(self) -> None:
        """Return once the program has ended by itself."""
        assert self._process is not None
        await self._process.wait()

    async def stop(self) -> None:
        """End the program: politely first, so that what is being written is kept."""
        process = self._process
        if process is None:
            return
        try:
            async with asyncio.timeout(ENDS):
                await super().stop()
                await process.wait()
        except (TimeoutError, ConnectionError):
            pass
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, 9)
            await process.wait()
            if self._task is not None:
                self._task.cancel()
                await asyncio.gather(self._task, return_exceptions=True)
                self._task = None
