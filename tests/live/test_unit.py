"""The shipped unit in a real systemd: installed by systemd/README.md word for word, then treated badly."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
import soundfile

from tests.live.box import ROOT, Box, Unit, silences

CONFIG = "etc/demond/demond.toml"
DROP_IN = "etc/systemd/system/demond.service.d/test.conf"


@pytest.fixture
def unit(box: Box) -> Iterator[Unit]:
    """`demond.service` as it was installed, playing."""
    unit = Unit(box)
    if not unit.active():
        unit.control("start")
    config = (box.tree / CONFIG).read_text()
    yield unit
    (box.tree / CONFIG).write_text(config)
    if (box.tree / DROP_IN).exists():
        (box.tree / DROP_IN).unlink()
        box.run("systemctl", "daemon-reload")
        unit.control("restart")


def alter(unit: Unit, before: str, after: str) -> None:
    """Change the configuration file."""
    config = unit.box.tree / CONFIG
    assert before in config.read_text()
    config.write_text(config.read_text().replace(before, after))


def drop_in(unit: Unit, *lines: str) -> None:
    """Add lines to the unit's [Service], as `systemctl edit` would."""
    path = unit.box.tree / DROP_IN
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(["[Service]", *lines, ""]))
    unit.box.run("systemctl", "daemon-reload")


def segments(box: Box) -> list[str]:
    """The loops in shared memory."""
    return [name for name in box.run("ls", "/dev/shm").split() if name.startswith("demond-")]


def test_it_starts_by_the_words_of_the_readme(box: Box, unit: Unit) -> None:
    log = box.run("journalctl", "-u", "demond", "-o", "cat", "--no-pager")
    assert "sounding after" in log
    assert "callback was not built" not in log
    assert "Traceback" not in log
    assert unit.show("NRestarts") == "0"
    assert unit.status()["engine"] == "running"
    assert "waiting for default" in unit.show("StatusText"), "there is no sound card, and it says so"
    assert box.run("systemctl", "is-enabled", "demond").strip() == "enabled"
    doctor = box.run("/opt/demond/bin/demond", "doctor", check=False)
    assert "ok  C callback" in doctor


def test_systemd_has_nothing_to_say_of_the_units(box: Box) -> None:
    assert box.run("systemd-analyze", "verify", "demond.service", "demond@stage.service") == ""
    told = box.run("systemd-analyze", "security", "--no-pager", "demond.service").splitlines()[-1]
    print(told)
    exposure = re.search(r"service: ([\d.]+)", told)
    assert exposure is not None
    assert float(exposure[1]) < 4


def test_both_units_differ_only_in_their_instance() -> None:
    one, many = ((ROOT / "systemd" / name).read_text() for name in ("demond.service", "demond@.service"))
    alike = {" (%i)": "", "/%i.toml": "/demond.toml", "demond-%i": "demond"}
    for instance, alone in alike.items():
        assert instance in many
        many = many.replace(instance, alone)
    assert many == one


def test_what_the_unit_grants_is_there(box: Box, unit: Unit) -> None:
    assert [unit.show(name) for name in ("LimitMEMLOCK", "LimitRTPRIO", "LimitNICE")] == ["infinity", "95", "35"]
    process = f"/proc/{unit.show('MainPID')}"
    assert unit.show("OOMPolicy") == "continue", "an engine that memory is short for is the supervisor's to replace"
    audio = box.run("getent", "group", "audio").split(":")[2]
    assert audio in box.run("grep", "Groups", f"{process}/status").split()[1:]
    granted = [line for line in box.run("cat", f"{process}/limits").splitlines() if "locked" in line or "real" in line]
    print(*granted, sep="\n")  # where the container may raise them


def test_reload_reads_mappings_and_configuration_again(unit: Unit) -> None:
    pid = unit.show("MainPID")
    (unit.box.tree / "etc/demond/mine.toml").write_text(
        'name = "mine"\n[[osc]]\naddress = "/knob"\nto = "denoise"\nin = [0, 127]\n'
    )
    alter(unit, 'files = ["', 'files = ["/etc/demond/mine.toml", "')
    since = time.time()
    unit.control("reload")
    unit.wait_until(lambda: "mappings loaded again" in unit.journal(since), 5, "mappings")
    unit.send("/knob", 127)
    assert unit.value("denoise") == 1.0
    alter(unit, "port = 9130", 'port = "no"')
    unit.control("reload")
    unit.wait_until(lambda: "configuration kept as it was" in unit.journal(since), 5, "the mistake")
    assert unit.active()
    assert unit.show("MainPID") == pid
    unit.send("/demond/denoise", 0.7)


def test_it_stops_at_once_and_comes_back_as_it_was(unit: Unit) -> None:
    unit.send("/demond/seed", 4711)
    began = time.monotonic()
    unit.control("stop")
    assert time.monotonic() - began < 3
    assert unit.show("Result") == "success"
    assert unit.show("ExecMainStatus") == "0"
    assert segments(unit.box) == []
    unit.control("start")
    assert unit.value("seed") == 4711


