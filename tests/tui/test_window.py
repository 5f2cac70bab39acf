"""The part of a long list that is loaded."""

from hypothesis import given
from hypothesis import strategies as st

from deskterm.tui.window import ROWS, Window


def rows(offset: int, count: int) -> list[dict[str, int]]:
    return [{"key": place} for place in range(offset, offset + count)]


def test_only_what_is_loaded_is_found() -> None:
    window = Window(rows(100, 10), total=1000, offset=100)
    assert window.at(99) is None
    assert window.at(105) == {"key": 105}
    assert window.at(110) is None
    assert window.find(109) == 109
    assert window.find(5) is None
    assert window.find(None) is None


def test_rows_are_asked_for_once_and_again_when_others_are_looked_at() -> None:
    window = Window(rows(0, ROWS), total=1000)
    assert window.wanted(0, 30) is None
    asked = window.wanted(500, 30)
    assert asked == (455, ROWS)
    assert window.wanted(500, 30) is None
    assert window.wanted(0, 30) is None
    assert window.wanted(500, 30) == asked


def test_rows_are_asked_for_before_the_edge_is_seen() -> None:
    window = Window(rows(0, ROWS), total=1000)
    assert window.wanted(ROWS - 45, 30) is None
    assert window.wanted(ROWS - 44, 30) is not None


@given(st.integers(0, 10_000), st.integers(1, 100), st.data())
def test_what_is_asked_for_covers_what_is_seen(total: int, seen: int, data: st.DataObject) -> None:
    top = data.draw(st.integers(0, max(0, total - seen)))
    window = Window(total=total)
    if wanted := window.wanted(top, seen):
        offset, limit = wanted
        window.show(rows(offset, min(limit, total - offset)), total, offset)
    assert window.wanted(top, seen) is None
    assert all(window.at(place) for place in range(top, min(top + seen, total)))


def test_a_list_that_holds_less_than_it_says_is_asked_only_once() -> None:
    window = Window(total=500)
    assert window.wanted(0, 30) is not None
    window.show(rows(0, 3), 500, 0)
    assert window.wanted(0, 30) is None
