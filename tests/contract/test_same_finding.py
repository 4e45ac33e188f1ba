"""Both databases find the same, in the same order, with the same excerpts: generated hostile texts and questions."""

from __future__ import annotations

import os
import random
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from inbox.domain import commands as c
from inbox.domain.incoming import Incoming, Kind
from inbox.domain.text import folded
from inbox.errors import BadInput
from inbox.ports.desk import Desk
from inbox.storage.excerpt import parts
from inbox.storage.lexemes import LONGEST, MOST, OFTEN, Asked, asked, holds, lexemes, query, vector
from tests.world import World, message, world

DOSE = int(os.environ.get("INBOX_TEST_DOSE", "1"))
WORDS = (
    "Größe grosse GROẞE Straße strasse Müller Mueller Muller Zoé Zoe\u0301 İstanbul ıstanbul ﬂeißig ﬁn Ǆ ǆ naïve Ærø Łódź "
    "Ωmega ΑΒΓ ΣΊΣΥΦΟΣ σίσυφος ς ё Ё Привет 東京 東京都 ひらがな カタカナ ｶﾀｶﾅ ＡＢＣ 한국어 हिन्दी ไทย עברית עִבְרִית العربية مُحَمَّد ﷺ "
    "🙂 👩‍👩‍👧 🏳️‍🌈 ☃ © ½ ² ⅷ ① ١٢٣ 4711 3.14 1,000.50 -5 +49-170-1234567 2026-11-24 12:30 "
    "anna@example.com a.b+c@sub.example.co.uk https://example.com/a_b/c?d=e&f=%20#g http://[::1]:80/ www.müller.de "
    "it's l'été rock'n'roll C++ C# .NET a_b __init__ foo-bar foo--bar e-mail E-Mail R2D2 x² H₂O µ μ K K Å Å "
    "' '' \\ \\' \" : * :* & | ! ( ) <-> NEAR AND OR NOT and or not ^a a^2 col:text {} [x] $1 % _ -- ; null \u00ad so\u00adft "
    "𝔘𝔫𝔦 𝒳 🅰 𐐀𐐨 𠀀 ꟹ Ꭰꭰ ა ᲐᲑ ⴀ ⳁ ꙮ ᾳ ΐ ŉ ǰ ß ẞ ss"
).split()
ASKED = (
    "größ*",
    '"grosse strasse"',
    "grosse strasse",
    "from:käthe",
    "from:k1 is:open",
    "is:waiting a",
    "x*",
    '"foo bar"',
    '"* *"',
)


def texts(chance: random.Random) -> list[str]:
    """Return texts of all kinds, long ones included."""
    found = [" ".join(chance.choices(WORDS, k=chance.randint(1, 12))) for _ in range(120 * DOSE)]
    found += ["".join(chance.choices(WORDS, k=chance.randint(1, 5))) for _ in range(40 * DOSE)]
    found += [
        chr(chance.choice((chance.randrange(0x20, 0x3000), chance.randrange(0x20, 0x2FFFF)))).join(("ab", "cd"))
        for _ in range(150 * DOSE)
    ]
    found += [
        " ".join(f"w{n}" for n in range(MOST + 500))[:50_000],
        "a " * (MOST + 700) + "hinten steht",
        "oft " * (OFTEN + 3) + "selten",
        "x" * 2500 + " kurz danach",
        "x" * 2500 + "y kurz davor",
        "x" * LONGEST + " genau",
        "ü" * 3000 + "x",
        "".join(chance.choices("abcäöü", k=40_000)),
        "東" * 3000,
        "oft " * (OFTEN + 3) + "kurz danach kommt nichts",
    ]
    return found