def test_a_killed_daemon_loses_two_seconds_at_most(unit: Unit) -> None:
    before, since = int(unit.show("NRestarts")), time.time()
    unit.send("/demond/seed", 1)
    for turn in range(30):  # a hand that does not rest delays nothing
        unit.send("/demond/denoise", 0.5 + 0.01 * turn)
        time.sleep(0.1)
    unit.send("/demond/seed", 2)
    moved = time.monotonic()
    while time.monotonic() < moved + 2.2:
        unit.send("/demond/volume", -6.0 - (time.monotonic() - moved))
        time.sleep(0.05)
    unit.control("kill", "--signal=KILL", "--kill-who=main")
    took = unit.wait_until(lambda: int(unit.show("NRestarts")) > before and unit.active(), 30, "a restart")
    print(f"plays again {took:.1f} s after kill -9")
    assert unit.value("seed") == 2
    assert unit.value("denoise") == pytest.approx(0.79)
    assert len(segments(unit.box)) == 1
    assert unit.pid("engine_process")
    assert "Traceback" not in unit.journal(since)
    unit.send("/demond/denoise", 0.7)
    unit.send("/demond/volume", 0.0)


@pytest.mark.parametrize("how", ["KILL", "STOP"])
def test_sound_goes_on_while_the_engine_is_killed_or_hangs(unit: Unit, how: str) -> None:
    main, restarts = unit.show("MainPID"), unit.status()["engine_restarts"]
    unit.wait_until(lambda: unit.status().get("state") == "settled", 60, "settled")
    name = f"{how}-{time.time():.0f}.flac"
    unit.send("/demond/record", name)
    unit.wait_until(lambda: unit.status()["recording"] == 1, 5, "recording")
    engine = unit.pid("engine_process")
    unit.kill(how, engine)
    took = unit.wait_until(lambda: unit.status()["engine_restarts"] != restarts, 20, "another engine")
    took += unit.wait_until(lambda: unit.status()["engine"] == "running", 30, "it runs")
    print(f"another engine {took:.1f} s after {how}")
    unit.send("/demond/record", "off")
    assert took < 20
    assert unit.show("MainPID") == main
    assert unit.pid("engine_process") not in (0, engine)
    unit.wait_until(lambda: unit.status()["recording"] == 0, 5, "recorded")
    (recorded,) = unit.state.rglob(name)
    assert silences(recorded) == 0
    recorded.unlink()


def test_a_killed_device_process_is_started_again(unit: Unit) -> None:
    main = unit.show("MainPID")
    unit.wait_until(lambda: unit.pid("device_process") != 0, 10, "a process that waits for a device")
    device = unit.pid("device_process")
    unit.kill("KILL", device)
    unit.wait_until(lambda: unit.pid("device_process") not in (0, device), 10, "another")
    assert unit.show("MainPID") == main
    assert unit.status()["playing"] == 1


def test_a_daemon_that_hangs_is_ended_and_started_again(unit: Unit) -> None:
    drop_in(unit, "WatchdogSec=5", "TimeoutStopSec=2")
    unit.control("restart")
    before = int(unit.show("NRestarts"))
    unit.kill("STOP", int(unit.show("MainPID")))
    took = unit.wait_until(lambda: int(unit.show("NRestarts")) > before and unit.active(), 40, "a restart")
    print(f"plays again {took:.1f} s after it hung, with a watchdog of 5 s")
    assert unit.answers()


def test_a_mapping_in_a_closed_home_is_left_out(unit: Unit) -> None:
    home = unit.box.tree / "home/me"
    home.mkdir(mode=0o700, exist_ok=True)
    (home / "box.toml").write_text('name = "My box"\n[[osc]]\naddress = "/x"\nto = "denoise"\n')
    alter(unit, 'files = ["', 'files = ["/home/me/box.toml", "')
    since = time.time()
    unit.control("restart")
    assert unit.show("NRestarts") == "0"
    assert unit.status()["engine"] == "running"
    log = unit.journal(since)
    assert "/home/me/box.toml" in log
    assert "Traceback" not in log
    time.sleep(3)  # of looking whether it changed
    assert unit.active()


def test_one_that_requires_its_device_is_not_ready_without(unit: Unit) -> None:
    alter(unit, "require_device = false", "require_device = true")
    drop_in(unit, "TimeoutStartSec=8")
    unit.control("stop")
    unit.control("start", "--no-block")
    unit.wait_until(unit.answers, 20, "it is there")
    time.sleep(10)
    assert unit.show("ActiveState") == "activating"
    assert unit.show("NRestarts") == "0"
    assert "waiting for default" in unit.show("StatusText")
    assert unit.status()["playing"] == 1
    unit.control("stop")


