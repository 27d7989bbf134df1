"""What claimcheck is held against: a bare spaCy small pipeline, and medspaCy as it comes.

Run as a script it reads a folder of pages and prints the processor seconds that parsing took:
`python baseline.py spacy MODEL FOLDER BATCH`, `python baseline.py medspacy FOLDER`, or
`python baseline.py context FOLDER`: medspaCy's ConText on the base that claimcheck has (a blank
pipeline), with sentences cut at final marks and two dozen outcomes as targets.
"""

from __future__ import annotations

import gzip
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

TREEBANK: Final = "en_ewt-ud-train.conllu.gz"

#: Sentences that the baseline learns from: enough to parse sensibly, its speed is what counts.
SENTENCES: Final = 1500
#: What ConText relates its modifiers to, in place of the claims that claimcheck finds.
TARGETS: Final = [
    "anxiety",
    "cancer",
    "cholesterol",
    "diabetes",
    "digestion",
    "energy",
    "fatigue",
    "health",
    "heart",
    "immune",
    "inflammation",
    "memory",
    "mood",
    "muscle",
    "nausea",
    "pain",
    "pressure",
    "skin",
    "sleep",
    "stress",
    "sugar",
    "weight",
]
EPOCHS: Final = 2


def train_small_pipeline(treebanks: Path, target: Path) -> None:
    """tok2vec (width 96, depth 4) + tagger + parser, as spaCy's small English models have."""
    import spacy
    from spacy.training import Example
    from spacy.util import minibatch

    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.HashEmbedCNN.v2",
        "pretrained_vectors": None, "width": 96, "depth": 4, "embed_size": 2000,
        "window_size": 1, "maxout_pieces": 3, "subword_features": True}})  # fmt: skip
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "*"}
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2",
        "tok2vec": listener}})  # fmt: skip
    nlp.add_pipe("parser", config={"model": {"@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser", "extra_state_tokens": False, "hidden_width": 64,
        "maxout_pieces": 2, "use_upper": True, "tok2vec": listener}})  # fmt: skip
    examples = [
        Example.from_dict(doc, annotation)
        for doc, annotation in _sentences(nlp, treebanks / TREEBANK)
    ]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(EPOCHS):
        for batch in minibatch(examples, size=32):
            nlp.update(batch, sgd=optimizer)
    target.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(target)


def _sentences(nlp: Any, path: Path) -> Iterator[tuple[Any, dict[str, Any]]]:
    from spacy.tokens import Doc

    rows: list[list[str]] = []
    count = 0
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            if line.strip():
                if line[0].isdigit() and line.split("\t", 1)[0].isdigit():
                    rows.append(line.rstrip("\n").split("\t"))
                continue
            if len(rows) > 1:
                heads = [int(row[6]) - 1 if int(row[6]) else i for i, row in enumerate(rows)]
                yield (
                    Doc(nlp.vocab, words=[row[1] for row in rows]),
                    {"heads": heads, "deps": [row[7] for row in rows],
                     "tags": [row[4] for row in rows]},
                )  # fmt: skip
                count += 1
            rows = []
            if count >= SENTENCES:
                return


def read(folder: Path) -> list[str]:
    """The texts of a folder's pages."""
    return [path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.is_file()]


def main() -> None:
    """Print the processor seconds that `nlp.pipe` takes, loading not counted."""
    kind, *arguments = sys.argv[1:]
    if kind == "spacy":
        import spacy

        model, folder, batch = arguments
        nlp = spacy.load(model)
    elif kind == "context":
        import medspacy
        import spacy

        (folder,) = arguments
        batch = "32"
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
        ruler = nlp.add_pipe("entity_ruler")
        ruler.add_patterns([{"label": "TARGET", "pattern": [{"LOWER": w}]} for w in TARGETS])
        nlp.add_pipe("medspacy_context")
    else:
        import medspacy

        (folder,) = arguments
        batch = "32"
        nlp = medspacy.load()
    nlp.max_length = 10**9
    texts = read(Path(folder))
    started = time.process_time()
    for _ in nlp.pipe(texts, batch_size=int(batch)):
        pass
    print(time.process_time() - started)


if __name__ == "__main__":
    main()
