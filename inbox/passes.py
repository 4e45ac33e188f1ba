"""Keeps this user's tokens for servers: in the keyring where there is one, else in a file that only they can read.

INBOX_TOKEN comes before all of them, for programs that are given theirs from outside.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from inbox import config
from inbox.errors import Unreachable
from inbox.secrets import Secrets

_KEY = "token"


def _kept() -> Secrets:
    return Secrets(config.config_file().with_name("tokens"))


def _place(where: str) -> str:
    """Return a server's address so that the same one is equal."""
    return where.strip().rstrip("/").lower()


def token_for(where: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the token for a server; "" where there is none. Raises: Damaged, Unreachable."""
    return environment.get("INBOX_TOKEN", "").strip() or _kept().of(_place(where)).get(_KEY, "")


def keep(where: str, token: str) -> str:
    """Keep a token for a server, and return where it is kept. Raises: Damaged, Unreachable."""
    path = config.config_file()
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as cause:
        raise Unreachable("{path} cannot be written; check who may.", path=path) from cause
    kept = _kept()
    kept.keep_all(_place(where), {_KEY: token})
    return kept.where


def forget(where: str) -> None:
    """Forget the token for a server. Raises: Damaged, Unreachable."""
    _kept().forget(_place(where))
