"""The state folder: values come back as they were, bad files hurt nothing, one daemon at a time."""

import asyncio
import errno
import itertools
import os
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from demond import state as module
from demond.parameters import FOLLOWING, PARAMETERS, ControlError, defaults
from demond.state import Autosave, State, StateInUseError
from demond.store import Store
from engine.curves import SHAPES, Ramp, Wave
from tests.conftest import files_of
from tests.waiting import eventually


@pytest.fixture
def state(tmp_path: Path):
    state = State(tmp_path / "new" / "folder")
    yield state
    state.close()


def test_a_new_folder_holds_nothing(state: State) -> None:
    assert state.load() == ({}, [])


def test_values_come_back_in_a_file_people_can_read(state: State) -> None:
    store = Store()
    store.set("denoise", 0.30000001192092896)
    store.set("seed", 4294967295)
    store.set("sde", True)
    store.set("guidance_mode", "self")
    store.set("prompt/b", 'say "hello" \\ and\ngo')
    store.set("group/3", [0.5, 1.0, 2.0])
    store.set("channel/13", "wave sine 4b 0.5 1")
    store.set("velocity_scale", Ramp(0.5, 1.5))
    store.set("volume", -6.0, seconds=100.0)
    state.save(store.worth_saving())
    text = state.path.read_text()
    for line in ("denoise = 0.3", "seed = 4294967295", 'source = "none"', "[channel]",
                 'velocity_scale = "ramp 0.5 1.5"', '13 = "wave sine 4b 0.5 1 0"', "volume = -6.0"):  # fmt: skip
        assert f"\n{line}\n" in text
    again = Store()
    values, complaints = state.load()
    assert complaints == again.load(values) == []
    expected = {**store.targets(), "denoise": 0.3}
    assert again.targets() == expected


def test_what_is_wrong_is_told_with_its_line_and_the_rest_comes_back(state: State) -> None:
    state.path.write_text(
        'denoise = 0.25\nwibble = 1\ndepth = "four"\nseed = -1\n\n[channel]\n0 = nan\n1 = 0.5\n900 = 1\n'
    )
    values, complaints = state.load()
    assert values == {"denoise": 0.25, "seed": 0, "channel/1": 0.5}
    place = str(state.path)
    assert complaints == [
        f"{place}:2: wibble: there is no such control; left at its default",
        f'{place}:3: depth: wants a whole number 1..8, got text "four"; left at its default',
        f"{place}:4: seed: clamped to 0",
        f"{place}:7: channel/0: wants a number 0..3, got nan; left at its default",
        f'{place}:9: channel/900: there is no such control (did you mean "channel/0"?); left at its default',
    ]


@pytest.mark.parametrize(
    "data", [b"denoise = ", b"\xff\xfe\x00", b"a = 1\na = 2\n", b"a = " + b"[" * 5000, b"\x00" * 4096]
)
def test_a_broken_file_is_moved_aside_and_said(state: State, data: bytes) -> None:
    state.path.write_bytes(data)
    values, complaints = state.load()
    assert values == {}
    assert len(complaints) == 1
    assert "cannot be read" in complaints[0]
    aside = list(state.folder.glob("*.broken"))
    assert [file.read_bytes() for file in aside] == [data]
    state.save(defaults())
    assert state.load()[1] == []


