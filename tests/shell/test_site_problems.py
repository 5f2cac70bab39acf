"""What is wrong in a site's files: every problem, with its file, its line and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskterm.shell.site_files import load_site
from tests.shell.conftest import Edit

PLAYBOOKS = ("medical", "repair", "complaint", "inquiry", "safety", "disaster", "other")


def told(folder: Path) -> list[str]:
    """Every problem, as it is printed."""
    return [str(problem) for problem in load_site(folder, PLAYBOOKS)[1]]


def line_of(folder: Path, name: str, words: str) -> int:
    """The line of a file in which these words stand."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def test_the_sample_site_has_no_problem(folder: Path) -> None:
    assert told(folder) == []


def test_an_unknown_column_is_told_with_the_nearest_one(folder: Path, edit: Edit) -> None:
    edit("rooms.csv", "capacity", "capasity")
    assert told(folder) == [
        "rooms.csv:1: the column “capacity” is missing",
        "rooms.csv:1: unknown column “capasity”; did you mean capacity?",
    ]


def test_a_number_that_is_none_is_told_in_its_line(folder: Path, edit: Edit) -> None:
    edit("rooms.csv", "A,会议室A,Room A,small,14", "A,会议室A,Room A,small,many")
    edit("vehicles.csv", "8.900", "8.9x")
    at = line_of(folder, "vehicles.csv", "8.9x")
    assert told(folder) == [
        "rooms.csv:2: capacity: “many” is no such number; write it like 30",
        f"vehicles.csv:{at}: norm_l_100km: “8.9x” is no such number; write it like 8.9",
    ]


def test_a_number_out_of_bounds_is_told(folder: Path, edit: Edit) -> None:
    edit("rooms.csv", "A,会议室A,Room A,small,14", "A,会议室A,Room A,small,0")
    assert told(folder) == ["rooms.csv:2: capacity: 0 is out of bounds; it is 1 or more"]


def test_a_date_that_is_none_is_told(folder: Path, edit: Edit) -> None:
    edit("papers.csv", "2026-12-29", "2026-02-30")
    assert told(folder) == [
        "papers.csv:2: expires: “2026-02-30” is no date; write it like 2026-11-23"
    ]


def test_a_key_that_stands_twice_is_told_with_the_first_line(folder: Path) -> None:
    with (folder / "units.csv").open("a", encoding="utf-8") as file:
        file.write("12-3-1502,12,3,15,1502,\n")
    first = line_of(folder, "units.csv", "12-3-1502")
    last = len((folder / "units.csv").read_text(encoding="utf-8").splitlines())
    assert told(folder) == [f"units.csv:{last}: 12-3-1502 stands in line {first} already"]


def test_a_code_that_two_files_give_away_is_told(folder: Path, edit: Edit) -> None:
    edit("guards.csv", "G1,", "lin,")
    assert told(folder) == ["guards.csv:2: lin stands in people.csv, line 2, already"]


def test_a_resident_of_an_unknown_unit_is_told_with_the_nearest(folder: Path) -> None:
    with (folder / "residents.csv").open("a", encoding="utf-8") as file:
        file.write("12-3-15O2,新人,,,owner,\n")
    (problem,) = told(folder)
    assert "unit: there is no 12-3-15O2 in units.csv; did you mean 12-3-1502?" in problem


def test_words_that_are_none_of_the_known_are_told_with_the_nearest(
    folder: Path, edit: Edit
) -> None:
    edit("rooms.csv", "small", "smal")
    edit("people.csv", "supervisor", "supervizor")
    edit("guards.csv", "gate", "gates")
    edit("phrases.csv", "medical,", "medcal,")
    assert told(folder) == [
        "guards.csv:2: post: there is no gates in posts.csv; did you mean gate?",
        f"people.csv:{line_of(folder, 'people.csv', 'supervizor')}:"
        " role: unknown “supervizor”; did you mean supervisor?",
        "phrases.csv:2: category: there is no medcal in categories.toml; did you mean medical?",
        "rooms.csv:2: size: unknown “smal”; did you mean small?",
    ]


def test_a_phone_of_another_shape_is_told(folder: Path, edit: Edit) -> None:
    edit("guards.csv", "100-5550-0201", "ring twice")
    assert told(folder) == [
        "guards.csv:2: phone: “ring twice” is no telephone number; write it like 100-5550-2231"
    ]


@pytest.mark.parametrize("pin", ["1234", "12345a", "1234567", "12 456"])
def test_a_pin_that_is_not_six_digits_is_told_and_never_repeated(
    folder: Path, edit: Edit, pin: str
) -> None:
    edit("people.csv", "418203", pin)
    assert told(folder) == ["people.csv:2: pin: a PIN is six digits"]


def test_a_missing_file_and_a_stray_one_are_told(folder: Path) -> None:
    (folder / "guards.csv").rename(folder / "gaurds.csv")
    assert told(folder) == [
        "gaurds.csv: this is none of the site's files; did you mean guards.csv?",
        "guards.csv: the file is missing",
    ]


def test_files_that_refer_to_a_missing_one_are_not_blamed_for_it(folder: Path) -> None:
    (folder / "units.csv").unlink()
    assert told(folder) == ["units.csv: the file is missing"]


def test_a_file_in_gb18030_is_read_as_it_is_meant(folder: Path) -> None:
    path = folder / "residents.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    files, problems = load_site(folder, PLAYBOOKS)
    assert problems == []
    assert "王建国" in {record.values["name"] for record in files.records["residents"]}


