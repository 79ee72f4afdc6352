import os
import threading
import time

from demond.performer.workshop import Workshop


class Bench:
    """A workshop, and what came of it in order: results, and errors as they read."""

    def __init__(self):
        self.workshop, self.came = Workshop(), []

    def want(self, name, key, make):
        self.workshop.want(name, key, make, self.came.append, lambda error: self.came.append(str(error)))

    def collect(self, seconds=2.0):
        self.came.clear()
        end = time.monotonic() + seconds
        while self.workshop.busy and time.monotonic() < end:
            self.workshop.collect()
            time.sleep(0.002)
        return list(self.came)


def test_one_job_runs_and_the_newest_wish_follows():
    bench, gate = Bench(), threading.Event()
    bench.want("prompt", "old", lambda: gate.wait(2) and "old")
    bench.want("prompt", "middle", lambda: "middle")
    bench.want("prompt", "new", lambda: "new")
    gate.set()
    assert bench.collect() == ["old", "new"]
    bench.workshop.close()


def test_the_same_key_is_made_once():
    bench, made = Bench(), []
    for _ in range(3):
        bench.want("prompt", "key", lambda: made.append(1))
        bench.collect()
    assert made == [1]
    bench.workshop.close()


def test_an_error_is_told_and_what_failed_is_not_tried_again():
    bench, tries = Bench(), []

    def fail():
        tries.append(1)
        raise ValueError("no audio in it")

    bench.want("source", "bad.txt", fail)
    assert bench.collect() == ["no audio in it"]
    bench.want("source", "bad.txt", fail)
    assert bench.collect() == []
    assert tries == [1]
    bench.workshop.close()


def test_each_wish_has_its_own_taker():
    bench, gate, first, second = Bench(), threading.Event(), [], []
    bench.workshop.want("source", "a.wav", lambda: gate.wait(2) and "a", first.append, first.append)
    bench.workshop.want("source", "b.wav", lambda: "b", second.append, second.append)
    bench.workshop.do(lambda: "once", first.append, first.append)
    bench.workshop.do(lambda: "once", second.append, second.append)
    gate.set()
    bench.collect()
    assert (first, second) == (["a", "once"], ["once", "b"])
    bench.workshop.close()


def test_what_is_at_hand_is_not_made_and_stops_what_is_under_way():
    bench, gate = Bench(), threading.Event()
    bench.want("source", "b.wav", lambda: gate.wait(2))
    bench.workshop.have("source", "a.wav")
    bench.want("source", "a.wav", lambda: "made again")
    gate.set()
    assert bench.collect() == []
    bench.workshop.close()


def test_it_lets_the_tick_go_first():
    bench, here = Bench(), os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    bench.want("source", "key", lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
    assert bench.collect() == [min(here + 10, 19)]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == here
    bench.workshop.close()
