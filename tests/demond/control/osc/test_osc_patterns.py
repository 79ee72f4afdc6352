"""Address patterns against a table, against a regular expression, and against time."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demond.control.osc.patterns import BadPattern, Index, is_pattern
from demond.parameters import PARAMETERS

ADDRESSES = [row.address for row in PARAMETERS.values()]


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("/demond/channel/*", 64),
        ("/demond/channel/?", 10),
        ("/demond/channel/[0-4]", 5),
        ("/demond/channel/[4-0]", 5),
        ("/demond/channel/1[!0-7]", 2),
        ("/demond/channel/{13,14,19,23,29,56}", 6),
        ("/demond/{group,channel}/[12]", 4),
        ("/demond/prompt/[a-d]", 4),
        ("/demond/*/a", 4),
        ("/demond/dcw*", 8),
        ("/demond/dcw?*", 7),
        ("/*/denoise", 1),
        ("//denoise", 1),
        ("//a", 4),
        ("/demond//0", 2),
        ("//*", len(ADDRESSES)),
        ("/demond/*", sum(a.count("/") == 2 for a in ADDRESSES)),
        ("/*", 0),
        ("/demond/denoise*", 2),
        ("/demond/denoise", 1),
        ("/demond/{}denoise", 1),
    ],
)
def test_table(pattern: str, count: int) -> None:
    assert len(Index(ADDRESSES).select(pattern)) == count


@pytest.mark.parametrize("pattern", ["/a[", "/a[!]]", "/a{b,c", "/a]", "/a}", "/" + "*" * 300])
def test_bad_patterns(pattern: str) -> None:
    with pytest.raises(BadPattern):
        Index(ADDRESSES).select(pattern)


def test_plain_addresses_are_no_patterns() -> None:
    assert not any(map(is_pattern, ADDRESSES))
    assert all(map(is_pattern, ["/a*", "/a?", "//a", "/[a]", "/{a}"]))


def test_no_pattern_is_slow() -> None:
    begin = time.thread_time()
    for pattern in ("/demond/" + "*a" * 100, "/" + "*" * 200, "//" * 100 + "x", "/demond/" + "{a,b,}" * 40):
        Index([*ADDRESSES, "/demond/" + "a" * 100]).select(pattern)
    assert time.thread_time() - begin < 2.0


@given(
    st.lists(st.sampled_from(["a", "b", "/", "*", "?", "[ab]", "[!a]", "{ab,c}"]), max_size=8),
    st.text("abc/", max_size=8),
)
def test_as_a_regular_expression_says(parts: list[str], address: str) -> None:
    pattern = "".join(parts)
    if "//" in pattern:
        return
    as_regex = {"*": "[^/]*", "?": "[^/]", "[!a]": "[^a/]", "{ab,c}": "(?:ab|c)"}
    expected = re.fullmatch("".join(as_regex.get(part, part) for part in parts), address) is not None
    assert bool(Index([address]).select(pattern)) is expected
