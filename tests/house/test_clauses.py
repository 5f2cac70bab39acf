"""Every clause that is due is proved, and no test names one that there is not."""

from __future__ import annotations

from collections import Counter

from tests import clauses


def test_every_clause_of_help_calls_of_their_quality_and_of_rooms_is_proved() -> None:
    left = [f"{gap.clause} ({gap.kind}): {gap.missing}" for gap in clauses.gaps()]
    assert [line for line in left if clauses.due(line)] == []


def test_every_clause_that_a_test_names_is_one() -> None:
    known = {clause.number for clause in clauses.clauses()}
    unknown = {name: files for name, files in clauses.marks().items() if name not in known}
    assert unknown == {}


def test_every_clause_that_a_procedure_or_a_phrase_names_is_one() -> None:
    known = {clause.number for clause in clauses.clauses()}
    assert (clauses.stepped() | clauses.carded()) - known - {""} == set()


def test_the_list_holds_every_clause_of_the_source_once() -> None:
    listed = [clause.number for clause in clauses.clauses()]
    assert Counter(listed).most_common(1)[0][1] == 1
    assert [number for number in clauses.source() if number not in listed] == []


def test_a_clause_is_proved_in_a_known_way_and_says_what_it_asks() -> None:
    for clause in clauses.clauses():
        assert clause.kinds
        assert clause.kinds <= set(clauses.KINDS)
        assert clause.words
