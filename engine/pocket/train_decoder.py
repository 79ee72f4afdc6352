"""Fine-tuning of the codec's decoder through the synthesis, against the spectra of the real sound.

The encoder is frozen, so the latents that the transformer learns stay what they are.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from engine.pocket import latents, store, workers
from engine.pocket.codec import unpack
from engine.pocket.train_codec import load_average
from engine.pocket.vocoder import HOP, synthesize
from engine.spectrum import mel_filters

FRAMES, CONTEXT, BATCH = 32, 9, 6


def spectral_loss(sound: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Log-mel and fine log-spectrum distance of audio `[B, 2, S]`; also the log-mel error in dB by itself."""
    mixed = torch.cat([sound, sound.mean(1, keepdim=True)], 1).flatten(0, 1)
    wanted = torch.cat([target, target.mean(1, keepdim=True)], 1).flatten(0, 1)
    total, main = sound.new_zeros(()), sound.new_zeros(())
    for size, hop, bands in ((2048, 512, 80), (512, 240, 40)):
        window = torch.hann_window(size)
        levels = []
        for audio in (mixed, wanted):
            power = torch.stft(audio, size, hop, window=window, return_complex=True).abs().square() / size
            levels.append(10.0 * torch.log10(power.transpose(1, 2) @ mel_filters(size, bands, 40.0, 16000.0) + 1e-6))
        error = (levels[0] - levels[1]).abs().mean()
        total = total + error
        main = error if size == 2048 else main
    window = torch.hann_window(8192)
    lines = []
    for audio in (mixed, wanted):
        power = torch.stft(audio, 8192, 2048, window=window, return_complex=True)[:, 8:1100].abs().square() / 8192
        lines.append((power + 1e-6) ** 0.25)
    return total + 10.0 * (lines[0] - lines[1]).abs().mean(), main


def train(work: Path, seconds: float) -> None:
    """Train for a time budget; state in `work/decoder.pt`."""
    import soundfile

    torch.set_num_threads(1)
    codec = load_average(work / "codec.pt").train()
    tracks, _, _ = latents.load(work / "latents-train.pt")
    _, entries = store.load(work / "train")
    decoder, path = codec.decoder, work / "decoder.pt"
    optimizer = torch.optim.AdamW(decoder.parameters(), lr=3e-4, betas=(0.9, 0.98))
    average, clock, step = workers.Average(decoder, 0.99), workers.Clock(seconds), 0
    if path.exists():
        state = torch.load(path, weights_only=True)
        decoder.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
        average.values, average.steps, step = state["average"], state["step"], state["step"]
        clock = workers.Clock(seconds, state["spent"])
    rng = np.random.default_rng([step, 9])
    bar, share, smooth = tqdm(desc="decoder", initial=step, mininterval=10), clock.tick(), 3.5
    while share < 1.0:
        for group in optimizer.param_groups:
            group["lr"] = workers.learning_rate(share, 3e-4, step, 50)
        sounds, codes, starts = [], [], []
        for _ in range(BATCH):
            number = int(rng.integers(len(entries)))
            start = int(rng.integers(CONTEXT, entries[number].frames - FRAMES - CONTEXT - 1))
            file = work / "corpus" / f"{entries[number].piece.name}.wav"
            audio, _ = soundfile.read(file, FRAMES * HOP, start * HOP, dtype="float32", always_2d=True)
            sounds.append(torch.from_numpy(audio.T.copy()))
            codes.append(tracks[number].latents[start - CONTEXT : start + FRAMES + CONTEXT + 1])
            starts.append(start)
        batch = torch.stack(codes)
        batch = batch + 0.1 * torch.randn_like(batch)
        with torch.autocast("cpu", torch.bfloat16):
            out = decoder(batch)
        vector = (out.float() * codec.spread + codec.center)[:, CONTEXT : CONTEXT + FRAMES + 1]
        loss, decibels = spectral_loss(synthesize(unpack(vector), starts[0]), torch.stack(sounds))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(decoder.parameters(), 5.0)
        optimizer.step()
        average.update(decoder)
        step, share = step + 1, clock.tick()
        smooth += (decibels.item() - smooth) * 0.02
        bar.update()
        bar.set_postfix(mel=f"{smooth:.3f}", loss=f"{loss.item():.2f}", share=f"{share:.2f}", refresh=False)
        if step % 50 == 0 or share >= 1.0:
            state = {"model": decoder.state_dict(), "optimizer": optimizer.state_dict(), "average": average.values,
                     "step": step, "spent": clock.spent}  # fmt: skip
            workers.save(path, state)
            print(f"\nstep {step} mel {smooth:.3f} dB", flush=True)
