"""Real OSC clients over TCP: liblo's tools, headless Pure Data with SLIP by hand, SuperCollider's language."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.osc_peer import Client, Rig, rig


def need(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


def eventually(test: Callable[[], object], seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < until, "not in time"
        time.sleep(0.02)


@pytest.fixture
def server() -> Iterator[Rig]:
    with rig("localhost") as running:
        yield running


def untroubled(server: Rig) -> bool:
    counted = server.server.counters
    return counted == {**counted, "malformed": 0, "errors": 0, "dropped": 0, "refused": 0}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_oscsend_plays_by_tcp(server: Rig, host: str) -> None:
    url = f"osc.tcp://{host}:{server.port}/"
    for step in range(5):
        subprocess.run([need("oscsend"), url, "/demond/seed", "i", str(step)], check=True, timeout=20)
    subprocess.run([need("oscsend"), url, "/demond/prompt/a", "s", "slow dub"], check=True, timeout=20)
    eventually(lambda: (server.store.get("seed"), server.store.get("prompt/a")) == (4, "slow dub"))
    assert untroubled(server)


def test_a_recorded_performance_is_replayed_by_tcp(server: Rig, tmp_path: Path) -> None:
    rehearsal = tmp_path / "rehearsal.txt"
    rehearsal.write_text("00000000.00000000 /demond/denoise f 0.25\n00000000.20000000 /demond/denoise f 0.75\n")
    url = f"osc.tcp://127.0.0.1:{server.port}/"
    subprocess.run([need("oscsendfile"), url, rehearsal], check=True, timeout=20)
    eventually(lambda: server.store.get("denoise") == 0.75)
    assert untroubled(server)


PATCH = """#N canvas 0 0 600 400 12;
#X obj 10 10 loadbang;
#X msg 10 40 connect 127.0.0.1 {port};
#X obj 10 300 netsend -b;
#X obj 200 40 del 300;
#X msg 200 70 /demond/denoise 0.25;
#X obj 200 100 list prepend;
#X obj 200 130 list trim;
#X obj 200 160 oscformat demond denoise;
#X obj 200 190 list prepend 192;
#X obj 200 220 list append 192;
#X obj 200 250 list prepend send;
#X obj 200 280 list trim;
#X msg 350 100 0.25;
#X obj 10 330 print answered;
#X obj 450 40 del 3000;
#X msg 450 70 \\; pd quit;
#X obj 350 40 del 500;
#X msg 350 70 symbol bogus;
#X connect 0 0 1 0;
#X connect 0 0 3 0;
#X connect 0 0 14 0;
#X connect 0 0 16 0;
#X connect 1 0 2 0;
#X connect 3 0 12 0;
#X connect 12 0 7 0;
#X connect 16 0 17 0;
#X connect 17 0 7 0;
#X connect 7 0 8 0;
#X connect 8 0 9 0;
#X connect 9 0 10 0;
#X connect 10 0 11 0;
#X connect 11 0 2 0;
#X connect 2 1 13 0;
#X connect 14 0 15 0;
"""


def test_pd_plays_by_slip_and_is_answered(server: Rig, tmp_path: Path) -> None:
    patch = tmp_path / "tcp.pd"
    patch.write_text(PATCH.format(port=server.port))
    options = ("-nogui", "-noaudio", "-nomidi", "-nrt", "-stderr", "-open", str(patch))
    done = subprocess.run([need("pd"), *options], capture_output=True, text=True, timeout=30)
    assert server.store.get("denoise") == 0.25
    told = [line.split()[1] for line in done.stderr.splitlines() if line.startswith("answered: ")]
    answered = bytes(int(each) for each in told)  # one at a time
    assert answered.startswith(b"\xc0/demond/error\0")
    assert server.server.counters["malformed"] == 0


def test_sclang_is_told_on_its_connection(server: Rig, tmp_path: Path) -> None:
    script, home = tmp_path / "script.scd", tmp_path / "home"
    home.mkdir(mode=0o700)
    script.write_text(
        f"""
        fork {{
            var demond = NetAddr("127.0.0.1", {server.port});
            OSCdef(\\denoise, {{ |message| ("HEARD " ++ message[1]).postln }}, '/demond/denoise');
            demond.connect({{ "GONE".postln }});
            demond.sendMsg("/demond/subscribe", "denoise", 100);
            0.3.wait;
            100.do {{ |step| demond.sendMsg("/demond/prompt/a", "step" + step) }};
            demond.sendBundle(nil, ["/demond/depth", 2], ["/demond/seed", 7]);
            2.0.wait;
            demond.disconnect;
            0.exit;
        }}
        """
    )
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "XDG_RUNTIME_DIR": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home),
    }  # fmt: skip
    with subprocess.Popen(
        [need("sclang"), "-i", "none", script], stdout=subprocess.PIPE, text=True, env=environment
    ) as sclang:
        eventually(lambda: server.store.get("seed") == 7, 30)
        with Client(server.port) as other:
            other.ask("/demond/denoise", 0.25)
        output, _ = sclang.communicate(timeout=30)
    assert (server.store.get("depth"), server.store.get("prompt/a")) == (2, "step 99")
    assert "HEARD 0.25" in output
    assert server.server.counters["malformed"] == 0
