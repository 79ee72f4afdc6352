"""Mapping files with an entry put in or taken out: every comment and the order stay."""

from __future__ import annotations

import re
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demond.control.mapping.learned import NotEditable, beginning, with_entry, without

FILE = """\
# my desk, do not lose
name = "Desk"   # as it says

[device]
match = "nano"  # any of them

# --- faders ---

[[midi]]  # fader 1
type = "cc"
channel = 1
# this one is stiff
number = 7      # seven
to = "shift"
curve = "log"
show = "own"

# --- surface ---
[[osc]]
address = "/a"  # XY
to = "denoise"
"""
CC = {"type": "cc", "channel": 1, "number": 7, "to": "denoise"}
NOTE = {"type": "note", "channel": 1, "number": 60, "to": "play", "mode": "trigger"}


def test_a_new_control_comes_at_the_end_and_nothing_else_changes() -> None:
    text, before = with_entry(FILE, NOTE)
    assert before == ""
    assert text == FILE + (
        '\n[[midi]]  # learned\ntype = "note"\nchannel = 1\nnumber = 60\nto = "play"\nmode = "trigger"\n'
    )


def test_a_control_that_is_there_gets_its_new_target_where_it_stands() -> None:
    text, before = with_entry(FILE, CC)
    assert before == "shift"
    assert text == FILE.replace("[[midi]]  # fader 1", "[[midi]]  # fader 1 (learned)").replace(
        'to = "shift"\ncurve = "log"\n', 'to = "denoise"\n'
    )
    again, before = with_entry(text, {**CC, "to": "blend"})
    assert (again, before) == (text.replace('"denoise"\nshow', '"blend"\nshow'), "denoise")


@pytest.mark.parametrize("form", ["tables", "list"])
def test_of_several_entries_of_a_control_one_stays(form: str) -> None:
    others = [{**CC, "to": "blend"}, {**CC, "channel": 2, "to": "feedback"}, {**CC, "to": "shift"}, NOTE]
    if form == "list":
        text = f"midi = {[{**CC, 'to': 'depth'}, *others]}\n".replace("': ", "' = ").replace("'", '"')
        text = re.sub(r'"(\w+)" =', r"\1 =", text)
    else:
        text = FILE.replace('"shift"', '"depth"')
        for each in others:
            text += f"\n# about {each['to']}\n[[midi]]\n" + "".join(f"{k} = {v!r}\n" for k, v in each.items())
    fresh, before = with_entry(text, {**CC, "to": "shift"})
    assert before == "depth and blend"
    told = [(each["to"], each["channel"]) for each in tomllib.loads(fresh)["midi"]]
    assert told == [("feedback", 2), ("shift", 1), ("play", 1)]
    assert fresh.count("#") >= text.count("#") - 3, "comments in lines of their own stay"


@pytest.mark.parametrize(
    ("there", "learned"),
    [
        (['type = "cc"\nnumber = 1', 'type = "cc"\nnumber = 33'], {"type": "cc14", "msb": 1, "lsb": 33}),
        (['type = "cc14"\nmsb = 1\nlsb = 33'], {"type": "cc", "number": 1}),
        (['type = "cc14"\nmsb = 1\nlsb = 33'], {"type": "cc", "number": 33}),
    ],
)
def test_a_half_of_a_fader_and_the_whole_are_one_control(there: list[str], learned: dict[str, object]) -> None:
    entries = [f'[[midi]]\n{each}\nchannel = 1\nto = "shift"\n' for each in there]
    other = '[[midi]]\ntype = "cc"\nnumber = 2\nchannel = 1\nto = "blend"\n'
    fresh, before = with_entry("\n".join([*entries, other]), {"channel": 1, "to": "denoise", **learned})
    assert before == "shift"
    first, second = tomllib.loads(fresh)["midi"]
    assert first == {"channel": 1, "to": "denoise", **learned}
    assert second["to"] == "blend"


def test_a_control_with_pages_learns_on_the_one_that_is_up() -> None:
    paged = FILE.replace('to = "shift"', 'to = "shift"\npage = "a"')
    text, before = with_entry(paged, CC, "b")
    assert before == ""
    assert tomllib.loads(text)["midi"][1] == {**CC, "page": "b"}
    text, before = with_entry(text, {**CC, "to": "blend"}, "a")
    assert before == "shift"
    assert [(each["to"], each["page"]) for each in tomllib.loads(text)["midi"]] == [("blend", "a"), ("denoise", "b")]
    assert "page" not in tomllib.loads(with_entry(paged, NOTE, "b")[0])["midi"][1]


