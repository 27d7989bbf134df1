"""The verdict about one claim, from the comparable claims of the reference (guidelines 8).

Precedence: contradicted, overstated, understated, supported. A claim is overstated against the most
restrictive comparable reference claim, supported or understated against the strongest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ..concepts import KnowledgeBase
from ..config import ContrastSection
from .pairing import OPPOSITE, SAME, Pairing, other_kind, pair, unshared_limits
from .relation import ACTION, HARM, SAFETY, WARNING, Facet, Limit, Relation

#: Difference in certainty (on the scale of 1 to 6) that is worth a word.
_CERTAINTY_GAP: Final = 1.0
_QUOTE: Final = 120


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A comparable relation of the reference and how it compares.

    stronger, weaker (float): probability that the reviewed claim is the stronger, the weaker.
    on_one_scale (bool): whether the strengths can be compared: an effect and a warning, or a
        warning and a doubt about safety, cannot; then neither is the stronger.
    left_out (tuple of Limit): limits of the reference claim that the reviewed claim leaves out.
    added (tuple of Limit): limits of the reviewed claim alone.
    """

    relation: Relation
    pairing: Pairing
    stronger: float
    weaker: float
    on_one_scale: bool
    left_out: tuple[Limit, ...]
    added: tuple[Limit, ...]

    @property
    def clashes(self) -> bool:
        """Whether the two contradict each other: the opposite, and of one scope."""
        return self.pairing.kind == OPPOSITE and not (self.left_out or self.added)

    @property
    def answers(self) -> bool:
        """Whether the one is a counterpart of the other, in agreement or in contradiction."""
        return self.pairing.kind == SAME or (self.clashes and not self.pairing.general)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict of guidelines 8 with the reference claims that it rests on, the deciding first."""

    label: str
    counterparts: tuple[Counterpart, ...]
    reasons: tuple[str, ...]


def counterparts(
    claim: Relation, candidates: Iterable[Relation], kb: KnowledgeBase, config: ContrastSection
) -> list[Counterpart]:
    """The candidates that are comparable with a claim, the most similar first."""
    found = []
    for other in candidates:
        pairing = pair(claim, other, kb, config.text_similarity)
        if pairing is not None:
            found.append(_weigh(claim, other, pairing, config))
    return sorted(found, key=lambda c: (-c.pairing.similarity, c.relation.claim_id))


def _weigh(
    claim: Relation, other: Relation, pairing: Pairing, config: ContrastSection
) -> Counterpart:
    on_one_scale = claim.sense == other.sense or not {claim.sense, other.sense} & {WARNING, SAFETY}
    stronger, weaker = order_of_strengths(claim.probs, other.probs) if on_one_scale else (0.0, 0.0)
    return Counterpart(
        other,
        pairing,
        stronger,
        weaker,
        on_one_scale,
        _scope(other, claim, pairing, pairing.outcomes[::-1], config),
        _scope(claim, other, pairing, pairing.outcomes, config),
    )


def _scope(
    of: Relation,
    other: Relation,
    pairing: Pairing,
    outcomes: tuple[Facet, Facet],
    config: ContrastSection,
) -> tuple[Limit, ...]:
    """What limits one relation and not the other, the degree of the outcome (*severe*) included,
    and where they are opposite also its kind."""
    limits = unshared_limits(of, other, config.scope_similarity)
    degrees = sorted(outcomes[0].degrees - outcomes[1].degrees)
    if degrees and of.sense not in (HARM, WARNING):
        words = tuple(degrees)
        limits.append(Limit("condition", outcomes[0].text, words))
    kind = other_kind(*outcomes) if pairing.kind == OPPOSITE and not degrees else ()
    if kind:
        limits.append(Limit("condition", outcomes[0].text, kind))
    return tuple(limits)


def order_of_strengths(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float]:
    """Probabilities that the first strength is the higher, and that it is the lower.

    a, b (tuple of float): distributions over the same ordered labels, taken as independent.
    """
    higher = sum(p * q for i, p in enumerate(a) for j, q in enumerate(b) if i > j)
    lower = sum(p * q for i, p in enumerate(a) for j, q in enumerate(b) if i < j)
    return higher, lower


def judge(claim: Relation, found: list[Counterpart], config: ContrastSection) -> Verdict:
    """The verdict about a claim.

    found (list of Counterpart): as `counterparts` gives them.
    """
    clashing = [c for c in found if c.clashes]
    elsewhere = [_other_scope(c) for c in found if c.pairing.kind == OPPOSITE and not c.clashes]
    if clashing:
        return _verdict("contradicted", clashing, [], [_contradiction(claim, clashing[0])])
    # A special case is not borne out by what is said of the general one; harms are mentioned by it.
    same = [c for c in found if c.pairing.kind == SAME]
    same = _closest([c for c in same if not c.pairing.narrower or claim.sense in (HARM, WARNING)])
    if not same:
        reason = f"the reference makes no comparable claim about {claim.agent_name}"
        return Verdict("not_found", (), (*elsewhere[:1], reason))
    return _by_strength(claim, same, elsewhere[:1], config)


def _closest(same: list[Counterpart]) -> list[Counterpart]:
    """Those of the same outcome, then of the same sense, agent and scope, if there are any.

    What is merely related must not decide where the reference speaks of the very same thing.
    """
    nearness = [
        (c.pairing.exact, c.pairing.alike, c.pairing.same_agent, not c.left_out) for c in same
    ]
    return [c for c, near in zip(same, nearness, strict=True) if near == max(nearness)]


def _by_strength(
    claim: Relation, same: list[Counterpart], notes: list[str], config: ContrastSection
) -> Verdict:
    weaker = [c for c in same if c.stronger >= config.stronger]
    if weaker:
        weaker.sort(key=lambda c: c.relation.rank)
        return _verdict("overstated", weaker, same, [_strength(claim, weaker[0]), *notes])
    if claim.sense != WARNING and all(c.left_out for c in same):
        return _verdict("overstated", same, [], [_limited(same[0]), *notes])
    strongest = max(same, key=lambda c: (c.relation.rank, c.weaker, c.pairing.similarity))
    label = "understated" if strongest.weaker >= config.stronger else "supported"
    reasons = [_strength(claim, strongest)]
    if strongest.added:
        reasons.append(f"different scope: {_limits(strongest.added)} in the reviewed claim only")
    return _verdict(label, [strongest], same, [*reasons, *notes])


def _verdict(
    label: str, deciding: list[Counterpart], others: list[Counterpart], reasons: list[str]
) -> Verdict:
    first = deciding[0]
    rest = [c for c in others if all(c is not d for d in deciding)]
    about = (first.pairing.agent, first.pairing.outcome)
    return Verdict(label, (*deciding, *rest), (*about, *reasons))


def _contradiction(claim: Relation, other: Counterpart) -> str:
    if claim.affirmed != other.relation.affirmed:
        here, there = ("affirms" if r.affirmed else "denies" for r in (claim, other.relation))
        return f"opposite polarity: the reviewed claim {here} what the reference {there}"
    return (
        f"opposite direction: {_direction(claim)} in the reviewed claim, "
        f"{_direction(other.relation)} in the reference"
    )


def _direction(relation: Relation) -> str:
    if relation.sense == WARNING:
        return "warned of"
    if relation.sense == SAFETY:
        return "called safe"
    if relation.sense == ACTION:
        return {1: "raised", -1: "lowered"}.get(relation.movement, "acted on")
    return "harmed or caused" if relation.sense == "harm" else "relieved or improved"


def _strength(claim: Relation, other: Counterpart) -> str:
    theirs = other.relation
    words = f"{claim.strength} against {theirs.strength} in the reference"
    if not other.on_one_scale:
        return "both speak of a risk, in ways whose strengths are not compared"
    likely = max(other.stronger, other.weaker, 1.0 - other.stronger - other.weaker)
    reason = f"strength: {words} (probability {likely:.2f})"
    if abs(claim.certainty - theirs.certainty) >= _CERTAINTY_GAP:
        reason += f"; certainty {claim.certainty:.1f} against {theirs.certainty:.1f}"
    return reason


def _limited(other: Counterpart) -> str:
    return (
        f"different scope: the reference limits it to {_limits(other.left_out)}, "
        "the reviewed claim does not"
    )


def _limits(limits: tuple[Limit, ...]) -> str:
    return ", ".join(f"{limit.kind} '{shortened(limit.text)}'" for limit in limits)


def _other_scope(other: Counterpart) -> str:
    return (
        f"different scope: the opposite in the reference ('{shortened(other.relation.quote)}') is "
        f"not a contradiction: {_limits((*other.left_out, *other.added))}"
    )


def shortened(text: str, length: int = _QUOTE) -> str:
    """A text on one line, cut at a word where it is longer than `length`."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rsplit(" ", 1)[0] + " …"
