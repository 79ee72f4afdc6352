"""The last problems of the log, kept with their time."""

from __future__ import annotations

import logging
import time
from datetime import datetime

import pytest

from demond.journal import LONGEST, MOST, Journal


def _logged(journal: Journal) -> logging.Logger:
    log = logging.Logger("a test's")
    log.addHandler(journal)
    return log


def test_warnings_and_errors_are_kept_with_their_time_and_what_is_no_problem_is_not() -> None:
    journal, before = Journal(), time.time()
    log = _logged(journal)
    log.info("sounding")
    log.warning("the device %s is gone", "two\nlines")
    log.error("values are not saved")
    first, second = journal.entries
    assert (first.level, first.text) == ("warning", "the device two\\nlines is gone")
    assert (second.level, second.text) == ("error", "values are not saved")
    assert before <= first.time <= second.time <= time.time()


def test_of_very_many_the_newest_are_kept_and_all_are_counted() -> None:
    journal = Journal()
    log = _logged(journal)
    for number in range(MOST + 7):
        log.warning("problem %d", number)
    assert journal.count == MOST + 7
    assert [entry.text for entry in journal.entries] == [f"problem {number}" for number in range(7, MOST + 7)]


def test_they_are_listed_with_the_time_in_utc() -> None:
    journal = Journal()
    _logged(journal).warning("x" * 1000)
    ((when, level, text),) = journal.listed()
    assert (level, text) == ("warning", "x" * LONGEST)
    assert datetime.fromisoformat(str(when)).timestamp() == pytest.approx(journal.entries[0].time, abs=0.001)
