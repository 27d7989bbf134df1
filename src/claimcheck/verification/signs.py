"""What a sentence says of an effect, by its words: which way it goes, and whether it is denied.

Pure functions over signs.toml and contrast/words.toml. They read words, not syntax, and so serve to
question a verdict of the encoder, not to make one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from ..contrast.words import contrast_words
from ..errors import ConfigurationError
from ..pipeline.verbs import verb_lexicon
from ..spans import Span

_PATH: Final = Path(__file__).with_name("signs.toml")
_LISTS: Final = (
    "up",
    "down",
    "denials",
    "denial_phrases",
    "no_denials",
    "lack",
    "guesses",
    "guess_phrases",
    "gaps",
    "gap_phrases",
    "others",
    "other_phrases",
    "opposite_verbs",
    "opposite_words",
)
_LOW: Final = re.compile(r"\b(?:low|lower|lack of|loss of|absence of|without)\b", re.IGNORECASE)
_LOW_BEFORE: Final = re.compile(_LOW.pattern + r"\W+(?:\w+\W+)?$", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d+(?:[.,·]\d+)*")
#: Figures such as the 19 of COVID-19 are part of a name.
_NAME_NUMBER: Final = re.compile(r"\b[A-Za-z]+-?\d+(?:-\d+)?\b|\b\d+-[a-z]")
_THOUSANDS: Final = re.compile(r",(?=\d{3}\b)")
#: Where a sentence begins to speak of something else.
_TURN: Final = re.compile(
    r"[;:]|,?\s(?:but|whereas|while|although|though|however)\b", re.IGNORECASE
)
#: Characters beside a substance within which its lack is named.
_BESIDE: Final = 22
#: Denials and words that are no part of a sentence's own statement stand in brackets.
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class SignWords:
    """The lists of signs.toml, as patterns and tables."""

    up: re.Pattern[str]
    down: re.Pattern[str]
    denials: re.Pattern[str]
    no_denials: re.Pattern[str]
    lack: re.Pattern[str]
    guesses: re.Pattern[str]
    gaps: re.Pattern[str]
    others: re.Pattern[str]
    opposite_verbs: dict[str, str]
    opposite_words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a statement says of an effect.

    direction (int): 1 up, -1 down, 0 unknown; that of the substance itself also where the words
        speak of its lack. sign, denial, lack (str): the words that say so; "" for none.
    """

    direction: int
    sign: str
    denial: str
    lack: str


@cache
def sign_words() -> SignWords:
    """The lists of the package.

    RAISES: ConfigurationError where a list lacks, an unknown one stands in the file, or an entry of
        opposites is no pair.
    """
    raw: dict[str, Any] = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    if sorted(raw) != sorted((*_LISTS, "version")):
        raise ConfigurationError(
            f"the keys must be version, {', '.join(_LISTS)}",
            path=_PATH.name,
            remedy="restore the file of the package",
        )
    return SignWords(
        up=_pattern(raw["up"]),
        down=_pattern(raw["down"]),
        denials=_pattern(raw["denials"], raw["denial_phrases"]),
        no_denials=_pattern([], raw["no_denials"]),
        lack=_pattern(raw["lack"]),
        guesses=_pattern(raw["guesses"], raw["guess_phrases"]),
        gaps=_pattern(raw["gaps"], raw["gap_phrases"]),
        others=_pattern(raw["others"], raw["other_phrases"]),
        opposite_verbs=_pairs(raw["opposite_verbs"]),
        opposite_words=_pairs(raw["opposite_words"]),
    )


def _pattern(lines: Iterable[str], phrases: Iterable[str] = ()) -> re.Pattern[str]:
    """A pattern for words that begin so; `=` at the end asks for the whole word."""
    beginnings = [word for line in lines for word in line.split()]
    parts = [
        re.escape(b[:-1]) + r"\b" if b.endswith("=") else re.escape(b) + r"\w*" for b in beginnings
    ]
    words = [r"\b" + part for part in parts]
    words += [(r"\b" if p[0].isalpha() and "'" not in p and "’" not in p else "")
              + re.escape(p) + r"\b" for p in phrases]  # fmt: skip
    return re.compile("|".join(words), re.IGNORECASE)


def _pairs(entries: Iterable[str]) -> dict[str, str]:
    found = [tuple(entry.split()) for entry in entries]
    pairs = [(pair[0], pair[1]) for pair in found if len(pair) == 2]
    if len(pairs) != len(found):
        raise ConfigurationError(
            "an entry of opposites must be two words",
            path=_PATH.name,
            remedy="restore the file of the package",
        )
    return dict(pairs)


def read(text: str, substances: Sequence[Span] = (), outcomes: Sequence[Span] = ()) -> Reading:
    """What a sentence or claim says of its outcomes.

    substances, outcomes (sequence of Span): where they are named in it; their own words (*high* in
        *high blood pressure*) say nothing of a direction. Without outcomes the first word of
        direction counts, else the one that is nearest before an outcome, or after it.
    """
    words = sign_words()
    plain = _blanked(text, [*substances, *outcomes])
    clause, inside = _clause(text, substances, outcomes)
    direction, sign = _direction(plain, clause, inside)
    lack = _lack(text, substances, outcomes)
    denied = _blanked(plain, [Span(*m.span()) for m in words.no_denials.finditer(plain)])
    denied = _BRACKETS.sub(lambda m: " " * len(m[0]), denied)
    found = (m[0] for m in words.denials.finditer(denied, clause.start, clause.end))
    denial = next((word for word in found if not word.isupper()), "")  # NO is nitric oxide
    return Reading(-direction if lack else direction, sign, denial, lack)


