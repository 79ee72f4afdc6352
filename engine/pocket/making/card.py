"""The model card, written from the figures of `evaluate`."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

RECIPE = {"codec": 130.0, "hints": 15.0, "flow": 240.0, "decoder": 60.0, "lora": 10.0}
"""Minutes of training for each part."""

POCKET = Path(__file__).parents[1]
FIGURES = POCKET / "figures.json"


def _verdict(value: float, target: float, at_least: bool) -> str:
    good = value >= target if at_least else value <= target
    return "reached" if good else "**not reached**"


def rows(figures: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """What was aimed at, the aim, the figure and the verdict."""
    codec, generator, speed = figures["codec"]["codec"], figures["generator"], figures["speed"]
    frechet = generator["frechet"]
    wanted_periodicity = 0.75 * generator["onset_periodicity_held_out"]
    table: list[tuple[str, float, float, bool]] = [
        ("codec: log-mel error, dB", 2.5, codec["mel_error_db"], False),
        ("codec: chroma correlation", 0.9, codec["chroma_correlation"], True),
        ("codec: onset F", 0.85, codec["onset_f"], True),
        ("codec: clicks where windows of 0.36 s join, against the same places decoded whole", 1.0,
         figures["codec"]["window_seam_click_ratio"], False),
        ("codec: click at the loop seam, against the usual in the same sound", 1.0,
         figures["codec"]["loop_seam_click_ratio"], False),
        ("style accuracy over 12 styles", 0.9, generator["style_accuracy"], True),
        (
            "Frechet distance, at most a sixth of white noise's",
            frechet["white_noise"] / 6.0,
            frechet["generated"],
            False,
        ),
        ("Frechet distance, at most twice the codec's", 2.0 * frechet["codec"], frechet["generated"], False),
        ("onset periodicity, 75 % of held-out renders'", wanted_periodicity, generator["onset_periodicity"], True),
        ("tempo within 4 %, share of rhythmic clips", 0.8, generator["tempo_within_4_percent"], True),
        ("chroma energy inside the asked scale, tonal styles", 0.75, generator["scale_share"], True),
        ("clips over full scale", 0.0, float(generator["clips_over_full_scale"]), False),
        ("loudness range over styles, dB", 3.0, generator["loudness_range_db"], False),
        ("tick at depth 4, 12 s, 2 threads, ms", 250.0, speed["tick_depth_4_12s_ms"], False),
        ("window of 0.36 s decoded with margins, ms", 20.0, speed["decode_window_ms"], False),
        ("from the start of a process to its first decoded sound, s", 8.0, speed["first_sound_s"], False),
        ("peak memory of a process that plays, MB", 1500.0, speed["peak_memory_mb"], False),
        ("size of the checkpoint, MB", 40.0, figures["size_mb"], False),
        *_steps(figures["steps"]),
        *_controls(figures["control"], figures["engine"]),
    ]  # fmt: skip
    return [(name, f"{target:.4g}", f"{value:.4g}", _verdict(value, target, up)) for name, target, value, up in table]


def _steps(steps: dict[str, Any]) -> list[tuple[str, float, float, bool]]:
    """That a step more takes nothing away, and that what is played is not corrected where that would."""
    render, played = steps["distance_to_render_db"], steps["distance_of_played_db"]
    return [
        ("wavelet correction, as played against none, 8 steps, dB", 0.3, played["8 steps"], False),
        ("wavelet correction, as played against none, 16 steps, dB", 0.5, played["16 steps"], False),
        ("16 steps against 8: distance to the render, dB", 0.0, render["16 steps"] - render["8 steps"], False),
    ]


def _controls(control: dict[str, Any], engine: dict[str, Any]) -> list[tuple[str, float, float, bool]]:
    """How far each control moves, and that it moves one way: the smallest step of a rising row is above 0."""

    def rise(row: dict[str, float]) -> float:
        values = list(row.values())
        return min(after - before for before, after in pairwise(values))

    chroma, onset = control["hint_strength_chroma_correlation"], control["hint_strength_onset_f"]
    timbre, repaint = control["timbre_distance"], control["repaint_change_db"]
    guided = engine["guidance_style_probability"]
    return [
        ("denoise: smallest rise of the distance from the source, dB", 0.0,
         rise(control["denoise_mel_error_db"]), True),
        ("hint strength: smallest rise of chroma correlation", 0.0, rise(chroma), True),
        ("hint strength: smallest rise of onset F", 0.0, rise(onset), True),
        ("timbre reference: distance to it, against none", 1.0, timbre["with"] / timbre["without"], False),
        ("prompt blend: smallest rise of the second style's probability", 0.0, rise(control["prompt_blend"]), True),
        ("repaint: change inside against outside", 1.0, repaint["inside"] / repaint["outside"], True),
        ("SDE curve: smallest rise of the distance from the source", 0.0,
         rise(engine["sde_curve_distance_from_source"]), True),
        ("LoRA 8-bit: smallest rise of chiptune's probability", 0.0, rise(control["lora_8_bit"]), True),
        ("guidance 1.5, no plan: probability of the asked style, against none", 1.0,
         guided["full, 1.5"] / guided["off"], True),
    ]  # fmt: skip


def render(figures: dict[str, Any]) -> str:
    """The card as Markdown."""
    made = figures.get("training", {})
    lines = ["| figure | target | shipped weights | |", "|---|---|---|---|"]
    lines += [f"| {name} | {target} | {value} | {verdict} |" for name, target, value, verdict in rows(figures)]
    training = "\n".join(f"- {part}: {text}" for part, text in made.items())
    detail = json.dumps({k: v for k, v in figures.items() if k != "training"}, indent=1)
    steps = figures["steps"]
    render = steps["distance_to_render_db"]
    distances = {
        "corrected_8": steps["distance_of_correction_db"]["8 steps"],
        "corrected_16": steps["distance_of_correction_db"]["16 steps"],
        "seed": steps["distance_of_correction_db"]["another seed"],
        "codec": render["codec"],
    }
    rendered = "\n".join(
        f"| {count} | {render[f'{count} steps']:.2f} | {render[f'{count} steps, corrected']:.2f} |"
        for count in (4, 8, 16)
    )
    prompts = "\n".join(
        f"| {caption} | {row['took']} | {row['tempo']:g} | {row['loudness_lufs']:g} |"
        for caption, row in figures["prompts"].items()
    )
    recipe = ", ".join(f"{part} {minutes:g}" for part, minutes in RECIPE.items()) + " minutes"
    return TEXT.format(
        table="\n".join(lines), training=training, detail=detail, recipe=recipe, rendered=rendered, prompts=prompts,
        **{name: f"{value:.2f}" for name, value in distances.items()},
    )  # fmt: skip


TEXT = """# The pocket model

