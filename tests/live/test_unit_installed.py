"""systemd/install.sh in a real systemd: again, another version, another instance, for a user alone, and away again.

Last of the tests in the box, as it ends with nothing of demond left there.
"""

from __future__ import annotations

import time

import pytest

from tests.live.box import Box, Unit, silences

INSTALL = "/root/demond/systemd/install.sh"
NOTHING = "everything was as it should be, nothing was changed"
USER = "demo"


class UserUnit(Unit):
    """The unit of a user, by that user's own systemd."""

    def control(self, verb: str, *more: str, seconds: float = 60.0) -> None:
        self.run(f"systemctl --user {verb} {' '.join(more)} {self.name}", seconds=seconds)

    def show(self, name: str) -> str:
        return self.run(f"systemctl --user show -P {name} {self.name}").strip()

    def journal(self, since: float | None = None) -> str:
        return self.run(f"journalctl --user-unit {self.name} -o cat --no-pager")

    def run(self, line: str, seconds: float = 60.0) -> str:
        """What a line says that the user's shell runs."""
        number = self.box.run("id", "-u", USER).strip()
        user = ("sudo", "-E", "-u", USER, "-H", f"XDG_RUNTIME_DIR=/run/user/{number}")
        return self.box.run(*user, "sh", "-c", f"cd; {line}", seconds=seconds)


def assert_played(unit: Unit, folder: str) -> None:
    """Three seconds of it are recorded and have sound in them."""
    unit.wait_until(lambda: unit.status()["engine"] == "running", 60, "an engine")
    name = f"heard-{time.time():.0f}.flac"
    unit.send("/demond/record", name)
    time.sleep(3)
    unit.send("/demond/record", "off")
    unit.wait_until(lambda: unit.status()["recording"] == 0, 10, "recorded")
    recorded = unit.box.tree / folder / "recordings" / name
    assert recorded.stat().st_size > 10_000
    assert silences(recorded) == 0


@pytest.fixture
def unit(box: Box) -> Unit:
    """`demond.service` as it was installed, playing."""
    unit = Unit(box)
    if not unit.active():
        unit.control("start")
    return unit


def test_what_was_installed_is_heard_and_is_left_alone_by_a_second_run(box: Box, unit: Unit) -> None:
    assert_played(unit, "var/lib/private/demond")
    main, began = unit.show("MainPID"), time.monotonic()
    told = box.run("sh", INSTALL)
    print(f"a run without anything to do takes {time.monotonic() - began:.1f} s")
    assert NOTHING in told
    assert "wrote" not in told
    assert "installing" not in told
    assert unit.show("MainPID") == main
    assert "units of systemd: /etc/systemd/system/demond.service" in box.run(
        "/usr/local/bin/demond", "doctor", check=False
    )


def test_what_is_missing_is_mended(box: Box, unit: Unit) -> None:
    (box.tree / "etc/systemd/system/demond.service").write_text("[Service]\nExecStart=/bin/true\n")
    unit.control("disable")
    told = box.run("sh", INSTALL)
    assert "wrote /etc/systemd/system/demond.service" in told
    assert box.run("systemctl", "is-enabled", "demond").strip() == "enabled"
    assert unit.active()


def test_a_wheel_of_a_newer_version_comes_without_a_network_and_keeps_what_was_set(box: Box, unit: Unit) -> None:
    unit.send("/demond/seed", 815)
    module = box.tree / "root/demond/demond/__init__.py"
    module.write_text(module.read_text().replace('__version__ = "', '__version__ = "9'))
    build = "cd /root && /opt/demond/bin/pip wheel -q --no-deps -w new ./demond"
    box.run("sh", "-ec", f"{build} && python3 -m zipfile -e new/*.whl new", seconds=300)
    began = time.monotonic()
    upgrade = "cd /root/new && PIP_NO_INDEX=1 sh demond/systemd/install.sh *.whl"
    told = box.run("sh", "-ec", upgrade, seconds=120)
    print(f"another version takes {time.monotonic() - began:.1f} s")
    assert "installed demond 9" in told
    assert "wrote /etc/demond" not in told
    assert unit.active()
    assert unit.value("seed") == 815
    assert NOTHING in box.run("sh", "-ec", upgrade)