def _blanked(text: str, spans: Iterable[Span]) -> str:
    for span in spans:
        text = text[: span.start] + " " * len(span) + text[span.end :]
    return text


def _clause(
    text: str, substances: Sequence[Span], outcomes: Sequence[Span]
) -> tuple[Span, Sequence[Span]]:
    """The part of a sentence that names substance and outcome, and its outcomes; where none names
    both (*Eczema: has not …*), the whole of it."""
    edges = [0, *(m.start() for m in _TURN.finditer(text)), len(text)]
    for part in (Span(start, end) for start, end in pairwise(edges)):
        inside = [o for o in outcomes if part.contains(o)]
        if inside and (not substances or any(part.contains(s) for s in substances)):
            return part, inside
    return Span(0, len(text)), outcomes


def _direction(text: str, clause: Span, outcomes: Sequence[Span]) -> tuple[int, str]:
    ours, theirs = sign_words(), contrast_words()
    found = [
        (m.start(), m.end(), way, m[0])
        for way, patterns in ((1, (ours.up, theirs.up)), (-1, (ours.down, theirs.down)))
        for pattern in patterns
        for m in pattern.finditer(text, clause.start, clause.end)
    ]
    if not found:
        return 0, ""
    if not outcomes:
        first = min(found)
        return first[2], first[3]
    at = outcomes[0]
    before = [f for f in found if f[1] <= at.start]
    nearest = max(before) if before else min(found)
    return nearest[2], nearest[3]


def _lack(text: str, substances: Sequence[Span], outcomes: Sequence[Span]) -> str:
    """The word that says that a substance lacks, right beside its name, unless it is an outcome."""
    for span in substances:
        if any(outcome.contains(span) for outcome in outcomes):
            continue
        after = sign_words().lack.search(text, span.end, min(len(text), span.end + _BESIDE))
        before = _LOW_BEFORE.search(text[max(0, span.start - _BESIDE) : span.start])
        found = after or before
        if found:
            return found[0].strip()
    return ""


def names_lack(text: str) -> bool:
    """Whether a text speaks of a lack at all."""
    return sign_words().lack.search(text) is not None or _LOW.search(text) is not None


def contradiction(claim: Reading, sentence: Reading) -> str | None:
    """Why a sentence contradicts a claim by its words, or None.

    What is said of a substance's lack contradicts nothing: more than enough may do nothing more.
    """
    opposite = claim.direction * sentence.direction == -1
    if sentence.lack or claim.lack or (opposite and (claim.denial or sentence.denial)):
        return None
    if claim.denial and not sentence.denial:
        # Without a shared direction the sentence affirms something, but not what the claim denies.
        if claim.direction * sentence.direction != 1:
            return None
        return f"the claim denies (*{claim.denial}*) what the sentence affirms"
    if sentence.denial and not claim.denial:
        return f"the sentence denies it (*{sentence.denial}*)"
    if opposite:
        return f"opposite direction (*{claim.sign}* and {_way(sentence)})"
    return None


def agreement(claim: Reading, sentence: Reading) -> str | None:
    """Why a sentence agrees with a claim by its words, or None.

    Without a word of direction in the claim nothing tells against it but a denial.
    """
    if bool(claim.denial) != bool(sentence.denial) or bool(claim.lack) != bool(sentence.lack):
        return None
    if claim.direction:
        if claim.direction != sentence.direction:
            return None
        return f"same direction (*{claim.sign}* and {_way(sentence)})"
    return "no word of the one contradicts the other"


def _way(reading: Reading) -> str:
    return f"*{reading.sign}*" + (f", said of its lack, *{reading.lack}*" if reading.lack else "")


def guess(sentence: str) -> str:
    """The word by which a sentence asks or guesses, or ""."""
    found = sign_words().guesses.search(sentence)
    return found[0] if found else ""


def gap(sentence: str) -> str:
    """The words by which a sentence says that proof lacks, or ""."""
    found = sign_words().gaps.search(sentence)
    return found[0] if found else ""


def other_kind(claim: str, sentence: str) -> bool:
    """Whether of two texts one only keeps something away, the other only acts on what is there.

    By the lists of contrast: *prevents colds*, *the risk of colds*; *treats*, *shortens colds*.
    """
    ours, theirs = _kinds(claim), _kinds(sentence)
    return bool(ours and theirs) and not ours & theirs


def _kinds(text: str) -> frozenset[str]:
    words, verbs = contrast_words(), verb_lexicon()
    found = [word.lower() for word in _LETTERS.findall(text)]
    lemmas = {form.lemma for form in map(verbs.form, found) if form}
    lemmas |= {verbs.file.nouns[word] for word in found if word in verbs.file.nouns}
    kinds = set()
    if lemmas & words.preventing_verbs or words.occurrence.search(text):
        kinds.add("before")
    if lemmas & words.treating_verbs or words.course.search(text):
        kinds.add("after")
    return frozenset(kinds)


def other_scope(claim: str, sentence: str) -> str:
    """The word by which a sentence speaks of animals or cells and the claim does not, or ""."""
    pattern = sign_words().others
    found = pattern.search(sentence)
    return found[0] if found and not pattern.search(claim) else ""


def numbers(text: str) -> frozenset[str]:
    """The numbers that a text states, without commas between thousands.

    One that is part of a name (*COVID-19*, *B12*, *2-fold*) is none.
    """
    found = _NUMBER.findall(_NAME_NUMBER.sub(" ", text))
    return frozenset(_THOUSANDS.sub("", number) for number in found)
