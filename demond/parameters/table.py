"""THE table of controls: every parameter and action exists once, here; addresses, checks, docs and routes derive.

Immutable data and pure functions, safe in any thread; no torch.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from functools import lru_cache, partial
from types import MappingProxyType

from demond.parameters.row import (
    PREFIX,
    Argument,
    ControlError,
    Destination,
    Parameter,
    Value,
    listed,
    suggest,
    takes,
)
from demond.parameters.words import MOVEMENTS, WAVELETS, key_of, language_of
from engine.checkpoints.defaults import Defaults
from engine.curves import shown
from engine.words import Said

OPENING_PROMPT = "warm ambient pads with a slow beat"


def _moved(number: int, text: str) -> str:
    """The name of what modulator `number` moves, empty where it moves nothing; ValueError for what it cannot move."""
    name = text.strip().removeprefix(PREFIX)
    if name in ("", "none"):
        return ""
    try:
        row = find(name)
    except ControlError as error:
        raise ValueError(f"wants the name of a control, got text {shown(text)}: {error.reason}") from None
    if row.kind not in ("float", "int", "curve"):
        raise ValueError(f"moves numbers, and {name} takes {takes(row)}")
    if name.startswith(f"mod/{number}/"):
        raise ValueError(f"cannot move itself, got {name}")
    return name


# fmt: off
def _rows() -> Iterable[Parameter]:
    generation = partial(Parameter, to=("generation",))
    performer = partial(Parameter, to=("performer",))
    playback = partial(Parameter, to=("playback",))
    daemon = partial(Parameter, to=("daemon",))
    suited = partial(generation, follows="model")
    said = partial(generation, follows="prompts")
    # Generation
    yield generation("denoise", "float", 0, 1, 0.7, rate="slot",
            description="how far the music moves from its source: 0 gives the source back, 1 ignores it")
    yield generation("seed", "int", 0, 2**32 - 1, 42, rate="slot",
            description="which noise a generation starts from")
    yield suited("steps", "int", 1, 100, 8, rate="slot", description="solver steps of one generation")
    yield suited("shift", "float", 1, 6, 3.0, rate="slot",
            description="schedule shift: higher spends more steps on the large form")
    yield performer("depth", "int", 1, 8, 4, rate="tick", description="generations in flight in the ring")
    yield generation("denoise_quantize", "enum", default="continuous", rate="slot",
            choices=("continuous", "reference"),
            description="schedule start: every denoise value counts, or the reference's coarse grid")
    yield generation("velocity_scale", "curve", 0, 2, 1.0, description="scales every solver step")
    yield generation("sde", "bool", default=False, description="solve with fresh noise at every step")
    yield generation("sde_curve", "curve", 0, 1, 1.0,
            description="how much of the SDE result to take, the rest is the source")
    yield generation("ode_noise", "curve", 0, 1, 0.0, description="noise added to every ODE step")
    yield generation("initial_noise", "curve", 0, 1, None, none=True, rate="slot",
            description="starting mix of noise (1) and source (0) along time; none = by denoise")
    yield generation("x0_target", "curve", 0, 1, 0.0,
            description="pull towards target, or the source, in the second half of the steps, or after x0_gate")
    yield generation("x0_gate", "float", 0, 1, 0.0, rate="slot",
            description="part of the steps before x0_target acts; above 0 both count from the next admission on")
    # Guidance
    yield suited("guidance_mode", "enum", default="off", rate="slot",
            choices=("off", "full", "initialize", "self"),
            description="where the negative velocity comes from: every step, the first step, the own noise")
    yield suited("guidance", "curve", 1, 15, 2.5, description="guidance scale; 1 changes nothing")
    yield generation("cfg_rescale", "curve", 0, 1, 0.0, description="keep the velocity's size under guidance")
    yield generation("apg_momentum", "curve", -1, 1, -0.75,
            description="momentum of the guidance direction over the steps")
    # Wavelet correction
    yield suited("dcw", "bool", default=True, description="wavelet correction of every step")
    yield generation("dcw_mode", "enum", default="double", choices=("low", "high", "double", "pix"),
            description="which bands the wavelet correction touches")
    yield suited("dcw_low", "curve", 0, 0.5, 0.05,
            description="strength of the correction in the low band, and in mode pix")
    yield suited("dcw_high", "curve", 0, 0.5, 0.02, description="strength of the correction in the high band")
    yield generation("dcw_wavelet", "enum", default="haar", choices=WAVELETS,
            description="orthogonal wavelet of the correction")
    yield generation("dcw_mult", "float", 0, 1, 0.0,
            description="correct by adding (0) or, in proportion to what is there, by scaling (1)")
    yield generation("dcw_phase", "float", 0, 1, 0.0,
            description="correct samples of the bands (0), or their magnitude and phase (1)")
    yield generation("dcw_threshold", "float", 0, 0.3, 0.0,
            description="leave differences up to this size uncorrected")
    # Latent channels
    for group in range(8):
        yield generation(f"group/{group}", "curve", 0, 3, 1.0,
                description=f"gain of the latent channels {8 * group} to {8 * group + 7}")
    for channel in range(64):
        yield generation(f"channel/{channel}", "curve", 0, 3, 1.0,
                description=f"gain of latent channel {channel}, times that of its group")
    # Text
    for letter in "abcd":
        yield generation(f"prompt/{letter}", "string", default=OPENING_PROMPT if letter == "a" else "",
                rate="slot", description=f"what the music should be, text {letter}; empty = not in use")
    for letter in "abcd":
        yield generation(f"weight/{letter}", "curve", 0, 1, 1.0, rate="slot",
                description=f"weight of prompt {letter}")
    yield generation("blend", "curve", 0, 1, 0.0, rate="slot", description="from prompt a (0) to prompt b (1)")
    yield generation("blend_mode", "enum", default="velocity", rate="slot", choices=("velocity", "tokens"),
            description="mix what prompts lead to, one pass each, or their token states, one pass for all; "
            "weights along the loop and parts of the steps always mix velocities")
    for letter in "abcd":
        yield generation(f"prompt_start/{letter}", "float", 0, 1, 0.0, rate="slot",
                description=f"part of the steps before prompt {letter} acts")
    for letter in "abcd":
        yield generation(f"prompt_end/{letter}", "float", 0, 1, 1.0, rate="slot",
                description=f"part of the steps after which prompt {letter} no longer acts")
    yield generation("negative_prompt", "string", default="", rate="slot",
            description="what guidance leads away from")
    yield generation("lyrics", "string", default="", rate="slot", description="words to sing")
    yield said("bpm", "float", 30, 300, 120.0, "bpm", rate="slot", to=("generation", "playback"),
            description="tempo told to the model, and of curves that follow the beat")
    yield said("key", "string", default="", rate="slot", read=key_of,
            description='key told to the model, e.g. "A minor"; empty = what prompts say, or free')
    yield said("time_signature", "enum", default="4", rate="slot", choices=("2", "3", "4", "6"), unit="beats",
            description="beats in a bar told to the model")
    yield generation("language", "string", default="en", rate="slot", read=language_of,
            description='language of the lyrics, e.g. "en"')
    # LoRAs
    yield daemon("lora/<id>/enabled", "bool", default=False, description="let this LoRA of the library sound")
    yield daemon("lora/<id>/strength", "float", -2, 2, 1.0,
            description="how strongly it sounds; it may be set before it is enabled, and is kept while it is not")
    yield generation("lora_triggers", "bool", default=True, rate="slot",
            description="put the trigger words of the LoRAs that sound before the prompts")
    yield daemon("lora/<n>", "float", -2, 2, 1.0,
            description="for mapping files: strength of the n-th of the enabled LoRAs, in the order of their ids")
    # Model
    yield performer("model", "string", default=None, none=True, rate="rebuild",
            description="the model that makes the music: pocket, turbo and other names, a checkpoint folder or a hub "
            "id, or none = what the configuration says")
    # Source
    yield performer("source", "string", default=None, none=True, audio=True, rate="rebuild",
            description="audio to play on: a file, a name in the folders sources or recordings of the saved state, "
            "latent:NAME, or none = music from the prompts alone")
    yield daemon("follow_source", "bool", default=False, rate="slot",
            description="take tempo and key of every source that comes in for bpm and key, where they are clear, "
            "until it goes")
    yield performer("timbre", "string", default=None, none=True, audio=True, rate="rebuild",
            description="audio that the music should sound like, named as a source is, or none")
    yield generation("timbre_strength", "float", 0, 1, 1.0, rate="slot",
            description="how much the timbre reference counts")
    yield performer("structure", "string", default=None, none=True, audio=True, rate="rebuild",
            description="audio whose structure is followed in place of the source's or the plan's, named as a source "
            "is and repeated or cut to the length of the loop, or none")
    yield generation("structure_blend", "curve", 0, 1, 1.0, rate="slot",
            description="from the structure of the source or plan (0) to that of the structure reference (1)")
    yield generation("hint_strength", "float", 0, 1, 1.0, rate="slot",
            description="how closely structure is followed: that of source, plan or structure reference")
    yield generation("feedback", "float", 0, 1, 0.0, rate="slot",
            description="how much of an earlier generation goes into the source; without a source, how much the "
            "loop evolves from itself: at 1, denoise says how far each generation moves from that one")
    yield generation("feedback_tap", "int", 1, 8, 1, rate="slot",
            description="which one is fed back: 1 = the one that finished last")
    yield performer("target", "string", default=None, none=True, audio=True, rate="rebuild",
            description="what x0_target pulls towards: audio named as a source is, or none = the source itself")
    yield generation("repaint_start", "float", 0, 600, 0.0, "s", rate="slot",
            description="start of the only region of the source to generate anew; start and end 0 = everywhere")
    yield generation("repaint_end", "float", 0, 600, 0.0, "s", rate="slot",
            description="end of the region to generate anew")
    yield performer("length", "float", 2, 60, 12.0, "s", "log", rate="rebuild",
            description="length of the loop without a source")
    yield generation("context", "float", 0, 600, 0.0, "s", rate="slot",
            description="how much of the song the decoder sees around the playhead; 0 = as much, up to 60 s, as lets "
            "a knob be heard in 150 ms; where nothing does: all of it, or 15 s where it is longer than 60 s")
    # Playing
    yield playback("loop_start", "float", 0, 600, 0.0, "s", rate="window",
            description="start of the part that loops; start and end 0 = all of it")
    yield playback("loop_end", "float", 0, 600, 0.0, "s", rate="window", description="end of the part that loops")
    yield playback("loop_unit", "enum", default="seconds", rate="window", choices=("seconds", "beats"),
            description="what loop_start and loop_end count, beats by bpm")
    yield performer("window", "float", 0.2, 10, 1.0, "s", "log", rate="window",
            description="seconds decoded at a time")
    yield performer("lead", "float", 0, 10, 0.0, "s", rate="window",
            description="how far ahead of the playhead to decode; 0 = from measured times")
    yield performer("crossfade", "float", 0.002, 0.2, 0.04, "s", "log", rate="window",
            description="crossfade between decoded windows")
    # Clock
    yield daemon("sync", "enum", default="off", choices=("off", "midi", "link"),
            description="who leads the beat: nobody (bpm does), MIDI clock of any port, or Ableton Link")
    yield daemon("quantize", "enum", default="off", choices=("off", "beat", "bar", "turn"),
            description="what play, changes of prompts and their blend, and recalls of scenes wait for; turn = that of "
            "the loop")
    yield daemon("recall_time", "float", 0, 600, 0.0, "s",
            description="the time of a recall of a scene that names none, as by a program change; 0 = at once")
    # Output
    yield playback("volume", "float", -90, 6, 0.0, "dB", "db", rate="window",
            description="output level; -90 = silence")
    yield playback("mute", "bool", default=False, rate="window",
            description="silence the output, keep everything running")
    yield playback("ceiling", "float", -24, 0, -1.0, "dB", "db", rate="window",
            description="ceiling of the limiter")
    yield playback("level_match", "bool", default=True, rate="window",
            description="play all prompts and sources equally loud: -16 LUFS over the loop, at most 6 dB up or down, "
            "slowly")
    yield performer("freeze", "bool", default=False, description="stop generating, keep sounding")
    # Drift
    yield performer("drift", "float", 0, 1, 0.2, rate="slot",
            description="how far the music moves by itself from turn to turn of the loop: 0 = it stays; 1 = another "
            "piece every turn, in the same style and key")
    yield performer("form", "enum", default="free", choices=("free", "sections"), rate="slot",
            description="the long form of what drifts: free = it wanders on; sections = intro, theme, variations and "
            "breaks of 4 to 16 turns, and the theme comes back")
    # Modulators
    for number in range(1, 9):
        mod = f"mod/{number}/"
        yield daemon(f"{mod}to", "string", default="", read=partial(_moved, number),
                description=f"the control that modulator {number} moves, as denoise or lora/ID/strength; empty = off")
        yield daemon(f"{mod}shape", "enum", default="sine", choices=MOVEMENTS,
                description="how it moves: a wave; random values that are held; a walk; steps; the level or the onsets "
                "of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop")
        yield daemon(f"{mod}rate", "float", 0.001, 50, 0.1, taper="log",
                description="cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats")
        yield daemon(f"{mod}clock", "enum", default="seconds", choices=("seconds", "beats"),
                description="what the rate counts by")
        yield daemon(f"{mod}depth", "float", -1, 1, 0.25,
                description="how far it moves, in parts of the control's range; of song, how much of the curve counts")
        yield daemon(f"{mod}offset", "float", -1, 1, 0.0,
                description="how far from its own value the control moves, in parts of its range")
        yield daemon(f"{mod}phase", "float", 0, 1, 0.0, description="where in its cycle it begins")
        yield daemon(f"{mod}steps", "curve", -1, 1, 0.0,
                description="the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high")
        yield daemon(f"{mod}smooth", "float", 0, 60, 0.0, "s",
                description="how slowly it follows; of onsets, how slowly they fade")
    # Scenes
    yield daemon("morph", "float", 0, 1, 0.0,
            description="from the first (0) to the second (1) of the two scenes that scene/morph names: numbers move, "
            "words switch in the middle, prompts cross over; what a hand moves is left alone until 0 or 1")
    # Actions
    yield daemon("play", "action", description="start to play")
    yield daemon("stop", "action", description="fade out and stop; the engine goes on")
    yield daemon("restart", "action", description="play from the start of the loop")
    yield daemon("seek", "action", unit="s", arguments=(Argument("seconds", "float"),),
            description="move the playhead to this second")
    yield daemon("tap", "action", description="tap the tempo: sets bpm by the last taps, while sync is off")
    yield daemon("panic", "action",
            description="fade out now, put every value back to its default, except words: prompts, key, the names of "
            "model, source and references")
    yield daemon("undo", "action",
            description="take back what was done last: a panic, a scene that was recalled, stored, deleted, renamed or "
            "moved, a morph, an import")
    yield daemon("record", "action", arguments=(Argument("file", "string"),),
            description="record to a new file (.wav or .flac): a name in the folder recordings of the saved state or a "
            'path; %t in it is the time, one that is taken gets a number; "off" ends the recording')
    yield daemon("capture", "action", unit="s", arguments=(Argument("seconds", "float"),),
            description="take the last seconds of the input as source; [audio] input in the configuration names it")
    yield daemon("save_latent", "action", arguments=(Argument("name", "string"),),
            description="save the newest generation under this name, one that is taken gets a number: latent:NAME in "
            "source, timbre and so on")
    yield daemon("save", "action", description="save all values now")
    yield daemon("midi/refresh", "action", description="have every controller show everything anew, its init first")
    # Scenes and cues
    name, seconds = Argument("name", "string"), Argument("seconds", "float", optional=True)
    yield daemon("scene/store", "action", arguments=(name, Argument("controls", "string", optional=True)),
            description="keep what controls are set to as a scene, in the place of one of that name: those that are "
            'named, as "prompt/* blend", or all')
    yield daemon("scene/recall", "action", arguments=(name, seconds),
            description="bring a scene back, over some seconds, else those of recall_time: numbers move, words "
            "switch at half, prompts cross over; what a hand moves meanwhile is left alone; it waits for what quantize "
            "says")
    yield daemon("scene/number", "action", arguments=(Argument("number", "float"), seconds),
            description="recall the scene of this number, counted from 1, as scene/recall does; for program changes")
    yield daemon("scene/delete", "action", arguments=(name,), description="forget a scene; the others keep their "
            "numbers")
    yield daemon("scene/rename", "action", arguments=(name, Argument("new", "string")), description="rename a scene")
    yield daemon("scene/move", "action", arguments=(name, Argument("number", "float")),
            description="give a scene this number; those from there up to the next that is free move on by one")
    yield daemon("scene/morph", "action", arguments=(Argument("first", "string"), Argument("second", "string")),
            description="name the two scenes between which the control morph moves")
    yield daemon("scene/export", "action", arguments=(Argument("file", "string"),),
            description="write all scenes to one new TOML file: a name in the folder exports of the saved state or a "
            "path")
    yield daemon("scene/import", "action", arguments=(Argument("file", "string"),),
            description="take all scenes of such a file, or none where anything is wrong with it; those of the same "
            "names are replaced")
    yield daemon("cue/load", "action", arguments=(Argument("file", "string"),),
            description="read a list of cues, a TOML file: a name in the folder cues of the saved state or a path")
    yield daemon("cue/go", "action", description="play the next cue; two presses within 0.2 s are one")
    yield daemon("cue/back", "action", description="play the cue before the current one again")
    yield daemon("reload", "action", description="read configuration, mappings and scenes again")
    # MIDI learn
    yield daemon("midi/learn", "action",
            arguments=(Argument("name", "string", optional=True), Argument("value", "string", optional=True)),
            description="have the next MIDI control that is moved move the control of this name, or set it to a value; "
            'several may be asked for in a row; "off", or no name, ends that')
    yield daemon("midi/forget", "action", arguments=(Argument("name", "string"),),
            description="take out again what was learned for the control of this name")


# fmt: on
ROWS = tuple(_rows())
"""Every row, those that stand for a family of LoRA's too (`lora/<id>/...`)."""

