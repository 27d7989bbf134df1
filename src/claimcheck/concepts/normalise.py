"""From text to tokens that do not care for case, accents, hyphens, plural or British spelling.

Names and texts go through the same function, so a token need not be a word: *diabetes* becomes
`diabete` on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(r"\d+|(?:[^\W\d_][\u0300-\u036f]*)+")
_APOSTROPHES: Final = "'’ʼ`´"
_HYPHENS: Final = "-‐‑–"

#: Dropped everywhere: they never tell two concepts apart.
_DETERMINERS: Final = frozenset(
    [
        "the",
        "an",
        "your",
        "our",
        "their",
        "his",
        "her",
        "its",
        "my",
        "this",
        "that",
        "these",
        "those",
    ]
)
#: Words after which a single *a* is a name and no article (*vitamin A*, *hepatitis A*).
_BEFORE_LETTER: Final = frozenset(
    [
        "vitamin",
        "provitamin",
        "hepatitis",
        "influenza",
        "immunoglobulin",
        "ig",
        "type",
        "coenzyme",
        "apolipoprotein",
    ]
)
_GREEK: Final = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ω": "omega", "µ": "mu"}
_IRREGULAR: Final = {
    "ageing": "aging",
    "algae": "alga",
    "bacteria": "bacterium",
    "catarrhal": "catarrh",
    "centre": "center",
    "children": "child",
    "criteria": "criterion",
    "defence": "defense",
    "feet": "foot",
    "fibre": "fiber",
    "fungi": "fungus",
    "gases": "gas",
    "grey": "gray",
    "leaves": "leaf",
    "lenses": "lens",
    "leucocyte": "leukocyte",
    "lice": "louse",
    "men": "man",
    "mice": "mouse",
    "mitochondria": "mitochondrion",
    "people": "person",
    "programme": "program",
    "teeth": "tooth",
    "vit": "vitamin",
    "women": "woman",
    "yoghurt": "yogurt",
}
#: Words in -s that are no plurals and that a rule below would spoil.
_UNCHANGED: Final = frozenset(["series", "species", "always", "perhaps", "lens", "gas", "pus"])
#: Plurals in -aches of words in -ach (*headaches* is of *headache*).
_ACH_PLURALS: Final = frozenset(
    ["approaches", "coaches", "peaches", "reaches", "roaches", "stomaches"]
)


@dataclass(frozen=True, slots=True)
class Token:
    """A normalised token and its place in the text; `glued` means a hyphen joins it to the left."""

    form: str
    start: int
    end: int
    glued: bool = False
    upper: bool = False


def tokens(text: str) -> list[Token]:
    """Normalised tokens of `text` without determiners and possessive endings.

    Letters and digits are separate tokens (*B12*, *B-12* and *B 12* are alike).
    """
    found: list[Token] = []
    for match in _TOKEN.finditer(text):
        raw, start, end = match.group(), match.start(), match.end()
        before = text[start - 1] if start else ""
        if before and before in _APOSTROPHES and raw in ("s", "S", "t") and found:
            continue
        form = normalise_word(raw)
        if form in _DETERMINERS:
            continue
        if form == "a" and not (found and found[-1].form in _BEFORE_LETTER):
            continue
        glued = bool(found) and before != "" and before in _HYPHENS and found[-1].end == start - 1
        found.append(Token(form, start, end, glued, len(raw) > 1 and raw[:2].isupper()))
    return found


def forms(text: str) -> tuple[str, ...]:
    """The normalised tokens of `text` as strings."""
    return tuple(token.form for token in tokens(text))


@lru_cache(maxsize=65536)
def normalise_word(word: str) -> str:
    """One word in lower case, without accents, in one spelling, in the singular."""
    word = _plain(word)
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    singular = _singular(word)
    return _IRREGULAR.get(singular, _one_spelling(singular))


def _plain(word: str) -> str:
    word = word.casefold()
    if word.isascii():
        return word
    word = "".join(_GREEK.get(c, c) for c in word)
    word = word.replace("æ", "ae").replace("œ", "oe")
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _singular(word: str) -> str:
    """Undo the plural where one ending can be told from another; -sis and -ses fall together."""
    if len(word) <= 3 or word in _UNCHANGED:
        return word
    if word.endswith("sis"):
        return word[:-3] + "se"
    if not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("aches") and word not in _ACH_PLURALS:
        return word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes", "zzes", "oes")):
        return word[:-2]
    if word.endswith("uses") and not word.endswith(("auses", "ouses")) and len(word) > 5:
        return word[:-2]
    return word[:-1]


def _one_spelling(word: str) -> str:
    """British and American spelling in one form."""
    if len(word) < 4:
        return word
    word = word.replace("ae", "e").replace("oea", "ea").replace("sulph", "sulf")
    word = re.sub(r"^oe|(?<=^f)oe(?=t)|(?<=^c)oe(?=l)|(?<=hom)oe(?=o)", "e", word)
    word = re.sub(r"(?<=[iy])z(?=[eia])", "s", word)
    if len(word) > 6:
        word = re.sub(r"(?<=[aeiou])ll(?=(?:ed|er|ing)$)", "l", word)
    if len(word) > 4:
        word = re.sub(r"our(?=$|al|ed|ing|less|ful)", "or", word)
    return word
