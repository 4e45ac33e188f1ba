"""What sending costs on X, in one place, because X asks money for every call since February 2026.

https://docs.x.com/x-api/getting-started/pricing (read in August 2026; "Content: Create", "with URL", "summoned reply",
"DM Interaction: Create"). Prices change: the setting `prices` overrides them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from inbox.errors import BadInput

PRICES = {"reply": "0.010", "link": "0.20", "dm": "0.015"}
"""In dollars: a reply to somebody who mentioned us, any post that holds a link, a direct message."""
_PRICE = re.compile(r"([a-z]+)=(\d{1,6}(?:\.\d{1,6})?)", re.ASCII)


def prices_of(settings: Mapping[str, str]) -> dict[str, str]:
    """Return the prices, with what the settings say (`reply=0.010 link=0.20 dm=0.015`). Raises: BadInput."""
    found = dict(PRICES)
    for part in settings.get("prices", "").split():
        price = _PRICE.fullmatch(part)
        if price is None or price[1] not in PRICES:
            raise BadInput("{key} is like {example}.", key="prices", example="reply=0.010 link=0.20 dm=0.015")
        found[price[1]] = price[2]
    return found


def cost(settings: Mapping[str, str], kind: str, links: int) -> str:
    """Return what sending costs, as "$0.015"."""
    try:
        prices = prices_of(settings)
    except BadInput:
        prices = PRICES
    return f"${prices['dm' if kind == 'dm' else 'link' if links else 'reply']}"
