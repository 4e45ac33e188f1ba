"""Tells by its small words in which language a short text is written; for rules, so "?" rather than a guess."""

from __future__ import annotations

import re

_SMALL = {
    "de": "der die das und ich nicht ist ein eine mit wir sie es zu auf für von im den dem bei mein meine ihr ihre haben hat kann wie wann auch noch schon danke bitte hallo seit warum wird sind",
    "en": "the and is i not a an with we you it to on for of in my your have has can how when also still please hello since why will are this that there what",
    "fr": "le la les et je ne pas est un une avec nous vous il pour sur de du des mon ma votre ai comment quand merci bonjour depuis pourquoi sont ce cette",
    "es": "el la los las y yo no es un una con nosotros usted para por de del mi su tengo como cuando gracias hola desde porque son este esta que",
    "it": "il lo la gli e io non è un una con noi voi per di del mio mia suo ho come quando grazie buongiorno ciao da perché sono questo questa che",
    "nl": "de het een en ik niet is met wij we u jij voor van op mijn uw heb heeft kan hoe wanneer ook nog bedankt hallo sinds waarom zijn dit dat er",
    "pl": "i nie jest to z na do się że ja my pan pani dla od w mój moja mam ma jak kiedy też jeszcze proszę dziękuję dzień dobry",
    "tr": "ve bir bu ben siz için ile değil var yok ne nasıl zaman çok mi mı lütfen teşekkürler merhaba benim sizin",
}  # fmt: skip
_SETS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
LANGUAGES = (*_SETS, "?")
"""The languages that are told apart, and what is said where none fits."""
_LEAST = 2
"""Small words that must be there before a language is named."""


def tongue(text: str) -> str:
    """Return the language of a text as two letters, "?" where it does not show."""
    said = re.findall(r"\w+", text[:5000].casefold())
    counts = sorted(
        ((sum(word in small for word in said), language) for language, small in _SETS.items()), reverse=True
    )
    (most, first), (next_, _) = counts[0], counts[1]
    return first if most >= _LEAST and most > next_ else "?"
