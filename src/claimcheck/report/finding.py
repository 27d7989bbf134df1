"""The finding in a few sentences, each with its numbers, and how numbers are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .intervals import Rate, Share

if TYPE_CHECKING:
    from .summary import Contrast, SourceSummary


def percent(value: float | None) -> str:
    """A share as whole percent: `71 %`; under 1 % with one digit; "–" for none."""
    if value is None:
        return "–"
    digits = 1 if 0 < value < 0.01 else 0
    return f"{100 * value:.{digits}f} %"


def percent_range(share: Share) -> str:
    """A share's interval: `66–75 %`, or "" where there is none."""
    if share.low is None or share.high is None:
        return ""
    return f"{100 * share.low:.0f}–{100 * share.high:.0f} %"


def rate(value: Rate) -> str:
    """A rate per 100 claims: `12.5`, or "–"."""
    return "–" if value.per_100 is None else f"{value.per_100:.1f}"


def rate_range(value: Rate) -> str:
    """A rate's interval: `10.1–15.0`, or ""."""
    return "" if value.low is None or value.high is None else f"{value.low:.1f}–{value.high:.1f}"


def number(value: int) -> str:
    """A whole number with thin groups of three: `12,345`."""
    return f"{value:,}"


def counted(value: int, one: str, many: str | None = None) -> str:
    """A number with its noun in the right form: `1 claim`, `2 claims`."""
    return f"{number(value)} {one if value == 1 else many or one + 's'}"


def finding(sources: list[SourceSummary], contrast: Contrast | None) -> list[str]:
    """One to three sentences that say what the report found, without judging truth."""
    if not any(source.claims for source in sources):
        return ["No health claims were found in these documents."]
    by_name = {source.name: source for source in sources}
    if contrast is None or not {contrast.reviewed, contrast.reference} <= by_name.keys():
        return [_alone(source) for source in sources if source.claims][:3]
    reviewed, reference = by_name[contrast.reviewed], by_name[contrast.reference]
    sentences = [
        f"{reviewed.name} states {percent(reviewed.stated_as_fact.share)} of its "
        f"{counted(reviewed.claims, 'health claim')} as fact; {reference.name} does so for "
        f"{percent(reference.stated_as_fact.share)} of {number(reference.claims)}."
    ]
    if contrast.compared:
        sentences.append(_further(contrast))
    if contrast.omitted.count:
        cautions = counted(contrast.omitted.count, "caution or limit", "cautions or limits")
        verb = "has" if contrast.omitted.count == 1 else "have"
        sentences.append(
            f"{cautions} of {reference.name} {verb} no counterpart in {reviewed.name}."
        )
    return sentences


def _alone(source: SourceSummary) -> str:
    return (
        f"{source.name} makes {counted(source.claims, 'health claim')}: "
        f"{percent(source.stated_as_fact.share)} stated as fact, "
        f"{percent(source.with_basis.share)} with a basis named."
    )


def _further(contrast: Contrast) -> str:
    over, against = contrast.verdicts["overstated"], contrast.verdicts["contradicted"]
    missing = contrast.verdicts["not_found"]
    further = over.count + against.count
    return (
        f"Of {counted(contrast.compared, 'compared claim')}, {number(further)} "
        f"({percent(further / contrast.compared)}) "
        f"{'goes' if further == 1 else 'go'} further than the reference "
        f"({number(over.count)} overstated, {number(against.count)} contradicted) and "
        f"{number(missing.count)} ({percent(missing.share)}) "
        f"{'is' if missing.count == 1 else 'are'} not found in it"
        f"{_silent(contrast)}."
    )


def _silent(contrast: Contrast) -> str:
    """What part of the claims not found is no disagreement: the reference is silent."""
    silent, missing = contrast.uncovered.count, contrast.verdicts["not_found"].count
    if not silent:
        return ""
    which = "all" if silent == missing else f"{number(silent)} of them"
    return f", {which} about substances of which it says nothing"
