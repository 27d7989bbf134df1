"""What the register says of a claim."""

from __future__ import annotations

import pytest

from claimcheck.labels import REGISTER_STATUSES
from claimcheck.register import Register, load_register


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register()


@pytest.mark.parametrize(
    ("agent", "outcome", "kind", "entry"),
    [
        ("S:vitamin-c", "O:immune-function", "function", "vitamin-c-immune"),
        ("S:magnesium", "O:fatigue", "treatment", "magnesium-fatigue"),
        ("S:zinc", "O:dna-synthesis", "mechanism", "zinc-dna"),
        ("S:iron", "O:oxygen-transport", "function", "iron-oxygen"),
        ("S:calcium", "O:bones-and-teeth", "function", "calcium-bones"),
        ("S:biotin", "O:hair-health", "function", "biotin-hair"),
        ("S:melatonin", "O:sleep-onset", "function", "melatonin-sleep-onset"),
        ("S:creatine", "O:exercise-performance", "function", "creatine-performance"),
    ],
)
def test_a_permitted_claim_is_authorised(
    register: Register, agent: str, outcome: str, kind: str, entry: str
) -> None:
    assert register.lookup(agent, [outcome], type=kind, polarity="affirmed") == (
        "authorised",
        entry,
    )


@pytest.mark.parametrize(
    ("agent", "outcome", "entry"),
    [
        ("S:magnesium-citrate", "O:muscle-function", "magnesium-muscle"),
        ("S:vitamin-d3", "O:immune-function", "vitamin-d-immune"),
        ("S:carbonyl-iron", "O:haemoglobin", "iron-rbc"),
    ],
)
def test_a_salt_or_form_is_covered_by_its_substance(
    register: Register, agent: str, outcome: str, entry: str
) -> None:
    found = register.lookup(agent, [outcome], type="function", polarity="affirmed")
    assert found == ("authorised", entry)


@pytest.mark.parametrize(
    ("agent", "outcome"),
    [
        ("S:turmeric", "O:immune-function"),
        ("S:fish-oil", "O:heart-health"),
        ("S:vitamin-c", "O:weight-loss"),
        ("S:magnesium", "O:sleep"),
        ("S:monacolin-k", "O:cholesterol"),
        (None, "O:immune-function"),
        ("S:vitamin-c", None),
        ("S:never-heard-of", "O:immune-function"),
    ],
)
def test_what_is_not_permitted_is_not_listed(
    register: Register, agent: str | None, outcome: str | None
) -> None:
    found = register.lookup(agent, [outcome], type="function", polarity="affirmed")
    assert found == ("not_listed", None)


@pytest.mark.parametrize(
    ("agent", "outcome"),
    [
        ("S:turmeric", "O:osteoarthritis"),
        ("S:zinc", "O:common-cold"),
        ("S:calcium", "O:hypertension"),
        (None, "O:diabetes"),
    ],
)
def test_a_named_disease_is_a_disease_claim(
    register: Register, agent: str | None, outcome: str
) -> None:
    found = register.lookup(agent, [outcome], type="treatment", polarity="affirmed")
    assert found == ("disease_claim", None)


@pytest.mark.parametrize(
    ("agent", "outcome", "entry"),
    [
        ("S:plant-sterol", "O:coronary-heart-disease", "plant-sterol-risk"),
        ("S:folic-acid", "O:neural-tube-defects", "folic-acid-neural-tube"),
        ("S:calcium", "O:osteoporosis", "calcium-bone-loss"),
        ("S:vitamin-d", "O:falls", "vitamin-d-falls"),
    ],
)
def test_article_14_covers_the_disease_that_it_names(
    register: Register, agent: str, outcome: str, entry: str
) -> None:
    found = register.lookup(agent, [outcome], type="treatment", polarity="affirmed")
    assert found == ("authorised", entry)


def test_one_outcome_that_is_not_permitted_is_enough(register: Register) -> None:
    found = register.lookup(
        "S:vitamin-c", ["O:immune-function", "O:mood"], type="function", polarity="affirmed"
    )
    assert found.status == "not_listed"


def test_one_named_disease_is_enough(register: Register) -> None:
    found = register.lookup(
        "S:vitamin-c", ["O:immune-function", "O:cancer"], type="function", polarity="affirmed"
    )
    assert found.status == "disease_claim"


def test_a_claim_without_outcome_is_not_listed(register: Register) -> None:
    assert (
        register.lookup("S:zinc", [], type="function", polarity="affirmed").status == "not_listed"
    )


@pytest.mark.parametrize("kind", ["harm", "safety", "deficiency"])
def test_other_types_are_not_for_the_register(register: Register, kind: str) -> None:
    found = register.lookup("S:iron", ["O:anaemia"], type=kind, polarity="affirmed")
    assert found.status == "not_listed"


def test_a_denial_is_not_for_the_register(register: Register) -> None:
    found = register.lookup("S:zinc", ["O:common-cold"], type="treatment", polarity="negated")
    assert found.status == "not_listed"


@pytest.mark.parametrize("agent", ["S:metformin", "S:statin", "S:exercise"])
def test_medicines_and_behaviours_are_no_foods(register: Register, agent: str) -> None:
    found = register.lookup(agent, ["O:diabetes"], type="treatment", polarity="affirmed")
    assert found.status == "not_listed"


def test_every_entry_authorises_its_own_claim(register: Register) -> None:
    for entry in register.entries.values():
        for substance in entry.substances:
            for outcome in (*entry.outcomes, *entry.diseases):
                found = register.lookup(substance, [outcome], type="function", polarity="affirmed")
                assert found.status == "authorised", (entry.id, substance, outcome)


def test_statuses_are_those_of_the_tables(register: Register) -> None:
    statuses = {
        register.lookup(a, [o], type="treatment", polarity="affirmed").status
        for a, o in (("S:iron", "O:fatigue"), ("S:iron", "O:mood"), ("S:iron", "O:cancer"))
    }
    assert statuses == set(REGISTER_STATUSES)
