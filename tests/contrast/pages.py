"""Rows for tests of contrast, made from a few words each."""

from __future__ import annotations

from claimcheck.concepts import KnowledgeBase
from claimcheck.labels import STRENGTHS, strength_rank
from claimcheck.rows import (
    Agent,
    ClaimRow,
    DocumentRow,
    DocumentRows,
    Outcome,
    Predicate,
    Qualifier,
    SentenceRow,
)

SUBSTANCES = """
version = "1.0"
kind = "substance"

[mineral]
magnesium = { name = "magnesium" }
magnesium-citrate = { name = "magnesium citrate", form_of = ["magnesium"] }
magnesium-oxide = { name = "magnesium oxide", form_of = ["magnesium"] }
iron = { name = "iron" }

[herb]
valerian = { name = "valerian" }

[medicine]
warfarin = { name = "warfarin" }
"""

OUTCOMES = """
version = "1.0"
kind = "outcome"

[function]
sleep = { name = "sleep" }
sleep-quality = { name = "sleep quality", form_of = ["sleep"] }
muscle-function = { name = "muscle function" }

[symptom]
pain = { name = "pain", broad = true }
headache = { name = "headache", is_a = ["pain"] }
migraine = { name = "migraine", is_a = ["headache"] }
nausea = { name = "nausea" }
diarrhea = { name = "diarrhea", synonyms = ["loose stools"] }
muscle-cramps = { name = "muscle cramps", synonyms = ["cramps"] }

[biomarker]
blood-pressure = { name = "blood pressure" }

[disease]
hypertension = { name = "hypertension", concerns = ["blood-pressure"] }
ulcer = { name = "ulcer", synonyms = ["peptic ulcer"] }

[population]
pregnancy = { name = "pregnancy", synonyms = ["pregnant women", "pregnant"] }

[general]
health = { name = "health", broad = true }
side-effects = { name = "side effects", broad = true, valence = "undesirable" }
"""


class Page:
    """A page of one source; claims are added unit by unit."""

    def __init__(self, kb: KnowledgeBase, source: str, topic: str = "magnesium") -> None:
        self._kb = kb
        self.source = source
        link = kb.link(topic, "substance")
        self.topic = topic
        self._at = 0
        self.rows = DocumentRows(
            DocumentRow(
                doc_id=f"{source}-{topic}".replace(" ", "-"),
                source=source,
                role="other",
                path=f"{source}/{topic}.md",
                title=topic,
                topic=topic,
                topic_concept_id=link.concept_id if link else None,
                format="markdown",
                encoding="utf-8",
                replaced_characters=0,
                offsets_into="file",
                characters=0,
                units=0,
                claims=0,
                abbreviations=[],
                sha256="",
                warnings=[],
            )
        )

    def unit(self, text: str, *, kind: str = "sentence", level: int = 0) -> SentenceRow:
        """Add a unit that holds no claim yet."""
        doc = self.rows.document.doc_id
        row = SentenceRow(
            unit_id=f"{doc}:{self._at}",
            doc_id=doc,
            source=self.source,
            kind=kind,
            section=[],
            text=text,
            clean_text=text,
            start=self._at,
            end=self._at + len(text),
            is_claim=False,
            claim_prob=0.0,
            claim_ids=[],
            cues=[],
            level=level,
        )
        self._at += len(text) + 1
        self.rows.sentences.append(row)
        return row

    def claim(
        self,
        text: str,
        outcomes: list[str],
        type: str = "treatment",
        strength: str = "direct",
        *,
        agent: str | None = None,
        negated: bool = False,
        limits: list[tuple[str, str]] | None = None,
        probs: dict[str, float] | None = None,
        kind: str = "sentence",
        level: int = 0,
    ) -> ClaimRow:
        """Add a unit that is one claim. `outcomes` and the texts of `limits` stand in `text`."""
        unit = self.unit(text, kind=kind, level=level)
        named = agent or self.topic
        link = self._kb.link(named, "substance")
        row = ClaimRow(
            claim_id=f"{unit.doc_id}:{unit.start}-{unit.end}",
            doc_id=unit.doc_id,
            source=self.source,
            role="other",
            path=self.rows.document.path,
            title=self.topic,
            section=[],
            unit_id=unit.unit_id,
            unit_kind=kind,
            text=text,
            clean_text=text,
            start=unit.start,
            end=unit.end,
            agent=Agent(None, None, None, named, link.concept_id if link else None),
            predicate=Predicate(None, None, None, ""),
            outcomes=[self._outcome(o, unit) for o in outcomes],
            qualifiers=[
                Qualifier(k, t, unit.start + text.index(t), unit.start + text.index(t) + len(t))
                for k, t in limits or []
            ],
            type=type,
            type_probs={},
            polarity="negated" if negated else "affirmed",
            strength=strength,
            strength_rank=strength_rank(strength),
            strength_probs=probs or {label: float(label == strength) for label in STRENGTHS},
            certainty=4.0,
            basis="none",
            basis_probs={},
            cues=[],
            from_context=False,
            flags=[],
            reasons=[],
        )
        unit.is_claim = True
        unit.claim_ids.append(row.claim_id)
        self.rows.claims.append(row)
        return row

    def _outcome(self, text: str, unit: SentenceRow) -> Outcome:
        start = unit.start + unit.text.index(text)
        link = self._kb.link(text, "outcome")
        name = link.name if link else text.lower()
        return Outcome(text, start, start + len(text), link.concept_id if link else None, name)
