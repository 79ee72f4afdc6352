"""systemd's own checker on the units."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

UNITS = sorted((Path(__file__).parents[2] / "systemd").glob("*.service"))


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_verify_finds_nothing_to_say(unit, tmp_path):
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed (apt install systemd)")
    text = unit.read_text()
    assert "ExecStart=/opt/demond/bin/demond " in text
    assert "Documentation=file:///opt/demond/README.md" in text
    here = tmp_path / unit.name.replace("@.", "@stage.")
    here.write_text(text.replace("/opt/demond/bin/demond ", f"{sys.executable} -m demond "))
    command = ["systemd-analyze", "verify", str(here)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_both_units_differ_only_in_their_instance():
    one, many = (unit.read_text().splitlines() for unit in (UNITS[0], UNITS[1]))
    different = [(a, b) for a, b in zip(one, many, strict=True) if a != b]
    assert len(different) == 5
    assert all("%i" in a or "%i" in b for a, b in different)
