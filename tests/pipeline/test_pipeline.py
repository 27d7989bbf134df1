from __future__ import annotations

import spacy
from spacy.tokens import Doc

from claimcheck.documents import read_text
from claimcheck.pipeline import annotate
from claimcheck.pipeline.assembly import document_rows
from claimcheck.pipeline.loading import COMPONENTS
from claimcheck.pipeline.units import doc_text, unit_data
from claimcheck.rows import to_plain

from .drafting import draft


def rows_of(nlp, *documents):
    return [to_plain(rows) for rows in annotate(nlp, documents)]


def spans_in(row):
    """Every (text, start, end) of a row, however deep."""
    if isinstance(row, list):
        for item in row:
            yield from spans_in(item)
    elif isinstance(row, dict):
        if row.get("start") is not None and "text" in row:
            yield row["text"], row["start"], row["end"]
        for value in row.values():
            yield from spans_in(value)


def test_the_components_are_entry_points():
    assert all(spacy.blank("en").has_factory(name) for name in COMPONENTS)


def test_every_span_is_cut_from_the_original(make_nlp, page, page_drafts):
    (rows,) = rows_of(make_nlp(page_drafts), page)
    spans = list(spans_in(rows["claims"])) + list(spans_in(rows["sentences"]))
    assert len(spans) > 20
    assert all(page.text[start:end] == text for text, start, end in spans)


def test_markup_stays_in_the_text_and_leaves_the_clean_text(make_nlp):
    text = "Sage **cools** hot flushes."
    clean = "Sage cools hot flushes."
    drafts = {clean: draft(clean, [("Sage cools hot flushes", {})], outcomes=["hot flushes"])}
    (rows,) = rows_of(make_nlp(drafts), read_text(text, format="markdown"))
    assert rows["claims"][0]["text"] == "Sage **cools** hot flushes"
    assert rows["claims"][0]["clean_text"] == "Sage cools hot flushes"


def test_a_claim_has_its_parts(make_nlp, page, page_drafts):
    (rows,) = rows_of(make_nlp(page_drafts), page)
    first, second = rows["claims"][:2]
    assert first["agent"]["resolved"] == "Glow root"
    assert (first["predicate"]["text"], first["predicate"]["lemma"]) == ("ease", "ease")
    assert [o["text"] for o in first["outcomes"]] == ["joint stiffness"]
    assert (first["type"], first["strength"]) == ("treatment", "conditional")
    assert first["strength_rank"] == 2
    assert (second["agent"]["text"], second["agent"]["resolved"]) == ("It", "Glow root")


def test_claim_ids_are_made_of_document_and_place(make_nlp, page, page_drafts):
    (rows,) = rows_of(make_nlp(page_drafts), page)
    for claim in rows["claims"]:
        assert claim["claim_id"] == f"glow-root:{claim['start']}-{claim['end']}"
    listed = [i for sentence in rows["sentences"] for i in sentence["claim_ids"]]
    assert listed == [claim["claim_id"] for claim in rows["claims"]]


def test_a_list_item_inherits_cues_and_limits_of_its_lead_in(make_nlp, page, page_drafts):
    (rows,) = rows_of(make_nlp(page_drafts), page)
    nausea = next(c for c in rows["claims"] if c["text"] == "Nausea")
    assert nausea["from_context"] is True
    assert (nausea["type"], nausea["strength"]) == ("harm", "conditional")
    assert [(c["text"], c["category"]) for c in nausea["cues"]] == [
        ("at higher doses", "condition"),
        ("can", "modal"),
    ]
    assert ("dose", "at higher doses") in [(q["kind"], q["text"]) for q in nausea["qualifiers"]]
    assert nausea["predicate"] == {"text": None, "start": None, "end": None, "lemma": "cause"}
    assert nausea["agent"]["resolved"] == "Glow root"