A small text-to-music model that ships with demond, so that it plays on any CPU: a diffusion transformer in the layout
of ACE-Step 1.5 (`diffusers` classes, 6.1 M parameters), a condition encoder, a tokenizer and detokenizer for structure
hints, a codec of its own (48 kHz stereo to 64 channels at 25 Hz), a lexicon text encoder and a procedural planner.

## What it does
- Twelve styles: techno, house, ambient, jazz, rock, metal, orchestral, chiptune, piano, lo-fi, folk, drum and bass;
  instruments and moods as words; tempo, key and meter as metas. Words that the lexicon lacks go to near tags by GloVe.
- Without a source, the planner composes beat, chords, bass, melody and drums for the prompt and hands them to the
  transformer as hints, 64 numbers per latent frame. With a source, the tokenizer hears such hints in it.
- A caption that names tempo, key or meter is obeyed, in numbers or in words; one that names no tempo has the middle
  one of its style.
- Timbre references, repaint masks, denoise against a source. Eight steps, shift 3, without a guidance pass and without
  the wavelet correction (`weights/defaults.json`); a null condition is trained in, so guidance can be used on top.
  Lyrics are accepted and ignored.

## The codec
The decoder drives 192 oscillators, 24 to an octave from 27.5 Hz, and 40 bands of noise, both with levels, balance and
stereo coherence; no phase is estimated. Phases and noise follow absolute time, so a window with {{margin}} frames of
margin on each side equals the whole decode, and with a period every oscillator fits the loop. The price is a slightly
organ-like tone, and consonants of speech are lost: it is made for this music, not for voices.

