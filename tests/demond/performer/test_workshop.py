import os
import threading
import time

from demond.performer.workshop import Finished, Workshop


def collect(workshop, seconds=2.0):
    outcomes, end = [], time.monotonic() + seconds
    while workshop.busy and time.monotonic() < end:
        outcomes += workshop.collect()
        time.sleep(0.002)
    return outcomes


def test_one_job_runs_and_the_newest_wish_follows():
    workshop, gate = Workshop(), threading.Event()
    workshop.want("prompt", "old", lambda: gate.wait(2) and "old")
    workshop.want("prompt", "middle", lambda: "middle")
    workshop.want("prompt", "new", lambda: "new")
    gate.set()
    assert collect(workshop) == [Finished("prompt", "old", "old"), Finished("prompt", "new", "new")]
    workshop.close()


def test_the_same_key_is_made_once():
    workshop, made = Workshop(), []
    for _ in range(3):
        workshop.want("prompt", "key", lambda: made.append(1))
        collect(workshop)
    assert made == [1]
    workshop.close()


def test_an_error_is_an_outcome_and_is_not_tried_again():
    workshop, tries = Workshop(), []

    def fail():
        tries.append(1)
        raise ValueError("no audio in it")

    workshop.want("source", "bad.txt", fail)
    (outcome,) = collect(workshop)
    assert str(outcome.error) == "no audio in it"
    workshop.want("source", "bad.txt", fail)
    assert collect(workshop) == []
    assert tries == [1]
    workshop.close()


def test_what_is_at_hand_is_not_made_and_stops_what_is_under_way():
    workshop, gate = Workshop(), threading.Event()
    workshop.want("source", "b.wav", lambda: gate.wait(2))
    workshop.have("source", "a.wav")
    workshop.want("source", "a.wav", lambda: "made again")
    gate.set()
    assert collect(workshop) == []
    workshop.close()


def test_it_lets_the_tick_go_first():
    workshop, here = Workshop(), os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    workshop.want("source", "key", lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
    assert collect(workshop) == [Finished("source", "key", min(here + 10, 19))]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == here
    workshop.close()
