from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskterm.core.clocks import parse_clock
from deskterm.core.errors import Refusal
from deskterm.core.playbook import (
    DESKS,
    EVENTS,
    FLAGS,
    GRADES,
    NEEDS,
    ROLES,
    BrokenPlaybook,
    Problem,
    load_folder,
    parse_playbook,
)

SHIPPED = Path(__file__).parents[2] / "data" / "playbooks"
TEXTS = sorted(path.read_text(encoding="utf-8") for path in SHIPPED.glob("*.toml"))

SOUND = """\
desk = "calls"
grade = "life"
title = { en = "Medical emergency", zh = "急救病人" }
clause = "H2.1"
moments = ["expires", "service_km"]

[[step]]
name = "asked"
role = "desk"
title = { en = "Address and phone", zh = "问清地址电话" }

[[step]]
name = "hospital-told"
role = "security-lead"
clock = "asked + 5m"
title = { en = "Hospital told", zh = "通知医院" }
card.en = \"\"\"
Say it slowly.
[[step]]
name = "no step at all"
\"\"\"
card.zh = '''慢慢说。'''
needs = [
    "two-guards",  # a list may take several lines
    "vehicle",
]
ticked_by = "guards-sent"
opens = "escort"
when = "not major"
clause = ["H2.2", "H2.3"]
paperwork = true
"""

BROKEN = """\
desk = "call"
grade = "urgent"
titel = { en = "Medical", zh = "急救" }
moments = ["service km"]

[[step]]
name = "Told"
role = "gard"
clock = "opened + 5z"
title = { en = "Told", cn = "通知" }
card.en = \"\"\"
[[step]]
name = "in a string"
\"\"\"
card.zh = "说"

[[step]]
name = "x"
role = "desk"
clock = "gards-sent + 5m"
title = { en = "This title is far too wide for the queue", zh = "" }
needs = ["two-guards", "two-cars"]
ticked_by = "guards-send"
opens = "escrot"
when = "not big"
paperwork = "yes"

[[step]]
name = "x"
roll = "desk"
title = "Told"
clock = "y + 5m"
clause = [2.1]

[[step]]
name = "y"
role = "desk"
clock = "every 5m from start-30m to x"
title.en = "Y"
title.zh = "这个标题对于队列来说实在是太长了一些啊"

[[step]]
role = "desk"
clock = "z + 1d"

[[step]]
name = "z"
role = "desk"
title = { en = "Z", zh = "丁" }
clock = "first of opened, x, z"
"""

FAULTS = [
    '1: unknown desk "call"; did you mean "calls"?',
    '1: "title" is missing',
    '2: unknown grade "urgent"; known are: life, property, ordinary',
    '3: unknown key "titel"; did you mean "title"?',
    (
        '4: "service km" is no name; write small letters, digits and single hyphens;'
        ' did you mean "service-km"?'
    ),
    '7: "Told" is no name; write small letters, digits and single hyphens; did you mean "told"?',
    '8: step "Told": unknown role "gard"; did you mean "guard"?',
    (
        '9: step "Told": the clock "opened + 5z" cannot be read: "z" is no unit of time;'
        " write m, h, d, w, workday, month or year"
    ),
    '10: step "Told", title: "zh" is missing',
    '10: step "Told", title: unknown key "cn"; known are: en, zh',
    '20: step "x" waits for "gards-sent", which nothing supplies; did you mean "guards-sent"?',
    (
        '21: step "x", title: "This title is far too wide for the queue" is 40 cells wide;'
        " at most 34 fit the queue"
    ),
    '21: step "x", title: "zh" must be words in quotes',
    '22: step "x": unknown needs "two-cars"; did you mean "two-guards"?',
    '23: step "x": unknown ticked_by "guards-send"; did you mean "guards-sent"?',
    '24: step "x" opens "escrot", and there is no such playbook; did you mean "escort"?',
    '25: step "x": unknown when "big"; known are: ' + ", ".join(FLAGS),
    '26: step "x": "paperwork" must be true or false',
    '28: step "x": "role" is missing',
    '29: step "x": this name is taken; two things cannot share it',
    '30: step "x": unknown key "roll"; did you mean "role"?',
    '31: step "x": "title" must be written { en = "...", zh = "..." }',
    '33: step "x": "clause" must be words in quotes, or a list of them',
    (
        '38: step "y": the clock "every 5m from start-30m to x" cannot be read: "start-30m" runs'
        ' together; put blanks round the minus: "start - 30m"'
    ),
    (
        '40: step "y", title: "这个标题对于队列来说实在是太长了一些啊" is 38 cells wide;'
        " at most 34 fit the queue"
    ),
    '42: [[step]] 5: "name" is missing',
    '42: [[step]] 5: "title" is missing',
    "50: these steps wait for one another, so none falls due: z > z",
]


def write(folder: Path, **files: str | bytes) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('_', '-')}.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def step(name: str, clock: str = "opened", rest: str = "") -> str:
    title = '{ en = "A", zh = "甲" }'
    return f'[[step]]\nname = "{name}"\nrole = "desk"\nclock = "{clock}"\ntitle = {title}\n{rest}\n'