## Figures
Held-out compositions and seeds, `python -m engine.pocket evaluate`, played as the daemon plays them where nobody has
turned a control. All of it was measured by program; nobody has rated the sound by ear.

{table}

The judge of style is a linear classifier on spectra of renders that were neither coded nor generated. Train and test
share composer and soundfont, which flatters: read the figures as "the model does what its composer does". The hints
carry much of the rhythm and harmony; without hints (silence) the beat is weaker.

Held-out pieces played over their own plans, and how far they lie from their renders, in dB of log-mel distance, without
the wavelet correction and with it as other turbo models have it:

| steps | without | with |
|---|---|---|
{rendered}

The codec alone lies {codec} away, another seed lies {seed} from the first. At 8 steps the correction moves the sound by
{corrected_8}, at 16 by {corrected_16}: it acts at every step, and takes chords and drums away.

What demond opens with, and what its README shows; the tempo is measured in the sound, near the one that was taken,
where there is a beat:

| prompt | taken for | bpm measured | LUFS |
|---|---|---|---|
{prompts}

![Spectrograms of one loop per style](spectrograms.png)

From left to right, top to bottom, in the order of the list above: one loop each, 40 Hz to 16 kHz. Below, a performance:
the prompt moves from lo-fi to techno while denoise rises and falls. `python -m engine.pocket demo FOLDER` makes the
files.

![Spectrogram of the performance](performance.png)

## How it was made
{training}

`compose`, `train codec`, `train latents`, `train hints`, `train flow`, `train decoder`, `train export`, `train lora`,
`evaluate` and `card` run in this order (`python -m engine.pocket --help`); every stage resumes from its work folder,
and `torchrun --nproc-per-node 2 -m engine.pocket ...` trains with two processes. `train --minutes` sets the length; the
whole recipe fits 8 hours on 2 cores ({recipe}), of which
these weights have had the part stated above.

`weights/loras/8-bit.safetensors` is a LoRA for this model: pieces of the other eleven styles, played on the voices of
old game consoles. It makes any style sound so, its fader says how much.

## Data and licence
MIT for weights and code (`LICENSE`). The data are compositions of the procedural composer in this folder, rendered with
FluidSynth and the FluidR3 GM soundfont (MIT, Frank Wen) and with own synthesis; the word vectors are GloVe 6B
(PDDL 1.0). No recording was used.

## Limits
- Fast notes blur: a latent frame is 40 ms. Styles outside the twelve are mapped to the nearest. It has no voices.
- In a source the tokenizer hears chords, bass, kick, snare and hats well, a lead line half, and soft percussion hardly.
  Sources unlike the corpus (speech, field recordings, odd metres) come back as its music.
- What the codec's vocoder could do, and what is lost by coding, stand side by side below: metal loses most of its
  pitch, plucked strings their brightness.
- Anywhere, at a seam or not, the click measure of what is decoded is 1.05 to 1.1 times the original's: its energy is
  spread a little more evenly in time. Seams are therefore measured against the same sound without one.

## All figures
```json
{detail}
```
"""


def main(figures: Path | None) -> None:
    """Write `CARD.md` from a JSON of figures (default: the stored one)."""
    data = json.loads((figures or FIGURES).read_text(encoding="utf-8"))
    FIGURES.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    from engine.pocket.codec import PocketCodec

    text = render(data).replace("{margin}", str(PocketCodec().margin))
    (POCKET / "CARD.md").write_text(text, encoding="utf-8")
    print(POCKET / "CARD.md")