def test_a_pip_that_fails_leaves_what_plays(box: Box, unit: Unit) -> None:
    box.run("sh", "-c", "echo no wheel > /root/demond-10-py3-none-any.whl")
    main = unit.show("MainPID")
    with pytest.raises(AssertionError, match="what was there is as it was"):
        box.run("sh", INSTALL, "/root/demond-10-py3-none-any.whl")
    assert unit.show("MainPID") == main
    assert unit.active()
    assert "demond 9" in box.run("/usr/local/bin/demond", "--version")


def test_another_instance_has_ports_and_values_of_its_own(box: Box, unit: Unit) -> None:
    box.run("sh", "/opt/demond/install.sh", "--instance", "foyer")
    foyer = Unit(box, "demond@foyer", 9140)
    assert foyer.active()
    assert unit.active()
    assert_played(foyer, "var/lib/private/demond-foyer")
    written = (box.tree / "etc/demond/foyer.toml").read_text()
    assert "\nport = 9140 " in written
    assert "\nport = 9141 " in written
    assert NOTHING in box.run("sh", "/opt/demond/install.sh", "--instance", "foyer")
    box.run("sh", "/opt/demond/install.sh", "--uninstall", "--purge", "--instance", "foyer")
    assert not (box.tree / "etc/demond/foyer.toml").exists()
    assert not (box.tree / "var/lib/private/demond-foyer").exists()
    assert not foyer.active()
    assert unit.active()


def test_a_user_has_it_in_a_systemd_of_their_own(box: Box, unit: Unit) -> None:
    unit.control("stop")
    box.run("useradd", "--create-home", USER)
    box.run("loginctl", "enable-linger", USER)
    own = UserUnit(box)
    own.wait_until(
        lambda: "running" in own.run("systemctl --user is-system-running || true"), 20, "a systemd of the user"
    )
    box.run("sh", "-c", f"cp -r /root/new/*.whl /root/new/demond/systemd /home/{USER}; chmod -R a+rX /home/{USER}")
    # what the system has already comes from there, which saves minutes and a gigabyte
    own.run("python3 -m venv .local/lib/demond; ls -d /opt/demond/lib/python3*/site-packages >there.pth")
    own.run("mv there.pth .local/lib/demond/lib/python3*/site-packages/")
    install = "sh systemd/install.sh --user *.whl"
    told = own.run(install, seconds=120)
    assert f"wrote /home/{USER}/.config/systemd/user/demond.service" in told
    assert own.active()
    assert f"/home/{USER}/.local/lib/demond/bin/" in own.show("ExecStart")
    assert_played(own, f"home/{USER}/.local/state/demond")
    assert NOTHING in own.run(install)
    assert own.run("systemd-analyze --user verify .config/systemd/user/demond.service") == ""
    restarts = int(own.show("NRestarts"))
    own.control("kill", "--signal=KILL", "--kill-who=main")
    own.wait_until(lambda: int(own.show("NRestarts")) > restarts and own.active(), 30, "a restart")
    own.run("sh .local/lib/demond/install.sh --user --uninstall --purge")
    assert not own.answers()
    left = own.run("find .local .config -iname '*demond*'")
    assert left == ""


def test_it_goes_and_leaves_what_was_made_with_it_until_that_is_to_go_as_well(box: Box, unit: Unit) -> None:
    told = box.run("sh", "/opt/demond/install.sh", "--uninstall")
    assert "kept: /etc/demond" in told
    assert not unit.answers()
    for gone in ("opt/demond", "usr/local/bin/demond", "etc/systemd/system/demond.service"):
        assert not (box.tree / gone).exists()
    assert (box.tree / "var/lib/private/demond/values.toml").exists()
    assert (box.tree / "etc/demond/demond.toml").exists()
    box.run("sh", INSTALL, "--uninstall", "--purge")
    for gone in ("var/lib/private/demond", "var/lib/demond", "etc/demond/demond.toml"):
        assert not (box.tree / gone).exists()
    assert box.run("systemctl", "--failed", "--no-legend", "--plain").strip() == ""
