"""Which concepts may be compared (annotation guidelines 8)."""

from __future__ import annotations

from collections.abc import Mapping

from .model import Concept


def ancestors(concept_id: str, concepts: Mapping[str, Concept]) -> frozenset[str]:
    """The concept and all that it is a kind of."""
    seen: set[str] = set()
    todo = [concept_id]
    while todo:
        at = todo.pop()
        if at not in seen:
            seen.add(at)
            todo.extend(concepts[at].is_a)
    return frozenset(seen)


def agents_near(concept_id: str, concepts: Mapping[str, Concept]) -> dict[str, str]:
    """What a substance is a form or constituent of, at any distance, each with the reason."""
    near = {concept_id: "same"}
    todo = [(concept_id, "")]
    first = concepts[concept_id].name
    while todo:
        at, through = todo.pop(0)
        links = [(t, "a form of") for t in concepts[at].form_of]
        links += [(t, "a constituent of") for t in concepts[at].constituent_of]
        for target, relation in links:
            if target not in near:
                step = f"{first} is {relation} {concepts[target].name}"
                near[target] = (
                    f"{through}, which is {relation} {concepts[target].name}" * bool(through)
                    or step
                )
                todo.append((target, near[target]))
    return near


def outcomes_near(concept_id: str, concepts: Mapping[str, Concept]) -> dict[str, str]:
    """The outcomes of the same level of detail as one outcome, each with the reason.

    These are itself, what it is an aspect of, the function or biomarker that it concerns, and its
    next more general outcome where that is not a broad one: migraine reaches headache, never pain.
    """
    near = {concept_id: "same"}
    todo = [concept_id]
    name = concepts[concept_id].name
    for at in todo:
        for target in concepts[at].form_of:
            if target not in near:
                near[target] = f"{name} is an aspect of {concepts[target].name}"
                todo.append(target)
    for at in list(todo):
        _add_more_general(at, near, concepts)
        for target in concepts[at].concerns:
            near.setdefault(target, f"{name} concerns {concepts[target].name}")
            for aspect in concepts[target].form_of:
                near.setdefault(aspect, f"{name} concerns {concepts[aspect].name}")
    return near


def _add_more_general(at: str, near: dict[str, str], concepts: Mapping[str, Concept]) -> None:
    for target in concepts[at].is_a:
        if not concepts[target].broad:
            near.setdefault(target, f"{concepts[at].name} is a kind of {concepts[target].name}")


def related(a: str, b: str, near_a: Mapping[str, str], near_b: Mapping[str, str]) -> str | None:
    """The reason why one concept is near the other, or None."""
    return near_a.get(b) or near_b.get(a)
