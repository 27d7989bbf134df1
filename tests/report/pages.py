"""Pages built by hand for the report's tests: text, units, claims and cues at true offsets."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import unescape
from typing import Any

from claimcheck.labels import BASES, STRENGTHS, TYPES
from claimcheck.rows import (
    Agent,
    ClaimRow,
    Cue,
    DocumentRow,
    DocumentRows,
    Outcome,
    Predicate,
    Qualifier,
    SentenceRow,
)


@dataclass(frozen=True)
class Said:
    """A claim as a test writes it: `text` and the parts are substrings of the unit."""

    text: str
    type: str = "function"
    strength: str = "direct"
    basis: str = "none"
    polarity: str = "affirmed"
    agent: str = ""
    resolved: str = "magnesium"
    concept: str | None = "magnesium"
    outcomes: tuple[str, ...] = ()
    qualifiers: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()
    certainty: float = 4.0
    confidence: float = 0.9
    from_context: bool = False
    reasons: tuple[str, ...] = ("no hedge stands before the verb",)


def distribution(labels: tuple[str, ...], best: str, confidence: float) -> dict[str, float]:
    """`confidence` for the best label, the rest shared evenly."""
    rest = (1 - confidence) / (len(labels) - 1)
    return {label: confidence if label == best else rest for label in labels}


@dataclass
class Page:
    """A document under construction."""

    doc_id: str
    source: str = "promotional"
    role: str = "promotional"
    title: str = "Magnesium"
    topic: str = "magnesium"
    text: str = ""
    rows: DocumentRows = field(init=False)
    section: list[str] = field(default_factory=list)
    block: int = -1

    def __post_init__(self) -> None:
        self.rows = DocumentRows(
            DocumentRow(
                doc_id=self.doc_id,
                source=self.source,
                role=self.role,
                path=f"{self.source}/{self.doc_id}.md",
                title=self.title,
                topic=self.topic,
                topic_concept_id=None,
                format="markdown",
                encoding="utf-8",
                replaced_characters=0,
                offsets_into="file",
                characters=0,
                units=0,
                claims=0,
                abbreviations=[],
                sha256=(self.doc_id.encode().hex() * 64)[:64],
                warnings=[],
            )
        )

    def heading(self, words: str, level: int = 2, **more: Any) -> SentenceRow:
        """A Markdown heading."""
        made = self.unit(
            words,
            before="#" * level + " ",
            kind="heading",
            block_kind="heading",
            level=level,
            **more,
        )
        self.section = [*self.section[: level - 1], words]
        return made

    def item(self, words: str, level: int = 1, **more: Any) -> SentenceRow:
        """A bullet."""
        return self.unit(
            words,
            before="- ",
            after="\n",
            kind="list_item",
            block_kind="list_item",
            level=level,
            **more,
        )

    def unit(
        self,
        raw: str,
        *,
        clean: str | None = None,
        before: str = "",
        after: str = "\n\n",
        kind: str = "sentence",
        same_block: bool = False,
        claims: tuple[Said, ...] = (),
        cues: tuple[tuple[str, str], ...] = (),
        **layout: Any,
    ) -> SentenceRow:
        """Add a unit; `before` and `after` are text of the file around it."""
        self.block += not same_block
        start = len(self.text) + len(before)
        self.text += before + raw + after
        row = SentenceRow(
            unit_id=f"{self.doc_id}:{start}-{start + len(raw)}",
            doc_id=self.doc_id,
            source=self.source,
            kind=kind,
            section=list(self.section),
            text=raw,
            clean_text=unescape(raw) if clean is None else clean,
            start=start,
            end=start + len(raw),
            is_claim=bool(claims),
            claim_prob=0.9 if claims else 0.1,
            claim_ids=[],
            cues=[self._cue(raw, start, *cue) for cue in cues],
            block=self.block,
            **layout,
        )
        for said in claims:
            self._claim(row, said)
        self.rows.sentences.append(row)
        return row

    @staticmethod
    def _cue(raw: str, at: int, text: str, category: str) -> Cue:
        start = at + raw.index(text)
        return Cue(text, start, start + len(text), category, start, at + len(raw))

    def _claim(self, unit: SentenceRow, said: Said) -> None:
        raw = unit.text

        def place(words: str) -> tuple[str, int, int]:
            start = unit.start + raw.index(words)
            return words, start, start + len(words)

        text, start, end = place(said.text)
        agent = place(said.agent) if said.agent else (None, None, None)
        claim_id = f"{self.doc_id}:{start}-{end}"
        unit.claim_ids.append(claim_id)
        self.rows.claims.append(
            ClaimRow(
                claim_id=claim_id,
                doc_id=self.doc_id,
                source=self.source,
                role=self.role,
                path=self.rows.document.path,
                title=self.title,
                section=unit.section,
                unit_id=unit.unit_id,
                unit_kind=unit.kind,
                text=text,
                clean_text=unescape(text),
                start=start,
                end=end,
                agent=Agent(*agent, resolved=said.resolved, concept_id=said.concept),
                predicate=Predicate(None, None, None, ""),
                outcomes=[
                    Outcome(*place(words), concept_id=None, name=words.lower())
                    for words in said.outcomes
                ],
                qualifiers=[Qualifier(kind, *place(words)) for kind, words in said.qualifiers],
                type=said.type,
                type_probs=distribution(TYPES, said.type, said.confidence),
                polarity=said.polarity,
                strength=said.strength,
                strength_rank=STRENGTHS.index(said.strength),
                strength_probs=distribution(STRENGTHS, said.strength, said.confidence),
                certainty=said.certainty,
                basis=said.basis,
                basis_probs=distribution(BASES, said.basis, said.confidence),
                cues=[c for c in unit.cues if start <= c.start and c.end <= end],
                from_context=said.from_context,
                flags=list(said.flags),
                reasons=list(said.reasons),
            )
        )

    def finish(self) -> DocumentRows:
        """The rows of the page."""
        self.rows.document.characters = len(self.text)
        self.rows.document.units = len(self.rows.sentences)
        self.rows.document.claims = len(self.rows.claims)
        return self.rows
