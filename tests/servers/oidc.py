"""A provider of ours on a loopback address: discovery and the device flow by RFC 8628, and every way in which it may say no."""

from __future__ import annotations

import asyncio
import base64
import hmac
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from time import time
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from inbox.server.app import Served
from inbox.server.listening import serve
from tests.served import free

CLIENT, SECRET = "inbox", "s3cret of the client"


@dataclass
class Provider:
    """What stands in a provider's configuration, and how its logins stand."""

    issuer: str
    interval: int = 1
    alg: str = "RS256"
    secret: str = ""
    keys: list[Any] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    forged: str = ""
    asked: int = 0
    looked: int = 0
    turned: int = 0
    number: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.rotate()

    def rotate(self) -> None:
        """Sign with a new key, and forget the old ones."""
        self.turned += 1
        self.keys = [_key(self.alg, self.turned)]

    def routes(self) -> list[Route]:
        """Return the addresses."""
        return [
            Route("/.well-known/openid-configuration", self._configuration),
            Route("/jwks", self._jwks),
            Route("/device", self._device, methods=["POST"]),
            Route("/token", self._token, methods=["POST"]),
        ]

    async def _configuration(self, request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.issuer,
                "jwks_uri": f"{self.issuer}/jwks",
                "token_endpoint": f"{self.issuer}/token",
                "device_authorization_endpoint": f"{self.issuer}/device",
                "id_token_signing_alg_values_supported": ["none", "HS256", "RS256", "ES256"],
            }
        )

    async def _jwks(self, request: Request) -> Response:
        self.looked += 1
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys]})

    async def _device(self, request: Request) -> Response:
        if (no := await self._stranger(request)) is not None:
            return no
        code = f"device-{next(self.number)}"
        self.answers[code] = "authorization_pending"
        return JSONResponse(
            {
                "device_code": code,
                "user_code": "WDJB-MJHT",
                "verification_uri": f"{self.issuer}/open",
                "expires_in": 600,
                "interval": self.interval,
            }
        )

    async def _token(self, request: Request) -> Response:
        if (no := await self._stranger(request)) is not None:
            return no
        self.asked += 1
        form = await _form(request)
        assert form["grant_type"] == "urn:ietf:params:oauth:grant-type:device_code"
        state = self.answers.get(form["device_code"], "invalid_grant")
        if state != "agreed":
            return JSONResponse({"error": state}, 400)
        del self.answers[form["device_code"]]
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": self.signed()})

    async def _stranger(self, request: Request) -> Response | None:
        if self.secret:
            expected = "Basic " + base64.b64encode(f"{CLIENT}:{self.secret}".encode()).decode()
            if request.headers.get("authorization") != expected:
                return JSONResponse({"error": "invalid_client", "error_description": "who is\x1b[31m that?"}, 401)
        elif (await _form(request))["client_id"] != CLIENT:
            return JSONResponse({"error": "invalid_client"}, 401)
        return None

    def signed(self) -> str:
        """Return an ID token."""
        claims = {
            "iss": self.issuer,
            "sub": "248289761001",
            "aud": CLIENT,
            "iat": int(time()),
            "exp": int(time()) + 300,
            "email": "Anna@Acme.test",
            "email_verified": True,
            "name": "lea",
            "preferred_username": "lea",
            **self.claims,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        key = self.keys[-1]
        match self.forged:
            case "none":
                return ".".join(_packed(part) for part in ({"alg": "none"}, claims)) + "."
            case "hmac":
                # The old trick: the public key, which everybody has, as the secret of an HMAC.
                head = ".".join(_packed(part) for part in ({"alg": "HS256"}, claims))
                seal = hmac.digest(key.as_pem(private=False), head.encode(), "sha256")
                return f"{head}.{base64.urlsafe_b64encode(seal).rstrip(b'=').decode()}"
            case "stranger":
                return jwt.encode(
                    {"alg": "RS256", "kid": key.kid},
                    claims,
                    RSAKey.import_key(_key("RS256", 99).as_dict(private=True) | {"kid": key.kid}),
                )
        return jwt.encode({"alg": self.alg, "kid": key.kid}, claims, KeySet([key]))


def _packed(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@cache
def _key(alg: str, n: int) -> Any:
    """Return a key of ours; making one takes long."""
    id = {"kid": f"{alg}-{n}", "use": "sig"}
    return RSAKey.generate_key(2048, id) if alg.startswith("RS") else ECKey.generate_key("P-256", id)


async def _form(request: Request) -> dict[str, str]:
    from urllib.parse import parse_qsl

    return dict(parse_qsl((await request.body()).decode()))


@asynccontextmanager
async def provider(**how: Any) -> AsyncIterator[Provider]:
    """A provider that is listened at."""
    with free() as (where, taken):
        found, ended = Provider(where, **how), asyncio.Event()
        running = asyncio.create_task(serve(Served(Starlette(routes=found.routes()), lambda: None), taken, ended))
        try:
            yield found
        finally:
            ended.set()
            await running
