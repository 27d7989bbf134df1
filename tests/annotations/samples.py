"""Annotated documents made up for tests."""

from __future__ import annotations

from hypothesis import strategies as st

from claimcheck import labels
from claimcheck.annotations.building import Loose, build
from claimcheck.annotations.model import AnnotatedDocument, GoldClaim, GoldCue, Mark
from claimcheck.documents import read_text
from claimcheck.spans import Span, trim

TEXT = (
    "Zinc Lozenges 🍋\r\n\r\nZinc may shorten colds,\r\nif taken early. "
    "It does not cure them.\r\n\r\n"
    "Side effects can include:\r\n\r\n- Nausea\r\n- Métallic taste\r\n"
)

WORDS = [
    "Zinc",
    "may",
    "help",
    "«cold»",
    "naïve",
    "🍋",
    "👩‍⚕️",
    "<b>",
    "&amp;",
    "5 %",
    "don't",
    "x\ny",
]


def mark(text: str, quote: str) -> Mark:
    """The first stretch of `text` that reads `quote`."""
    start = text.index(quote)
    return Mark(quote, start, start + len(quote))


def claim(text: str, quote: str, *outcomes: str, **labelled: object) -> GoldClaim:
    """A claim found by its words, direct treatment by zinc unless labelled otherwise."""
    fields: dict[str, object] = {
        "agent": "zinc",
        "type": "treatment",
        "polarity": "affirmed",
        "strength": "direct",
        "basis": "none",
        "from_context": False,
        **labelled,
    }
    found = mark(text, quote)
    inside = tuple(
        Mark(o, found.start + found.text.index(o), found.start + found.text.index(o) + len(o))
        for o in outcomes
    )
    return GoldClaim(mark=found, outcomes=inside, **fields)  # type: ignore[arg-type]


def document(name: str = "zinc-page", text: str = TEXT) -> AnnotatedDocument:
    """A page with emoji, carriage returns, a claim over a line break, and a list item claim."""
    loose = Loose(name, f"pages/{name}.txt", text)
    loose.claims = [
        claim(text, "Zinc may shorten colds", "colds", strength="conditional"),
        claim(text, "It does not cure them", "them", polarity="negated"),
        claim(text, "Nausea", "Nausea", type="harm", strength="conditional", from_context=True),
        claim(text, "Métallic taste", type="harm", strength="conditional", from_context=True),
    ]
    loose.cues = [
        GoldCue(mark(text, "may"), "modal"),
        GoldCue(mark(text, "if taken early"), "condition"),
        GoldCue(mark(text, "not"), "negation"),
        GoldCue(mark(text, "can"), "modal"),
    ]
    built, wrong = build(loose)
    assert wrong == []
    return built


@st.composite
def documents(draw: st.DrawFn) -> AnnotatedDocument:
    """Any page of a few lines, with any legal marks in its units."""
    line = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
    breaks = draw(st.sampled_from(["\n\n", "\r\n\r\n"]))
    text = breaks.join(draw(st.lists(line, min_size=1, max_size=4))) + breaks
    loose = Loose("page", "pages/page.txt", text)
    for unit in read_text(text).units:
        edges = draw(st.lists(st.integers(unit.span.start, unit.span.end), max_size=6, unique=True))
        for start, end in zip(sorted(edges)[::2], sorted(edges)[1::2], strict=False):
            span = trim(text, Span(start, end))
            if len(span):
                _mark(draw, loose, Mark.cut(text, span))
    built, wrong = build(loose)
    assert wrong == []
    return built


def _mark(draw: st.DrawFn, loose: Loose, stretch: Mark) -> None:
    if draw(st.booleans()):
        loose.cues.append(GoldCue(stretch, draw(st.sampled_from(labels.CUE_CATEGORIES))))
        return
    loose.claims.append(
        GoldClaim(
            mark=stretch,
            agent=draw(st.sampled_from(["zinc", "high doses of “zinc”", "Ζink 5 %"])),
            outcomes=tuple(draw(st.lists(st.just(stretch), max_size=2))),
            type=draw(st.sampled_from(labels.TYPES)),
            polarity=draw(st.sampled_from(labels.POLARITIES)),
            strength=draw(st.sampled_from(labels.STRENGTHS)),
            basis=draw(st.sampled_from(labels.BASES)),
            from_context=draw(st.booleans()),
        )
    )
