"""The table is complete and consistent; every kind says precisely what it cannot take."""

import ast
import contextlib
import dataclasses
import math
import runpy
from pathlib import Path

import pytest

import demond.parameters
import demond.performer
from demond.parameters import (
    ACTIONS,
    AUDIO,
    PARAMETERS,
    SUITED,
    Argument,
    ControlError,
    Parameter,
    bound_for,
    default_text,
    find,
    suggest,
    takes,
)
from demond.parameters.reference import RATES, reference
from engine import Prompt
from engine.checkpoints import Defaults
from engine.curves import Ramp, Wave

NAMES = [
    "denoise",
    "seed",
    "steps",
    "shift",
    "depth",
    "denoise_quantize",
    "velocity_scale",
    "sde",
    "sde_curve",
    "ode_noise",
    "initial_noise",
    "x0_target",
    "x0_gate",
    "guidance_mode",
    "guidance",
    "cfg_rescale",
    "apg_momentum",
    "dcw",
    "dcw_mode",
    "dcw_low",
    "dcw_high",
    "dcw_wavelet",
    "dcw_mult",
    "dcw_phase",
    "dcw_threshold",
    "group/0",
    "group/7",
    "channel/0",
    "channel/63",
    "prompt/a",
    "prompt/d",
    "weight/a",
    "weight/d",
    "blend",
    "blend_mode",
    "prompt_start/a",
    "prompt_end/d",
    "negative_prompt",
    "lyrics",
    "bpm",
    "key",
    "time_signature",
    "language",
    "hint_strength",
    "timbre",
    "timbre_strength",
    "structure",
    "structure_blend",
    "feedback",
    "feedback_tap",
    "target",
    "follow_source",
    "repaint_start",
    "repaint_end",
    "source",
    "length",
    "context",
    "loop_start",
    "loop_end",
    "loop_unit",
    "window",
    "lead",
    "crossfade",
    "recall_time",
    "volume",
    "mute",
    "ceiling",
    "level_match",
    "freeze",
    "play",
    "stop",
    "restart",
    "seek",
    "panic",
    "record",
    "save",
    "capture",
    "save_latent",
    "midi/refresh",
    "reload",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_named_rows_are_there(name: str) -> None:
    assert PARAMETERS[name].address == f"/demond/{name}"


@pytest.mark.parametrize("row", PARAMETERS.values(), ids=lambda row: row.name)
def test_every_row_holds_its_own_default(row) -> None:
    assert row.description
    assert row.rate in RATES
    if row.kind == "action":
        with pytest.raises(ControlError, match="is an action"):
            row.coerce(1.0)
        return
    assert row.coerce(row.default) == (row.default, None)
    if row.kind in ("float", "int", "curve"):
        assert math.isfinite(row.low)
        assert row.low < row.high < math.inf


SPECIFIED = """
denoise: float 0..1; 0.7; slot | seed: int 0..4294967295; 42; slot
steps: int 1..100 or none; 8 or the model's own; slot
shift: float 1..6 or none; 3 or the model's own; slot | depth: int 1..8; 4; tick
velocity_scale: curve 0..2; 1; tick | sde: on/off; off; tick | sde_curve: curve 0..1; 1; tick
ode_noise: curve 0..1; 0; tick | initial_noise: curve 0..1 or none; none; slot | x0_target: curve 0..1; 0; tick
guidance_mode: one of off full initialize self or none; off or the model's own; slot
guidance: curve 1..15 or none; 2.5 or the model's own; tick
cfg_rescale: curve 0..1; 0; tick | apg_momentum: curve -1..1; -0.75; tick
dcw: on/off or none; on or the model's own; tick | dcw_mode: one of low high double pix; double; tick
dcw_low: curve 0..0.5 or none; 0.05 or the model's own; tick
dcw_high: curve 0..0.5 or none; 0.02 or the model's own; tick
dcw_wavelet: one of haar db1 db2 ...; haar; tick | dcw_mult: float 0..1; 0; tick | dcw_phase: float 0..1; 0; tick
dcw_threshold: float 0..0.3; 0; tick | group/7: curve 0..3; 1; tick | channel/63: curve 0..3; 1; tick
prompt/d: text; ""; slot | weight/d: curve 0..1; 1; slot | blend: curve 0..1; 0; slot
negative_prompt: text; ""; slot | lyrics: text; ""; slot | bpm: float 30..300 bpm or none; 120 or what prompts say; slot
key: text or none; "" or what prompts say; slot
time_signature: one of 2 3 4 6 beats or none; 4 or what prompts say; slot | language: text; "en"; slot
hint_strength: float 0..1; 1; slot | timbre_strength: float 0..1; 1; slot
feedback: float 0..1; 0; slot | feedback_tap: int 1..8; 1; slot
lora/any/enabled: on/off; off; tick | lora/any/strength: float -2..2; 1; tick
source: text or none; none; rebuild | timbre: text or none; none; rebuild | structure: text or none; none; rebuild
target: text or none; none; rebuild | loop_start: float 0..600 s; 0; window | loop_end: float 0..600 s; 0; window
context: float 0..600 s; 0; slot | window: float 0.2..10 s; 1; window | lead: float 0..10 s; 0; window
crossfade: float 0.002..0.2 s; 0.04; window | volume: float -90..6 dB; 0; window | mute: on/off; off; window
ceiling: float -24..0 dB; -1; window | level_match: on/off; on; window
freeze: on/off; off; tick | capture: action with a number s; ; action
"""


@pytest.mark.parametrize("row", SPECIFIED.strip().replace("\n", " | ").split(" | "), ids=lambda row: row.split(":")[0])
def test_rows_are_as_specified(row: str) -> None:
    told = find(row.split(":")[0])
    assert f"{told.name}: {takes(told)}; {default_text(told)}; {told.rate}" == row


@pytest.mark.parametrize(
    ("name", "value", "held", "note"),
    [
        ("denoise", 0.25, 0.25, None),
        ("denoise", 1, 1.0, None),
        ("denoise", 1.5, 1.0, "clamped to 1"),
        ("denoise", -3, 0.0, "clamped to 0"),
        ("denoise", 10**400, 1.0, "clamped to 1"),
        ("volume", -1000.0, -90.0, "clamped to -90"),
        ("dcw_threshold", 0.30000001192092896, 0.3, None),
        ("dcw_threshold", 0.30001, 0.3, "clamped to 0.3"),
        ("depth", 3, 3, None),
        ("depth", 3.0, 3, None),
        ("depth", 3.5, 4, "rounded to 4"),
        ("depth", 9, 8, "clamped to 8"),
        ("seed", 4294967295, 4294967295, None),
        ("seed", 4294967296, 4294967295, "clamped to 4294967295"),
        ("sde", 1, True, None),
        ("sde", 0.0, False, None),
        ("sde", "on", True, None),
        ("sde", "False", False, None),
        ("guidance_mode", "self", "self", None),
        ("guidance_mode", " Full", "full", None),
        ("guidance_mode", 2, "initialize", None),
        ("guidance_mode", 17, "self", "clamped to self"),
        ("time_signature", 3, "3", None),
        ("time_signature", 4.0, "4", None),
        ("prompt/b", "techno", "techno", None),
        ("source", "none", None, None),
        ("source", "", None, None),
        ("source", "/tmp/a.wav", "/tmp/a.wav", None),
        ("velocity_scale", 0.5, 0.5, None),
        ("velocity_scale", [0.5, 3.0, 1.0], (0.5, 2.0, 1.0), "clamped to 0..2"),
        ("velocity_scale", (1, 2), Ramp(1.0, 2.0), None),
        ("velocity_scale", Ramp(-1.0, 2.0), Ramp(0.0, 2.0), "clamped to 0..2"),
        ("velocity_scale", "ramp 0 1", Ramp(0.0, 1.0), None),
        ("ode_noise", "wave sine 0.5 0.5 0.5", Wave("sine", 0.5, 0.5, 0.5, low=0, high=1), None),
        ("ode_noise", "wave sine 0.5 1 0.5", Wave("sine", 0.5, 1.0, 0.5, low=0, high=1), "clipped to 0..1"),
        ("initial_noise", "none", None, None),
        ("initial_noise", None, None, None),
        ("velocity_scale", None, 1.0, "none is 1"),
        ("guidance", "none", 2.5, "none is 2.5"),
    ],
)
def test_accepted(name: str, value: object, held: object, note: str | None) -> None:
    got, said = find(name).coerce(value)
    assert (got, said) == (held, note)
    assert type(got) is type(held)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("denoise", "much", 'wants a number 0..1, got text "much"'),
        ("denoise", math.nan, "wants a number 0..1, got nan"),
        ("denoise", math.inf, "wants a number 0..1, got inf"),
        ("denoise", True, "wants a number 0..1, got True"),
        ("denoise", None, "wants a number 0..1, got nothing"),
        ("denoise", b"ab", "wants a number 0..1, got 2 bytes of binary data"),
        ("denoise", [0.1, 0.2, 0.3], "wants a number 0..1, got a list of 3"),
        ("seed", -math.inf, "wants a whole number 0..4294967295, got -inf"),
        ("sde", "maybe", 'wants on or off (or 1 or 0), got text "maybe"'),
        ("sde", math.nan, "wants on or off (or 1 or 0), got nan"),
        (
            "guidance_mode",
            "ful",
            'wants one of off, full, initialize, self, got text "ful" (did you mean "full"?)',
        ),
        ("guidance_mode", math.nan, "wants one of off, full, initialize, self, got nan"),
        ("prompt/a", 3.0, "wants text, got 3.0"),
        ("prompt/a", "x" * 20000, "wants at most 16384 characters of text, got 20000"),
        ("source", 1, "wants text or none, got 1"),
        (
            "key",
            "zzz",
            'wants a key, as "A minor", "C# major" or "F#m" (major, minor, dorian, phrygian, lydian, mixolydian), '
            'or none, got text "zzz"',
        ),
        ("velocity_scale", [1.0, math.nan, 1.0], "wants a finite number, got nan"),
        ("velocity_scale", math.nan, "wants a number 0..2, got nan"),
        ("velocity_scale", [], "a curve needs at least one number"),
        ("velocity_scale", [1.0, [2.0], 1.0], "wants a number, got [2.0]"),
        ("velocity_scale", "loud", 'wants a number, a list of numbers, none, ramp or wave, got text "loud"'),
    ],
)
def test_refused_with_a_reason(name: str, value: object, reason: str) -> None:
    with pytest.raises(ControlError) as caught:
        find(name).coerce(value)
    assert (caught.value.name, caught.value.reason) == (name, reason)


