"""THE table of controls: every parameter and action exists once, here; addresses, checks and docs derive.

Immutable data and pure functions, safe in any thread; no torch.

What a message may carry, by kind:

- float: a number; out-of-range ones are clamped. int: the same, rounded.
- bool: true or false, on or off, or a number (0.5 and more is on).
- enum: one of its words, or the position of one, counted from 0.
- string: text, or "none" where the row allows it.
- curve: a number; a list of numbers; "ramp A B"; "wave SHAPE RATE DEPTH OFFSET [PHASE]" with RATE in Hz or,
  as "4b" or "1/4b", in beats per cycle; "none", which is the default.
"""

from __future__ import annotations

import difflib
import math
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from engine import curves
from engine.curves import Curve, Ramp, Wave, shown

Kind = Literal["float", "int", "bool", "enum", "string", "curve", "action"]
Taper = Literal["linear", "log", "db"]
Rate = Literal["tick", "slot", "window", "rebuild", "action"]
Value = float | int | bool | str | tuple[float, ...] | Wave | Ramp | None

PREFIX = "/demond/"
LONGEST_TEXT = 16384
SINGLE = 2.0**-24
"""How far, in proportion, a number is off that came in single precision."""
OPENING_PROMPT = "warm ambient pads with a slow beat"

RATES: Mapping[str, str] = {
    "tick": "read by every slot at its next step",
    "slot": "read when a slot is admitted",
    "window": "read when audio is decoded or played",
    "rebuild": "prepared in the background, swapped in whole",
    "action": "done at once",
}


