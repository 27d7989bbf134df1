from __future__ import annotations

import pytest

from claimcheck.errors import ConfigurationError
from claimcheck.labels import CUE_CATEGORIES
from claimcheck.pipeline.claims.outcomes import OutcomeFile
from claimcheck.pipeline.claims.qualifiers import QualifierFile
from claimcheck.pipeline.claims.topic import AgentFile
from claimcheck.pipeline.cues.lexicon import CueFile, cue_lexicon
from claimcheck.pipeline.grammar import GrammarFile
from claimcheck.pipeline.labels_heads.features import FeatureFile
from claimcheck.pipeline.lexicons import Entries, Lexicon, read_lexicon
from claimcheck.pipeline.verbs import VerbFile, verb_lexicon

FILES = {
    "cues/cues.toml": CueFile,
    "claims/agents.toml": AgentFile,
    "claims/outcomes.toml": OutcomeFile,
    "claims/qualifiers.toml": QualifierFile,
    "labels_heads/features.toml": FeatureFile,
    "grammar.toml": GrammarFile,
    "verbs.toml": VerbFile,
}


class Small(Lexicon):
    words: Entries


@pytest.mark.parametrize("name", FILES)
def test_each_lexicon_of_the_package_is_valid(name):
    assert read_lexicon(name, FILES[name]).version >= 1


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("version = 1\nwords = ['a']\nextra = 1", "extra"),
        ("words = ['a']", "version"),
        ("version = 0\nwords = ['a']", "version"),
        ("version = 1\nwords = ['a', 'a']", "words"),
        ("version = 1\nwords = ['Upper']", "words.0"),
        ("version = 1\nwords = [' edge']", "words.0"),
        ("version = 1\nwords = 'a'", "words"),
    ],
)
def test_a_lexicon_that_is_not_valid_is_refused_with_its_place(text, place):
    with pytest.raises(ConfigurationError) as error:
        read_lexicon("small.toml", Small, text)
    assert error.value.place == place
    assert error.value.path == "claimcheck/pipeline/small.toml"


def test_a_lexicon_that_is_no_toml_is_refused():
    with pytest.raises(ConfigurationError, match="not valid TOML"):
        read_lexicon("small.toml", Small, "version = ")


def test_every_cue_category_has_name_explanation_and_phrases():
    lexicon = cue_lexicon()
    assert set(lexicon.categories) == set(CUE_CATEGORIES)
    assert all(lexicon.explanation(name) and lexicon.name(name) for name in CUE_CATEGORIES)
    assert all(category.phrases for category in lexicon.categories.values())


@pytest.mark.parametrize(
    ("form", "lemma", "ending"),
    [
        ("reduces", "reduce", "s"),
        ("reduced", "reduce", "ed"),
        ("reducing", "reduce", "ing"),
        ("relieves", "relieve", "s"),
        ("remedied", "remedy", "ed"),
        ("carries", "carry", "s"),
        ("stopping", "stop", "ing"),
        ("led", "lead", "ed"),
        ("fought", "fight", "ed"),
        ("given", "give", "ed"),
        ("controlled", "control", "ed"),
        ("fixes", "fix", "s"),
    ],
)
def test_forms_of_verbs_lead_to_their_base_form(form, lemma, ending):
    found = verb_lexicon().form(form)
    assert found is not None
    assert (found.lemma, found.ending) == (lemma, ending)
