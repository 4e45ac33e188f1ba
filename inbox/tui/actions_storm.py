"""What people do in a storm, by key."""

from __future__ import annotations

from inbox.domain.people import Act, Reach, reach
from inbox.texts import t
from inbox.tui.action import DIALOGUE, EVERYWHERE, Action, may_reply, reader
from inbox.tui.deeds import weather
from inbox.tui.screens.base import HouseScreen


def calms(screen: HouseScreen) -> str:
    """Say that the person may not freeze sending."""
    allowed = reach(screen.seat.person, Act.STORM) is Reach.ALL
    return "" if allowed else t("Only leads freeze sending and lead storms.")


ACTIONS_STORM: tuple[Action, ...] = (
    Action("weather", "See storms and what is frozen", ("S",), EVERYWHERE, weather.weather, reader),
    Action("freeze", "Freeze or unfreeze sending", ("F",), EVERYWHERE, weather.freeze, calms),
    Action("statement", "Put a storm's statement into the reply", ("B",), DIALOGUE, weather.use_statement, may_reply),
)