class ControlError(ValueError):
    """A control message that cannot be obeyed: `name` is what it was for, `reason` a sentence for people."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name = name
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Parameter:
    """One row of the table.

    `low` and `high` bound numbers; `taper` is the space in which ramps and faders move; `rate` says when a
    change is read; `none`, whether None (not in use) is a value; `argument`, what kind of it an action takes.
    """

    name: str
    kind: Kind
    low: float = -math.inf
    high: float = math.inf
    default: Value = None
    unit: str = ""
    taper: Taper = "linear"
    rate: Rate = "tick"
    description: str = ""
    choices: tuple[str, ...] = ()
    none: bool = False
    argument: Literal["", "float", "string"] = ""

    @property
    def address(self) -> str:
        """The OSC address."""
        return PREFIX + self.name

    def coerce(self, value: object) -> tuple[Value, str | None]:
        """Return the value this row stores for what was asked, and a note where they differ ("clamped to 1").

        Raises ControlError if the value has the wrong type, is not finite or is no choice of the row.
        """
        try:
            return _COERCE[self.kind](self, value)
        except ControlError:
            raise
        except ValueError as error:
            raise ControlError(self.name, str(error)) from None

    def arguments(self, args: tuple[object, ...]) -> tuple[object, ...]:
        """Return the arguments an action is carried out with; ControlError if they are not what it takes."""
        if self.kind != "action":
            raise ControlError(self.name, "is a value to set, not an action")
        if len(args) != bool(self.argument):
            wanted = f"one argument ({takes(self)})" if self.argument else "no argument"
            raise ControlError(self.name, f"takes {wanted}, got {len(args)}")
        for argument in args:
            if self.argument == "string":
                if not isinstance(argument, str) or not argument or not _writable(argument):
                    raise ControlError(self.name, f"wants text, got {_described(argument)}")
            elif (
                not isinstance(argument, (int, float))
                or isinstance(argument, bool)
                or not abs(argument) <= sys.float_info.max
            ):
                raise ControlError(self.name, f"wants a number, got {_described(argument)}")
        return args


def _coerce_float(row: Parameter, value: object) -> tuple[Value, str | None]:
    if isinstance(value, float) and row.low <= value <= row.high:
        return value, None
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise ControlError(row.name, f"wants {_range(row)}, got {_described(value)}")
    if value != value or value in (math.inf, -math.inf):
        raise ControlError(row.name, f"wants {_range(row)}, got {value}")
    if row.low <= value <= row.high:
        return float(value), None
    end, told = (row.low, f"{row.low:g}") if value < row.low else (row.high, _high(row))
    meant = isinstance(value, float) and math.isclose(value, end, rel_tol=SINGLE)
    return float(end), None if meant else f"clamped to {told}"


def _coerce_int(row: Parameter, value: object) -> tuple[Value, str | None]:
    number, note = _coerce_float(row, value)
    assert isinstance(number, (int, float))
    rounded = value if isinstance(value, int) and note is None else math.floor(number + 0.5)
    if note is None and rounded != value:
        note = f"rounded to {rounded}"
    return rounded, note


_WORDS = dict.fromkeys(("on", "true", "yes", "1"), True) | dict.fromkeys(("off", "false", "no", "0"), False)


def _coerce_bool(row: Parameter, value: object) -> tuple[Value, str | None]:
    if isinstance(value, bool):
        return value, None
    if isinstance(value, (int, float)) and math.isfinite(value):
        return value >= 0.5, None
    if isinstance(value, str) and value.lower() in _WORDS:
        return _WORDS[value.lower()], None
    raise ControlError(row.name, f"wants on or off (or 1 or 0), got {_described(value)}")


def _coerce_enum(row: Parameter, value: object) -> tuple[Value, str | None]:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value):
        written = f"{value:g}"
        if written in row.choices:
            return written, None
        index = min(max(math.floor(value + 0.5), 0), len(row.choices) - 1)
        return row.choices[index], None if index == value else f"clamped to {row.choices[index]}"
    if isinstance(value, str):
        if value in row.choices:
            return value, None
        folded = value.strip().lower()
        if folded in row.choices:
            return folded, None
    near = suggest(value, row.choices) if isinstance(value, str) else ""
    raise ControlError(row.name, f"wants one of {_listed(row.choices)}, got {_described(value)}{near}")


def _coerce_string(row: Parameter, value: object) -> tuple[Value, str | None]:
    if row.none and (value is None or value == "" or value == "none"):
        return None, None
    if not isinstance(value, str):
        raise ControlError(row.name, f"wants text{' or none' if row.none else ''}, got {_described(value)}")
    if len(value) > LONGEST_TEXT:
        raise ControlError(row.name, f"wants at most {LONGEST_TEXT} characters of text, got {len(value)}")
    if not _writable(value):
        raise ControlError(row.name, "wants Unicode text without NUL characters")
    return value, None


def _coerce_curve(row: Parameter, value: object) -> tuple[Value, str | None]:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _coerce_float(row, value)
    curve: Curve
    if value is None or isinstance(value, (Wave, Ramp)):
        curve = value
    elif isinstance(value, str):
        curve = curves.parse((value,))
    elif isinstance(value, (list, tuple)):
        curve = curves.parse(value)
    else:
        raise ControlError(row.name, f"wants a number or a curve, got {_described(value)}")
    if curve is None:
        return row.default, None if row.none else f"none is {default_text(row)}"
    bounded = curves.bounded(curve, row.low, row.high)
    if isinstance(curve, Wave):
        ends = sorted((curve.offset - curve.depth, curve.offset + curve.depth))
        beyond = ends[0] < row.low - 1e-6 or ends[1] > row.high + 1e-6
        return bounded, f"clipped to {row.low:g}..{row.high:g}" if beyond else None
    return bounded, None if bounded == curve else f"clamped to {row.low:g}..{row.high:g}"


def _coerce_action(row: Parameter, value: object) -> tuple[Value, str | None]:
    raise ControlError(row.name, "is an action: it can be done, but holds no value")


_COERCE: Mapping[Kind, Callable[[Parameter, object], tuple[Value, str | None]]] = {
    "float": _coerce_float,
    "int": _coerce_int,
    "bool": _coerce_bool,
    "enum": _coerce_enum,
    "string": _coerce_string,
    "curve": _coerce_curve,
    "action": _coerce_action,
}


def _writable(text: str) -> bool:
    """Say whether text can be sent over OSC and saved: no NUL, no lone surrogates."""
    return "\0" not in text and (text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text))


def _range(row: Parameter) -> str:
    what = {"int": "a whole number", "curve": "a number"}.get(row.kind, "a number")
    return f"{what} {row.low:g}..{_high(row)}"


def _high(row: Parameter) -> str:
    return str(int(row.high)) if row.kind == "int" else f"{row.high:g}"


def _described(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return f"text {shown(value)}"
    if isinstance(value, (bytes, bytearray)):
        return f"{len(value)} bytes of binary data"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}"
    return shown(value)


def _listed(choices: tuple[str, ...]) -> str:
    if len(choices) <= 12:
        return ", ".join(choices)
    return f"{', '.join(choices[:8])} ... ({len(choices)} in all)"


def suggest(word: str, known: Iterable[str]) -> str:
    """Return ` (did you mean "..."?)` where a known name is close to the word, else an empty text."""
    near = difflib.get_close_matches(word[:200].lower(), list(known), n=1, cutoff=0.6)
    return f' (did you mean "{near[0]}"?)' if near else ""


# Names as PyWavelets spells its orthogonal wavelets.
WAVELETS = (
    "haar",
    *(f"db{n}" for n in range(1, 39)),
    *(f"sym{n}" for n in range(2, 21)),
    *(f"coif{n}" for n in range(1, 18)),
    "dmey",
)


def _rows() -> Iterable[Parameter]:
    row = Parameter
    # Generation
    yield row("denoise", "float", 0, 1, 0.7, rate="slot",
              description="how far the music moves from its source: 0 gives the source back, 1 ignores it")
    yield row("seed", "int", 0, 2**32 - 1, 42, rate="slot",
              description="which noise a generation starts from")
    yield row("steps", "int", 1, 16, 8, rate="slot", description="solver steps of one generation")
    yield row("shift", "float", 1, 6, 3.0, rate="slot",
              description="schedule shift: higher spends more steps on the large form")
    yield row("depth", "int", 1, 8, 4, rate="tick", description="generations in flight in the ring")
    yield row("denoise_quantize", "enum", default="continuous", rate="slot",
              choices=("continuous", "reference"),
              description="schedule start: every denoise value counts, or the reference's coarse grid")
    yield row("velocity_scale", "curve", 0, 2, 1.0, description="scales every solver step")
    yield row("sde", "bool", default=False, description="solve with fresh noise at every step")
    yield row("sde_curve", "curve", 0, 1, 1.0,
              description="how much of the SDE result to take, the rest is the source")
    yield row("ode_noise", "curve", 0, 1, 0.0, description="noise added to every ODE step")
    yield row("initial_noise", "curve", 0, 1, None, none=True, rate="slot",
              description="starting mix of noise (1) and source (0) along time; none = by denoise")
    yield row("x0_target", "curve", 0, 1, 0.0,
              description="pull towards target, or the source, in the second half of the steps, or after x0_gate")
    yield row("x0_gate", "float", 0, 1, 0.0, rate="slot",
              description="part of the steps before x0_target acts; above 0 both count from the next admission on")
    # Guidance
    yield row("guidance_mode", "enum", default="off", rate="slot",
              choices=("off", "full", "initialize", "self"),
              description="where the negative velocity comes from: every step, the first step, the own noise")
    yield row("guidance", "curve", 1, 15, 2.5, description="guidance scale; 1 changes nothing")
    yield row("cfg_rescale", "curve", 0, 1, 0.0, description="keep the velocity's size under guidance")
    yield row("apg_momentum", "curve", -1, 1, -0.75,
              description="momentum of the guidance direction over the steps")
    # Wavelet correction
    yield row("dcw", "bool", default=True, description="wavelet correction of every step")
    yield row("dcw_mode", "enum", default="double", choices=("low", "high", "double", "pix"),
              description="which bands the wavelet correction touches")
    yield row("dcw_low", "curve", 0, 0.5, 0.05,
              description="strength of the correction in the low band, and in mode pix")
    yield row("dcw_high", "curve", 0, 0.5, 0.02, description="strength of the correction in the high band")
    yield row("dcw_wavelet", "enum", default="haar", choices=WAVELETS,
              description="orthogonal wavelet of the correction")
    yield row("dcw_mult", "float", 0, 1, 0.0,
              description="correct by adding (0) or, in proportion to what is there, by scaling (1)")
    yield row("dcw_phase", "float", 0, 1, 0.0,
              description="correct samples of the bands (0), or their magnitude and phase (1)")
    yield row("dcw_threshold", "float", 0, 0.3, 0.0,
              description="leave differences up to this size uncorrected")
    # Latent channels
    for group in range(8):
        yield row(f"group/{group}", "curve", 0, 3, 1.0,
                  description=f"gain of the latent channels {8 * group} to {8 * group + 7}")
    for channel in range(64):
        yield row(f"channel/{channel}", "curve", 0, 3, 1.0,
                  description=f"gain of latent channel {channel}, times that of its group")
    # Text
    for letter in "abcd":
        yield row(f"prompt/{letter}", "string", default=OPENING_PROMPT if letter == "a" else "",
                  rate="slot", description=f"what the music should be, text {letter}; empty = not in use")
    for letter in "abcd":
        yield row(f"weight/{letter}", "curve", 0, 1, 1.0, rate="slot",
              description=f"weight of prompt {letter}")
    yield row("blend", "curve", 0, 1, 0.0, rate="slot", description="from prompt a (0) to prompt b (1)")
    yield row("blend_mode", "enum", default="velocity", rate="slot", choices=("velocity", "tokens"),
              description="mix what prompts lead to, one pass each, or their token states, one pass for all; "
              "weights along the loop and parts of the steps always mix velocities")
    for letter in "abcd":
        yield row(f"prompt_start/{letter}", "float", 0, 1, 0.0, rate="slot",
                  description=f"part of the steps before prompt {letter} acts")
    for letter in "abcd":
        yield row(f"prompt_end/{letter}", "float", 0, 1, 1.0, rate="slot",
                  description=f"part of the steps after which prompt {letter} no longer acts")
    yield row("negative_prompt", "string", default="", rate="slot",
              description="what guidance leads away from")
    yield row("lyrics", "string", default="", rate="slot", description="words to sing")
    yield row("bpm", "float", 30, 300, 120.0, "bpm", rate="slot",
              description="tempo told to the model, and of curves that follow the beat")
    yield row("key", "string", default="", rate="slot",
              description='key told to the model, e.g. "A minor"; empty = free')
    yield row("time_signature", "enum", default="4", rate="slot", choices=("2", "3", "4", "6"), unit="beats",
              description="beats in a bar told to the model")
    yield row("language", "string", default="en", rate="slot", description="language of the lyrics")
    # LoRAs
    yield row("lora/<id>/enabled", "bool", default=False, description="let this LoRA of the library sound")
    yield row("lora/<id>/strength", "float", -2, 2, 1.0,
              description="how strongly it sounds; it may be set before it is enabled, and is kept while it is not")
    yield row("lora_triggers", "bool", default=True, rate="slot",
              description="put the trigger words of the LoRAs that sound before the prompts")
    yield row("lora/<n>", "float", -2, 2, 1.0,
              description="for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids")
    # Model
    yield row("model", "string", default=None, none=True, rate="rebuild",
              description="the model that makes the music: pocket, a checkpoint folder or a hub id, or none = what the "
              "configuration says")
    # Source
    yield row("source", "string", default=None, none=True, rate="rebuild",
              description="audio to play on: a file, a name in the folder sources of the saved state, "
              "latent:NAME, or none = music from the prompts alone")
    yield row("follow_source", "bool", default=False, rate="slot",
              description="take tempo and key of every source that comes in for bpm and key, where they are clear")
    yield row("timbre", "string", default=None, none=True, rate="rebuild",
              description="audio that the music should sound like, named as a source is, or none")
    yield row("timbre_strength", "float", 0, 1, 1.0, rate="slot", description="how much the timbre reference counts")
    yield row("structure", "string", default=None, none=True, rate="rebuild",
              description="audio whose structure is followed in place of the source's or the plan's, named as a source "
              "is and repeated or cut to the length of the loop, or none")
    yield row("structure_blend", "curve", 0, 1, 1.0, rate="slot",
              description="from the structure of the source or plan (0) to that of the structure reference (1)")
    yield row("hint_strength", "float", 0, 1, 1.0, rate="slot",
              description="how closely structure is followed: that of source, plan or structure reference")
    yield row("feedback", "float", 0, 1, 0.0, rate="slot",
              description="how much of an earlier generation goes into the source; without a source, how much the "
              "loop evolves from itself: at 1, denoise says how far each generation moves from that one")
    yield row("feedback_tap", "int", 1, 8, 1, rate="slot",
              description="which one is fed back: 1 = the one that finished last")
    yield row("target", "string", default=None, none=True, rate="rebuild",
              description="what x0_target pulls towards: audio named as a source is, or none = the source itself")
    yield row("repaint_start", "float", 0, 600, 0.0, "s", rate="slot",
              description="start of the only region of the source to generate anew; start and end 0 = everywhere")
    yield row("repaint_end", "float", 0, 600, 0.0, "s", rate="slot",
              description="end of the region to generate anew")
    yield row("length", "float", 2, 60, 12.0, "s", "log", rate="rebuild",
              description="length of the loop without a source")
    yield row("context", "float", 0, 600, 0.0, "s", rate="slot",
              description="how much of the song the decoder sees around the playhead; 0 = all of it, "
              "or 15 s where it is longer than 60 s")
    # Playing
    yield row("loop_start", "float", 0, 600, 0.0, "s", rate="window",
              description="start of the part that loops; start and end 0 = all of it")
    yield row("loop_end", "float", 0, 600, 0.0, "s", rate="window", description="end of the part that loops")
    yield row("loop_unit", "enum", default="seconds", rate="window", choices=("seconds", "beats"),
              description="what loop_start and loop_end count, beats by bpm")
    yield row("window", "float", 0.2, 10, 1.0, "s", "log", rate="window",
              description="seconds decoded at a time")
    yield row("lead", "float", 0, 10, 0.0, "s", rate="window",
              description="how far ahead of the playhead to decode; 0 = from measured times")
    yield row("crossfade", "float", 0.002, 0.2, 0.04, "s", "log", rate="window",
              description="crossfade between decoded windows")
    yield row("volume", "float", -90, 6, 0.0, "dB", "db", rate="window",
              description="output level; -90 = silence")
    yield row("mute", "bool", default=False, rate="window",
              description="silence the output, keep everything running")
    yield row("ceiling", "float", -24, 0, -1.0, "dB", "db", rate="window",
              description="ceiling of the limiter")
    yield row("freeze", "bool", default=False, description="stop generating, keep sounding")
    # Actions
    action: Rate = "action"
    yield row("play", "action", rate=action, description="start to play")
    yield row("stop", "action", rate=action, description="fade out and stop; the engine goes on")
    yield row("restart", "action", rate=action, description="play from the start of the loop")
    yield row("seek", "action", unit="s", argument="float", rate=action,
              description="move the playhead to this second")
    yield row("panic", "action", rate=action, description="fade out now, put every value back to its default")
    yield row("record", "action", argument="string", rate=action,
              description='record to this file (.wav or .flac); "off" ends the recording')
    yield row("capture", "action", unit="s", argument="float", rate=action,
              description="take the last seconds of the input as source; [audio] input in the configuration names it")
    yield row("save_latent", "action", argument="string", rate=action,
              description="save the newest generation under this name: latent:NAME in source, timbre and so on")
    yield row("save", "action", rate=action, description="save all values now")
    yield row("reload", "action", rate=action, description="read configuration and mappings again")


_ROWS = tuple(_rows())
_LORA = re.compile(r"lora/([\w.+-]+)/(enabled|strength)", re.ASCII)
_NTH = re.compile(r"lora/([1-9]\d?)", re.ASCII)

PARAMETERS: Mapping[str, Parameter] = MappingProxyType({row.name: row for row in _ROWS if "<" not in row.name})
"""The controls that are always there. Those of LoRAs come and go with their files: a store has the rows there are."""


def find(name: str) -> Parameter:
    """Return the row of this name, also of a LoRA that may not be there; ControlError with a suggestion if none is."""
    row = PARAMETERS.get(name)
    if row is None and _LORA.fullmatch(name):
        row = _member(name)
    if row is None:
        raise ControlError(name[:200], f"there is no such control{suggest(name, PARAMETERS)}")
    return row


def find_target(name: str) -> Parameter:
    """Return the row of what a mapping file may move: `find`'s, or that of the n-th enabled LoRA."""
    return _member(name) if place_of(name) is not None else find(name)


