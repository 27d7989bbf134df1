"""Tables of texts: one record, one document."""

from __future__ import annotations

import pytest

from claimcheck.documents.records import Record, is_table, iter_records, read_record
from claimcheck.errors import DocumentError

from .helpers import LIMITS, SOURCE, assert_true_to_original, clean


def records(data: str, path: str, column: str = "text") -> list[Record]:
    return list(iter_records(data.encode(), path, column))


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("posts.jsonl", '{"text": "It helps.", "title": "One"}\n\n{"text": "It is safe."}\n'),
        ("posts.csv", 'title,text\nOne,It helps.\n,"It is safe."\n'),
        ("posts.tsv", "title\ttext\nOne\tIt helps.\n\tIt is safe.\n"),
    ],
)
def test_each_record_is_a_document(path: str, data: str) -> None:
    documents = [
        read_record(record, path=path, source=SOURCE, limits=LIMITS)
        for record in records(data, path)
    ]
    assert [clean(document) for document in documents] == [["It helps."], ["It is safe."]]
    assert documents[0].title == "One"
    assert len({document.doc_id for document in documents}) == 2
    for document in documents:
        assert_true_to_original(document)
        assert document.offsets_into == "extracted_text"


def test_texts_of_several_lines_stay_whole_in_csv() -> None:
    (record,) = records('id,text\n1,"It helps.\n\nIt is ""safe""."\n', "a.csv")
    assert record.text == 'It helps.\n\nIt is "safe".'


@pytest.mark.parametrize(
    "line", ["{", "[]", "3", '{"other": "x"}', '{"text": 3}', '{"text": "  "}', "[" * 3000]
)
def test_a_bad_record_does_not_take_the_others_with_it(line: str) -> None:
    good = '{"text": "It helps."}'
    found = records(f"{good}\n{line}\n{good}\n", "a.jsonl")
    assert [bool(record.error) for record in found] == [False, True, False]
    with pytest.raises(DocumentError) as error:
        read_record(found[1], path="a.jsonl", source=SOURCE, limits=LIMITS)
    assert error.value.place == "record 2"
    assert error.value.remedy


@pytest.mark.parametrize(
    ("data", "path"),
    [("", "a.jsonl"), ("a,b\n1,2\n", "a.csv"), ("It helps.", "a.txt"), ("a\0b", "a.csv")],
)
def test_a_file_that_is_no_such_table_is_an_error(data: str, path: str) -> None:
    with pytest.raises(DocumentError):
        records(data, path)


def test_endings_of_tables_are_known() -> None:
    assert is_table("a/b.JSONL")
    assert not is_table("a/b.md")