def questions(chance: random.Random, said: list[str]) -> list[str]:
    """Return what people may look for in these texts: words, beginnings, phrases, and what is in none of them."""
    found = [
        *ASKED,
        "x" * 2500,
        "x" * 2500 + "*",
        "x" * 2499,
        "x" * 1200 + "*",
        "x" * LONGEST,
        "x" * (LONGEST + 1),
        "ü" * 3000 + "*",
    ]
    found += [
        '"kurz danach"',
        '"danach kurz"',
        "kurz danach",
        '"hinten steht"',
        '"a hinten"',
        '"w8 w9"',
        '"w9 w8"',
        '"oft selten"',
    ]
    for _ in range(60 * DOSE):
        text = chance.choice(said)[:400]
        some = parts(text) or ["nichts"]
        at = chance.randrange(len(some))
        found.append(some[at])
        phrase = " ".join(some[at : at + chance.randint(2, 4)])
        found.append(f'"{phrase}"')
        found.append(some[at][: chance.randint(1, 6)] + "*")
        found.append(
            " ".join(w.replace('"', "") for w in chance.choices(text.split() or ["leer"], k=chance.randint(1, 3)))
        )
        found.append(" ".join(chance.choices(WORDS, k=chance.randint(1, 2))).replace('"', ""))
    return list(dict.fromkeys(found))


async def fill(w: World, said: list[str]) -> None:
    """Put texts where they can be found: messages, and a few as notes, questions, answers, names."""
    for start in range(0, len(said), 100):
        await w.take_in(
            *(
                message(f"m{start + n}", text, who=f"K{(start + n) % 50}", name=text[:60])
                for n, text in enumerate(said[start : start + 100])
            )
        )
    id = await w.arrives("Käthe schreibt")
    lea, tom = await w.desk("lea"), await w.desk("tom")
    for text in said[:200:20]:
        await lea.perform(c.WriteNote(id, text or "leer"))
        facts = await lea.perform(c.Ask(id, "development", text))
        await tom.perform(c.Answer(facts[0].event.id, f"Antwort {text[::-1]}"))  # type: ignore[attr-defined]


async def answer(desk: Desk, words: str) -> object:
    """Return everything that is found, page by page, or what is said instead."""
    found: list[object] = []
    after = ""
    while True:
        try:
            page = await desk.search(words, limit=7, after=after)
        except BadInput as cause:
            return str(cause)
        found += page.items
        if page.next is None or len(found) > 40:
            return found
        after = page.next


async def test_generated_questions_find_the_same_in_both_databases(tmp_path: Path, postgres_place: str) -> None:
    chance = random.Random(4711)
    said = texts(chance)
    async with AsyncExitStack() as stack:
        worlds = [await stack.enter_async_context(world(place)) for place in (tmp_path, postgres_place)]
        for w in worlds:
            await fill(w, said)
        one, other = [await w.desk("lea") for w in worlds]
        hits = 0
        for words in questions(chance, said):
            found = await answer(one, words)
            assert await answer(other, words) == found, words
            hits += len(found) if isinstance(found, list) else 0
        assert hits > 200


async def test_words_that_change_or_go_are_found_no_more_in_either(place: Path | str) -> None:
    async with world(place) as w:
        await w.take_in(message("m1", "alte Worte"))
        await w.take_in(Incoming(Kind.EDIT, "e1", target_id="m1", text="neue Worte"))
        lea = await w.desk("lea")
        assert not (await lea.search("alte")).items
        assert len((await lea.search("neue")).items) == 1


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("a b c", "a b", True), ("a c b", '"a b"', False), ("ab", "a*", True), ("b a bc", '"a b*"', True), ("", "a", False),
    ],
)  # fmt: skip
def test_a_rough_text_is_judged_as_the_index_would(text: str, words: str, found: bool) -> None:
    wanted = asked([words.strip('"')]) if '"' in words else asked(words.split())
    if words.endswith('*"'):
        wanted = [Asked(wanted[0].words, unfinished=True)]
    assert holds(lexemes([folded(text)]), wanted) is found


def test_what_no_vector_can_hold_is_rough_and_two_texts_are_two() -> None:
    assert vector([["a", "b"], ["c"]]) == ("'a':1 'b':2 'c':5", False)
    assert vector([["x" * 3000]]) == (f"'{'x' * LONGEST}'", True)
    assert vector([["a"] * (OFTEN + 1)]) == ("'a'", True)
    assert query(asked(["a-b*", "it's"])) == "('a' <-> 'b':*) & ('it' <-> 's')"
    assert query([Asked(("x" * 3000,), unfinished=False)]) == "(' ')"