def place_of(name: str) -> int | None:
    """Return which of the enabled LoRAs, counted from 1, a mapping's target means; None for any other target."""
    found = _NTH.fullmatch(name)
    return int(found[1]) if found else None


@lru_cache(1024)
def _member(name: str) -> Parameter:
    family = "lora/<n>" if place_of(name) is not None else f"lora/<id>/{name.rpartition('/')[2]}"
    return replace(next(row for row in _ROWS if row.name == family), name=name)


def lora_rows(lora: str, recommended: float) -> tuple[Parameter, Parameter]:
    """Return the two rows of a LoRA: its id, and the strength that its makers recommend, bounded to the row's."""
    enabled, strength = find(f"lora/{lora}/enabled"), find(f"lora/{lora}/strength")
    return enabled, replace(strength, default=min(max(recommended, strength.low), strength.high))


def lora_of(name: str) -> str | None:
    """Return the id of the LoRA that a control belongs to; None where it belongs to none."""
    found = _LORA.fullmatch(name)
    return found[1] if found else None


def absent(name: str, rows: Mapping[str, Parameter]) -> str:
    """Say what a name that LoRAs have misses among these rows; an empty text for any other name."""
    loras = tuple(dict.fromkeys(lora for row in rows if (lora := lora_of(row)) is not None))
    there = f"there are {_listed(loras)}" if loras else "their folder holds none"
    if place_of(name) is not None:
        return f"is for mapping files; name a LoRA, as lora/ID/strength: {there}"
    lora = lora_of(name)
    return "" if lora is None else f'there is no LoRA "{lora[:60]}": {there}'