def test_one_that_hangs_while_it_starts_is_ended(unit: Unit) -> None:
    drop_in(unit, "TimeoutStartSec=4", "TimeoutStopSec=2")
    unit.control("stop")
    since = time.time()
    unit.control("start", "--no-block")
    unit.wait_until(lambda: unit.pid("engine_process") != 0, 10, "an engine")
    unit.kill("STOP", int(unit.show("MainPID")))
    unit.wait_until(lambda: "start operation timed out" in unit.journal(since), 60, "systemd has enough of it")
    unit.wait_until(unit.active, 30, "another start")


def test_a_full_state_disk_and_a_read_only_one(unit: Unit) -> None:
    box, inside = unit.box, "/var/lib/private/demond"
    unit.control("stop")
    try:
        box.run("mount", "-t", "tmpfs", "-o", "size=1m,mode=0755", "tmpfs", inside)
        box.run("dd", "if=/dev/zero", f"of={inside}/filler", "bs=64k", check=False)
        since = time.time()
        unit.control("start")
        unit.send("/demond/seed", 99)
        unit.wait_until(lambda: "not saved" in unit.journal(since), 6, "it says that nothing is saved")
        unit.send("/demond/seed", 100)
        time.sleep(3)
        assert unit.journal(since).count("not saved") == 1
        assert unit.status()["engine"] == "running"
        box.run("rm", f"{inside}/filler")
        unit.wait_until(lambda: "saved again" in unit.journal(since), 20, "saved once there is room")
        unit.control("restart")
        assert unit.value("seed") == 100

        unit.control("stop")
        box.run("mount", "-o", "remount,ro", inside)
        since = time.time()
        unit.control("start")
        assert unit.status()["engine"] == "running"
        assert unit.value("seed") == 100
        unit.send("/demond/seed", 101)
        unit.wait_until(lambda: "not saved" in unit.journal(since), 6, "it says that nothing is saved")
        assert unit.show("NRestarts") == "0"
        unit.control("stop")
        assert unit.show("Result") == "success"
    finally:
        unit.control("stop")
        box.run("umount", inside, check=False)


def test_a_recording_is_not_in_the_way_of_a_restart(unit: Unit) -> None:
    drop_in(unit, "ExecStart=", "ExecStart=/opt/demond/bin/demond --config /etc/demond/demond.toml --record take.flac")
    for take in unit.state.rglob("take*.flac"):
        take.unlink()
    for _ in range(2):
        unit.control("restart")
        assert unit.status()["recording"] == 1
        time.sleep(1)
    takes = sorted(unit.state.rglob("take*.flac"))
    assert len(takes) == 2
    unit.control("stop")
    assert all(soundfile.info(take).duration > 0.5 for take in takes)


def test_several_play_at_once_and_leave_each_other_alone(box: Box, unit: Unit) -> None:
    units = [Unit(box, "demond@a", 9141), Unit(box, "demond@b", 9142)]
    config = (box.tree / CONFIG).read_text()
    try:
        for one in units:
            file = box.tree / f"etc/demond/{one.name[-1]}.toml"
            file.write_text(config.replace("port = 9130", f"port = {one.port}"))
            one.control("start", "--no-block")
        for one in units:
            one.wait_until(one.active, 60, "active")
            one.send("/demond/seed", one.port)
        units[0].control("restart")
        units[1].control("kill", "--signal=KILL", "--kill-who=main")
        assert unit.status()["engine"] == "running"
        units[1].wait_until(lambda: units[1].show("NRestarts") == "1" and units[1].active(), 30, "a restart")
        assert [one.value("seed") for one in units] == [9141, 9142]
        assert len(segments(box)) == 3
        assert (box.tree / "var/lib/private/demond-a/values.toml").exists()
        units[0].control("stop")
        unit.kill("KILL", unit.pid("engine_process"))  # the next one finds the loop where it was
        unit.wait_until(lambda: unit.status()["engine_restarts"] == 1, 10, "another engine")
        unit.wait_until(lambda: unit.status()["engine"] == "running", 30, "it runs")
        assert len(segments(box)) == 2
    finally:
        for one in units:
            one.control("stop")


def test_twenty_restarts_in_a_row(unit: Unit) -> None:
    unit.send("/demond/seed", 20)
    since = time.time()
    took = []
    for turn in range(20):
        began = time.monotonic()
        if turn % 5 == 4:
            before = unit.show("MainPID")
            unit.control("kill", "--signal=KILL", "--kill-who=main")
            unit.wait_until(lambda: unit.show("MainPID") not in ("0", before) and unit.active(), 60, "a restart")  # noqa: B023
        else:
            unit.control("restart")
        took.append(time.monotonic() - began)
    print(f"a restart takes {min(took):.1f} to {max(took):.1f} s")
    assert unit.value("seed") == 20
    assert len(segments(unit.box)) == 1
    assert "Traceback" not in unit.journal(since)
    assert unit.box.run("systemctl", "--failed", "--no-legend", "--plain").strip() == ""
