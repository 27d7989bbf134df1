"""The encoder on pages and sites it has not seen: `python scripts/cross_validation.py --by site`.

For each fold an encoder is fine-tuned afresh by the recipe's first fit (fewer epochs, no single
sentences) and measured on the fold's pages of the in-domain gold, all 43 of them in turn. The
development and held pages are measured with the rest, but train none of the folds. Own annotations
train every fold. Figures are of the encoder alone in PyTorch, without lexicons, label heads and
quantisation. Needs the extra `train` and the prepared data (`claimcheck train prepare`); about an
hour of one core for five folds of eight epochs.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import torch
from safetensors.torch import load_file, save_file

from claimcheck.evaluation.scoring import ScoredUnit, score_units
from claimcheck.pipeline.windows import WindowLimits, WindowMaker
from claimcheck.pipeline.wordpieces import PieceTokenizer
from claimcheck.training.examples import Example
from claimcheck.training.fit import fit
from claimcheck.training.network import Encoder, Network
from claimcheck.training.predict import drafts_of, scored_draft, scored_gold
from claimcheck.training.prepared import load_prepared
from claimcheck.training.recipe import load_recipe, settings_of
from claimcheck.training.settings import FitConfig
from claimcheck.training.start import package_folder, start_from_package

#: Sites by fold, so that folds are of like size where the sites allow it.
SITE_FOLDS: Final = {
    "ref": 0,
    "vizen-blog": 1,
    "vpa-shopify": 2,
    "ayurwedic-me": 3,
    "kapresoft": 3,
    "ayushmonk": 4,
    "fulfillmentn": 4,
    "optibio": 4,
}
FOLDS: Final = 5
Pairs = list[tuple[ScoredUnit, ScoredUnit]]


def folds_of(gold: Sequence[Example], by: str, seed: int) -> dict[str, int]:
    """The fold of each document. by: `site`, or `document` (drawn by lot within both kinds)."""
    sites = {e.document: e.site for e in gold}
    if by == "site":
        return {document: SITE_FOLDS[site] for document, site in sites.items()}
    rng = random.Random(seed)
    found: dict[str, int] = {}
    for reference in (True, False):
        kind = sorted(d for d, site in sites.items() if (site == "ref") == reference)
        rng.shuffle(kind)
        found |= {document: i % FOLDS for i, document in enumerate(kind)}
    return found


def measure(
    network: Network, maker: WindowMaker, pages: Sequence[Example]
) -> tuple[Pairs, dict[str, float]]:
    """(gold, found) of all units of the pages, and the figures."""
    drafts = drafts_of(network, maker, pages, "cpu")
    pairs = [(scored_gold(e), scored_draft(draft)) for e, draft in drafts]
    return pairs, rounded(score_units(pairs).summary())


def rounded(figures: Mapping[str, float]) -> dict[str, float]:
    """Figures to three places."""
    return {name: round(figure, 3) for name, figure in figures.items()}


def main() -> None:
    """Measure the folds and print a line of JSON for each, then one for all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--prepared", type=Path, default=Path(".train/prepared.json.gz"))
    parser.add_argument("--by", choices=("site", "document"), default="document")
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--folds", default=",".join(map(str, range(FOLDS))))
    parser.add_argument("--start", type=Path, help="weights of an encoder to begin with")
    parser.add_argument("--keep", type=Path, help="folder for the folds' weights")
    options = parser.parse_args()
    torch.set_num_threads(1)
    recipe = load_recipe()
    examples = load_prepared(options.prepared).examples
    gold = [e for e in examples if e.set_name in ("train", "dev")]
    folds = folds_of(gold, options.by, recipe.seed)
    never = {e.document for e in examples if e.set_name == "dev"} | recipe.held.documents
    config = settings_of(FitConfig(), recipe.encoder, seed=recipe.seed, device="cpu")
    config = settings_of(config, recipe.fits[0], seed=recipe.seed, device="cpu")
    config = replace(config, epochs=options.epochs, layers=options.layers)
    maker = WindowMaker(PieceTokenizer(package_folder() / "tokenizer.json"), WindowLimits())
    found: Pairs = []
    for fold in map(int, options.folds.split(",")):
        shown = [e for e in examples if e.document not in never and folds.get(e.document) != fold]
        torch.manual_seed(recipe.seed)
        network = Network(Encoder(start_from_package(), layers=options.layers))
        if options.start:
            network.encoder.load_state_dict(load_file(options.start), strict=False)
        network = fit(network, maker, shown, (), config, lambda _: None)
        if options.keep:
            state = {k: v.float().contiguous() for k, v in network.state_dict().items()}
            save_file(state, options.keep / f"{options.by}-{fold}.safetensors")
        pages = [e for e in gold if folds[e.document] == fold]
        pairs, figures = measure(network, maker, pages)
        found += pairs
        dev = measure(network, maker, [e for e in gold if e.set_name == "dev"])[1]
        names = sorted({e.document for e in pages})
        print(json.dumps({"fold": fold, "pages": names, **figures, "dev": dev}), flush=True)
    print(json.dumps({"all": rounded(score_units(found).summary())}))


if __name__ == "__main__":
    main()
