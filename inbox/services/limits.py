"""What the platforms allow, as their adapters say it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from inbox.domain.limits import OPEN, Measure, ReplyWindow, Standing, Window
from inbox.domain.model import Channel, Visibility
from inbox.ports.adapter import Adapter, Declares, DeliveryClass, Measures, Windows

KINDS = {Visibility.PRIVATE: "dm", Visibility.PUBLIC: "reply"}
"""Which measure counts in a conversation."""


_MUTE = ReplyWindow(Window.CLOSED, why="what is there was imported; nobody reads answers")


class AdapterLimits:
    """See `inbox.domain.limits.Limits`. `find` returns a platform's adapter, None where it is missing now."""

    def __init__(self, find: Callable[[str], type[Adapter] | None]) -> None:
        self._find = find

    def mute(self, platform: str) -> bool:
        """Tell whether nobody can be answered there; an adapter that is missing now may be there when it is needed."""
        kind = self._find(platform)
        return kind is not None and kind.delivery_class is DeliveryClass.MUTE

    def splits(self, platform: str) -> bool:
        """Tell whether a long reply may leave as several messages."""
        kind = self._find(platform)
        return isinstance(kind, Declares) and kind.can.splits

    def files(self, platform: str) -> bool:
        """Tell whether a reply may carry files there."""
        kind = self._find(platform)
        return isinstance(kind, Declares) and kind.can.files_out

    def measure(self, channel: Channel, standing: Standing, text: str) -> Measure | None:
        """Return how long a text is there."""
        kind = self._find(channel.platform)
        if not isinstance(kind, Measures):
            return None
        return kind.measure(text, KINDS[standing.visibility], dict(channel.settings), standing.to)

    def window(self, channel: Channel, standing: Standing, at: datetime) -> ReplyWindow:
        """Return until when, and how, a conversation may be answered."""
        if self.mute(channel.platform):
            return _MUTE
        kind: object = self._find(channel.platform)
        return kind.window(standing, dict(channel.settings), at) if isinstance(kind, Windows) else OPEN
