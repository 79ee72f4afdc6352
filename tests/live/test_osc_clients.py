"""Real OSC clients against the server: liblo's tools, headless Pure Data, SuperCollider's language."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from demond.control.mapping import Mappings
from demond.control.osc import Target
from demond.parameters import defaults, lora_rows
from engine.curves import Wave
from tests.conftest import free_port
from tests.osc_peer import Client, Rig, rig

pytestmark = pytest.mark.live

MAPPINGS = Path(__file__).parents[2] / "mappings"
PD_OPTIONS = ("-nogui", "-noaudio", "-nomidi", "-nrt", "-stderr")


def need(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"{program} is not installed")
    return found


@pytest.fixture
def server() -> Iterator[Rig]:
    with rig(status=lambda: {"xruns": 0}) as running:
        yield running


def run(*command: str | Path, seconds: float = 30, **options) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, **options)
    assert done.returncode == 0, done.stderr
    return done


def eventually(test, seconds: float = 5.0) -> None:
    until = time.monotonic() + seconds
    while not test():
        assert time.monotonic() < until, "not in time"
        time.sleep(0.02)


class Dump:
    """oscdump on a port of its own."""

    def __init__(self, path: Path) -> None:
        self.port = free_port()
        self._path = path
        self._file = path.open("w")
        self._process = subprocess.Popen([need("oscdump"), "-L", str(self.port)], stdout=self._file, stderr=self._file)
        eventually(self._listens)

    def _listens(self) -> bool:
        tables = [Path(f"/proc/net/{name}") for name in ("udp", "udp6")]
        return any(f":{self.port:04X} 00000000" in table.read_text() for table in tables if table.exists())

    def lines(self) -> list[str]:
        """Address, types and arguments of each message so far."""
        return [line.split(" ", 1)[1] for line in self._path.read_text().splitlines() if " " in line]

    def close(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._file.close()


@pytest.fixture
def dumps(tmp_path: Path) -> Iterator[tuple[Dump, Dump]]:
    pair = Dump(tmp_path / "one"), Dump(tmp_path / "two")
    yield pair
    for dump in pair:
        dump.close()


# -- liblo ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "types", "words", "name", "held"),
    [
        ("/demond/denoise", "f", ["0.25"], "denoise", 0.25),
        ("/demond/denoise", "d", ["0.1"], "denoise", 0.1),
        ("/demond/depth", "i", ["6"], "depth", 6),
        ("/demond/seed", "h", ["4294967295"], "seed", 4294967295),
        ("/demond/sde", "T", [], "sde", True),
        ("/demond/dcw", "F", [], "dcw", False),
        ("/demond/prompt/a", "s", ["slow dub"], "prompt/a", "slow dub"),
        ("/demond/prompt/a", "S", ["a symbol"], "prompt/a", "a symbol"),
        ("/demond/initial_noise", "N", [], "initial_noise", None),
        ("/demond/ode_noise", "sssff", ["wave", "sine", "2b", "0.5", "0.5"], "ode_noise", None),
    ],
)
def test_oscsend_sets_every_type(
    server: Rig, address: str, types: str, words: list[str], name: str, held: object
) -> None:
    run(need("oscsend"), "127.0.0.1", str(server.port), address, types, *words)
    if name == "ode_noise":
        held = Wave("sine", 0.5, 0.5, 0.5, 0.0, True, 0, 1)
    eventually(lambda: server.store.get(name) == held)
    assert type(server.store.get(name)) is type(held)
    assert server.server.counters == {**server.server.counters, "malformed": 0, "errors": 0}


def test_the_fader_of_a_lora_that_has_just_come(server: Rig, dumps: tuple[Dump, Dump]) -> None:
    with Client(server.port) as asker:
        asker.send("/demond/subscribe", "lora/*/strength", 30, dumps[0].port)
        eventually(lambda: any(line.startswith("/demond/subscribed") for line in dumps[0].lines()))
        server.call(server.store.admit, lora_rows("tape-2.1", 0.75))
        run(need("oscsend"), "127.0.0.1", str(server.port), "/demond/lora/tape-2.1/strength", "f", "-0.5")
        eventually(lambda: server.store.get("lora/tape-2.1/strength") == -0.5)
        eventually(lambda: "/demond/lora/tape-2.1/strength f -0.500000" in dumps[0].lines())


def test_an_impulse_is_a_button(server: Rig) -> None:
    pressed = []
    server.store.handle("play", lambda: pressed.append(1))
    run(need("oscsend"), "127.0.0.1", str(server.port), "/demond/play", "I")
    eventually(lambda: pressed == [1])


def test_two_subscribers_on_their_ports_hear_it_and_the_sender_does_not(server: Rig, dumps: tuple[Dump, Dump]) -> None:
    with Client(server.port) as first, Client(server.port) as second:
        for client, dump in zip((first, second), dumps, strict=True):
            client.send("/demond/subscribe", "denoise", 30, dump.port)
            eventually(lambda dump=dump: any("/demond/denoise f 0.7" in line for line in dump.lines()))
        run(need("oscsend"), "127.0.0.1", str(server.port), "/demond/denoise", "f", "0.25")
        for dump in dumps:
            eventually(lambda dump=dump: dump.lines()[-1].startswith("/demond/denoise f 0.25"))
        first.send("/demond/denoise", 0.5)
        eventually(lambda: dumps[1].lines()[-1].startswith("/demond/denoise f 0.5"))
        time.sleep(0.2)
        assert dumps[0].lines()[-1].startswith("/demond/denoise f 0.25")


def test_oscdump_understands_answers_and_errors(server: Rig, dumps: tuple[Dump, Dump]) -> None:
    dump = dumps[0]
    with Client(server.port) as client:
        client.send("/demond/subscribe", "//*", 30, dump.port)
        eventually(lambda: any(line.startswith("/demond/subscribed") for line in dump.lines()))
        client.send("/demond/depth", "x")
        eventually(lambda: '/demond/error ss "/demond/depth" "wants a whole number 1..8, got text "x""' in dump.lines())
        server.call(server.server.error, "/demond/source", "x.wav is no audio file")
        eventually(lambda: '/demond/error ss "/demond/source" "x.wav is no audio file"' in dump.lines())
        assert '/demond/subscribed sff "//*" 30.000000 60.000000' in dump.lines()
        eventually(lambda: sum(line.startswith("/demond/channel/") for line in dump.lines()) == 64)
        eventually(lambda: {'/demond/guidance_mode s "off"', "/demond/depth i 4"} <= {*dump.lines()})


def test_a_page_of_faders_hears_its_own_addresses(server: Rig, dumps: tuple[Dump, Dump]) -> None:
    server.call(lambda: server.server.set_aliases(Mappings.load(["touchosc"]).aliases(server.store)))
    server.call(server.server.set_feedback, [Target(f"127.0.0.1:{dumps[1].port}", "/1/*", 30)])
    with Client(server.port) as surface:
        surface.send("/demond/subscribe", "/1/*", 30, dumps[0].port)
        for dump in dumps:
            eventually(lambda dump=dump: "/1/fader1 f 0.700000" in dump.lines())
        run(need("oscsend"), "127.0.0.1", str(server.port), "/1/fader4", "f", "0.5")
        run(need("oscsend"), "127.0.0.1", str(server.port), "/1/fader1/z", "f", "1")
        for dump in dumps:
            eventually(lambda dump=dump: dump.lines()[-1].startswith("/1/fader4 f 0.5"))
        surface.send("/1/fader1", 0.25)
        eventually(lambda: dumps[1].lines()[-1].startswith("/1/fader1 f 0.25"))
        time.sleep(0.2)
        assert dumps[0].lines()[-1].startswith("/1/fader4")
    assert server.store.get("guidance") == 4.5
    assert server.server.counters == {**server.server.counters, "errors": 0, "ignored": 1}


def test_a_recorded_performance_is_replayed_in_time(server: Rig, tmp_path: Path) -> None:
    rehearsal = tmp_path / "rehearsal.txt"
    rehearsal.write_text("00000000.00000000 /demond/denoise f 0.25\n00000000.80000000 /demond/denoise f 0.75\n")
    heard = []
    server.store.listen(lambda name, value, origin: heard.append((time.monotonic(), name, value)))
    gaps = []
    for _ in range(3):
        heard.clear()
        run(need("oscsendfile"), f"osc.udp://127.0.0.1:{server.port}", rehearsal)
        eventually(lambda: len(heard) == 2)
        assert [(name, value) for _, name, value in heard] == [("denoise", 0.25), ("denoise", 0.75)]
        gaps.append(heard[1][0] - heard[0][0])
    assert sorted(gaps)[1] == pytest.approx(0.5, abs=0.1), gaps


# -- Pure Data --------------------------------------------------------------------------------------------------------

WATCH = """#N canvas 0 0 300 200 10;
#X obj 10 10 r demond-feedback;
#X obj 10 40 print feedback;
#X obj 10 70 loadbang;
#X obj 10 100 del {milliseconds};
#X msg 10 130 \\; pd quit;
#X connect 0 0 1 0;
#X connect 2 0 3 0;
#X connect 3 0 4 0;
"""


def give_aliases(server: Rig) -> None:
    server.call(server.server.set_aliases, Mappings.load(["touchosc", "choices"]).aliases(server.store))


def open_in_pd(server: Rig, folder: Path, milliseconds: int, send: str = "") -> subprocess.Popen[str]:
    """Open the shipped patch with this server's port beside one that prints feedback and quits after some time."""
    give_aliases(server)
    shipped = (MAPPINGS / "puredata.pd").read_text()
    assert shipped.count("connect 127.0.0.1 9130") == 1
    patch, watch = folder / "patch.pd", folder / "watch.pd"
    patch.write_text(shipped.replace("127.0.0.1 9130", f"127.0.0.1 {server.port}"))
    watch.write_text(WATCH.format(milliseconds=milliseconds))
    command = [need("pd"), *PD_OPTIONS, "-open", patch, "-open", watch]
    return subprocess.Popen([*command, *(["-send", send] if send else [])], stderr=subprocess.PIPE, text=True)


