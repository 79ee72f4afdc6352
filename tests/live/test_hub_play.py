"""From nothing to a model of the hub playing, and again without a network."""

import re
from pathlib import Path

import numpy as np
import soundfile

from engine.checkpoints.names import MAIN
from tests.demond.test_daemon import levels
from tests.engine.checkpoints.fake_hub import serve
from tests.live.hub_models import environment, main_repository, repositories, wait_heard, wait_loading


def test_a_model_by_its_name_plays_as_soon_as_it_came_and_again_without_the_hub(start_daemon, tmp_path: Path) -> None:
    main, take, home = main_repository(tmp_path / "turbo"), tmp_path / "take.wav", tmp_path / "home"
    size = f"{sum(map(len, main.values())) / 1e6:.1f} MB"
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "values.toml").write_text("length = 2.0\nsteps = 2\n")
    with serve(repositories(main)) as hub:
        hub.slow = 0.03
        told = environment(hub, home)
        daemon = start_daemon("--model", "turbo", "--record", str(take), environment=told)
        assert daemon.wait_sounding() < 30.0
        wait_heard(daemon, "pocket")
        pocket = daemon.ask("dcw")
        wait_loading(daemon, rf"turbo: fetching \d+\.\d of {size}")
        assert daemon.status()["model"] == "pocket"
        hub.slow = 0.0
        wait_heard(daemon, "turbo")
        status = daemon.status()
        told_well = ("loading", "model_refused", "not_finite", "stale_seconds")
        assert [status[name] for name in told_well] == ["", "", 0, 0.0]
        assert daemon.ask("dcw") != pocket, "what suits it"
        daemon.wait_until(lambda: "model: 'turbo'" in daemon.log, 5, "the log names it")
        daemon.end()
        assert sorted(hub.files_asked()) == sorted(main), "what is needed, each once"
    lines = [line.split("demond: ", 1)[1] for line in daemon.log.splitlines() if "demond: " in line]
    news = [line for line in lines if line.startswith("loading") or "on its way" in line]
    assert [re.sub(r"fetching \d+\.\d", "fetching some", line) for line in news] == [
        "loading the model turbo",
        f"model: turbo is on its way: asking for {MAIN}",
        f"model: turbo is on its way: fetching some of {size}",
        "model: turbo is on its way: loading",
    ]
    assert all(re.match(r"\d\d:\d\d:\d\d (warning: )?demond", line) for line in daemon.log.splitlines()), daemon.log
    heard, (audio, _) = levels(take), soundfile.read(take)
    assert (heard[int(np.argmax(heard > -60)) : -2] > -60).all(), "a gap"
    assert np.isfinite(audio).all()

    daemon = start_daemon("--model", "turbo", environment=told)
    daemon.wait_sounding()
    wait_heard(daemon, "turbo")
    assert "fetching" not in daemon.log
    assert "error" not in daemon.log
