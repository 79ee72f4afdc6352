import os
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from demond.performer import workshop
from demond.performer.workshop import Progress, Workshop


class Bench:
    """A workshop, and what came of it in order: results, and errors as they read."""

    def __init__(self, *how):
        self.workshop, self.came = Workshop(*how), []

    def want(self, name, key, make, **how):
        self.workshop.want(name, key, make, self.came.append, lambda error: self.came.append(str(error)), **how)

    def collect(self, seconds=10.0):
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


def test_what_is_made_is_made_beside_the_ticks_and_done_before_it_is_handed_over():
    said = []

    @contextmanager
    def beside():
        said.append("begins")
        yield
        said.append("is done")

    bench = Bench(beside)
    bench.want("prompt", "key", lambda: said.append("is asked for"))
    bench.collect()
    assert said == ["begins", "is asked for", "is done"]
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
    assert (set(first), set(second)) == ({"a", "once"}, {"once", "b"})
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


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(workshop, "PATIENCE", 0.1)


@pytest.fixture
def passing(monkeypatch, clock):
    """What time it is for the workshop: it passes where a test moves it on."""
    monkeypatch.setattr(workshop, "time", SimpleNamespace(**{**vars(time), "monotonic": clock}))
    return clock


def come(bench, count, seconds=10.0):
    """What has come once there are so many."""
    end = time.monotonic() + seconds
    while len(bench.came) < count and time.monotonic() < end:
        bench.workshop.collect()
        time.sleep(0.002)
    return list(bench.came)


def test_a_read_that_hangs_holds_up_nothing_of_another_kind():
    bench, gate = Bench(), threading.Event()
    bench.want("source", "hangs.wav", lambda: gate.wait(10) and "source", kind="audio")
    bench.want("lora/a", "a", lambda: "lora", kind="loras")
    bench.want("prompt", "a", lambda: "prompt")
    bench.workshop.do(lambda: "saved", bench.came.append, bench.came.append)
    assert set(come(bench, 3)) == {"lora", "prompt", "saved"}
    gate.set()
    assert come(bench, 4)[-1] == "source"
    bench.workshop.close()


def test_a_read_that_hangs_is_left_for_the_next_of_its_kind(impatient):
    bench, gate = Bench(), threading.Event()
    bench.want("source", "hangs.wav", lambda: gate.wait(10) and "late", kind="audio")
    bench.want("timbre", "b.wav", lambda: "timbre", kind="audio")
    assert come(bench, 1) == ["timbre"]
    bench.want("source", "c.wav", lambda: "source", kind="audio")
    assert come(bench, 2) == ["timbre", "source"]
    gate.set()
    time.sleep(0.05)
    assert come(bench, 3, 0.2) == ["timbre", "source"], "a newer one was heard"
    assert not bench.workshop.busy
    bench.workshop.close()


def test_slow_work_that_moves_and_long_thought_are_waited_for(impatient, passing):
    bench, progress, thinking, most = Bench(), Progress("a.wav"), [], []

    def moves():
        for part in range(10):
            progress(part / 100)
            time.sleep(0.03)
            passing.now += 0.05
        return "slow"

    def thinks():
        thinking.append(1)
        most.append(len(thinking))
        time.sleep(0.3)
        thinking.pop()
        return "thought"

    bench.want("source", "a.wav", moves, kind="audio", progress=progress)
    bench.want("source", "b.wav", lambda: "next", kind="audio")
    bench.want("prompt", "a", thinks)
    bench.want("prompt", "b", thinks)
    assert sorted(come(bench, 4)) == ["next", "slow", "thought", "thought"]
    assert bench.came.index("slow") < bench.came.index("next")
    assert most == [1, 1]
    bench.workshop.close()


def test_the_oldest_of_many_that_hang_is_given_up_and_what_can_be_read_comes(impatient):
    bench, gate = Bench(), threading.Event()
    for number in range(workshop.MOST_LEFT + 2):
        bench.want(f"reference/{number}", number, lambda: gate.wait(10) and "late", kind="audio")
    bench.want("timbre", "b.wav", lambda: "timbre", kind="audio")
    assert [word.split(":")[0] for word in come(bench, 3)] == ["given up", "given up", "timbre"]
    assert "nothing came for" in bench.came[0]
    assert not bench.workshop.busy, "what hangs keeps nothing awake"
    gate.set()
    assert come(bench, 3 + workshop.MOST_LEFT)[3:] == ["late"] * workshop.MOST_LEFT
    bench.came.clear()
    assert come(bench, 1, 0.1) == []
    bench.workshop.close()


def test_a_second_one_does_not_lose_the_first_where_that_hangs(impatient):
    bench, gate = Bench(), threading.Event()

    def refuse():
        raise ValueError("no audio in it")

    bench.want("source", "slow.wav", lambda: gate.wait(10) and "late", kind="audio", progress=Progress("slow.wav"))
    bench.want("source", "bad.wav", refuse, kind="audio", progress=Progress("bad.wav"))
    assert come(bench, 1) == ["no audio in it"]
    assert bench.workshop.coming("source", but="bad.wav") == "slow.wav"
    bench.want("source", "slow.wav", lambda: "made again", kind="audio")
    gate.set()
    assert come(bench, 2) == ["no audio in it", "late"]
    assert not bench.workshop.awaits("source")
    bench.workshop.close()


def test_reading_and_computing_are_signs_of_life_though_nothing_is_told(impatient, passing):
    bench = Bench()

    def reads():
        for _ in range(20):
            time.sleep(0.02)
            passing.now += 0.05
        return "read"

    bench.want("lora/a", "a", reads, kind="loras")
    bench.want("lora/a", "b", lambda: "b", kind="loras")
    assert come(bench, 2) == ["read", "b"]
    bench.workshop.close()


def test_the_end_waits_a_while_for_what_is_being_saved_and_for_nothing_else(impatient):
    bench, gate, saved = Bench(), threading.Event(), []
    bench.want("source", "a.wav", lambda: gate.wait(10), kind="audio")
    bench.workshop.do(lambda: time.sleep(0.2) or saved.append(1), bench.came.append, bench.came.append)
    began = time.monotonic()
    bench.workshop.close(patience=2.0)
    assert saved == [1]
    bench.workshop.do(lambda: gate.wait(10), bench.came.append, bench.came.append)
    bench.workshop.close(patience=0.1)
    assert time.monotonic() - began < 1.5
    gate.set()


def test_what_takes_long_is_told_by_quarters_and_once_where_it_hangs(impatient, passing, monkeypatch):
    monkeypatch.setattr(workshop, "TELL_SECONDS", 0.0)
    progress = Progress("a.wav")
    assert progress.news() == ""
    told = []
    for done in (0.0, 0.1, 0.3, 0.3, 0.9):
        progress(done)
        told.append(progress.news())
    assert told == ["is being prepared, 0 %", "", "is being prepared, 30 %", "", "is being prepared, 90 %"]
    passing.now += 0.15
    assert not progress.hangs, "what is read does not wait for the disk"
    read = Progress("c.wav")
    reader = threading.Thread(target=read, args=(0.05,))
    reader.start()
    reader.join()
    assert (read.hangs, read.news()) == (False, "is being prepared, 5 %")
    passing.now += 0.15
    assert read.hangs
    assert "takes long" in read.news()
    assert read.news() == ""
    read(0.6)
    assert read.news() == "is being prepared, 60 %", "it goes on being told"
    monkeypatch.setattr(workshop, "TELL_SECONDS", 60.0)
    quick = Progress("b.wav")
    quick(0.5)
    assert quick.news() == ""