_LORA = re.compile(r"lora/([\w.+-]+)/(enabled|strength)", re.ASCII)
_NTH = re.compile(r"lora/([1-9]\d?)", re.ASCII)

PARAMETERS: Mapping[str, Parameter] = MappingProxyType({row.name: row for row in ROWS if "<" not in row.name})
"""The controls that are always there. Those of LoRAs come and go with their files: a store has the rows there are."""


def bound_for(*destinations: Destination) -> frozenset[str]:
    """Return the names of the values, without the actions, that one of these destinations takes."""
    values = (row for row in PARAMETERS.values() if row.kind != "action")
    return frozenset(row.name for row in values if not set(destinations).isdisjoint(row.to))


ACTIONS = tuple(row.name for row in ROWS if row.kind == "action")
AUDIO = tuple(row.name for row in ROWS if row.audio)
"""The values that name audio, which may turn out to be none."""
WORDS = frozenset(row.name for row in ROWS if row.kind == "string" and "generation" in row.to)
"""The values that are words to the model: prompts, lyrics, key."""
MODULATORS = frozenset(row.name for row in ROWS if row.name.startswith("mod/"))
"""What modulators are set by."""
SUITED = frozenset(row.name for row in ROWS if row.follows == "model")
SAID = frozenset(row.name for row in ROWS if row.follows == "prompts")
FOLLOWING = SUITED | SAID
"""The controls that follow what suits the model and what prompts say, and both, until they are set by hand."""

if strayed := (SUITED ^ {field.name for field in fields(Defaults)}) | (SAID - {field.name for field in fields(Said)}):
    raise TypeError(f"defaults of a model without a row, or rows that nothing leads: {', '.join(sorted(strayed))}")


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
    return replace(next(row for row in ROWS if row.name == family), name=name)


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
    there = f"there are {listed(loras)}" if loras else "their folder holds none"
    if place_of(name) is not None:
        return f"is for mapping files; name a LoRA, as lora/ID/strength: {there}"
    lora = lora_of(name)
    return "" if lora is None else f'there is no LoRA "{lora[:60]}": {there}'


def defaults() -> dict[str, Value]:
    """Return every value a fresh start has, by name, without the actions."""
    return {row.name: row.default for row in PARAMETERS.values() if row.kind != "action"}