def test_the_pd_patch_opens_without_a_complaint_and_gets_all_values(server: Rig, tmp_path: Path) -> None:
    server.store.set("velocity_scale", Wave("sine", 0.25, 0.25, 1.0, beats=True))
    errors = open_in_pd(server, tmp_path, 3000).communicate(timeout=20)[1].splitlines()
    feedback = [line.removeprefix("feedback: ") for line in errors if line.startswith("feedback: ")]
    assert [line for line in errors if not line.startswith("feedback: ")] == []
    assert "subscribed /demond//* 30 60" in feedback
    assert "denoise 0.7" in feedback
    assert "guidance_mode off" in feedback
    assert any(line.startswith("prompt a ") for line in feedback)
    assert "velocity_scale wave sine 4b 0.25 1 0" in feedback
    assert server.store.targets() == {**defaults(), "velocity_scale": server.store.get("velocity_scale")}


def test_pd_plays(server: Rig, tmp_path: Path) -> None:
    sends = "; ".join(
        [
            "demond-move-denoise 0.25",
            "demond-move-velocity_scale 1.5",
            "demond-move-hint_strength 0.5",
            "demond-move-volume -12",
            "demond-move-depth 6",
            "demond-move-group-3 2",
            "demond-move-choice-guidance_mode 2",
            "demond-move-choice-mod-1-clock 1",
        ]
    )
    pd = open_in_pd(server, tmp_path, 4000, sends)
    expected = {"denoise": 0.25, "velocity_scale": 1.5, "hint_strength": 0.5, "volume": -12.0, "depth": 6}
    expected |= {"group/3": 2.0}
    eventually(lambda: {name: server.store.get(name) for name in expected} == pytest.approx(expected, abs=0.01))
    time.sleep(0.5)
    server.store.set("denoise", 0.5)
    server.store.set("depth", 3)
    lines = pd.communicate(timeout=20)[1].splitlines()
    after = lines[lines.index("feedback: subscribed /demond//* 30 60") :]
    assert server.store.get("guidance_mode") == "initialize"
    assert server.store.get("mod/1/clock") == "beats"
    assert "feedback: denoise 0.5" in after
    assert "feedback: depth 3" in after
    assert server.store.get("depth") == 3
    assert server.server.counters == {**server.server.counters, "malformed": 0, "errors": 0}