def test_unknown_names_get_a_suggestion() -> None:
    with pytest.raises(ControlError, match=r'denois: there is no such control \(did you mean "denoise"\?\)'):
        find("denois")
    with pytest.raises(ControlError, match=r"there is no such control$"):
        find("qqqqq")


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("/demond/prompt", "/demond/prompt/a"),
        ("/demond/stopp", "/demond/stop"),
        ("/demond/foo", None),
        ("/demond/xyz", None),
        ("/1/fader1", None),
        ("mut", "/demond/mute"),
        ("pan", None),
        ("guidence", "/demond/guidance"),
    ],
)
def test_only_what_is_near_is_suggested(word: str, near: str | None) -> None:
    addresses = [row.address for row in PARAMETERS.values()]
    assert suggest(word, addresses) == (f' (did you mean "{near}"?)' if near else "")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("A minor", "A minor"),
        ("C# major", "C# major"),
        ("F#m", "F#m"),
        ("", ""),
        ("none", ""),
        ("Bb dorian", "Bb dorian"),
    ],
)
def test_keys(text: str, held: str) -> None:
    assert find("key").coerce(text) == (held, None)


def test_the_wavelets_are_those_of_pywavelets() -> None:
    pywt = pytest.importorskip("pywt")
    orthogonal = {w for w in pywt.wavelist(kind="discrete") if pywt.Wavelet(w).orthogonal}
    assert orthogonal == set(PARAMETERS["dcw_wavelet"].choices)


