"""Which units are in English."""

from __future__ import annotations

import pytest

from claimcheck.documents import read_bytes
from claimcheck.documents.language import language_of
from claimcheck.errors import DocumentError

from .helpers import LIMITS, SOURCE

GERMAN = "Zink kann eine Erk\u00e4ltung verk\u00fcrzen und ist f\u00fcr das Immunsystem wichtig."
SPANISH = "El magnesio ayuda a reducir los calambres musculares y mejora el sue\u00f1o."
FRENCH = (
    "Le magn\u00e9sium est un min\u00e9ral qui peut "
    "aider \u00e0 r\u00e9duire les crampes et la fatigue."
)
POLISH = (
    "Magnez jest minera\u0142em, kt\u00f3ry nie "
    "tylko pomaga na skurcze, ale dzia\u0142a te\u017c na sen."
)


@pytest.mark.parametrize(
    ("text", "language"), [(GERMAN, "de"), (SPANISH, "es"), (FRENCH, "fr"), (POLISH, "pl")]
)
def test_other_languages_are_told(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "\u041c\u0430\u0433\u043d\u0438\u0439 \u043f\u043e\u043c\u043e\u0433\u0430\u0435\u0442",
        "\u93c2\u53ef\u4ee5\u5e2e\u52a9\u7761\u7720",
        "\u0627\u0644\u0645\u063a\u0646\u064a\u0633\u064a\u0648\u0645",
    ],
)
def test_other_scripts_are_not_english(text: str) -> None:
    assert language_of(text) not in ("en", "")


@pytest.mark.parametrize(
    "text",
    [
        "Diarrhea",
        "Common: Nausea, vomiting, diarrhea.",
        "Withania somnifera",
        "Liquid extract: 2.5 ml, 3 times daily",
        "Lee J, Kim H. Cochrane Database Syst Rev. 2008.",
        "Aqua, glycerin, Arnica montana extract, capsaicin 0.025%",
        "Hypoesthesia (reduced sensation), neuralgia, paresthesia, seizure",
        "It may help.",
    ],
)
def test_telegrams_and_latin_names_are_not_taken_for_other_languages(text: str) -> None:
    assert language_of(text) in ("en", "")


@pytest.mark.parametrize("text", [GERMAN, SPANISH, FRENCH, POLISH])
def test_a_page_in_another_language_is_refused_by_name(text: str) -> None:
    with pytest.raises(DocumentError) as error:
        read_bytes(f"# Z\n\n{text}\n".encode(), path="z.md", source=SOURCE, limits=LIMITS)
    assert error.value.kind == "not_english"


def test_a_mixed_page_is_read_and_its_foreign_units_are_marked() -> None:
    page = f"# Zinc\n\nZinc may shorten a cold. It is safe for most people.\n\n{GERMAN}\n"
    document = read_bytes(page.encode(), path="z.md", source=SOURCE, limits=LIMITS)
    assert [unit.language for unit in document.units] == ["en", "en", "en", "de"]
    assert any("not in English (de)" in warning for warning in document.warnings)