# -- SuperCollider ----------------------------------------------------------------------------------------------------


def sclang(code: str, folder: Path) -> str:
    script, home = folder / "script.scd", folder / "home"
    home.mkdir(mode=0o700, exist_ok=True)
    script.write_text(code)
    environment = {
        **os.environ, "QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_DISABLE_SANDBOX": "1",
        "XDG_RUNTIME_DIR": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home),
    }  # fmt: skip
    done = subprocess.run(
        [need("sclang"), "-i", "none", script], capture_output=True, text=True, timeout=60, env=environment
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-500:]
    return done.stdout


def test_sclang_bundles_are_obeyed_in_time_while_others_play(server: Rig, tmp_path: Path) -> None:
    heard: dict[str, float] = {}
    server.store.listen(lambda name, value, origin: heard.setdefault(name, time.time()))
    output = sclang(
        f"""
        fork {{
            var demond = NetAddr("127.0.0.1", {server.port});
            OSCdef(\\denoise, {{ |message| ("HEARD " ++ message[1]).postln }}, '/demond/denoise');
            OSCdef(\\error, {{ |message| ("ERROR " ++ message[1] ++ " " ++ message[2]).postln }}, '/demond/error');
            demond.sendMsg("/demond/subscribe", "denoise");
            0.2.wait;
            demond.sendMsg("/demond/steps", 5);
            demond.sendBundle(0.2, ["/demond/depth", 2], ["/demond/prompt/a", "ambient"]);
            200.do {{ |step| demond.sendMsg("/demond/denoise", step / 400); 0.002.wait }};
            demond.sendMsg("/demond/depth", "four");
            demond.sendBundle(-1, ["/demond/seed", 7]);
            0.5.wait;
            0.exit;
        }}
        """,
        tmp_path,
    )
    assert server.store.get("depth") == 2
    assert server.store.get("prompt/a") == "ambient"
    assert server.store.get("seed") == 7
    assert server.server.counters["late"] == 1
    assert heard["depth"] == pytest.approx(heard["prompt/a"], abs=0.001)
    delay = heard["depth"] - heard["steps"]
    print(f"the bundle of +200 ms was obeyed after {delay * 1000:.1f} ms")
    assert delay == pytest.approx(0.2, abs=0.015)
    assert re.findall(r"HEARD ([\d.]+)", output) == ["0.69999998807907"]
    assert 'ERROR /demond/depth wants a whole number 1..8, got text "four"' in output