def defaults() -> dict[str, Value]:
    """Return every value a fresh start has, by name, without the actions."""
    return {row.name: row.default for row in PARAMETERS.values() if row.kind != "action"}


def reference(*, markdown: bool = False) -> str:
    """Return the whole table as aligned text for a terminal, or as a Markdown table."""
    head = ("name", "takes", "default", "read", "what it does")
    cells = [head, *(_cells(row) for row in _ROWS if not _folded(row))]
    if markdown:
        lines = [f"| {' | '.join(_escape(cell) for cell in line)} |" for line in cells]
        lines.insert(1, "|" + "---|" * len(head))
        return "\n".join(lines) + "\n"
    widths = [max(len(line[column]) for line in cells) for column in range(len(head) - 1)]
    legend = "\n".join(f"{rate}: {meaning}" for rate, meaning in RATES.items())
    padded = ([*(c.ljust(w) for c, w in zip(line[:-1], widths, strict=True)), line[-1]] for line in cells)
    return "\n".join("  ".join(line) for line in padded) + "\n\nread =\n" + legend + "\n"


def _folded(row: Parameter) -> bool:
    family, _, number = row.name.partition("/")
    return family in ("group", "channel") and number != "0"


def _cells(row: Parameter) -> tuple[str, str, str, str, str]:
    name, description = row.name, row.description
    if name == "group/0":
        name, description = "group/0..7", "gain of the latent channels 8i to 8i+7"
    elif name == "channel/0":
        name, description = "channel/0..63", "gain of one latent channel, times that of its group"
    return name, takes(row), default_text(row), row.rate, description


def takes(row: Parameter) -> str:
    """Say in a few words what a row takes, e.g. "float 0..1" or "curve 0..2"."""
    if row.kind == "action":
        text = {"": "action", "float": "action with a number", "string": "action with text"}[row.argument]
    elif row.kind == "enum":
        text = "one of " + (" ".join(row.choices if len(row.choices) <= 6 else (*row.choices[:3], "...")))
    elif row.kind in ("bool", "string"):
        text = {"bool": "on/off", "string": "text"}[row.kind]
    else:
        text = f"{row.kind} {row.low:g}..{_high(row)}"
    return text + (f" {row.unit}" if row.unit else "") + (" or none" if row.none else "")


def default_text(row: Parameter) -> str:
    """Write a row's default for people."""
    if row.kind == "action":
        return ""
    if row.default is None:
        return "none"
    if isinstance(row.default, bool):
        return "on" if row.default else "off"
    if row.kind == "string":
        return f'"{row.default}"'
    return f"{row.default:g}" if isinstance(row.default, float) else str(row.default)


def _escape(cell: str) -> str:
    return cell.replace("|", "\\|")
