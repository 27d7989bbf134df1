"""Small and large made-up corpora, written as the tables that `claimcheck run` writes."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from claimcheck.labels import BASES, STRENGTHS, TYPES, VERDICTS
from claimcheck.rows import ComparisonRow, DocumentRows, ErrorRow, Match
from claimcheck.tables import TableWriter, atomic_file

from .pages import Page, Said

#: Text that breaks a careless page; each must appear on the page as it stands.
HOSTILE = {
    "script": "<script>window.hacked = 1</script>",
    "image": '"><img src=x onerror="window.hacked = 1">',
    "close": "</mark></article></script><!-- ]]>",
    "template": "{{ 7 * 7 }} {% raw %} ${7*7}",
    "bidi": "\u202eabc\u202d \u05d0\u05d1\u05d2 \u2067xyz",
    "emoji": "👩‍⚕️ 🧠🧠 𝒜𝒷",
    "quotes": "'\"`\\ &amp;amp; &lt;b&gt;",
    "long": "W" * 10_000,
}


def promotional() -> Page:
    """A shop page with hedged, unhedged and unsure claims."""
    page = Page("promo-magnesium", title="Super Magnesium")
    page.heading("Super Magnesium", 1)
    page.heading(
        "Relief from Migraines",
        claims=(Said("Relief from Migraines", "treatment", outcomes=("Migraines",)),),
    )
    page.unit(
        "Some studies suggest that magnesium can help reduce migraines.",
        claims=(
            Said(
                "magnesium can help reduce migraines",
                "treatment",
                "conditional",
                "unspecified",
                agent="magnesium",
                outcomes=("migraines",),
                flags=("disease_claim",),
            ),
        ),
        cues=(("Some studies suggest", "attribution"), ("can", "modal"), ("help", "softener")),
    )
    page.unit(
        "It is <em>essential</em> for 100&nbsp;% of calm sleep.",
        clean="It is essential for 100 % of calm sleep.",
        same_block=True,
        claims=(
            Said(
                "is <em>essential</em> for 100&nbsp;% of calm sleep",
                outcomes=("calm sleep",),
                flags=("bare_assertion", "uncertain"),
                confidence=0.45,
            ),
        ),
        cues=(("essential", "booster"),),
    )
    page.heading("Side effects", 2)
    lead = page.unit("Common side effects can include:", cues=(("can", "modal"),))
    for words in ("Diarrhea", "Nausea"):
        page.item(
            words,
            claims=(Said(words, "harm", "conditional", outcomes=(words,), from_context=True),),
            lead_in=lead.unit_id,
        )
    return page


def reference() -> Page:
    """A monograph on the same substance."""
    page = Page("ref-magnesium", "reference", "reference", "Magnesium monograph")
    page.heading("Magnesium", 1)
    page.unit(
        "Evidence that magnesium prevents migraines is limited.",
        claims=(
            Said(
                "magnesium prevents migraines is limited",
                "treatment",
                "insufficient",
                agent="magnesium",
                outcomes=("migraines",),
            ),
        ),
        cues=(("is limited", "evidence_gap"),),
    )
    page.unit(
        "In severe renal impairment, magnesium is contraindicated.",
        claims=(
            Said(
                "magnesium is contraindicated",
                "harm",
                outcomes=(),
                agent="magnesium",
                qualifiers=(("population", "severe renal impairment"),),
            ),
        ),
    )
    return page


def hostile() -> Page:
    """Every hostile text as title, heading, claim, outcome and cue."""
    page = Page("hostile", title=f"{HOSTILE['script']}{HOSTILE['image']}", topic=HOSTILE["image"])
    page.heading(HOSTILE["script"], 2)
    for name, words in HOSTILE.items():
        raw = f"{words} may cure 🧠{name} now."
        page.unit(
            raw,
            clean=raw,
            claims=(
                Said(
                    f"{words} may cure 🧠{name}",
                    "treatment",
                    "conditional",
                    resolved=words[:60],
                    concept=None,
                    agent=words,
                    outcomes=(f"🧠{name}",),
                    reasons=(f"because of {words[:80]}",),
                ),
            ),
            cues=(("may", "modal"),),
        )
    page.unit("One\r\nline <b>broken</b>\tup &lt;here&gt;.", clean="One line broken up <here>.")
    return page


def compared(pages: Iterable[DocumentRows]) -> list[ComparisonRow]:
    """Comparisons of the small corpus: one verdict of each kind that it has."""
    claims = {c.claim_id: c for rows in pages for c in rows.claims}
    ours = [c for c in claims.values() if c.source == "promotional"]
    theirs = [c for c in claims.values() if c.source == "reference"]
    found = []
    for number, claim in enumerate(ours):
        matched = claim.type == "treatment" and claim.doc_id == "promo-magnesium"
        found.append(
            ComparisonRow(
                claim.claim_id,
                claim.doc_id,
                "overstated" if matched else "not_found",
                [Match(theirs[0].claim_id, 0.83)] if matched else [],
                ["the reference says that evidence is lacking"] if matched else ["no such claim"],
                "promotional",
                "reference",
                claim.agent.concept_id or claim.agent.resolved or f"agent {number}",
                [outcome.name for outcome in claim.outcomes],
            )
        )
    found.append(
        ComparisonRow(
            theirs[1].claim_id,
            theirs[1].doc_id,
            "omitted",
            [],
            ["promotional names no such caution"],
            "promotional",
            "reference",
            "magnesium",
            ["renal impairment"],
        )
    )
    return found


def write(
    out: Path,
    pages: Iterable[DocumentRows],
    comparisons: Iterable[ComparisonRow] = (),
    errors: Iterable[ErrorRow] = (),
) -> Path:
    """Write the tables of an output folder."""
    out.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        names = ("claims", "sentences", "documents", "comparisons", "errors")
        tables = {
            name: TableWriter(stack.enter_context(atomic_file(out / f"{name}.jsonl")))
            for name in names
        }
        for rows in pages:
            tables["documents"].write(rows.document)
            for sentence in rows.sentences:
                tables["sentences"].write(sentence)
            for claim in rows.claims:
                tables["claims"].write(claim)
        for comparison in comparisons:
            tables["comparisons"].write(comparison)
        for error in errors:
            tables["errors"].write(error)
    return out


def small(out: Path) -> dict[str, Page]:
    """A corpus of three pages, one of them hostile, and a failed one."""
    made = {page.doc_id: page for page in (promotional(), reference(), hostile())}
    rows = [page.finish() for page in made.values()]
    failed = ErrorRow(
        "promotional/bad.md", "promotional", "binary", "is not text", "byte 0", "Remove it."
    )
    write(out, rows, compared(rows), [failed])
    return made


SUBSTANCES = ("magnesium", "zinc", "iron", "vitamin C", "turmeric", "ginger", "melatonin", "iodine")
OUTCOMES = ("sleep", "migraine", "muscle cramps", "fatigue", "blood pressure", "bone density")


def large_pages(claims: int, per_document: int = 100, seed: int = 7) -> Iterator[DocumentRows]:
    """Pages of two sources with `claims` claims in all."""
    rng = random.Random(seed)
    for number in range(max(1, claims // per_document)):
        source = ("promotional", "reference")[number % 2]
        substance = SUBSTANCES[number // 2 % len(SUBSTANCES)]
        page = Page(f"{source}-{number:05}", source, source, f"{substance} no. {number}", substance)
        page.heading(f"About {substance}", 1)
        for n in range(per_document):
            outcome = rng.choice(OUTCOMES)
            sure = rng.random() > 0.1
            page.unit(
                f"In trial {n} of {number}, {substance} may strongly improve {outcome} in adults.",
                same_block=bool(n % 4),
                claims=(
                    Said(
                        f"{substance} may strongly improve {outcome}",
                        rng.choice(TYPES),
                        rng.choice(STRENGTHS),
                        rng.choice(BASES),
                        agent=substance,
                        resolved=substance,
                        concept=None,
                        outcomes=(outcome,),
                        flags=() if sure else ("uncertain",),
                        confidence=0.9 if sure else 0.4,
                    ),
                ),
                cues=(("may", "modal"), ("strongly", "booster")),
            )
        yield page.finish()


def large(out: Path, claims: int) -> Path:
    """A large corpus on disk, its comparisons too."""
    rng = random.Random(11)
    comparisons: list[ComparisonRow] = []
    earlier: list[str] = []

    def watched() -> Iterator[DocumentRows]:
        for rows in large_pages(claims):
            for claim in rows.claims:
                verdict = rng.choice(VERDICTS[:5]) if claim.role == "promotional" else "omitted"
                if claim.role == "reference":
                    earlier.append(claim.claim_id)
                    if rng.random() > 0.3:
                        continue
                matched = verdict not in ("not_found", "omitted") and earlier
                comparisons.append(
                    ComparisonRow(
                        claim.claim_id,
                        claim.doc_id,
                        verdict if matched or verdict == "omitted" else "not_found",
                        [Match(rng.choice(earlier), 0.8)] if matched else [],
                        ["made up for a test"],
                        "promotional",
                        "reference",
                        claim.agent.resolved,
                        [outcome.name for outcome in claim.outcomes],
                    )
                )
            yield rows

    write(out, watched())
    with atomic_file(out / "comparisons.jsonl") as stream:
        table = TableWriter(stream)
        for comparison in comparisons:
            table.write(comparison)
    return out
