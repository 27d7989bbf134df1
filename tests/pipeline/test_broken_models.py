"""A model folder that is not whole is refused before any page is read, with the remedy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claimcheck.cli.main import main
from claimcheck.errors import ModelError
from claimcheck.pipeline.encoder import UnitEncoder
from claimcheck.pipeline.models import model_folder


def broken(tmp_path: Path, name: str, content: bytes | None) -> Path:
    """The shipped model with one file cut off, or missing where `content` is None."""
    shipped = model_folder()
    folder = tmp_path / "model"
    for path in shipped.rglob("*"):
        target = folder / path.relative_to(shipped)
        if path.is_dir():
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.relative_to(shipped).as_posix() != name:
            os.symlink(path, target)
        elif content is not None:
            target.write_bytes(path.read_bytes()[:5000] + content)
    return folder


@pytest.mark.parametrize("name", UnitEncoder.FILES)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError) as error:
        UnitEncoder(broken(tmp_path, name, None))
    assert error.value.path.endswith(name)
    assert "claimcheck train" in error.value.remedy


@pytest.mark.parametrize("name", ["encoder.onnx", "words.npz", "heads.npz", "tokenizer.json"])
def test_a_file_that_is_cut_off_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        UnitEncoder(broken(tmp_path, name, b""))


@pytest.mark.parametrize("name", ["encoder.onnx", "heads/type.skops"])
def test_a_run_with_a_broken_model_writes_no_claims_and_ends_with_2(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "zinc.md"
    page.write_text("# Zinc\n\nZinc may shorten colds.\n", "utf-8")
    model = broken(tmp_path, name, b"")
    with pytest.raises(SystemExit) as ended:
        main(["run", str(page), "-o", str(tmp_path / "out"), "--model", str(model)])
    assert ended.value.code == 2
    assert not (tmp_path / "out" / "claims.jsonl").exists()
    assert "claimcheck train" in capsys.readouterr().err