def test_a_failed_save_keeps_the_last_good_file(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    state.save({"denoise": 0.5})
    before = state.path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        state.save({"denoise": 0.9})
    assert state.path.read_bytes() == before
    assert sorted(file.name for file in state.folder.iterdir()) == ["lock", "values.toml"]


def test_a_full_disk_lets_a_daemon_start(state: State) -> None:
    state.close()
    with files_of(0):
        again = State(state.folder)
        with pytest.raises(OSError, match="large"):
            again.save({"denoise": 0.5})
        again.close()


def test_values_that_could_not_be_saved_are_saved_later(tmp_path: Path) -> None:
    store, state = Store(), State(tmp_path)
    autosave = Autosave(store, state)
    store.set("denoise", 0.5)
    with files_of(0):
        assert "values are not saved" in autosave.try_to_save()
    assert autosave.try_to_save() == ""
    assert state.load()[0]["denoise"] == 0.5
    state.close()


def test_what_moves_is_saved_again_and_again_and_what_rests_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in (("SAVE_SECONDS", 0.4), ("GESTURE_SECONDS", 0.1)):
        assert seconds < getattr(module, name)
        monkeypatch.setattr(module, name, seconds)
    assert module.RETRY_SECONDS > 2
    store, state = Store(), State(tmp_path)
    autosave = Autosave(store, state)
    saved: list[object] = []
    monkeypatch.setattr(state, "save", lambda values: saved.append(values["denoise"]))
    begun: list[float] = []
    aside = module.aside

    async def timed(work: Callable[[], str]) -> str:
        begun.append(time.monotonic())
        return await aside(work)

    monkeypatch.setattr(module, "aside", timed)

    async def play() -> None:
        running = asyncio.ensure_future(autosave.run())
        await asyncio.sleep(0.1)
        assert saved == []
        store.set("volume", -12.0, seconds=100.0)
        began = time.monotonic()
        while time.monotonic() < began + 2.0:
            store.set("denoise", (time.monotonic() - began) / 2)
            await asyncio.sleep(0.01)
        last = store.get("denoise")
        await eventually(lambda: saved and saved[-1] == last)
        gaps = [later - sooner for sooner, later in itertools.pairwise(begun)]
        assert 4 <= len(saved) <= 7
        assert min(gaps) > 0.2
        saved.clear()
        store.set("denoise", 0.0)
        store.set("denoise", last)
        await asyncio.sleep(0.8)
        assert saved == [], "it is what was saved"
        running.cancel()

    asyncio.run(play())
    state.close()


def test_who_asks_to_save_shares_one_saving(tmp_path: Path) -> None:
    store, state = Store(), State(tmp_path)
    autosave = Autosave(store, state)

    async def play() -> None:
        running = asyncio.ensure_future(autosave.run())
        asked = {autosave.save() for _ in range(2300)}
        assert len(asked) == 1
        assert await asked.pop() == "values are saved"
        assert state.path.exists()
        with files_of(0), pytest.raises(ControlError, match="values are not saved"):
            await autosave.save()
        running.cancel()

    asyncio.run(play())
    state.close()


def test_a_disk_that_hangs_ends_no_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "LAST_SECONDS", 0.1)
    state, hangs = State(tmp_path), threading.Event()
    monkeypatch.setattr(state, "save", lambda values: hangs.wait())
    asyncio.run(asyncio.wait_for(Autosave(Store(), state).finish(), 5))
    assert "the disk did not answer" in caplog.text
    hangs.set()
    state.close()


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_folder_that_knows_no_locks_is_played_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    def refuse(descriptor: int, how: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("fcntl.flock", refuse)
    state = State(tmp_path)
    assert f"{tmp_path} cannot be locked ({os.strerror(code)})" in caplog.text
    state.save(defaults())
    assert state.load()[1] == []
    state.close()


def test_a_disk_that_stays_full_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    store, state = Store(), State(tmp_path)
    autosave = Autosave(store, state)
    store.set("denoise", 0.5)
    with files_of(0):
        for _ in range(3):
            autosave.try_to_save()
    autosave.try_to_save()
    autosave.try_to_save()
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 2
    assert "values are not saved" in said[0]
    assert said[1] == "values are saved again"
    state.close()


def test_a_second_daemon_is_refused_and_the_folder_is_free_afterwards(tmp_path: Path) -> None:
    code = (
        "import sys; from demond.state import State, StateInUseError\n"
        "try: State(sys.argv[1]); print('got it')\n"
        "except StateInUseError as error: print(error.strerror)"
    )

    def second() -> str:
        done = subprocess.run([sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    first = State(tmp_path)
    with pytest.raises(StateInUseError):
        State(tmp_path)
    assert second() == (
        f"the state folder {tmp_path} is in use by another demond (process {os.getpid()}); "
        "stop that one, or choose another folder with --state"
    )
    first.close()
    assert second() == "got it"


text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
points = st.floats(0, 1, width=32).map(lambda x: float(f"{x:.7g}"))
curve = st.one_of(
    points,
    st.lists(points, min_size=3, max_size=9).map(tuple),
    st.builds(Ramp, points, points),
    st.builds(Wave, st.sampled_from(SHAPES), st.sampled_from([0.25, 0.5, 2.0]), points, points, points, st.booleans(),
              st.just(0.0), st.just(1.0)),
)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text, curve, points, st.integers(0, 2**32 - 1), st.sampled_from(PARAMETERS["dcw_wavelet"].choices))
def test_any_value_survives(state: State, words: str, shape, number: float, seed: int, wavelet: str) -> None:
    values = {"prompt/a": words, "sde_curve": shape, "weight/c": shape, "denoise": number, "seed": seed,
              "dcw_wavelet": wavelet, "initial_noise": None}  # fmt: skip
    state.save(values)
    assert tomllib.loads(state.path.read_text("utf-8"))["seed"] == seed
    assert state.load() == (values | {"prompt/a": words.replace("\r\n", "\n")}, [])  # TOML has but one end of lines


def test_a_path_that_is_no_utf8_keeps_nothing_from_being_saved(tmp_path):
    state = State(tmp_path)
    state.save({"source": "caf\udce9.wav", "prompt/a": "two\nlines", "denoise": 0.25})
    values, complaints = state.load()
    assert values == {"source": "caf\\xe9.wav", "prompt/a": "two\nlines", "denoise": 0.25}
    assert not complaints


def test_a_folder_that_cannot_be_written_to_is_told_and_played_without(tmp_path, monkeypatch, caplog):
    (tmp_path / "values.toml").write_text("denoise = 0.25\n")
    opened = os.open

    def read_only(path, flags, *more, **others):
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            raise OSError(30, "Read-only file system", str(path))
        return opened(path, flags, *more, **others)

    monkeypatch.setattr(os, "open", read_only)
    state = State(tmp_path)
    assert state.load() == ({"denoise": 0.25}, [])
    assert f"{tmp_path} is not writable (Read-only file system): nothing is saved" in caplog.text
    state.close()
    (tmp_path / "values.toml").write_text("denoise = \n")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(30, "Read-only file system")))
    values, complaints = State(tmp_path).load()
    assert not values
    assert "starting from the defaults" in complaints[0]


