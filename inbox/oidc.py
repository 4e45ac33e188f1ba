"""Speaks to the company's own place to log in: OpenID Connect discovery and the device flow, and believes only what is signed.

https://www.rfc-editor.org/rfc/rfc8628 (device flow), https://openid.net/specs/openid-connect-discovery-1_0.html,
https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation. There is no nonce in this flow: nothing passes
through a browser on its way back; the ID token comes straight from the provider over TLS.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from inbox.errors import BadInput, NotAllowed, Unreachable
from inbox.ports.gate import DeviceCode

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

LARGEST = 512 * 1024
"""Bytes of what a provider says."""
FRESH = 3600.0
"""Seconds for which a provider's keys are kept; an unknown key is asked for at once, but …"""
SELDOM = 10.0
"""… not more often than this."""
LEEWAY = 60
"""Seconds that clocks may differ."""
SIGNED = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "Ed25519", "EdDSA")
"""Signatures that are believed: never `none`, and never one that knowing the client's secret is enough for."""
GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Account:
    """What the configuration says about a provider, and who we are there."""

    issuer: str
    id: str
    secret: str = field(default="", repr=False)
    claim: str = "email"
    scope: str = "openid email profile"


def configured(environment: Mapping[str, str] = os.environ) -> Account | None:
    """Return the account that INBOX_OIDC_… describes; None where there is none. Raises: BadInput, Unreachable."""
    issuer, id = environment.get("INBOX_OIDC_ISSUER", ""), environment.get("INBOX_OIDC_CLIENT", "")
    if not issuer and not id:
        return None
    parts = urlsplit(issuer)
    if not id or not parts.hostname or (parts.scheme != "https" and parts.hostname not in _LOOPBACK):
        raise BadInput("INBOX_OIDC_ISSUER is the provider's https address, and INBOX_OIDC_CLIENT who we are there.")
    secret, file = "", environment.get("INBOX_OIDC_SECRET_FILE", "")
    if file:
        try:
            secret = Path(file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as cause:
            raise Unreachable("{path} cannot be read; check who may.", path=file) from cause
    return Account(issuer, id, secret, environment.get("INBOX_OIDC_CLAIM", "") or "email")


class OpenProvider:
    """Logs people in by the device flow. See `inbox.ports.provider.Provider`."""

    def __init__(self, account: Account) -> None:
        _jose()
        self._account = account
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(10, connect=4),
            follow_redirects=False,
            trust_env=urlsplit(account.issuer).hostname not in _LOOPBACK,
        )
        self._found: dict[str, Any] = {}
        self._keys: KeySet | None = None
        self._keys_at = 0.0
        self._turn = asyncio.Lock()
        self._waits: dict[str, tuple[float, float, float]] = {}

    async def aclose(self) -> None:
        """Let the provider go. May be called twice."""
        await self._http.aclose()

    async def begin(self) -> DeviceCode:
        """Begin a login."""
        where = (await self._discovered()).get("device_authorization_endpoint")
        if not isinstance(where, str):
            raise Unreachable("{issuer} has no device flow; switch it on there.", issuer=self._account.issuer)
        _, told = await self._post(where, {"scope": self._account.scope})
        try:
            interval, lasts = float(told.get("interval", 5)), float(told["expires_in"])
            address = str(told.get("verification_uri_complete") or told["verification_uri"])
            code = DeviceCode(str(told["device_code"]), str(told["user_code"]), address, max(1.0, interval), lasts)
        except (KeyError, TypeError, ValueError) as cause:
            raise self._strange("no device code", told) from cause
        if urlsplit(code.address).scheme not in ("https", "http") or not code.address.isprintable():
            raise self._strange("no address to open", {})
        self._waits[code.handle] = (code.interval, 0.0, monotonic() + lasts)
        return code

    async def end(self, handle: str) -> str | None:
        """Return what the provider calls the person, once they agreed."""
        interval, next_, ends = self._waits.get(handle, (5.0, 0.0, monotonic() + 1800))
        if monotonic() < next_:
            return None
        self._remember(handle, interval, ends)
        where = (await self._discovered())["token_endpoint"]
        status, told = await self._post(where, {"grant_type": GRANT, "device_code": handle})
        if status == httpx.codes.OK:
            self._waits.pop(handle, None)
            return await self._proven(told.get("id_token"))
        match told.get("error"):
            case "authorization_pending":
                return None
            case "slow_down":
                # RFC 8628, 3.5: from now on five seconds more between two questions.
                self._remember(handle, interval + 5, ends)
                return None
            case "access_denied":
                raise NotAllowed("At the provider the login was refused.")
            case "expired_token":
                raise NotAllowed("That took too long; log in again.")
            case "invalid_grant":
                raise NotAllowed("The provider does not know this login any more; log in again.")
        raise self._strange(str(told.get("error", status)), told)

    def _remember(self, handle: str, interval: float, ends: float) -> None:
        now = monotonic()
        if len(self._waits) > 1000:
            self._waits = {h: row for h, row in self._waits.items() if row[2] > now}
        # A little early is in time: what counts is when the provider hears it.
        self._waits[handle] = (interval, now + interval * 0.9, ends)

    # --- what is signed

    async def _proven(self, token: object) -> str:
        """Return the claim that names the person. Raises: NotAllowed."""
        if not isinstance(token, str):
            raise self._untrue("there is no ID token")
        claims = await self._claims(token)
        named = claims.get(self._account.claim)
        if not isinstance(named, str) or not named:
            raise self._untrue(f"it has no {self._account.claim}")
        # An address that nobody verified is what its owner typed.
        if self._account.claim == "email" and claims.get("email_verified") is not True:
            raise self._untrue("its email is not verified")
        return named

    async def _claims(self, token: str) -> dict[str, Any]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        allowed = [name for name in SIGNED if name in await self._signatures()]
        known = await self._keys_of(FRESH)
        try:
            try:
                decoded = jwt.decode(token, known, algorithms=allowed)
            except (JoseError, ValueError, TypeError):
                # Keys are changed without notice: look once whether there are new ones.
                decoded = jwt.decode(token, await self._keys_of(SELDOM), algorithms=allowed)
            registry = jwt.JWTClaimsRegistry(
                now=int(time()),
                leeway=LEEWAY,
                iss={"essential": True, "value": self._account.issuer},
                aud={"essential": True, "value": self._account.id},
                exp={"essential": True},
                iat={"essential": True},
                sub={"essential": True},
            )
            registry.validate(decoded.claims)
        except (JoseError, ValueError, TypeError) as cause:
            raise self._untrue(type(cause).__name__) from cause
        claims: dict[str, Any] = decoded.claims
        audience, party = claims["aud"], claims.get("azp")
        if (isinstance(audience, list) and len(audience) > 1 and party is None) or party not in (
            None,
            self._account.id,
        ):
            raise self._untrue("it is meant for another program")
        return claims

    async def _signatures(self) -> list[str]:
        named = (await self._discovered()).get("id_token_signing_alg_values_supported", ["RS256"])
        return named if isinstance(named, list) else ["RS256"]

    async def _keys_of(self, oldest: float) -> KeySet:
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        async with self._turn:
            if self._keys is None or monotonic() - self._keys_at > oldest:
                _, told = await self._asked("GET", (await self._discovered())["jwks_uri"])
                keys = [key for key in told.get("keys", ()) if isinstance(key, dict) and key.get("use", "sig") == "sig"]
                try:
                    self._keys = KeySet.import_key_set({"keys": keys})
                except (JoseError, ValueError, TypeError, KeyError) as cause:
                    raise self._strange("no keys", {}) from cause
                self._keys_at = monotonic()
            return self._keys

    # --- the provider

    async def _discovered(self) -> dict[str, Any]:
        if not self._found:
            where = self._account.issuer.rstrip("/") + "/.well-known/openid-configuration"
            status, told = await self._asked("GET", where)
            if status != httpx.codes.OK or told.get("issuer") != self._account.issuer:
                raise self._strange("its configuration names another issuer", told)
            for name in ("token_endpoint", "jwks_uri", "device_authorization_endpoint"):
                parts = urlsplit(str(told.get(name, self._account.issuer)))
                if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
                    raise self._strange(f"{name} is no https address", told)
            if not isinstance(told.get("token_endpoint"), str) or not isinstance(told.get("jwks_uri"), str):
                raise self._strange("its configuration lacks addresses", told)
            self._found = told
        return self._found

    async def _post(self, where: str, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Ask as who we are: with our secret in the header where we have one, else by our name alone."""
        if not self._account.secret:
            return await self._asked("POST", where, {**form, "client_id": self._account.id})
        methods = (await self._discovered()).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        if "client_secret_basic" not in methods:
            secret = {"client_id": self._account.id, "client_secret": self._account.secret}
            return await self._asked("POST", where, {**form, **secret})
        auth = httpx.BasicAuth(self._account.id, self._account.secret)
        return await self._asked("POST", where, {**form, "client_id": self._account.id}, auth)

    async def _asked(
        self, verb: str, where: str, form: dict[str, str] | None = None, auth: httpx.BasicAuth | None = None
    ) -> tuple[int, dict[str, Any]]:
        try:
            async with asyncio.timeout(15), self._http.stream(verb, where, data=form, auth=auth) as answer:
                body = b""
                async for part in answer.aiter_bytes():
                    body += part
                    if len(body) > LARGEST:
                        raise self._strange("too long an answer", {})
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as cause:
            reason = type(cause).__name__
            raise Unreachable(
                "{issuer} cannot be reached ({reason}).", issuer=self._account.issuer, reason=reason
            ) from None
        try:
            told = json.loads(body)
        except ValueError:
            told = None
        if not isinstance(told, dict):
            raise self._strange(str(answer.status_code), {})
        return answer.status_code, told

    def _strange(self, what: str, told: Mapping[str, Any]) -> Unreachable:
        said = str(told.get("error_description") or what)
        clean = "".join(c if c.isprintable() else " " for c in said)[:200]
        return Unreachable("{issuer} does not do that: {reason}", issuer=self._account.issuer, reason=clean)

    def _untrue(self, why: str) -> NotAllowed:
        return NotAllowed(
            "What {issuer} says about the person is not believed: {why}.", issuer=self._account.issuer, why=why
        )


def _jose() -> None:
    try:
        import joserfc  # noqa: F401 - an extra: whether it is there is seen at the start, not at the first login
    except ImportError as cause:
        raise Unreachable(
            "A provider needs joserfc; install the program with its extra oidc (in its checkout: pip install '.[oidc]')."
        ) from cause
