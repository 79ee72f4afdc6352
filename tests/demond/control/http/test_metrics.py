"""`/metrics`, read by Prometheus' own parser."""

from __future__ import annotations

import os

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from demond.control.http.metrics import FACTS, KIND, METRICS, STATES, answering, written
from demond.control.http.paths import Asked
from engine.names import shown

FIGURES: dict[str, object] = {
    **{metric.figure: 3 for metric in METRICS},
    "tick_ms": 22.99,
    "disk_free_gb": 12.5,
    "sync_offset_ms": "",
    "stale_seconds": 0.125,
    "state": "settled",
    "engine": "running",
    "audio": "waiting for USB: it is away",
    "version": "0.2.0",
    "model": '/home/me/models/a "quoted"\\odd\nmodel',
    "prompt": "techno",
}


def read(text: str) -> dict[str, Metric]:
    return {family.name: family for family in text_string_to_metric_families(text)}


def value(families: dict[str, Metric], name: str) -> float:
    (sample,) = families[name].samples
    return sample.value


def test_every_figure_is_a_metric_in_base_units_with_its_help_and_type() -> None:
    families = read(written(FIGURES))
    assert value(families, "demond_tick_seconds") == pytest.approx(0.02299)
    assert value(families, "demond_disk_free_bytes") == 12.5e9
    assert value(families, "demond_stale_seconds") == 0.125
    assert (value(families, "demond_engine_up"), value(families, "demond_audio_up")) == (1, 0)
    assert "demond_sync_offset_seconds" not in families
    assert value(families, "demond_quiet") == 0
    assert value(read(written({**FIGURES, "quiet": "quiet until Tu 08:00"})), "demond_quiet") == 1
    assert len(families) == len(METRICS) - 1 + 5
    for metric in METRICS:
        assert (metric.type == "counter") is metric.name.endswith("_total")
    for family in families.values():
        assert family.documentation
        assert family.type in ("gauge", "counter")
        assert all(sample.name.endswith("_total") is (family.type == "counter") for sample in family.samples)


def test_words_are_labels_of_one_metric_and_what_changes_often_is_none() -> None:
    families = read(written(FIGURES))
    (info,) = families["demond_info"].samples
    assert (info.value, info.labels["model"], info.labels["version"]) == (1, shown(str(FIGURES["model"])), "0.2.0")
    assert set(info.labels) == set(FACTS)
    assert {s.labels["state"]: s.value for s in families["demond_engine_state"].samples} == {
        state: float(state == "settled") for state in STATES
    }
    assert "techno" not in written(FIGURES)


def test_without_an_engine_there_is_no_word_of_its_work() -> None:
    families = read(written({"engine": "starting", "audio": "playing", "xruns": 0, "uptime": float("nan")}))
    assert (value(families, "demond_engine_up"), value(families, "demond_audio_up")) == (0, 1)
    assert value(families, "demond_xruns") == 0
    assert {"demond_tick_seconds", "demond_engine_state", "demond_uptime_seconds"}.isdisjoint(families)


@pytest.mark.parametrize(
    ("confined", "model", "device"), [(False, "/srv/models/mine", "pipe:/srv/x/out"), (True, "mine", "pipe:out")]
)
def test_who_is_told_no_paths_is_told_none(confined: bool, model: str, device: str) -> None:
    answer = answering(lambda: {"model": "/srv/models/mine", "device": "pipe:/srv/x/out"})(Asked({}, {}, confined))
    assert answer.kind == KIND
    labels = read(answer.body.decode())["demond_info"].samples[0].labels
    assert (labels["model"], labels["device"]) == (model, device)


def test_a_name_of_any_bytes_is_a_label() -> None:
    name = os.fsdecode(b'caf\xe9 "\n\x1b[31m\\n')
    answer = answering(lambda: {"device": name})(Asked({}, {}, False))
    labels = read(answer.body.decode())["demond_info"].samples[0].labels
    assert labels["device"] == 'caf\\xe9 "\\n\\x1b[31m\\n'
