"""Sends files ahead: a status names what the server has made ready.

https://docs.joinmastodon.org/methods/media/#v2: 200 it is ready, 202 it is still being made ready; then it is asked for by
its id, and 206 says: not yet. A file that no status names is thrown away by the server after a day.
"""

from __future__ import annotations

import asyncio

from adapters.kit.found import name_of
from adapters.kit.http import Answer, Call
from adapters.mastodon.server import Server, path
from inbox.errors import NotSent, Rejected
from inbox.ports.adapter import Context, File

SECONDS = 120.0
"""Seconds one file may take."""
READY = 60
"""Times a file is asked for, a second apart, until the status is tried again later."""
PENDING = (202, 206)


async def upload(server: Server, context: Context, files: tuple[File, ...]) -> list[str]:
    """Hand files over and wait until they are ready; return their ids. Raises: Rejected, NotSent, Refused, Unreachable."""
    return [await _one(server, context, file) for file in files]


async def _one(server: Server, context: Context, file: File) -> str:
    call = Call("POST", "api/v2/media", files={"file": (file.name, file.content, file.type)})
    answer = _taken(server, file, await server.http.read(call, SECONDS))
    id, times = name_of(answer.found), 0
    while answer.status in PENDING:
        if times == READY:
            raise NotSent("{host} is still working on {file}.", retry_after=60.0, host=server.host, file=file.name)
        times += 1
        await context.sleep(1.0)
        await asyncio.sleep(0)
        answer = _taken(server, file, await server.ask(path("media", id)))
    if not id:
        raise NotSent("{host} took {file} but did not say under which name.", host=server.host, file=file.name)
    return id


def _taken(server: Server, file: File, answer: Answer) -> Answer:
    if answer.status in (401, 403):
        raise NotSent(
            "{host} does not let this token send files ({words}); give its application the scope write:media there.",
            host=server.host,
            words=server.said(answer),
        )
    if answer.status >= 300:
        raise Rejected(
            "{host} does not take {file}: {words}", host=server.host, file=file.name, words=server.said(answer)
        )
    return answer