def head(desk: str = "calls") -> str:
    return f'desk = "{desk}"\ngrade = "life"\ntitle = {{ en = "A", zh = "甲" }}\n'


def faults_of(text: str, name: str = "sample") -> list[Problem]:
    with pytest.raises(BrokenPlaybook) as caught:
        parse_playbook(name, text)
    assert isinstance(caught.value, Refusal)
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    return caught.value.problems


def test_every_shipped_playbook_is_sound() -> None:
    playbooks, problems = load_folder(SHIPPED)
    assert [str(problem) for problem in problems] == []
    assert len(playbooks) == len(TEXTS) > 0
    for playbook in playbooks.values():
        assert playbook.steps
        assert playbook.desk in DESKS
        assert set(playbook.clocks) == {step.name for step in playbook.steps if step.clock}


def test_a_playbook_says_what_its_file_says() -> None:
    playbook = parse_playbook("medical", SOUND)
    asked, told = playbook.steps
    assert (playbook.name, playbook.desk, playbook.grade) == ("medical", "calls", "life")
    assert playbook.title == {"en": "Medical emergency", "zh": "急救病人"}
    assert playbook.clauses == ("H2.1",)
    assert playbook.moments == ("expires", "service_km")
    assert not playbook.site_adjusts
    assert playbook.source == SOUND
    assert playbook.digest == sha256(SOUND.encode()).hexdigest()
    assert playbook.clocks == {"hospital-told": parse_clock("asked + 5m")}
    assert (asked.clock, asked.card, asked.needs, asked.ticked_by) == (None, None, (), None)
    assert (asked.opens, asked.when, asked.clauses, asked.paperwork) == (None, None, (), False)
    assert (told.role, told.clock) == ("security-lead", "asked + 5m")
    assert told.card is not None
    assert told.card["zh"] == "慢慢说。"
    assert told.needs == ("two-guards", "vehicle")
    assert (told.ticked_by, told.opens, told.when) == ("guards-sent", "escort", "not major")
    assert told.clauses == ("H2.2", "H2.3")
    assert told.paperwork


def test_every_fault_of_a_file_is_reported_with_its_line(tmp_path: Path) -> None:
    folder = write(tmp_path, medical=BROKEN, escort=head() + step("a"))
    playbooks, problems = load_folder(folder)
    assert list(playbooks) == ["escort"]
    assert sorted(map(str, problems)) == sorted(f"medical.toml:{fault}" for fault in FAULTS)
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)


def test_the_faults_of_all_files_are_reported_by_file(tmp_path: Path) -> None:
    folder = write(tmp_path, c=head("room"), a=head() + step("a", "b + 1d"), b="=")
    _, problems = load_folder(folder)
    assert [(problem.file, problem.line) for problem in problems] == [
        ("a.toml", 7),
        ("b.toml", 1),
        ("c.toml", 1),
        ("c.toml", 1),
    ]


@pytest.mark.parametrize(
    ("clocks", "ring", "line"),
    [
        ({"a": "a + 1 year"}, "a > a", 7),
        ({"a": "b + 5m", "b": "opened", "c": "d", "d": "c - 1h"}, "c > d > c", 19),
        ({"a": "opened", "b": "c", "c": "d", "d": "b"}, "b > c > d > b", 13),
        ({"a": "opened", "b": "a", "d": "c", "c": "e", "e": "d"}, "c > e > d > c", 19),
        ({"y": "b", "a": "b", "b": "a"}, "a > b > a", 13),
        ({"a": "first of opened, b", "b": "every 5m from opened to a"}, "a > b > a", 7),
    ],
)
def test_steps_that_wait_for_one_another_are_found(
    clocks: dict[str, str], ring: str, line: int
) -> None:
    (problem,) = faults_of(head() + "".join(step(*each) for each in clocks.items()))
    assert problem.line == line
    turned = problem.sentence.rpartition(": ")[2].split(" > ")[:-1]
    first = turned.index(min(turned))
    assert [*turned[first:], *turned[:first], min(turned)] == ring.split(" > ")


def test_two_rings_are_two_faults() -> None:
    text = head() + step("a", "b") + step("b", "a") + step("c", "d") + step("d", "c")
    assert [problem.line for problem in faults_of(text)] == [7, 19]
    text = head() + step("a", "first of b, c") + step("b", "a") + step("c", "a")
    assert [problem.line for problem in faults_of(text)] == [7, 7]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("desk = calls\n", 1),
        (head() + "\n[[step]\n", 5),
        (head() + 'grade = "life"\n', 4),
        (head() + 'card = """\nnever\nclosed\n', 6),
        (head() + "moments = " + "[" * 5000, 1),
        (head() + "moments = " + "1" * 5000, 1),
    ],
)
def test_what_is_not_toml_is_reported_where_the_decoder_stopped(text: str, line: int) -> None:
    (problem,) = faults_of(text)
    assert problem.sentence.startswith("this is not TOML: ")
    assert "(at " not in problem.sentence
    assert problem.line == line


