"""One server as an account sees it: what it is, who we are there, and what its refusals mean.

https://docs.joinmastodon.org/api/rate-limits/ (300 calls in 5 minutes, X-RateLimit-Reset in ISO 8601),
https://docs.joinmastodon.org/methods/instance/#v2 and #v1 (what may be sent, and where streams come from),
https://docs.joinmastodon.org/methods/accounts/#verify_credentials
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlencode, urlsplit

from adapters.kit.found import Found, inner, name_of, words
from adapters.kit.http import Answer, Call, Http, checked_base, line
from inbox.errors import BadInput, Refused, Unreachable

NETWORK = 30.0
"""Seconds for a call."""
GONE = (404, 410)
"""Not there, or not for us to see: the server makes no difference."""
Query = Iterable[tuple[str, str]]


def path(*parts: str) -> str:
    """Return an API path in which ids are quoted: they are opaque, and the server's word."""
    return "api/v1/" + "/".join(quote(part, safe="") for part in parts)


def stranger(host: str) -> Refused:
    """Return the error for a token that counts no more (401)."""
    return Refused(
        "{host} does not know this token any more; make a new one there: Preferences, Development, your application.",
        host=host,
    )


def barred(host: str, words: str) -> Refused:
    """Return the error for what a token may not do (403)."""
    return Refused(
        "{host} does not let this token do that ({words}); give its application the scopes read and write there:"
        " Preferences, Development.",
        host=host,
        words=words,
    )


class Server:
    """Asks one server as one account; what it says about itself and us is kept while the program runs."""

    def __init__(self, base: str, token: str) -> None:
        self._token = token
        self.http = Http(base, headers=lambda: {"Authorization": f"Bearer {token}"})
        self.left = ""
        self._me: Found = {}
        self._about: Found = {}
        self._program: str | None = None

    @property
    def host(self) -> str:
        """Return the server's name, for sentences."""
        return self.http.host

    async def ask(self, where: str, query: Query = ()) -> Answer:
        """Ask for something; what is gone or not known (404, 410, 400, 422) comes back as its answer.

        Raises: Refused (the token, or what it may do), Unreachable.
        """
        asked = urlencode(list(query))
        answer = await self.http.read(Call("GET", f"{where}?{asked}" if asked else where), NETWORK)
        self.left = answer.headers.get("x-ratelimit-remaining", self.left)
        if answer.status == 401:
            raise stranger(self.host)
        if answer.status == 403:
            raise barred(self.host, self.said(answer))
        return answer

    async def get(self, where: str, query: Query = ()) -> Answer:
        """Ask for something that must be there. Raises: Refused, Unreachable."""
        answer = await self.ask(where, query)
        if answer.status >= 300:
            raise self.broken(answer)
        return answer

    def broken(self, answer: Answer) -> Unreachable:
        """Return the error for an answer that is none."""
        reason = f"HTTP {answer.status}"
        return Unreachable("{host} does not answer as it should: {reason}.", host=self.host, reason=reason)

    def said(self, answer: Answer) -> str:
        """Return why a server refused, in its words and its language."""
        said = line(answer.found.get("error_description"), self._token) or line(answer.found.get("error"), self._token)
        return said or f"HTTP {answer.status}"

    async def me(self) -> Found:
        """Return our own account. Raises: Refused, Unreachable."""
        if not self._me:
            found = (await self.get(path("accounts", "verify_credentials"))).found
            if not name_of(found):
                raise Unreachable("{host} does not answer as it should: {reason}.", host=self.host, reason="no account")
            self._me = found
        return self._me

    async def program(self) -> str:
        """Return as which program we write, "" where the server does not say. Raises: Unreachable."""
        if self._program is None:
            try:
                answer = await self.ask(path("apps", "verify_credentials"))
            except Refused:
                return ""
            self._program = words(answer.found, "name") if answer.status < 300 else ""
        return self._program

    async def about(self) -> Found:
        """Return what the server says about itself, {} where it says nothing. Raises: Refused, Unreachable."""
        if not self._about:
            answer = await self.ask("api/v2/instance")
            if answer.status in (*GONE, 400):
                answer = await self.ask("api/v1/instance")  # before 4.0, and servers that only speak like it
            self._about = answer.found if answer.status < 300 else {}
        return self._about

    async def longest(self) -> int:
        """Return how many characters a status may have here; 0 where the server does not say."""
        about = await self.about()
        statuses = inner(inner(about, "configuration"), "statuses")
        said = statuses.get("max_characters", about.get("max_toot_chars"))
        return said if type(said) is int and said > 0 else 0

    async def keeps_keys(self) -> bool:
        """Tell whether a repeated Idempotency-Key is known to change nothing here.

        Mastodon and what is built on it do; others name themselves in the version as "compatible; …". Of those Pleroma's
        family keeps keys (docs-develop.pleroma.social, Plugs.IdempotencyPlug).
        """
        version = words(await self.about(), "version").lower()
        return bool(version) and ("compatible;" not in version or any(n in version for n in ("pleroma", "akkoma")))

    async def streams_from(self) -> Http:
        """Return where streams come from; the token goes only where our own server says, and never in clear."""
        about = await self.about()
        urls = inner(inner(about, "configuration"), "urls")
        said = words(urls, "streaming") or words(inner(about, "urls"), "streaming_api")
        base = said.replace("wss://", "https://", 1).replace("ws://", "http://", 1) or self.http.base
        try:
            base = checked_base("streaming", base)
        except BadInput:
            base = self.http.base
        return Http(base, headers=lambda: {"Authorization": f"Bearer {self._token}", "Accept": "text/event-stream"})

    async def hosts(self) -> frozenset[str]:
        """Return the names under which people of this server are known; they have none in its own texts."""
        me, about = await self.me(), await self.about()
        urls = (self.http.base, words(me, "url"), f"https://{words(about, 'domain')}")
        return frozenset(urlsplit(url).netloc.lower() for url in urls) - {""}
