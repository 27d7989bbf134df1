"""`claimcheck evaluate`: every figure in one run, beside the baselines, as JSON and one page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from .. import __version__
from ..errors import UsageError
from ..pipeline import load_pipeline
from ..pipeline.models import model_folder
from ..pipeline.scoring import SentenceScorer
from ..tables import atomic_file, write_json
from ..training.gold import GoldDocument, examples_of, read_annotation_set, read_claims_data
from ..training.prepare import annotation_sets
from .baselines import lexicon_cue_figures, majority_figures, svm_figures
from .measures import HEADLINES, page_figures, worst_mistakes
from .pages import score_documents
from .sentences import sentence_figures


def evaluate(
    shared: Path,
    root: Path,
    out: Path,
    *,
    model: Path | None = None,
    previous: Path | None = None,
    report: Callable[[str], None],
) -> dict[str, Any]:
    """Measure the model on the development pages and the neighbouring sets.

    shared (Path): holds `data/`. root (Path): the project, whose `annotations/` train the SVM.
    out (Path): folder for `evaluation.json` and `evaluation.html`.
    previous (Path or None): another model folder, measured in the same run.
    RAISES: UsageError where the development data are not there; ModelError.
    """
    data = shared / "data"
    if not (data / "claims" / "dev").is_dir():
        raise UsageError(
            "the development data are not there",
            path=str(data / "claims"),
            remedy="Name the folder that holds data/claims with --shared.",
        )
    dev = read_claims_data(data / "claims", "dev")
    report(f"{len(dev)} development documents")
    scored = score_documents(load_pipeline(model), dev)
    found: dict[str, Any] = {"version": __version__, "model": str(model_folder(model).name)}
    found["pages"] = page_figures(scored)
    report("baselines")
    found["baselines"] = _baselines(data, root, dev)
    if previous is not None:
        figures = page_figures(score_documents(load_pipeline(previous), dev))
        found["baselines"]["previous model"] = figures["figures"]
    report("sentences")
    found["sentences"] = sentence_figures(SentenceScorer.load(model), data)
    found["worst_mistakes"] = worst_mistakes(scored)
    out.mkdir(parents=True, exist_ok=True)
    write_json(out / "evaluation.json", found)
    with atomic_file(out / "evaluation.html") as stream:
        stream.write(page(found))
    return found


def _baselines(data: Path, root: Path, dev: list[GoldDocument]) -> dict[str, Any]:
    golds = read_claims_data(data / "claims", "train")
    for folder in annotation_sets(root):
        golds += read_annotation_set(folder, root)
    training = [example for gold in golds for example in examples_of(gold)]
    examples = [example for gold in dev for example in examples_of(gold)]
    return {
        "majority": majority_figures(training, examples),
        "TF-IDF + linear SVM": svm_figures(training, examples),
        "cue lexicon alone": {"cue_f1": lexicon_cue_figures(examples)},
    }


def page(found: dict[str, Any]) -> str:
    """The figures as one HTML page, everything escaped."""
    environment = Environment(
        loader=PackageLoader("claimcheck.evaluation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("evaluation.html.j2").render(found=found, headlines=HEADLINES)


def summary_lines(found: dict[str, Any]) -> list[str]:
    """The headline figures with their intervals, one a line, beside the baselines."""
    baselines = found["baselines"]
    names = list(baselines)
    lines = [f"{'figure':24} {'claimcheck':22} " + " ".join(f"{name:>20}" for name in names)]
    for name in HEADLINES:
        figure = found["pages"]["figures"][name]
        others = [baselines[b].get(name) for b in names]
        cells = " ".join(f"{o['value']:20.3f}" if o else f"{'-':>20}" for o in others)
        interval = f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]"
        lines.append(f"{name:24} {interval:22} {cells}")
    sure = found["pages"]["certainty_of_labels"]["strength"]
    lines.append(f"{'calibration error':24} {sure['expected_calibration_error']:.3f} (strength)")
    for name, figures in found["sentences"].items():
        key = next(k for k in ("macro_f1", "pearson_r", "f1") if k in figures)
        value = figures[key]
        interval = f"{value['value']:.3f} [{value['low']:.3f}, {value['high']:.3f}]"
        lines.append(f"{name:32} {interval:22} {key}")
    return lines
