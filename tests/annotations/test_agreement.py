"""Agreement figures are the published ones; differences are found and shown."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from claimcheck.annotations import agreement
from claimcheck.annotations.agreement_report import page, write_agreement
from claimcheck.annotations.building import Loose, build, loosen
from claimcheck.annotations.comparing import Agreement, compare, match
from claimcheck.annotations.model import AnnotatedDocument, GoldClaim
from claimcheck.errors import UsageError

from . import samples


def table(first: str, second: str, order: str) -> np.ndarray:
    counts = np.zeros((len(order), len(order)))
    for a, b in zip(first, second, strict=True):
        counts[order.index(a), order.index(b)] += 1
    return counts


def test_alpha_of_krippendorffs_binary_example() -> None:
    counts = table("0100000010", "1110010000", "01")
    assert agreement.nominal_alpha(counts) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_krippendorffs_nominal_example() -> None:
    counts = table("aabbdcccedda", "babbbcccedd" + "d", "abcde")
    assert agreement.nominal_alpha(counts) == pytest.approx(0.692, abs=5e-4)


def test_ordinal_alpha_takes_a_near_miss_for_less_than_a_far_one() -> None:
    near = table("0000111122223333", "0000111122223332", "0123")
    far = table("0000111122223333", "0000111122223330", "0123")
    assert agreement.ordinal_alpha(near) > agreement.ordinal_alpha(far)
    assert agreement.nominal_alpha(near) == pytest.approx(agreement.nominal_alpha(far), abs=0.02)


def test_ordinal_distance_is_krippendorffs() -> None:
    """Two items: ranks 0/1 and 1/1. Totals 1, 3: delta(0,1) = (1 + 3 - 4 / 2)^2 = 4."""
    counts = table("01", "11", "01")
    observed = 2 * 4 / 4
    expected = 2 * 1 * 3 * 4 / (4 * 3)
    assert agreement.ordinal_alpha(counts) == pytest.approx(1 - observed / expected)


def test_ac1_of_gwets_paradox_stays_high() -> None:
    """118 yes/yes, 5 yes/no, 2 no/yes, 0 no/no (Gwet 2008, table 2): AC1 0.94, alpha about 0."""
    counts = np.array([[118.0, 5.0], [2.0, 0.0]])
    assert agreement.ac1(counts) == pytest.approx(0.9408, abs=5e-4)
    assert abs(agreement.nominal_alpha(counts)) < 0.05


def test_measures_of_nothing_are_nan_and_of_one_label_full() -> None:
    empty = np.zeros((2, 2))
    one = np.array([[0.0, 0.0], [0.0, 5.0]])
    assert np.isnan(agreement.nominal_alpha(empty))
    assert np.isnan(agreement.ac1(empty))
    assert agreement.nominal_alpha(one) == 1.0
    assert agreement.ac1(one) == 1.0


def test_stack_of_tables_is_measured_like_each_of_them() -> None:
    stack = np.random.default_rng(1).integers(0, 9, (6, 3, 3)).astype(float)
    for measure in (agreement.nominal_alpha, agreement.ordinal_alpha, agreement.ac1):
        each = [float(measure(counts)) for counts in stack]
        assert measure(stack) == pytest.approx(each)


def test_one_against_rest_keeps_the_items() -> None:
    counts = np.arange(9.0).reshape(3, 3)
    small = agreement.one_against_rest(counts, 1)
    assert small.tolist() == [[0 + 2 + 6 + 8, 1 + 7], [3 + 5, 4]]


def test_interval_is_the_same_each_time_and_holds_the_value() -> None:
    groups = np.random.default_rng(2).integers(0, 6, (12, 2, 2)).astype(float)
    found = agreement.estimate(groups, agreement.nominal_alpha)
    assert found == agreement.estimate(groups, agreement.nominal_alpha)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.value < found.high


def test_one_group_has_no_interval() -> None:
    found = agreement.estimate(np.ones((1, 2, 2)), agreement.ac1)
    assert (found.low, found.high) == (None, None)


def changed(document: AnnotatedDocument, quote: str, **given: Any) -> AnnotatedDocument:
    """The document with one claim labelled otherwise, or without it (`keep=False`)."""
    loose = loosen(document)
    keep = given.pop("keep", True)
    claims = [c for c in loose.claims if keep or c.mark.text != quote]
    loose.claims = [replace(c, **given) if c.mark.text == quote else c for c in claims]
    return build(loose)[0]


def labels_of(found: Agreement, field: str, label: str = "all") -> Any:
    return next(row for row in found.labelled if (row.field, row.label) == (field, label))


def test_document_agrees_with_itself() -> None:
    found = compare([samples.document()], [samples.document()])
    assert found.differences == ()
    assert {estimate.value for estimate, _, _ in found.spans.values()} == {1.0}
    assert {row.alpha.value for row in found.labelled} == {1.0}


def test_missing_claim_lowers_span_f1_and_unit_agreement() -> None:
    second = changed(samples.document(), "Nausea", keep=False)
    found = compare([samples.document()], [second])
    estimate, ours, theirs = found.spans["claims, same stretch"]
    assert (ours, theirs) == (4, 3)
    assert estimate.value == pytest.approx(6 / 7, abs=1e-4)
    assert labels_of(found, "unit has", "claim").first == 4
    assert [d.what for d in found.differences] == [("claims",)]


def test_label_is_compared_on_claims_that_both_marked() -> None:
    second = changed(samples.document(), "Nausea", strength="direct")
    found = compare([samples.document()], [second])
    strength = labels_of(found, "strength")
    assert strength.items == 4
    assert strength.alpha.value is not None
    assert strength.alpha.value < 1
    assert labels_of(found, "strength", "direct").second == 2
    assert labels_of(found, "type").alpha.value == 1.0


def test_claims_match_best_overlap_first_and_once() -> None:
    text = "Zinc may shorten colds and coughs."
    long = samples.claim(text, "Zinc may shorten colds and coughs")
    short = samples.claim(text, "Zinc may shorten colds")
    assert match([long, short], [short]) == [(short, short)]
    assert match([long], [samples.claim(text, "coughs")]) == []


def test_sets_without_a_common_document_are_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no document"):
        compare([samples.document("a")], [samples.document("b")])


def test_different_texts_of_one_name_are_a_usage_error() -> None:
    other = replace(samples.document(), text=samples.TEXT + " ")
    with pytest.raises(UsageError, match="different texts"):
        compare([samples.document()], [other])


def hostile() -> tuple[list[AnnotatedDocument], list[AnnotatedDocument]]:
    text = 'Zinc <script>alert(1)</script> heals \u202ecolds "><img src=x onerror=alert(1)>.'
    loose = Loose("<b>page", "page.txt", text)
    first: list[GoldClaim] = [samples.claim(text, "heals \u202ecolds", agent="<i>zinc</i>")]
    loose.claims = first
    empty = Loose("<b>page", "page.txt", text)
    return [build(loose)[0]], [build(empty)[0]]


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.shown: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.shown.append(data)


def test_page_escapes_what_documents_hold() -> None:
    parser = _Elements()
    parser.feed(page(compare(*hostile()), "<em>me", "you"))
    assert not {"script", "img", "i", "b"} & set(parser.tags)
    assert "<script>alert(1)</script>" in "".join(parser.shown)


def test_page_shows_both_sides_of_each_difference() -> None:
    second = changed(samples.document(), "Nausea", strength="direct")
    html = page(compare([samples.document()], [second]), "ada", "bob")
    assert html.count('<section class="pair">') == 1
    assert "<strong>strength: conditional</strong>" in html
    assert "<strong>strength: direct</strong>" in html


def test_json_has_every_figure_and_place(tmp_path: Path) -> None:
    second = changed(samples.document(), "Nausea", keep=False)
    found = compare([samples.document()], [second])
    written = write_agreement(found, "ada", "bob", tmp_path)
    data = json.loads(written[0].read_text("utf-8"))
    assert data["spans"]["claims, same stretch"]["first"] == 4
    place = data["differences"][0]
    assert samples.TEXT[place["start"] : place["end"]] == "Nausea"