def test_the_scope_of_a_lead_ins_hedge_goes_on_to_the_end_of_its_list(make_nlp, page, page_drafts):
    (rows,) = rows_of(make_nlp(page_drafts), page)
    last = next(s for s in rows["sentences"] if s["clean_text"] == "Mild dizziness")
    lead_in = next(s for s in rows["sentences"] if s["clean_text"].startswith("Common"))
    can = next(c for c in lead_in["cues"] if c["text"] == "can")
    assert can["scope_end"] == last["end"]
    inherited = [c for claim in rows["claims"] for c in claim["cues"] if c["text"] == "can"]
    assert inherited == [can, can]


def test_probabilities_sum_to_one(make_nlp, page, page_drafts):
    (rows,) = rows_of(make_nlp(page_drafts), page)
    for claim in rows["claims"]:
        for name in ("type_probs", "strength_probs", "basis_probs"):
            assert round(sum(claim[name].values()), 4) == 1.0


def test_documents_come_out_in_order_and_alone(make_nlp, page, page_drafts):
    nlp = make_nlp(page_drafts)
    other = read_text("Nothing is claimed here.", format="text", doc_id="other")
    together = rows_of(nlp, page, other, page)
    assert together == [*rows_of(nlp, page), *rows_of(nlp, other), *rows_of(nlp, page)]


def test_a_document_without_units_has_no_claims(make_nlp):
    (rows,) = rows_of(make_nlp({}), read_text("* * *", format="markdown", doc_id="empty"))
    assert rows["claims"] == []


def test_a_raw_text_gets_claims_and_spans_with_true_places(make_nlp):
    text = "Sage may  cool\nhot flushes.\n\nIt smells."
    clean = "Sage may cool hot flushes."
    drafts = {
        clean: draft(
            clean,
            [("Sage may cool hot flushes", {"strength": "conditional"})],
            outcomes=["hot flushes"],
            cues=[("may", "modal")],
        )
    }
    doc = make_nlp(drafts)(text)
    claim = doc._.claims[0]
    assert text[claim["start"] : claim["end"]] == "Sage may  cool\nhot flushes"
    assert [span.text for span in doc.spans["cues"]] == ["may"]
    assert doc.spans["claims"][0].label_ == "function"


def test_an_empty_text_passes(make_nlp):
    assert make_nlp({})("")._.claims == []
    assert make_nlp({})(" \n ")._.claims == []


def test_a_doc_survives_bytes_after_every_component(make_nlp, page, page_drafts):
    nlp = make_nlp(page_drafts)
    doc = nlp.make_doc(doc_text(page))
    doc._.units = unit_data(page)
    for _, component in nlp.pipeline:
        doc = component(doc)
        doc = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    whole = to_plain(document_rows(doc, page))
    doc = nlp.make_doc(doc_text(page))
    doc._.units = unit_data(page)
    assert whole == to_plain(document_rows(nlp(doc), page))
    assert len(doc.spans["claims"]) == len(whole["claims"])


def test_two_processes_give_the_same_as_one(make_nlp, page, page_drafts):
    nlp = make_nlp(page_drafts)

    def docs():
        for _ in range(5):
            doc = nlp.make_doc(doc_text(page))
            doc._.units = unit_data(page)
            yield doc

    one = [to_plain(document_rows(doc, page)) for doc in nlp.pipe(docs())]
    two = [to_plain(document_rows(doc, page)) for doc in nlp.pipe(docs(), n_process=2)]
    assert one == two


def test_the_topic_and_the_abbreviations_are_in_the_document_row(make_nlp):
    text = "# Ginger\n\nIt settles irritable bowel syndrome (IBS).\n"
    (rows,) = rows_of(make_nlp({}), read_text(text, format="markdown", doc_id="ginger"))
    assert rows["document"]["topic"] == "Ginger"
    assert rows["document"]["topic_concept_id"] == "S:ginger"
    assert rows["document"]["abbreviations"] == [
        {"short": "IBS", "long": "irritable bowel syndrome"}
    ]
