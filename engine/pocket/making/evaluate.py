"""Figures of the shipped weights on held-out pieces and seeds, with baselines, as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from engine import Condition, Guidance
from engine.checkpoints.folders import SHIPPED
from engine.decoder import Row
from engine.pocket.making import measures
from engine.pocket.making.card import FIGURES
from engine.pocket.making.corpus import Piece, pieces, render_pieces
from engine.pocket.making.judge import Judge, features
from engine.pocket.making.measures import mean
from engine.pocket.making.model import Pocket
from engine.pocket.making.played import FIRST, step_figures, word_figures
from engine.pocket.making.render import loudness, missing
from engine.pocket.making.store import read_audio
from engine.pocket.making.train_lora import LORAS
from engine.pocket.music import Key
from engine.pocket.styles import STYLES, TABLE
from engine.pocket.vocoder import HOP, RATE, analyze, synthesize
from engine.spectrum import mel_decibels

CLIP = 12 * RATE
WINDOW = 9
RHYTHMIC = ("techno", "house", "rock", "metal", "chiptune", "lo-fi", "drum and bass")
TONAL = ("house", "ambient", "jazz", "orchestral", "chiptune", "piano", "lo-fi", "folk")
SCALES_ASKED = ("A minor", "C major", "F# minor", "Eb major", "G major", "D minor")


def _lowpass(audio: Tensor, frequency: float) -> Tensor:
    spectrum = torch.fft.rfft(audio)
    spectrum[:, torch.fft.rfftfreq(audio.shape[1], 1 / RATE) > frequency] = 0.0
    low: Tensor = torch.fft.irfft(spectrum, audio.shape[1])
    return low


def codec_figures(pocket: Pocket, clips: list[Tensor]) -> dict[str, Any]:
    """Errors of reconstruction, beside what the vocoder alone, a low-pass and silence would give."""
    rows: dict[str, dict[str, list[float]]] = {}
    seam: list[float] = []
    windows: dict[str, list[float]] = {"joined": [], "whole": [], "original": []}
    worst = 0.0
    for clip, other in zip(clips, [*clips[1:], clips[0]], strict=True):
        clip = clip[:, : clip.shape[1] // HOP * HOP]
        latents = pocket.encode(clip)
        decoded = pocket.decode(latents)
        versions = {
            "codec": decoded,
            "vocoder without coding": synthesize(analyze(clip[None]))[0],
            "4 kHz low-pass": _lowpass(clip, 4000.0),
            "another clip": other,
            "silence": torch.zeros_like(clip),
        }
        for name, version in versions.items():
            length = min(version.shape[1], clip.shape[1])
            sound, original = version[:, :length], clip[:, :length]
            row = rows.setdefault(
                name, {"mel_error_db": [], "chroma_correlation": [], "onset_f": [], "bandwidth_ratio": []}
            )
            row["mel_error_db"].append(measures.mel_error(sound, original))
            row["chroma_correlation"].append(measures.chroma_correlation(sound, original))
            row["onset_f"].append(measures.onset_score(sound, original))
            row["bandwidth_ratio"].append(measures.bandwidth(sound) / measures.bandwidth(original))
        loop = pocket.decode(latents, loop=True)
        turned = torch.cat([loop[:, -RATE:], loop[:, :RATE]], 1)
        seam.append(measures.click(turned, RATE))
        joined = join_windows(pocket, latents)
        worst = max(worst, float((joined - decoded).abs().max()))
        for at in range(WINDOW * HOP, decoded.shape[1] - RATE, WINDOW * HOP):
            for name, sound in (("joined", joined), ("whole", decoded), ("original", clip)):
                windows[name].append(measures.click(sound, at))
    figures: dict[str, Any] = {name: {k: mean(v) for k, v in row.items()} for name, row in rows.items()}
    clicks = {name: mean(values) for name, values in windows.items()}
    figures["click_where_windows_join"] = clicks
    figures["window_seam_click_ratio"] = round(clicks["joined"] / clicks["whole"], 4)
    figures["loop_seam_click_ratio"] = round(mean(seam) / clicks["whole"], 4)
    figures["window_error"] = worst
    return figures


def join_windows(pocket: Pocket, latents: Tensor) -> Tensor:
    """Audio `[2, S]` of latents `[1, T, 64]`, decoded window by window as the engine does and joined."""
    starts = range(0, latents.shape[1], WINDOW)
    return torch.cat([torch.from_numpy(pocket.session.decode(latents, at, at + WINDOW)) for at in starts], 1)


def generator_figures(
    pocket: Pocket, judge: Judge, held: list[Tensor], styles: list[str], count: int
) -> dict[str, Any]:
    """Text to music: style, distance, rhythm, scale, spread, level; `count` clips per style."""
    found: list[Tensor] = []
    wanted: list[str] = []
    by_style: dict[str, list[Tensor]] = {}
    periodic, tempo_right, scale, chance, peaks = [], [], [], [], []
    levels: dict[str, list[float]] = {}
    for style in STYLES:
        low, high = TABLE[style].bpm
        for number in range(count):
            bpm = round(low + (high - low) * (number + 0.5) / count)
            key = SCALES_ASKED[(number + STYLES.index(style)) % len(SCALES_ASKED)]
            latents = pocket.play(style, bpm=bpm, key=key, seed=500 + number)
            audio = pocket.decode(latents, loop=True)
            found.append(features(audio))
            wanted.append(style)
            by_style.setdefault(style, []).append(latents)
            levels.setdefault(style, []).append(loudness(audio.T.numpy()))
            peaks.append(float(audio.abs().max()))
            if style in RHYTHMIC:
                exact = 1500.0 * 4 * round(latents.shape[1] / (6000.0 / bpm)) / latents.shape[1]
                periodic.append(measures.periodicity(audio))
                tempo_right.append(float(abs(measures.tempo(audio, exact) / bpm - 1.0) <= 0.04))
            if style in TONAL:
                classes = _classes(key)
                scale.append(measures.scale_share(audio, classes))
                chance.append(measures.scale_share(audio, {(c + 6) % 12 for c in classes}))
    clips = torch.stack(found)
    real = torch.stack([features(a) for a in held])
    coded = torch.stack([features(pocket.decode(pocket.encode(a))) for a in held])
    generator = torch.Generator().manual_seed(1)
    noise = torch.stack([features(0.1 * torch.randn(2, CLIP, generator=generator)) for _ in range(24)])
    random = torch.stack([features(pocket.decode(torch.randn(1, 300, 64, generator=generator))) for _ in range(24)])
    real_periodic = mean([measures.periodicity(a) for a, s in zip(held, styles, strict=True) if s in RHYTHMIC])
    medians = [sum(v) / len(v) for v in levels.values()]
    spread = mean([float((v[0] - _fit(v[1], v[0].shape[1])).square().mean().sqrt()) for v in by_style.values()])
    return {
        "clips": len(found),
        "style_accuracy": round(judge.accuracy(clips, wanted), 4),
        "style_accuracy_shuffled_prompts": round(judge.accuracy(clips, wanted[count:] + wanted[:count]), 4),
        "style_accuracy_held_out_renders": round(judge.accuracy(real, styles), 4),
        "style_accuracy_codec": round(judge.accuracy(coded, styles), 4),
        "frechet": {
            "generated": round(judge.distance(clips), 2), "held_out": round(judge.distance(real), 2),
            "codec": round(judge.distance(coded), 2), "random_latents": round(judge.distance(random), 2),
            "white_noise": round(judge.distance(noise), 2),
        },
        "onset_periodicity": mean(periodic), "onset_periodicity_held_out": real_periodic,
        "tempo_within_4_percent": mean(tempo_right),
        "scale_share": mean(scale), "scale_share_tritone_away": mean(chance),
        "seed_spread": spread,
        "loudness_lufs": {style: round(sum(v) / len(v), 1) for style, v in levels.items()},
        "loudness_range_db": round(max(medians) - min(medians), 2),
        "peak_max": round(max(peaks), 3), "clips_over_full_scale": sum(p > 1.0 for p in peaks),
    }  # fmt: skip


def _fit(latents: Tensor, frames: int) -> Tensor:
    return latents.repeat(1, -(-frames // latents.shape[1]), 1)[:, :frames]


def _classes(name: str) -> set[int]:
    from engine.pocket.music import parse_key

    key = parse_key(name) or Key(0, "major")
    return key.pitch_classes()


def control_figures(pocket: Pocket, judge: Judge, held: list[Tensor], styles: list[str]) -> dict[str, Any]:
    """Denoise, hints, timbre, prompt blend and repaint against held-out sources."""
    denoise: dict[str, list[float]] = {}
    onset: dict[str, list[float]] = {}
    chroma: dict[str, list[float]] = {}
    timbre: dict[str, list[float]] = {"without": [], "with": []}
    inside, outside = [], []
    for number, (clip, style) in enumerate(zip(held, styles, strict=True)):
        source = pocket.session.prepare_source(clip.numpy(), RATE)
        latent, frames = source.latent, source.latent.shape[1]
        prompt = pocket.prompt(style, frames)
        tokens, hints = pocket.tokens(prompt), pocket.session.context(source)
        silent = pocket.session.context(source, strength=0.0)
        for amount in (0.0, 0.25, 0.5, 0.75, 1.0):
            out = pocket.session.generate(pocket.request(tokens, silent, number, source=latent, denoise=amount))
            denoise.setdefault(str(amount), []).append(measures.mel_error(pocket.decode(out), clip))
        for strength in (0.0, 0.5, 1.0):
            context = pocket.session.context(source, strength=strength)
            audio = pocket.decode(pocket.session.generate(pocket.request(tokens, context, number)))
            onset.setdefault(str(strength), []).append(measures.onset_score(audio, clip))
            chroma.setdefault(str(strength), []).append(measures.chroma_correlation(audio, clip))
        other = held[(number + 5) % len(held)]
        target = features(other)
        for name, reference in (("without", None), ("with", pocket.encode(other))):
            tokens_here = pocket.tokens(pocket.prompt("music", frames), reference)
            out = pocket.session.generate(pocket.request(tokens_here, hints, number))
            difference = (features(pocket.decode(out)) - target) / judge.std
            timbre[name].append(float(difference[:40].abs().mean()))
        mask = torch.zeros(frames)
        mask[frames // 3 : 2 * frames // 3] = 1.0
        context = pocket.session.context(latent, chunk_mask=mask)
        out = pocket.session.generate(
            pocket.request(tokens, context, number, source=latent, mask=mask, original=latent)
        )
        change = (mel_decibels(pocket.decode(out)) - mel_decibels(pocket.decode(latent))).abs().mean(1)
        third = len(change) // 3
        inside.append(float(change[third + 20 : 2 * third - 20].mean()))
        outside.append(float(torch.cat([change[: third - 20], change[2 * third + 20 :]]).mean()))
    return {
        "denoise_mel_error_db": {k: mean(v) for k, v in denoise.items()},
        "hint_strength_onset_f": {k: mean(v) for k, v in onset.items()},
        "hint_strength_chroma_correlation": {k: mean(v) for k, v in chroma.items()},
        "timbre_distance": {k: mean(v) for k, v in timbre.items()},
        "prompt_blend": blend_figures(pocket, judge),
        "lora_8_bit": lora_figures(pocket, judge, styles),
        "repaint_change_db": {"inside": mean(inside), "outside": mean(outside)},
    }


def blend_figures(pocket: Pocket, judge: Judge) -> dict[str, float]:
    """Mean probability of the second style while condition tokens and plan move from the first to it."""
    pairs = (("ambient", "techno"), ("piano", "metal"), ("jazz", "drum and bass"), ("folk", "chiptune"))
    out: dict[str, list[float]] = {}
    for number, (first, second) in enumerate(pairs):
        prompts = [pocket.prompt(caption, 300, bpm=120.0, key="A minor") for caption in (first, second)]
        plans = [pocket.session.plan(300, prompt.outline(), seed=number) for prompt in prompts]
        one, two = (pocket.tokens(prompt) for prompt in prompts)
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            context = pocket.session.context(torch.lerp(plans[0], plans[1], share))
            halfway = (Condition(one, 1.0 - share), Condition(two, share))
            latents = pocket.session.generate(pocket.request(one, context, number, conditions=halfway))
            chances = judge.probabilities(features(pocket.decode(latents))[None])[0]
            pair = chances[STYLES.index(first)] + chances[STYLES.index(second)]
            out.setdefault(str(share), []).append(float(chances[STYLES.index(second)] / (pair + 1e-9)))
    return {share: mean(values) for share, values in out.items()}


def lora_figures(pocket: Pocket, judge: Judge, styles: list[str]) -> dict[str, float]:
    """Mean probability of chiptune in clips of the other styles while the shipped LoRA fades in."""
    lora = pocket.session.load_lora(LORAS / "8-bit.safetensors")
    others = [style for style in styles if style != "chiptune"]
    made = {}
    for strength in (0.0, 0.5, 1.0):
        played = [pocket.play(s, seed=700 + i, loras={lora: strength}) for i, s in enumerate(others)]
        clips = torch.stack([features(pocket.decode(latents, loop=True)) for latents in played])
        made[str(strength)] = round(float(judge.probabilities(clips)[:, STYLES.index("chiptune")].mean()), 4)
    pocket.session.unload_lora(lora)
    return made


def engine_figures(pocket: Pocket, judge: Judge, held: list[Tensor]) -> dict[str, Any]:
    """What guidance, velocity scale, SDE curve and seeds do.

    Guidance is heard without a plan, where words alone must make the style: the mean probability of the asked one.
    Distances are root mean squares between latents.
    """
    session = pocket.session
    quiet = session.context(session.silence(300))
    null = session.null_tokens()
    modes: dict[str, Guidance | None] = {
        "off": None,
        "full, 1.5": Guidance("full", 1.5, negative=null),
        "full, 2.5": Guidance("full", 2.5, negative=null),
        "initialize, 2.5": Guidance("initialize", 2.5, negative=null),
        "self, 1.5": Guidance("self", 1.5),
    }
    guided: dict[str, list[float]] = {}
    scaled: dict[str, list[float]] = {}
    stochastic: dict[str, list[float]] = {}
    seeds = []
    for number, style in enumerate(STYLES):
        low, high = TABLE[style].bpm
        prompt = pocket.prompt(style, 300, bpm=round((low + high) / 2), key=SCALES_ASKED[number % len(SCALES_ASKED)])
        tokens = pocket.tokens(prompt)
        for name, mode in modes.items():
            latent = session.generate(pocket.request(tokens, quiet, number, guidance=mode))
            chance = judge.probabilities(features(pocket.decode(latent))[None])[0, STYLES.index(style)]
            guided.setdefault(name, []).append(float(chance))
        plan = session.context(session.plan(300, prompt.outline(), seed=number))
        source = pocket.encode(held[number % len(held)])
        plain = session.generate(pocket.request(tokens, plan, number))
        seeds.append(_distance(session.generate(pocket.request(tokens, plan, number + 50)), plain))
        for scale in (0.8, 0.9, 1.0, 1.1, 1.2):
            latent = session.generate(pocket.request(tokens, plan, number, velocity_scale=scale))
            scaled.setdefault(str(scale), []).append(_distance(latent, plain))
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            request = pocket.request(tokens, plan[:, : source.shape[1]], number, source=source, sde_curve=share)
            stochastic.setdefault(str(share), []).append(_distance(session.generate(request), source))
    return {
        "guidance_style_probability": {k: mean(v) for k, v in guided.items()},
        "velocity_scale_distance": {k: mean(v) for k, v in scaled.items()},
        "sde_curve_distance_from_source": {k: mean(v) for k, v in stochastic.items()},
        "seed_distance": mean(seeds),
    }


def _distance(first: Tensor, second: Tensor) -> float:
    return float((first - second).square().mean().sqrt())


def process_figures() -> dict[str, float]:
    """Peak memory of a process that plays (depth 4, 12 s, a source encoded) and the time from its start to sound."""
    program = (
        "import torch\nfrom engine import Condition, Prompt, Request, Session\n"
        "session = Session.load(decoder='eager')\nframes = 300\n"
        "prompt = Prompt('techno', bpm=130)\n"
        "tokens = session.encode_text(prompt)\n"
        "hints = session.plan(frames, prompt)\n"
        "stream = session.stream(4)\nstream.submit(Request(session.context(hints), (Condition(tokens),)))\n"
        "done = []\nwhile not done: done = stream.tick()\n"
        "session.decode(done[0].latent, 0, 25, cyclic=True)\nprint('sound', flush=True)\n"
        "session.prepare_source(torch.randn(2, 12 * 48000) * 0.1)\n"
        "for _ in range(24): [session.decode(d.latent, 0, 50, cyclic=True) for d in stream.tick()]\n"
        "print(*[line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')])\n"
    )
    begin = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first = time.perf_counter() - begin
        peak = int(process.stdout.readline()) / 1024.0
    return {"first_sound_s": round(first, 2), "peak_memory_mb": round(peak)}


def copy_figures(pocket: Pocket, work: Path, train: list[Piece], held_out: list[Piece]) -> dict[str, float]:
    """Distance of generated windows (2 s) to their nearest training window, beside held-out windows'."""
    trained = torch.cat([_windows(latents) for latents in _encoded(pocket, work, train)])
    held = torch.cat([_windows(latents) for latents in _encoded(pocket, work, held_out)])[::7]
    made = torch.cat([_windows(pocket.play(s, seed=900)[0]) for s in STYLES])
    return {
        "generated_to_nearest_training_window": round(float(torch.cdist(made, trained).min(1).values.mean()), 3),
        "held_out_to_nearest_training_window": round(float(torch.cdist(held, trained).min(1).values.mean()), 3),
    }


