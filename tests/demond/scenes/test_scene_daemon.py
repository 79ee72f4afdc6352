"""Scenes of the real daemon, over OSC, before and after a restart."""

import pytest

from tests.conftest import Daemon
from tests.osc_peer import Client


def note(daemon: Daemon, address: str) -> str:
    """How an action ended."""
    while True:
        about, text = daemon.receive("/demond/note")
        if about == address and text != "is under way":
            return str(text)


@pytest.mark.live
def test_scenes_and_cues_over_osc_and_after_a_restart(start_daemon, tmp_path):
    daemon: Daemon = start_daemon()
    daemon.wait_until(lambda: "OSC on" in daemon.log, 30, "OSC is there")
    for name, value in (("quiet", -20.0), ("loud", -1.0)):
        daemon.send("/demond/volume", value)
        daemon.send("/demond/scene/store", name, "volume prompt/*")
        assert note(daemon, "/demond/scene/store").startswith(f"{name}: 5 controls")
    daemon.send("/demond/scene/recall", "quiet", 0.2)
    assert note(daemon, "/demond/scene/recall") == "quiet: 5 controls over 0.2 s"
    daemon.wait_until(lambda: daemon.ask("volume") == -20.0, 15, "the volume arrives")
    daemon.send("/demond/scene/recall", "qiet")
    assert "there is no scene 'qiet' (did you mean \"quiet\"?)" in str(daemon.receive("/demond/error")[1])

    (daemon.state / "scenes" / "lost.toml").write_text('[values]\nsource = "lost.wav"\nwibble = 1\n')
    daemon.send("/demond/reload")
    assert "wibble: there is no such control" in str(daemon.receive("/demond/error", 10.0))
    daemon.send("/demond/quantize", "beat")
    daemon.send("/demond/scene/recall", "lost")
    assert daemon.receive("/demond/error", 30.0)[0] == "/demond/source", "who recalled it is told"
    daemon.send("/demond/scene/delete", "lost")

    daemon.send("/demond/scene/morph", "quiet", "loud")
    assert note(daemon, "/demond/scene/morph").startswith("morph goes from quiet")
    daemon.send("/demond/morph", 1.0, 1.0)
    daemon.wait_until(lambda: -20.0 < daemon.ask("volume") < -1.0, 15, "morph moves on its ramp")
    daemon.wait_until(lambda: daemon.ask("volume") == -1.0, 15, "morph arrives")

    (daemon.state / "cues").mkdir()
    (daemon.state / "cues" / "show.toml").write_text(
        '[[cue]]\nscene = "quiet"\nfollow = 0.3\n[[cue]]\nscene = "loud"\n'
    )
    daemon.send("/demond/cue/load", "show")
    assert note(daemon, "/demond/cue/load") == "2 cues; /demond/cue/go plays the first"
    daemon.send("/demond/cue/go", 1)
    assert note(daemon, "/demond/cue/go") == "cue 1 quiet: quiet"
    daemon.wait_until(lambda: daemon.status()["cue"] == "2 loud", 15, "the second cue follows")
    daemon.wait_until(lambda: daemon.status()["scene"] == "loud", 15, "its scene is recalled")
    daemon.end()
    assert "Traceback" not in daemon.log

    again: Daemon = start_daemon()
    again.wait_until(lambda: "OSC on" in again.log, 30, "OSC is there")
    again.wait_until(lambda: again.status()["scenes"] == 2, 5, "the scenes are read")
    again.wait_until(lambda: again.status()["cue"] == "2 loud", 5, "the cue is the same")
    assert again.status()["scene"] == "loud"
    with Client(again.port) as client:
        told = client.ask("/demond/scene/list")
        assert [(each[1], each[2], each[4]) for each in told[:-1]] == [("quiet", 1, 5), ("loud", 2, 5)]
        assert told[-1] == ("/demond/scene/list/end", 2)
        told = client.ask("/demond/cue/list")
        assert [each[1:] for each in told] == [(1, "quiet", "quiet", 0), (2, "loud", "loud", 1), (2,)]
