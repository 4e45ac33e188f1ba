"""Carries files: up to the homeserver, and down from it, which since v1.11 asks who we are.

https://spec.matrix.org/v1.19/client-server-api/#content-repository
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import quote

from adapters.kit.found import Found, inner, words
from adapters.kit.http import Call
from adapters.matrix.content import SEALED
from adapters.matrix.session import NETWORK, Session, code
from inbox.errors import Refused, Rejected, Unreachable
from inbox.ports.adapter import Attachment, File

UPLOAD = 300.0
"""Seconds a file may take to leave."""
_MXC = re.compile(r"mxc://([A-Za-z0-9.:\[\]-]{1,255})/([A-Za-z0-9_-]{1,255})")
_MSGTYPES = {"image": "m.image", "audio": "m.audio", "video": "m.video"}


async def uploaded(session: Session, file: File) -> Found:
    """Hand a file to the homeserver and return the content that shows it; nobody sees it until that is sent.

    Raises: Rejected (too large), Refused, Unreachable.
    """
    name = file.name or "file"
    headers = {"Content-Type": file.type or "application/octet-stream"}
    call = Call("POST", "_matrix/media/v3/upload", {"filename": name}, headers, content=file.content)
    answer = await session.ask(call, UPLOAD)
    if code(answer) == "M_TOO_LARGE" or answer.status == 413:
        raise Rejected("{file} is larger than {host} takes.", file=name, host=session.http.host)
    uri = words(session.granted(answer), "content_uri")
    if not uri:
        raise Unreachable("{host} refused: {words}", host=session.http.host, words="no content_uri")
    return {
        "msgtype": _MSGTYPES.get(file.type.partition("/")[0], "m.file"),
        "body": name,
        "filename": name,
        "url": uri,
        "info": {"mimetype": headers["Content-Type"], "size": len(file.content)},
    }


class Media:
    """Brings files of one homeserver."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._path = ""

    async def _place(self) -> str:
        """Return where files lie: servers before v1.11 know only the old address, where nobody is asked who he is."""
        if not self._path:
            answer = await self._session.http.read(Call("GET", "_matrix/client/versions"), NETWORK)
            spoken = answer.found.get("versions")
            versions = [str(version) for version in spoken] if isinstance(spoken, list) else []
            minors = [int(v[3:]) for v in versions if v.startswith("v1.") and v[3:].isdecimal() and len(v) < 9]
            early = inner(answer.found, "unstable_features").get("org.matrix.msc3916.stable") is True
            newer = early or max(minors, default=0) >= 11
            self._path = "_matrix/client/v1/media/download" if newer else "_matrix/media/v3/download"
        return self._path

    async def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Yield a file's bytes."""
        if attachment.url.endswith(SEALED):
            raise Refused("This file is encrypted; open it in a Matrix app.")
        found = _MXC.fullmatch(attachment.url)
        if found is None:
            raise Refused("This is no file of a Matrix homeserver.")
        base, place = self._session.http.base, await self._place()
        url = f"{base}/{place}/{quote(found[1], safe=':')}/{found[2]}"
        try:
            async for part in self._session.http.fetch(url, limit, ours=True):
                yield part
        except Refused as cause:
            if cause.values.get("status") != 401:
                raise
        else:
            return
        await self._session.renew()
        async for part in self._session.http.fetch(url, limit, ours=True):
            yield part
