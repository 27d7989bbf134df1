"""Pages: what was found is laid beside the gold unit that it stands in."""

from __future__ import annotations

import re

from claimcheck.evaluation.measures import HEADLINES
from claimcheck.evaluation.run import page
from claimcheck.evaluation.sentences import is_speculative

FIGURE = {"value": 0.5, "low": 0.4, "high": 0.6}


def found() -> dict:
    figures = dict.fromkeys(HEADLINES, FIGURE)
    flat = dict.fromkeys(HEADLINES, 0.5)
    sure = {
        "claims": 1,
        "expected_calibration_error": 0.1,
        "reliability": [{"count": 1, "confidence": 0.9, "accuracy": 1.0}],
        "accuracy_at_coverage": {"0%": 1.0},
    }
    return {
        "version": "1",
        "pages": {
            "documents": 1,
            "units": 2,
            "words_per_second": 3,
            "figures": figures,
            "by_source": {"reference": {"units": 2, **flat}},
            "by_kind": {"heading": {"units": 1, **flat}},
            "certainty_of_labels": {"strength": sure},
            "confusion": {"type": {"labels": ["harm"], "table": [[1]]}},
        },
        "baselines": {"majority": {"cue_f1": FIGURE}},
        "sentences": {"certainty_val": {"sentences": 9, "pearson_r": FIGURE}},
        "worst_mistakes": [
            {"document": "d", "kind": "sentence", "unit": "<script>x</script>", "mistake": "missed"}
        ],
    }


def test_the_page_escapes_the_texts_it_shows() -> None:
    html = page(found())
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html


def test_the_page_shows_every_headline_figure() -> None:
    html = page(found())
    for name in HEADLINES:
        assert re.search(rf"<th scope=\"row\">{name.replace('_', ' ')}</th><td>0\.500</td>", html)


def test_an_attribution_is_speculative_only_with_an_epistemic_word() -> None:
    assert is_speculative({"category": "modal", "text": "may"})
    assert is_speculative({"category": "attribution", "text": "some studies suggest"})
    assert not is_speculative({"category": "attribution", "text": "has been shown to"})
    assert not is_speculative({"category": "booster", "text": "powerful"})
