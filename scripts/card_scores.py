"""Puts the figures of an evaluation into the model card.

    python scripts/card_scores.py out-evaluation/evaluation.json models/CARD.md

What stands between `<!-- scores -->` and `<!-- end of scores -->` is written anew.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, Final

ROWS: Final = {
    "detection_f1": "claim detection, per unit, F1",
    "span_f1": "claim spans (IoU ≥ 0.5), F1",
    "claim_and_strength_f1": "claim + strength right, F1",
    "strength_macro_f1": "strength, macro-F1",
    "type_macro_f1": "type, macro-F1",
    "basis_macro_f1": "basis (labels with 5 or more claims), macro-F1",
    "polarity_macro_f1": "polarity, macro-F1",
    "from_context_macro_f1": "from_context, macro-F1",
    "outcome_f1": "outcomes, exact span, F1",
    "cue_f1": "cues, exact span and category, F1",
}
SENTENCES: Final = {
    "claim_strength_pubmed": ("claim strength 0-3, PubMed, fold 0, macro-F1", "macro_f1"),
    "claim_strength_eureka": ("claim strength 0-3, EurekAlert, fold 0, macro-F1", "macro_f1"),
    "certainty_val": ("certainty, validation, Pearson r", "pearson_r"),
    "certainty_ext": ("certainty, ext, Pearson r", "pearson_r"),
    "speculative_sentences_bioscope": ("speculative sentences, BioScope abstracts, F1", "f1"),
}
MARKS: Final = ("<!-- scores -->\n", "\n<!-- end of scores -->")


def tables(found: dict[str, Any]) -> str:
    """The tables of an evaluation, as Markdown."""
    svm = found["baselines"]["TF-IDF + linear SVM"]
    lines = ["| figure | value | interval | TF-IDF + linear SVM |", "|---|---|---|---|"]
    for name, title in ROWS.items():
        other = f"{svm[name]['value']:.3f}" if svm[name]["value"] else "–"
        if name == "cue_f1":
            lexicon = found["baselines"]["cue lexicon alone"][name]
            other = f"{lexicon['value']:.3f} (lexicon alone)"
        lines.append(f"| {title} | {_figure(found['pages']['figures'][name])} | {other} |")
    lines += ["", "| single sentences | value | interval |", "|---|---|---|"]
    for name, (title, key) in SENTENCES.items():
        if name in found["sentences"]:
            lines.append(f"| {title} | {_figure(found['sentences'][name][key])} |")
    lines += ["", "| label | expected calibration error |", "|---|---|"]
    for name, row in found["pages"]["certainty_of_labels"].items():
        lines.append(f"| {name} | {row['expected_calibration_error']:.3f} |")
    return "\n".join(lines)


def _figure(figure: dict[str, float]) -> str:
    return f"{figure['value']:.3f} | {figure['low']:.3f} to {figure['high']:.3f}"


def main() -> None:
    """Read the evaluation, write the card."""
    evaluation, card = map(Path, sys.argv[1:3])
    text = card.read_text("utf-8")
    pattern = re.compile(f"{re.escape(MARKS[0])}.*{re.escape(MARKS[1])}", re.DOTALL)
    made = tables(json.loads(evaluation.read_text("utf-8")))
    card.write_text(pattern.sub(lambda _: f"{MARKS[0]}\n{made}\n{MARKS[1]}", text), "utf-8")


if __name__ == "__main__":
    main()