def _encoded(pocket: Pocket, work: Path, wanted: list[Piece]) -> list[Tensor]:
    from tqdm import tqdm

    files = [piece.file(work / "corpus") for piece in wanted]
    return [pocket.encode(read_audio(file))[0] for file in tqdm(files, desc="encode")]


def _windows(latents: Tensor) -> Tensor:
    starts = range(0, len(latents) - 50, 25)
    return torch.stack([latents[s : s + 50].view(10, 5, 64).mean(1).flatten() for s in starts])


def speed_figures(pocket: Pocket, threads: int = 2) -> dict[str, float]:
    """Milliseconds on `threads` threads: a tick at depth 4 with 12 s, a window of 0.36 s, encoding 12 s."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    session, tokens, context = pocket.session, torch.randn(1, 8, 128), torch.randn(1, 300, 128)
    rows = [Row(torch.randn(1, 300, 64), 0.5, tokens, context) for _ in range(4)]
    latent, audio = torch.randn(1, 300, 64), 0.1 * torch.randn(2, CLIP)

    def best(call: Any, repeats: int) -> float:
        times = []
        for _ in range(repeats):
            begin = time.perf_counter()
            call()
            times.append(time.perf_counter() - begin)
        return round(1000.0 * min(times), 1)

    with torch.inference_mode():
        figures = {
            "threads": float(threads),
            "tick_depth_4_12s_ms": best(lambda: session.decoder(rows), 20),
            "forward_12s_ms": best(lambda: session.decoder(rows[:1]), 10),
            "decode_window_ms": best(lambda: session.decode(latent, 100, 100 + WINDOW, cyclic=True), 20),
            "encode_12s_ms": best(lambda: pocket.encode(audio), 3),
        }
    torch.set_num_threads(before)
    tick = figures["tick_depth_4_12s_ms"] / 1000.0
    figures["generations_per_second_8_steps"] = round(4.0 / (8.0 * tick), 2)
    figures["generations_per_second_4_steps"] = round(4.0 / (4.0 * tick), 2)
    return figures


def build_judge(work: Path, train: list[Piece]) -> Judge:
    """Train the judge on rendered clips of the training split, kept in the work folder."""
    path = work / f"judge-{len(train)}.pt"
    if not path.exists():
        clips, styles = [], []
        for piece in train:
            audio = read_audio(piece.file(work / "corpus"))
            for start in (0, audio.shape[1] - CLIP):
                clips.append(features(audio[:, max(0, start) : max(0, start) + CLIP]))
                styles.append(piece.style)
        torch.save({"features": torch.stack(clips), "styles": styles}, path)
    stored = torch.load(path, weights_only=True)
    return Judge.train(stored["features"], stored["styles"])


def evaluate(work: Path, weights: Path = SHIPPED, quick: bool = False) -> dict[str, Any]:
    """All figures, or `quick` most of them of few clips; renders the pieces that the work folder lacks.

    Where they cannot be rendered, the figures that need none.
    """
    pocket = Pocket.load(weights)
    train, wanted = pieces(3 if quick else 30), pieces(1 if quick else 2, held_out=True)
    lacking = [piece for piece in (*wanted, *train) if not piece.file(work / "corpus").exists()]
    stages: dict[str, Callable[[], Any]] = {
        "prompts": lambda: word_figures(pocket),
        "speed": lambda: {**speed_figures(pocket), **process_figures()},
        "size_mb": lambda: round(sum(f.stat().st_size for f in weights.rglob("*") if f.is_file()) / 1e6, 2),
    }
    why = missing() if lacking else None
    if why is None:
        render_pieces(work / "corpus", lacking)
        stages |= _against_renders(pocket, work, train, wanted, quick)
    else:
        print(f"{why}; what is measured against renders is left out", file=sys.stderr)
    figures = {}
    for number, (name, measure) in enumerate(stages.items(), 1):
        print(f"measuring {name}, {number} of {len(stages)}", file=sys.stderr)
        figures[name] = measure()
    return figures


def _against_renders(
    pocket: Pocket, work: Path, train: list[Piece], wanted: list[Piece], quick: bool
) -> dict[str, Callable[[], Any]]:
    """What is measured against rendered pieces, and a judge that was trained on them."""
    judge = build_judge(work, train)
    heard = [read_audio(piece.file(work / "corpus")) for piece in wanted]
    held = [audio[:, FIRST * HOP : FIRST * HOP + CLIP] for audio in heard]
    styles, scores = [piece.style for piece in wanted], [piece.score() for piece in wanted]
    few = slice(0, 6 if quick else 12)
    stages: dict[str, Callable[[], Any]] = {
        "codec": lambda: codec_figures(pocket, held),
        "generator": lambda: generator_figures(pocket, judge, held, styles, 2 if quick else 4),
        "steps": lambda: step_figures(pocket, held[few], scores[few]),
    }
    if not quick:
        stages |= {
            "control": lambda: control_figures(pocket, judge, held[few], styles[few]),
            "engine": lambda: engine_figures(pocket, judge, held[few]),
            "copying": lambda: copy_figures(pocket, work, train, wanted),
        }
    return stages


def training_facts(work: Path) -> dict[str, str]:
    """How long each part was trained, from the states in the work folder; as the card says it where there are none."""
    if not (work / "flow.pt").exists():
        told: dict[str, str] = json.loads(FIGURES.read_text(encoding="utf-8"))["training"]
        return told
    facts = {"corpus": f"{len(list((work / 'corpus').glob('*.wav')))} pieces of about 34 s, of which 60 held out"}
    for part in ("codec", "hints", "flow", "decoder", "lora"):
        path = work / f"{part}.pt"
        if path.exists():
            state = torch.load(path, weights_only=True, map_location="cpu")
            facts[part] = f"{state['step']} steps, {state['spent'] / 60:.0f} minutes on a shared machine with 2 cores"
    return facts


def main(work: Path, out: Path | None, quick: bool) -> None:
    """Evaluate and print; the work folder keeps what was rendered for it."""
    torch.set_num_threads(1)
    text = json.dumps({"training": training_facts(work), **evaluate(work, quick=quick)}, indent=2)
    print(text)
    if out:
        out.write_text(text + "\n", encoding="utf-8")
