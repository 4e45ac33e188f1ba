"""Brings the bytes of pictures and videos: from Bluesky's own copies, or from the server of whoever posted them.

A record names a file by its content's id only; it lies with its author, whose server stands in their DID document.
https://atproto.com/specs/blob · https://atproto.com/specs/did
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from urllib.parse import quote

from adapters.bluesky.content import BLOB
from adapters.bluesky.session import SERVICE, server
from adapters.kit.found import opened
from adapters.kit.http import Http, checked_base
from inbox.errors import Refused
from inbox.ports.adapter import Attachment

DOCUMENT = 64 * 1024
"""Bytes of a DID document, at most."""
_PLC = re.compile(r"did:plc:[a-z0-9]{1,64}")
_WEB = re.compile(r"did:web:([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
_CID = re.compile(r"[A-Za-z0-9]{1,200}")
_FETCHED = ("image", "video")


class Files:
    """Fetches without our session: whoever holds a file must not learn who asks."""

    def __init__(self, service: str, plc: str) -> None:
        self._plc = checked_base("plc", plc or "https://plc.directory")
        # An address inside our own network is only gone to where our own service lies there, too.
        self._http = Http(checked_base("service", service or SERVICE))

    async def fetch(self, attachment: Attachment, limit: int) -> AsyncIterator[bytes]:
        """Yield a file's bytes. Raises: Unreachable, Refused."""
        url = attachment.url
        if attachment.kind not in _FETCHED or not url.startswith((BLOB, "https://", "http://")):
            raise Refused("This is a page and no file; look at it in a browser: {url}", url=url)
        if url.startswith(BLOB):
            url = await self._stored(url.removeprefix(BLOB))
        async for part in self._http.fetch(url, limit):
            yield part

    async def _stored(self, name: str) -> str:
        did, _, cid = name.partition("/")
        web = _WEB.fullmatch(did)
        if not _CID.fullmatch(cid) or not (web or _PLC.fullmatch(did)):
            raise Refused("The file's address cannot be read: {url}", url=name)
        where = f"https://{web[1]}/.well-known/did.json" if web else f"{self._plc}/{did}"
        raw = b"".join([part async for part in self._http.fetch(where, DOCUMENT)])
        try:
            found = opened(raw)
        except ValueError:
            found = None
        pds = server(found) if isinstance(found, dict) else ""
        if not pds:
            raise Refused("Nobody says where the files of {did} lie.", did=did)
        return f"{pds}/xrpc/com.atproto.sync.getBlob?did={quote(did)}&cid={cid}"

    async def aclose(self) -> None:
        """Let the connections go."""
        await self._http.aclose()