def test_a_byte_order_mark_is_no_part_of_the_header(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert told(folder) == []


def test_bytes_that_are_no_text_are_told_by_line(folder: Path) -> None:
    path = folder / "posts.csv"
    path.write_bytes(path.read_bytes() + b"x,\xff\xfe,\xff\n")
    assert told(folder) == [
        "posts.csv:5: this is neither UTF-8 nor GB18030 text; save the file as UTF-8"
    ]


def test_a_quote_that_never_closes_is_told_where_it_opens_and_swallows_nothing(
    folder: Path, edit: Edit
) -> None:
    edit("rooms.csv", "B,会议室B", 'B,"会议室B')
    edit("rooms.csv", "D,接待室,Reception room,small", "D,接待室,Reception room,tiny")
    rest = len((folder / "rooms.csv").read_text(encoding="utf-8").splitlines()) - 3
    assert told(folder) == [
        f"rooms.csv:3: a quote opens here and does not close; it would swallow {rest} lines",
        "rooms.csv:5: size: unknown “tiny”; known are large, small",
    ]


def test_a_row_of_another_width_is_told(folder: Path) -> None:
    with (folder / "posts.csv").open("a", encoding="utf-8") as file:
        file.write("roof,屋顶岗\n")
    assert told(folder) == ["posts.csv:5: 2 values where the header has 3"]


def test_a_value_over_several_lines_is_one_value(folder: Path, edit: Edit) -> None:
    edit("posts.csv", "East gate post", '"East gate\npost"')
    files, problems = load_site(folder, PLAYBOOKS)
    assert problems == []
    assert files.records["posts"][0].values["english"] == "East gate\npost"


def test_a_unit_that_contradicts_itself_is_told(folder: Path, edit: Edit) -> None:
    edit("units.csv", "3-1-0101,3,1,1,0101", "3-1-0101,3,2,1,0101")
    assert told(folder) == [
        "units.csv:2: unit 3-1-0101 does not say building, entrance and room 3-2-0101"
    ]


def test_a_paper_that_never_falls_due_and_a_notice_that_ends_too_soon_are_told(
    folder: Path, edit: Edit
) -> None:
    edit("papers.csv", "inspection,2026-12-29,", "inspection,,")
    edit("notices.csv", "2028-12-31", "2025-12-31")
    assert told(folder) == [
        "notices.csv:2: this notice ends before it begins",
        "papers.csv:2: a paper needs the day it expires, or the kilometres of the next service",
    ]


def test_settings_are_checked_by_line(folder: Path, edit: Edit) -> None:
    edit("site.toml", '"Asia/Shanghai"', '"Asia/Shanhai"')
    edit("site.toml", 'entrance = "plaza"', 'entrance = "plazza"')
    edit("site.toml", "large_doors_minutes = 30", "large_door_minutes = 30")
    edit("site.toml", 'english = "Ruijin Plaza"\n', "")
    at = {
        name: line_of(folder, "site.toml", name)
        for name in ("zone =", "entrance =", "large_door_minutes")
    }
    assert told(folder) == [
        "site.toml:1: “english” is missing",
        f"site.toml:{at['zone =']}: zone: unknown time zone “Asia/Shanhai”;"
        " did you mean Asia/Shanghai?",
        f"site.toml:{at['entrance =']}: entrance: there is no place plazza; did you mean plaza?",
        f"site.toml:{at['large_door_minutes']}: unknown key “large_door_minutes”;"
        " did you mean large_doors_minutes?",
    ]


def test_the_days_in_which_a_letter_is_answered_are_workdays_or_days(
    folder: Path, edit: Edit
) -> None:
    edit("site.toml", 'reply_days = "workday"', 'reply_days = "days"')
    at = line_of(folder, "site.toml", "reply_days =")
    assert told(folder) == [
        f"site.toml:{at}: reply_days: unknown kind of day “days”; did you mean day?"
    ]
    edit("site.toml", 'reply_days = "days"', 'reply_days = "day"')
    assert told(folder) == []


def test_toml_that_breaks_off_is_told_by_line(folder: Path, edit: Edit) -> None:
    edit("categories.toml", 'code = "repair"', 'code = "repair')
    at = line_of(folder, "categories.toml", 'code = "repair')
    first = told(folder)[0]
    assert first.startswith(f"categories.toml:{at}: this is not TOML: ")


def test_categories_are_checked_by_line(folder: Path, edit: Edit) -> None:
    edit("categories.toml", 'playbook = "repair"', 'playbook = "repairs"')
    edit("categories.toml", 'grade = "ordinary"', 'grade = "ordinery"')
    playbook = line_of(folder, "categories.toml", '"repairs"')
    grade = line_of(folder, "categories.toml", '"ordinery"')
    assert [line for line in told(folder) if line.startswith("categories")] == [
        f"categories.toml:{playbook}: playbook: there is no playbook “repairs”;"
        " did you mean repair?",
        f"categories.toml:{grade}: grade: unknown grade “ordinery”; did you mean ordinary?",
    ]


def test_a_category_left_out_is_told(folder: Path) -> None:
    path = folder / "categories.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex("[[category]]")], encoding="utf-8")
    assert told(folder) == ["categories.toml: these categories are missing: other"]


def test_every_problem_is_told_not_the_first(folder: Path, edit: Edit) -> None:
    edit("rooms.csv", "small", "smal")
    edit("guards.csv", "100-5550-0201", "none")
    edit("papers.csv", "2026-12-29", "soon")
    edit("people.csv", "418203", "1")
    assert len(told(folder)) == 4
