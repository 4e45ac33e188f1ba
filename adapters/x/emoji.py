"""Finds emoji as X counts them: whatever shows as one picture on its own list weighs as much as two letters.

The rule is twitter-text's (https://github.com/twitter/twitter-text/blob/master/config/README.md, `emojiParsingEnabled`), the
list Unicode's (https://www.unicode.org/reports/tr51/, 17.0): only joined pictures that are recommended count as one. What
has a plain form is joined only with U+FE0F behind it, as twemoji, which X draws with, has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_PICTURES = """
231a-231b 23e9-23ec 23f0 23f3 25fd-25fe 2614-2615 2648-2653 267f 2693 26a1 26aa-26ab 26bd-26be 26c4-26c5 26ce 26d4 26ea
26f2-26f3 26f5 26fa 26fd 2705 270a-270b 2728 274c 274e 2753-2755 2757 2795-2797 27b0 27bf 2b1b-2b1c 2b50 2b55 1f004 1f0cf
1f18e 1f191-1f19a 1f1e6-1f1ff 1f201 1f21a 1f22f 1f232-1f236 1f238-1f23a 1f250-1f251 1f300-1f320 1f32d-1f335 1f337-1f37c
1f37e-1f393 1f3a0-1f3ca 1f3cf-1f3d3 1f3e0-1f3f0 1f3f4 1f3f8-1f43e 1f440 1f442-1f4fc 1f4ff-1f53d 1f54b-1f54e 1f550-1f567
1f57a 1f595-1f596 1f5a4 1f5fb-1f64f 1f680-1f6c5 1f6cc 1f6d0-1f6d2 1f6d5-1f6d8 1f6dc-1f6df 1f6eb-1f6ec 1f6f4-1f6fc
1f7e0-1f7eb 1f7f0 1f90c-1f93a 1f93c-1f945 1f947-1f9ff 1fa70-1fa7c 1fa80-1fa8a 1fa8e-1fac6 1fac8 1facd-1fadc 1fadf-1faea
1faef-1faf8
"""
"""Emoji_Presentation."""
_PLAIN = """
203c 2049 2139 2194-2199 21a9-21aa 2328 23cf 23ed-23ef 23f1-23f2 23f8-23fa 24c2 25aa-25ab 25b6 25c0 25fb-25fc 2600-2604
260e 2611 2618 261d 2620 2622-2623 2626 262a 262e-262f 2638-263a 2640 2642 2660 2663 2665-2666 2668 267b 267e 2692
2694-2697 2699 269b-269c 26a0 26a7 26b0-26b1 26c8 26cf 26d1 26d3 26e9 26f0-26f1 26f4 26f7-26f9 2702 2708-2709 270c-270d
270f 2712 2714 2716 271d 2721 2733-2734 2744 2747 2763-2764 27a1 2934-2935 2b05-2b07 3030 303d 3297 3299 1f170-1f171
1f17e-1f17f 1f202 1f237 1f321 1f324-1f32c 1f336 1f37d 1f396-1f397 1f399-1f39b 1f39e-1f39f 1f3cb-1f3ce 1f3d4-1f3df 1f3f3
1f3f5 1f3f7 1f43f 1f441 1f4fd 1f549-1f54a 1f56f-1f570 1f573-1f579 1f587 1f58a-1f58d 1f590 1f5a5 1f5a8 1f5b1-1f5b2 1f5bc
1f5c2-1f5c4 1f5d1-1f5d3 1f5dc-1f5de 1f5e1 1f5e3 1f5e8 1f5ef 1f5f3 1f5fa 1f6cb 1f6cd-1f6cf 1f6e0-1f6e5 1f6e9 1f6f0 1f6f3
"""
"""Emoji that have a plain form too, which U+FE0E asks for."""
_BODIES = """
261d 26f9 270a-270d 1f385 1f3c2-1f3c4 1f3c7 1f3ca-1f3cc 1f442-1f443 1f446-1f450 1f466-1f478 1f47c 1f481-1f483 1f485-1f487
1f48f 1f491 1f4aa 1f574-1f575 1f57a 1f590 1f595-1f596 1f645-1f647 1f64b-1f64f 1f6a3 1f6b4-1f6b6 1f6c0 1f6cc 1f90c 1f90f
1f918-1f91f 1f926 1f930-1f939 1f93c-1f93e 1f977 1f9b5-1f9b6 1f9b8-1f9b9 1f9bb 1f9cd-1f9cf 1f9d1-1f9dd 1fac3-1fac5
1faf0-1faf8
"""
"""Emoji_Modifier_Base: they have a colour of skin."""
_WALKS = "1f3c3-1f3c4 1f3ca 1f46e 1f470-1f471 1f473 1f477 1f481-1f482 1f486-1f487 1f645-1f647 1f64b 1f64d-1f64e 1f6a3 \
1f6b4-1f6b6 1f926 1f935 1f937-1f939 1f93d-1f93e 1f9b8-1f9b9 1f9cd-1f9cf 1f9d4 1f9d6-1f9dd"
"""They are of a sex, with U+2640 or U+2642."""
_HOLDS = (
    "1f33e 1f373 1f37c 1f384 1f393 1f3a4 1f3a8 1f3eb 1f3ed 1f4bb-1f4bc 1f527 1f52c 1f680 1f692 1f9af-1f9b3 1f9bc-1f9bd \
1fa70"
)
"""What somebody works with."""
_FLAGS = (
    "acdefgilmoqrstuwxz abdefghijlmnoqrstvwyz acdfghiklmnopqruvwxyz egjkmoz ceghrstu ijkmor abdefghilmnpqrstuwy kmnrtu "
    "cdelmnoqrst emop eghimnprwyz abcikrstuvy acdefghklmnopqrstuvwxyz acefgilopruz m aefghklmnrstwy a eosuw "
    "abcdeghijklmnorstvxyz acdfghjklmnortvwz agmnsyz aceginu fs k et amw"
).split()
"""The second letters of the countries whose first is a, b, c …"""
_JOINED = ("🏳️‍🌈 🏳️‍⚧️ 🏴‍☠️ 🐕‍🦺 🐈‍⬛ 🐻‍❄️ 🐦‍⬛ 🐦‍🔥 😮‍💨 😵‍💫 😶‍🌫️ ❤️‍🔥 ❤️‍🩹 👁️‍🗨️ ⛓️‍💥 🍋‍🟩 🍄‍🟫 🙂‍↔️ 🙂‍↕️ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿").split()


def _set(ranges: str) -> str:
    pairs = (part.partition("-") for part in ranges.split())
    return "".join(f"{chr(int(a, 16))}-{chr(int(b or a, 16))}" for a, _, b in pairs)


def _letter(place: int) -> str:
    return chr(0x1F1E6 + place)


def _flags(seconds: Iterable[str]) -> str:
    pairs = ((_letter(n), "".join(_letter(ord(c) - 97) for c in found)) for n, found in enumerate(seconds))
    return "|".join(f"{first}[{second}]" for first, second in pairs)


def _pattern() -> str:
    skin, sex, join, picture = "[\U0001f3fb-\U0001f3ff]", "[\u2640\u2642]\ufe0f", "\u200d", "\ufe0f"
    who, adult, turned = f"[👨👩🧑]{skin}?", "👨{0}👩|👨{0}👨|👩{0}👩|👨|👩", f"(?:{join}➡{picture})?"
    parents = adult.format(join)
    ways = (
        f"{who}{join}❤{picture}{join}(?:💋{join})?{who}",
        f"{who}{join}🤝{join}{who}",
        f"{who}{join}🐰{join}{who}",
        f"(?:{parents}){join}(?:👧{join}👦|👧{join}👧|👦{join}👦|👧|👦)",
        f"🧑{join}🧑{join}🧒(?:{join}🧒)?|🧑{join}🧒(?:{join}🧒)?",
        f"{who}{join}(?:[⚕⚖✈]{picture}|[{_set(_HOLDS)}]){turned}",
        f"(?:[{_set(_WALKS)}]{skin}?|[🏋🏌🕴🕵⛹](?:{skin}|{picture})|[👯🤼🧞🧟]){join}{sex}{turned}",
        f"[🚶🧎🏃]{skin}?{join}➡{picture}",
        f"🫱{skin}{join}🫲{skin}",
        "|".join(_JOINED),
        f"[#*0-9]{picture}?\u20e3",
        _flags(_FLAGS),
        f"[{_set(_BODIES)}]{skin}",
        f"[©®™♟]{picture}",
        f"[{_set(_PLAIN)}](?:{picture}|(?!\ufe0e))",
        f"[🀄🈚🈯\u2300-\u2bff](?<=[{_set(_PICTURES)}]){picture}",
        f"[{_set(_PICTURES)}]",
    )
    return "|".join(ways)


EMOJI = re.compile(_pattern())
