"""Looks after an inbox beside its commands: what an admin does to channels, secrets and files, through whatever door.

Nothing of this is a fact in the feed: secrets are write-only, checks look, what is read again follows the same intake.
Every call needs the right to set the inbox up, as of now, and raises NotAllowed without it; but whoever works here may
`examine`, `sync`, and `check_channel` an own one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from inbox.ports.adapter import Batch

Look = tuple[str, str, str]
"""What was looked at: `ok`, `warn` or `fail`; what; what to do about it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: new messages, entries known before, entries set aside as (name, why)."""

    taken: int = 0
    known: int = 0
    refused: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Taken) -> Taken:
        return Taken(self.taken + other.taken, self.known + other.known, self.refused + other.refused)


@dataclass(frozen=True, slots=True)
class Synced:
    """What one round of taking in and carrying out did."""

    taken: int
    sent: int
    failed: int
    unknown: int


class Vault(Protocol):
    """Keeps channels' secrets; whoever holds it reads one channel's, and nothing shows them by accident."""

    @property
    def where(self) -> str:
        """Where they are kept, as people may be told."""

    @property
    def changes(self) -> int:
        """How often something was changed through this object."""

    def ready(self) -> None:
        """See that secrets can be kept, before anything else is done. Raises: BadInput, Refused, Unreachable."""

    def of(self, channel: str) -> dict[str, str]:
        """Return one channel's secrets. Raises: Damaged, Unreachable."""

    def keep_all(self, channel: str, secrets: Mapping[str, str]) -> None:
        """Keep several secrets of a channel together ("" forgets one), or none of them. Raises: Damaged, Unreachable."""

    def forget(self, channel: str) -> None:
        """Forget all of one channel's secrets. Raises: Damaged, Unreachable."""


class Keeping(Protocol):
    """What one person may do to look after the inbox."""

    async def accepts(self, platform: str, name: str, settings: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        """Let an adapter look at a channel's settings and secrets as they will be; nothing is kept.

        Raises: BadInput, NotFound where there is no such adapter.
        """

    async def keep_secret(self, channel: str, key: str, value: str) -> None:
        """Keep a channel's secret where the adapters run; nobody can read it back. Raises: Unreachable."""

    async def forget_secrets(self, channel: str) -> None:
        """Forget what a closed channel kept; one that is only switched off keeps it."""

    async def check_channel(self, channel: str) -> list[Look]:
        """Say whether a channel is set up well. Raises: NotFound, Unreachable, NotSent."""

    async def examine(self) -> list[Look]:
        """Look at the inbox's health where it is kept: database, secrets, channels, leases, clock."""

    async def read_again(self, channel: str) -> int:
        """Read again what a channel set aside; return how many entries could be read now. Raises: NotFound, Refused."""

    async def take(self, channel: str, batch: Batch) -> Taken:
        """Take in what a file says, on a channel of platform `file` or an existing one; its cursor is not moved.

        Raises: NotFound, BadInput, Unreachable.
        """

    async def sync(self) -> Synced:
        """Take in, carry out and ring what is there and due now. Raises: Refused where the house does that all the time."""