def test_what_follows_is_not_saved_and_what_was_set_by_hand_is(state: State) -> None:
    store = Store()
    store.follow({"steps": 50, "shift": 1.0, "bpm": 140.0, "key": "A minor"})
    store.set_many({"steps": 50, "dcw": True, "time_signature": "4"})
    state.save(store.worth_saving())
    saved = tomllib.loads(state.path.read_text())
    assert saved.keys() & FOLLOWING == {"steps", "dcw", "time_signature"}
    again = Store()
    values, complaints = state.load()
    assert complaints == again.load(values) == []
    assert again.following() == store.following() == FOLLOWING - {"steps", "dcw", "time_signature"}
    again.follow({"steps": 8, "dcw": False, "shift": 1.0})
    assert [again.get(name) for name in ("steps", "dcw", "shift", "bpm")] == [50, True, 1.0, 120.0]


def test_in_a_file_of_the_first_edition_the_defaults_of_then_follow(state: State) -> None:
    """As 0.1 wrote them: every value, whoever set it."""
    written = (
        'steps = 8\nshift = 3.0\nguidance_mode = "off"\nguidance = 2.5\ndcw = true\ndcw_low = 0.05\ndcw_high = 0.02\n'
    )
    written += 'bpm = 120.0\nkey = ""\ntime_signature = "4"\ndenoise = 0.7\n'
    state.path.write_text(written)
    assert state.load() == ({"denoise": 0.7}, [])
    state.path.write_text(written.replace("120.0", "90.0").replace("0.05", "0.1").replace("8", "12"))
    assert state.load() == ({"denoise": 0.7, "bpm": 90.0, "dcw_low": 0.1, "steps": 12}, [])
    state.path.write_text("edition = 2\n" + written)
    store = Store()
    store.load(state.load()[0])
    assert store.following() == {"key"}, "an empty one is not by hand"
