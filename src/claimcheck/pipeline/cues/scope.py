"""The stretch of its unit that a cue bears on, by rule.

Guidelines 5: a hedge reaches forward over coordinated verbs, participles and purpose clauses, not
back over a phrase before it, and not into a clause with a subject of its own. In a passive it
holds the subject too (*migraines may be relieved by*), as in the scopes of BioScope (Vincze et al.
2008); a phrase that closes the sentence (*according to …*) reaches back over what it closes.
"""

from __future__ import annotations

from typing import Final

from ...spans import Span, trim
from ..clauses import clause_at, clauses_of, phrase_end
from ..verbs import verb_lexicon
from ..words import words_in

#: How many words may follow an attribution that closes its clause.
_CLOSING: Final = 6
#: Categories whose cue bears on the whole sentence part that it limits or questions.
_WHOLE: Final = ("evidence_gap", "condition")


def scope_of(text: str, cue: Span, category: str) -> Span:
    """The stretch that a cue bears on, the cue itself included.

    text (str): the unit's clean text. cue (Span): the cue's place in it.
    """
    clause = clause_at(text, cue.start)
    if category in _WHOLE:
        return _whole(text, cue, category)
    if category == "attribution":
        return _attribution(text, cue, clause)
    end = max(cue.end, clause.end)
    if category not in ("epistemic", "negation"):
        end = max(cue.end, phrase_end(text, cue.end, end))
    start = cue.start
    if category in ("modal", "epistemic", "negation") and _is_passive(text, cue, end):
        start = min(start, clause.start)
    return _trimmed(text, Span(start, end))


def _attribution(text: str, cue: Span, clause: Span) -> Span:
    after = text[cue.end : clause.end].strip(" .,!)")
    closes = cue.start > clause.start and len(after.split()) <= _CLOSING
    if closes and not _verb_follows(text, cue, clause):
        return _trimmed(text, Span(_sentence_part(text, cue).start, max(cue.end, clause.end)))
    # What is reported may have clauses of its own: "studies suggest that, while rare, it helps".
    last = _sentence_part(text, cue)
    start = clause.start if _is_reported(text, cue) else cue.start
    return _trimmed(text, Span(min(start, cue.start), max(cue.end, last.end)))


def _whole(text: str, cue: Span, category: str) -> Span:
    """The clause of a condition (with the main clause behind it, where it opens the sentence); for
    a gap in the evidence all between semicolons: *it may help, but more research is needed*."""
    part = _sentence_part(text, cue)
    if category == "condition":
        clause = clause_at(text, cue.start)
        clauses = [c for c in clauses_of(text) if part.contains(c)]
        at = clauses.index(clause) if clause in clauses else -1
        # A condition that opens the sentence limits the main clause behind it.
        if at == 0 and len(clauses) > 1 and cue.start - clause.start < 3:
            return _trimmed(text, Span(clause.start, clauses[1].end))
        return _trimmed(text, clause)
    return _trimmed(text, part)


def _sentence_part(text: str, cue: Span) -> Span:
    """What stands between semicolons around the cue."""
    start = text.rfind(";", 0, cue.start) + 1
    end = text.find(";", cue.end)
    return Span(start, len(text) if end < 0 else end)


def _is_passive(text: str, cue: Span, end: int) -> bool:
    verbs = verb_lexicon()
    following = [w for w in words_in(text, cue.end, end) if w.is_word][:4]
    seen_be = text[cue.start : cue.end].lower().endswith(("be", "is", "are", "not be"))
    for word in following:
        form = verbs.form(word)
        if word.lower in ("be", "been", "is", "are", "was", "were"):
            seen_be = True
        elif form is not None and seen_be:
            return form.ending == "ed"
        elif form is not None or not word.lower.endswith("ly"):
            return False
    return False


def _is_reported(text: str, cue: Span) -> bool:
    """`is believed to`, `has been shown to`: the subject before it is what is reported on."""
    phrase = text[cue.start : cue.end].lower()
    return phrase.endswith(" to") or phrase.startswith(("is ", "are ", "has been", "have been"))


def _verb_follows(text: str, cue: Span, clause: Span) -> bool:
    verbs = verb_lexicon()
    return any(verbs.is_verbal(word) for word in words_in(text, cue.end, clause.end))


def _trimmed(text: str, span: Span) -> Span:
    return trim(text, span, " \t\n,;:.!—–-(" + "\u00a0")