def test_the_listing_for_supercollider_works(server: Rig, tmp_path: Path) -> None:
    listing = (MAPPINGS / "supercollider.scd").read_text()
    assert listing.count("9130") == 1
    tail = """
        fork {
            3.0.wait;
            ("VALUE " ++ ~values['denoise'] ++ " " ++ ~values['channel/13'] ++ " " ++ ~values['volume']).postln;
            ("STATUS " ++ ~status['xruns']).postln;
            ~demond.sendMsg("/demond/denoise", "x");
            1.5.wait;
            0.exit;
        }
    """

    with Client(server.port) as other:

        def later() -> None:
            eventually(lambda: server.store.get("seed") == 7, 30)
            other.send("/demond/volume", -20.0)

        thread = threading.Thread(target=later)
        thread.start()
        output = sclang(listing.replace("9130", str(server.port)) + tail, tmp_path)
        thread.join()
    store = server.store
    assert store.get("denoise") == pytest.approx(0.4)
    assert store.targets()["hint_strength"] == pytest.approx(0.6)
    assert store.get("prompt/a") == "slow warm dub techno"
    assert store.get("prompt/b") == "bright bells"
    assert isinstance(store.get("velocity_scale"), Wave)
    assert store.get("depth") == 3
    assert [store.get(f"group/{i}") for i in range(8)] == pytest.approx([1.0] + [0.8] * 7)
    assert re.search(r"VALUE 0\.\d+ 1(\.0)? -20(\.0)?", output), output[-1500:]
    assert "STATUS 0" in output
    assert "demond refused /demond/denoise" in output