@pytest.mark.parametrize(
    ("tail", "line", "hint"),
    [
        ("[step]\nname = 'a'\n", 4, "[[step]]"),
        ("step = []\n", 4, "[[step]]"),
        ("step = [1]\n", 4, "[[step]]"),
        ("", 1, '"step" is missing'),
        (step("a") + "[step.card]\nen = 'a'\nzh = 7\n", 12, '"zh" must be words in quotes'),
        (step("opened", "answered"), 5, "this name is taken"),
        (step("guards-sent"), 5, "this name is taken"),
        (step("first"), 5, "reads like a part of a clock"),
        (step("wait-5m"), 5, "reads like a part of a clock"),
        (step("通知"), 5, "is no name"),
        (step("a", rest='needs = [\n  "place",\n  "peace",\n]'), 9, 'did you mean "place"?'),
        (step("in_time"), 5, "is no name"),
        (step("a", rest="name2 = 1"), 9, 'did you mean "name"'),
    ],
)
def test_steps_written_in_another_way_are_told_the_right_one(
    tail: str, line: int, hint: str
) -> None:
    (problem,) = faults_of(head() + tail)
    assert problem.line == line
    assert hint in problem.sentence


def test_a_step_may_bear_the_name_of_the_event_that_ticks_it() -> None:
    text = head() + step("answered", rest='ticked_by = "answered"')
    assert parse_playbook("sample", text).steps[0].name == "answered"


def test_a_name_that_is_not_kebab_case_is_refused_for_a_file_too() -> None:
    (problem,) = faults_of(head() + step("a"), name="Medical Escort")
    assert 'did you mean "medical-escort"?' in str(problem)


def test_text_that_is_not_utf_8_is_reported_with_its_line(tmp_path: Path) -> None:
    text = (head() + step("a")).encode("gb18030")
    playbooks, problems = load_folder(write(tmp_path, old=text))
    assert playbooks == {}
    assert list(map(str, problems)) == [
        "old.toml:3: this line is not UTF-8; save the file as UTF-8"
    ]


def test_a_mark_at_the_beginning_and_other_line_ends_change_nothing(tmp_path: Path) -> None:
    text = head() + step("a")
    windows = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    playbooks, problems = load_folder(write(tmp_path, one=text, two=windows))
    assert problems == []
    assert playbooks["one"].digest == playbooks["two"].digest


def test_a_playbook_in_a_broken_file_still_exists_for_those_that_open_it(tmp_path: Path) -> None:
    folder = write(tmp_path, one=head() + step("a", rest='opens = "two"'), two="?")
    playbooks, problems = load_folder(folder)
    assert list(playbooks) == ["one"]
    assert [problem.file for problem in problems] == ["two.toml"]


def test_other_files_are_left_alone_and_unreadable_ones_reported(tmp_path: Path) -> None:
    (tmp_path / ".#one.toml").write_text("an editor's", encoding="utf-8")
    (tmp_path / "one.toml~").write_text("an editor's", encoding="utf-8")
    assert load_folder(tmp_path) == ({}, [])
    (tmp_path / "folder.toml").mkdir()
    assert [str(problem) for problem in load_folder(tmp_path)[1]] == [
        "folder.toml: this cannot be read: Is a directory"
    ]
    (problem,) = load_folder(tmp_path / "absent")[1]
    assert str(problem) == "absent: this cannot be read: No such file or directory"


@given(st.sampled_from(TEXTS), st.data())
def test_a_playbook_with_a_line_gone_or_changed_is_read_or_reported(
    text: str, data: st.DataObject
) -> None:
    rows = text.split("\n")
    at = data.draw(st.integers(0, len(rows) - 1))
    other = st.one_of(st.sampled_from(rows), st.text(), st.sampled_from(["step = 1", "[title]"]))
    rows[at : at + 1] = data.draw(st.lists(other, max_size=2))
    text = "\n".join(rows)
    try:
        playbook = parse_playbook("sample", text)
    except BrokenPlaybook as broken:
        problems = broken.problems
    else:
        problems = []
        assert playbook.source == text
    assert all(1 <= problem.line <= text.count("\n") + 1 for problem in problems)


@pytest.mark.parametrize("text", TEXTS)
def test_a_wrong_key_is_found_on_its_own_line_of_any_shipped_playbook(text: str) -> None:
    rows = text.split("\n")
    for number, row in enumerate(rows, start=1):
        if row.startswith(("name = ", "grade = ")):
            wrong = "\n".join([*rows[:number], "rubbish = 1", *rows[number:]])
            (problem,) = faults_of(wrong)
            assert problem.line == number + 1


@pytest.mark.parametrize("names", [DESKS, GRADES, ROLES, EVENTS, NEEDS, FLAGS])
def test_known_names_are_each_there_once(names: tuple[str, ...]) -> None:
    assert len(set(names)) == len(names)
    assert all(name.replace("-", "").islower() for name in names)