def test_reference_has_every_family_once() -> None:
    text = reference()
    for name in ("denoise", "group/0..7", "channel/0..63", "record", "curve 0..2"):
        assert text.count(f"\n{name} ") <= 1
        assert name in text
    assert "channel/17" not in text
    rows = reference(markdown=True).splitlines()
    assert rows[1] == "|---|---|---|---|---|"
    assert {row.count("|") for row in rows} == {6}


def test_every_row_says_who_takes_it() -> None:
    with pytest.raises(TypeError, match="wibble: nobody takes this row"):
        Parameter("wibble", "float", 0, 1, 0.5)
    values = bound_for("generation", "performer", "playback", "daemon")
    assert values | set(ACTIONS) == PARAMETERS.keys()
    assert all(find(name).to == ("daemon",) for name in ACTIONS)
    assert bound_for("generation") & bound_for("playback") == {"bpm"}
    assert set(AUDIO) < bound_for("performer")


def test_the_engine_reads_every_value_that_goes_there() -> None:
    """By its name, or as one of a family."""
    folder = Path(demond.performer.__file__).parent
    trees = [ast.parse(path.read_text("utf-8")) for path in folder.glob("*.py")]
    said = {
        n.value for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    unread = {name for name in bound_for("generation", "performer") if name.partition("/")[0] not in
              {text.removesuffix("/") for text in said}}  # fmt: skip
    assert not unread


def test_an_action_takes_the_arguments_it_lists() -> None:
    recall = Parameter(
        "scene/recall", "action", to=("daemon",), arguments=(Argument("name", "string"), Argument("s", "float", True))
    )
    assert recall.rate == "action"
    assert recall.accept(["verse"]) == ("verse",)
    assert recall.accept(["verse", 4.0]) == ("verse", 4.0)
    assert takes(recall) == "action with text and perhaps a number"
    for wrong, reason in (
        ([], r"takes the arguments name \[s\], got 0"),
        (["verse", 4.0, 1], "got 3"),
        ([4.0], "wants text, got 4.0"),
        (["verse", "slowly"], 'wants a number, got text "slowly"'),
    ):
        with pytest.raises(ControlError, match=reason):
            recall.accept(wrong)
    with pytest.raises(TypeError, match="optional ones come last"):
        Parameter("x", "action", to=("daemon",), arguments=(Argument("s", "float", True), Argument("name", "string")))
    with pytest.raises(TypeError, match="only actions take arguments"):
        Parameter("x", "float", to=("daemon",), arguments=(Argument("name", "string"),))


@pytest.mark.parametrize("name", ["key", "language"])
def test_no_word_is_taken_that_a_prompt_refuses(name: str) -> None:
    """Whatever a row takes, the engine can be told."""
    row = PARAMETERS[name]
    for text in (
        "A" + " " * 300 + "minor",
        "x" * 300,
        "en " * 200,
        "../" * 100,
        "en\nforged",
        "ja",
        "A minor",
        "日本語",
    ):
        with contextlib.suppress(ControlError):
            Prompt(**{name: row.coerce(text)[0]})


def test_what_a_model_or_a_prompt_says_has_a_row_that_follows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    table = str(Path(demond.parameters.__file__).parent / "table.py")
    assert runpy.run_path(table)["SUITED"] == SUITED
    more = dataclasses.make_dataclass("Defaults", ["swing", *(f.name for f in dataclasses.fields(Defaults))])
    less = dataclasses.make_dataclass("Said", ["time_signature"])
    for place, other, strayed in (("checkpoints.defaults.Defaults", more, "swing"), ("words.Said", less, "bpm, key")):
        with monkeypatch.context() as patched:
            patched.setattr(f"engine.{place}", other)
            with pytest.raises(TypeError, match=strayed):
                runpy.run_path(table)
    with pytest.raises(TypeError, match="follows 'weather'"):
        Parameter("x", "float", to=("daemon",), follows="weather")  # type: ignore[arg-type]


def test_a_fresh_start_is_what_a_model_without_defaults_of_its_own_has() -> None:
    assert {name: PARAMETERS[name].default for name in SUITED} == dataclasses.asdict(Defaults())
