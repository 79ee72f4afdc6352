"""Names from outside, in the log and elsewhere: nothing in them can pass for something else."""

import logging

import pytest

from demond.cli import _JournalLines, _JsonLines
from demond.names import shown


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Launch Control XL", "Launch Control XL"),
        ("日本 émile", "日本 émile"),
        (b"caf\xe9", "caf\\xe9"),
        (b"caf\xc3\xa9", "café"),
        ("caf\udce9", "caf\\xe9"),
        ("two\nlines", "two\\nlines"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("safe\u202egpj.exe", "safe\\u202egpj.exe"),
        ("a\u2028b\x85c", "a\\u2028b\\x85c"),
    ],
)
def test_what_cannot_be_seen_is_escaped(name: str | bytes, seen: str) -> None:
    assert shown(name) == seen


def _logged(formatter: logging.Formatter, text: str, exc_info: object = None) -> str:
    return formatter.format(logging.LogRecord("demond", logging.INFO, "", 0, "port %s is open", (text,), exc_info))


@pytest.mark.parametrize("formatter", [_JournalLines(True), _JournalLines(False), _JsonLines()])
def test_a_name_forges_no_line_of_the_log(formatter: logging.Formatter) -> None:
    line = _logged(formatter, "x\nerror: demond: the roof\u202e is on fire\r\x1b[2K\udce9")
    assert len(line.splitlines()) == 1
    assert line.isprintable()


@pytest.mark.parametrize("journal", [True, False])
def test_a_traceback_is_indented_under_its_line(journal: bool) -> None:
    try:
        raise ValueError("no\nerror: demond: forged")
    except ValueError as error:
        lines = _logged(_JournalLines(journal), "x", (type(error), error, error.__traceback__)).splitlines()
    bare = [line.removeprefix("<6>") for line in lines]
    assert len(lines) > 3
    assert all(line.startswith("    ") for line in bare[1:])
    assert all(line.startswith("<6>") for line in lines) == journal
