"""Where the inbox is and who is asking: flag, environment, configuration file, in that order."""

from __future__ import annotations

import getpass
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import platformdirs

from inbox.errors import BadInput, Unreachable

_KEYS = ("inbox", "person", "lang", "notify", "notify_command", "quiet")


@dataclass(frozen=True, slots=True)
class Config:
    """What the user configured; empty where nothing is."""

    inbox: str = ""
    person: str = ""
    lang: str = ""
    notify: str = ""
    notify_command: str = ""
    quiet: str = ""


def config_file() -> Path:
    """Return where the configuration is read from."""
    return Path(platformdirs.user_config_dir("inbox", appauthor=False)) / "config.toml"


def secrets_key(environment: Mapping[str, str] = os.environ) -> Path:
    """Return where the key of secrets lies that are kept in a database."""
    return Path(environment.get("INBOX_SECRETS_KEY") or config_file().with_name("secrets.key")).expanduser()


def read_config(path: Path) -> Config:
    """Read a configuration file; none is no mistake. Raises: BadInput, naming file and key."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Config()
    except OSError as cause:
        raise BadInput("{path} cannot be read; check who may.", path=path) from cause
    except ValueError as cause:
        raise BadInput("{path} cannot be read: {cause}", path=path, cause=cause) from cause
    for key, value in found.items():
        if key not in _KEYS or not isinstance(value, str):
            raise BadInput(
                "{path}: {key} is not known; there are: {known}.", path=path, key=key, known=", ".join(_KEYS)
            )
    return Config(**found)


def where(flag: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the place of the inbox."""
    configured = flag or environment.get("INBOX", "") or read_config(config_file()).inbox
    return configured or str(Path(platformdirs.user_data_dir("inbox", appauthor=False)) / "inbox.db")


def afar(place: str) -> bool:
    """Tell whether an inbox is at a server."""
    return place.startswith(("http://", "https://"))


def beside(where: str) -> Path:
    """Return the path beside which this machine keeps what somebody does not want to lose: the inbox's own, if it is here.

    For one that is elsewhere its name says where, without what a password could stand in.
    """
    if "://" not in where:
        return Path(where).expanduser()
    kind, _, rest = where.partition("://")
    place = quote(f"{kind} {rest.rpartition('@')[2].partition('?')[0]}", safe=" ")
    return Path(platformdirs.user_data_dir("inbox", appauthor=False)) / "elsewhere" / place


def who(flag: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the name of whoever is asking: the operating system's user where nothing says otherwise.

    Raises: BadInput where that user has no name either.
    """
    named = flag or environment.get("INBOX_AS", "") or read_config(config_file()).person
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as cause:
        raise BadInput("Say who you are: --as PERSON or INBOX_AS.") from cause


def notify(environment: Mapping[str, str] = os.environ) -> tuple[str, str, str]:
    """Return how somebody wants to be told: in which ways, by which command, and between which hours not at all."""
    found = read_config(config_file())
    return (
        environment.get("INBOX_NOTIFY") or found.notify,
        environment.get("INBOX_NOTIFY_COMMAND") or found.notify_command,
        environment.get("INBOX_QUIET") or found.quiet,
    )


def remember(person: str) -> Path | None:
    """Write down who sits here, so that nobody is asked again; None where a configuration stands already.

    Raises: Unreachable.
    """
    path = config_file()
    if path.exists():
        return None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A JSON string is a TOML string too.
        path.write_text(f"person = {json.dumps(person, ensure_ascii=False)}\n", "utf-8")
    except OSError as cause:
        raise Unreachable("{path} cannot be written; check who may.", path=path) from cause
    return path


def proxies(environment: Mapping[str, str] = os.environ) -> str:
    """Return which proxies before the server are trusted to say who calls; "" for none."""
    return environment.get("INBOX_TRUSTED_PROXY", "")