def test_forgetting_takes_out_what_was_learned_alone() -> None:
    text = with_entry(FILE, NOTE)[0]
    assert without(text, "play", every=False) == (FILE, 1)
    assert without(text, "shift", every=False) == (text, 0)
    assert without(text, "denoise", every=True) == (text, 0), "an OSC address was not learned"
    mine, count = without(text, "shift", every=True)
    assert count == 1
    assert [line for line in mine.splitlines() if line.startswith("#")] == [
        "# my desk, do not lose",
        "# --- faders ---",
        "# this one is stiff",
        "# --- surface ---",
    ]
    assert [each["to"] for each in tomllib.loads(mine)["midi"]] == ["play"]


def test_a_file_with_entries_in_a_list_keeps_its_form() -> None:
    text, _ = with_entry('midi = [{type = "cc", number = 1, to = "denoise"}]  # short\n', NOTE)
    assert text.startswith('midi = [{type = "cc", number = 1, to = "denoise"}, {type = "note"')
    assert text.endswith("]  # short\n")
    assert without(text, "play", every=True)[0].count("{") == 1


def test_lines_that_end_as_elsewhere_stay_so() -> None:
    text = with_entry(FILE.replace("\n", "\r\n"), NOTE)[0]
    assert text.count("\n") == text.count("\r\n") == FILE.count("\n") + 7
    assert without(text, "play", every=False)[0] == FILE.replace("\n", "\r\n")


@pytest.mark.parametrize(
    "text", ["midi = 5\n", "midi = [1]\n", "a = = 1\n", "[midi]\nx = 1\n", "x = [[[[\n", '[[midi]]\ntype = "cc\n']
)
def test_what_is_no_mapping_file_is_left_alone(text: str) -> None:
    with pytest.raises(NotEditable):
        with_entry(text, NOTE)


def test_what_cannot_be_edited_without_loss_is_left_alone() -> None:
    text = '[[midi]]\ntype = "note"\nchannel = 1\nnumber = 60\nto = "prompt/a"\nvalue = """\n# a title\n"""\n'
    with pytest.raises(NotEditable, match="cannot be edited here"):
        with_entry(text, NOTE)


def test_a_list_over_several_lines_keeps_its_comments() -> None:
    text = 'midi = [\n  # one\n  {type = "cc", number = 1, to = "blend"},\n  # two\n]\n'
    fresh, _ = with_entry(text, NOTE)
    assert tomllib.loads(fresh)["midi"][1] == NOTE
    gone, count = without(fresh, "blend", every=True)
    assert (count, tomllib.loads(gone)["midi"]) == (1, [NOTE])
    assert gone.index("# one") < gone.index("# two")


def test_a_file_begins_with_its_device() -> None:
    text = beginning("nano (2), learned", 'na"no', 2)
    assert tomllib.loads(text) == {"name": "nano (2), learned", "device": {"match": 'na"no', "number": 2}}
    assert tomllib.loads(beginning("x", "x", None))["device"] == {"match": "x"}


COMMENT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20).map(lambda t: f"# {t}")
ENTRY = st.fixed_dictionaries(
    {
        "type": st.just("cc"),
        "channel": st.integers(1, 2),
        "number": st.integers(0, 3),
        "to": st.sampled_from(["denoise", "shift", "blend"]),
    }
)


@settings(max_examples=15)
@given(st.lists(st.tuples(COMMENT, ENTRY), max_size=5), st.lists(ENTRY, min_size=1, max_size=6), COMMENT)
def test_whatever_is_learned_and_forgotten_no_comment_is_lost(
    written: list[tuple[str, dict[str, object]]], learned: list[dict[str, object]], last: str
) -> None:
    text = "# top\n"
    for comment, each in written:
        keys = "".join(f"{key} = {value!r}\n" for key, value in each.items())
        text += f"\n{comment}\n[[midi]]\n{keys}"
    text += last + "\n"
    comments = [line.strip() for line in text.split("\n") if line.startswith("#")]
    data = tomllib.loads(text)
    for entry in learned:
        text, _ = with_entry(text, entry)
        assert entry in tomllib.loads(text)["midi"]
    untouched = [each for each in data.get("midi", []) if each in tomllib.loads(text)["midi"]]
    for to in ("denoise", "shift", "blend"):
        text, _ = without(text, to, every=False)
    assert [line.strip() for line in text.split("\n") if line.startswith("#")] == comments
    left = tomllib.loads(text).get("midi", [])
    assert all(each in left or each in learned for each in untouched)
