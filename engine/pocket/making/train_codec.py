"""Training of the codec: on vocoder parameters, and through the synthesis on the spectra of the sound itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from engine.pocket.codec import NOISES, TONES, PocketCodec, unpack
from engine.pocket.making import store, workers
from engine.pocket.vocoder import BALANCES, HOP, band_decibels, synthesize
from engine.spectrum import mel_levels, spectrogram

CROP, BATCH = 48, 16
HEARD, FIRST, LENGTH = 8, 11, 24
"""Of a batch, how many crops are played, and which of their frames."""
NOISE = {"codec": 0.15, "decoder": 0.1}
TOP_RATE = {"codec": 1.5e-3, "decoder": 6e-4}
PARAMETERS, SPECTRA = 1.0, 0.25


def prepare(codec: PocketCodec, flat: np.ndarray, seed: int = 0) -> None:
    """Set the scales and start both linear maps as whitened principal components."""
    rows = np.sort(np.random.default_rng(seed).choice(len(flat), min(24000, len(flat)), replace=False))
    sample = torch.from_numpy(flat[rows].astype(np.float32))
    groups = sample.split([TONES, NOISES, BALANCES, BALANCES], 1)
    codec.center.copy_(sample.mean(0))
    weights = (1.0, 1.0, 2.5, 2.5)
    codec.spread.copy_(
        torch.cat([torch.full((g.shape[1],), float(g.std()) * w) for g, w in zip(groups, weights, strict=True)])
    )
    centered = (sample - codec.center) / codec.spread
    _, basis = torch.linalg.eigh(centered.T @ centered / len(centered))
    top = basis[:, -codec.config.latent_channels :].flip(1)
    scale = (centered @ top).std(0)
    with torch.no_grad():
        codec.encoder.linear.weight.copy_((top / scale).T)
        codec.encoder.linear.bias.zero_()
        codec.decoder.linear.weight.copy_(top * scale)
        codec.decoder.linear.bias.zero_()


class Crops:
    """Draws stretches of the corpus: parameters from the store, sound from its files."""

    def __init__(self, work: Path) -> None:
        self.flat, self.entries = store.load(work / "train")
        self.corpus = work / "corpus"

    def draw(self, rng: np.random.Generator) -> tuple[Tensor, Tensor, list[int]]:
        """Parameters `[BATCH, CROP, 1120]`, the sound of the first HEARD's middle, and where those begin."""
        import soundfile

        vectors, sounds, starts = [], [], []
        for row in range(BATCH):
            entry = self.entries[rng.integers(len(self.entries))]
            start = int(rng.integers(entry.frames - CROP + 1))
            vectors.append(self.flat[entry.first + start : entry.first + start + CROP])
            if row < HEARD:
                file = self.corpus / f"{entry.piece.name}.wav"
                first = start + FIRST
                audio, _ = soundfile.read(file, LENGTH * HOP, first * HOP, dtype="float32", always_2d=True)
                sounds.append(torch.from_numpy(audio.T.copy()))
                starts.append(first)
        return torch.from_numpy(np.stack(vectors)).float(), torch.stack(sounds), starts


def parameter_loss(codec: PocketCodec, out: Tensor, vector: Tensor) -> Tensor:
    """Distance of decoded parameters from the measured ones, louder tones and band energies weighing more."""
    error = ((out - vector) / codec.spread).abs()
    tone, noise, image = error[..., :TONES], error[..., TONES : TONES + NOISES], error[..., TONES + NOISES :]
    heard = 0.5 + vector[..., :TONES] / 3.0
    bands = (band_decibels(unpack(out)) - band_decibels(unpack(vector))).abs().mean()
    return (tone * heard).mean() + 0.6 * noise.mean() + 0.05 * image.mean() + 0.08 * bands


def spectral_loss(sound: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Log-mel and fine spectrum distance of audio `[B, 2, S]`, of its middle and one side; also the middle's log-mel
    error in dB by itself.

    How much each band moves counts too: the nearest spectrum alone would be too smooth for strings.
    """
    side = int(torch.randint(2, ()))
    mixed = torch.cat([sound.mean(1), sound[:, side]])
    wanted = torch.cat([target.mean(1), target[:, side]])
    total, main = sound.new_zeros(()), sound.new_zeros(())
    for size, hop, bands, weight in ((2048, 512, 80, 2.0), (512, 240, 40, 0.7)):
        levels = [mel_levels(audio, bands, size, hop) for audio in (mixed, wanted)]
        error = (levels[0] - levels[1]).abs()
        motion = [level.diff(dim=1).abs().mean(1) for level in levels]
        total = total + weight * (error.mean() + (motion[0] - motion[1]).abs().mean())
        main = error[: len(sound)].mean() if size == 2048 else main
    lines = [(spectrogram(audio, 8192, 2048)[..., 8:1100] + 1e-6) ** 0.25 for audio in (mixed, wanted)]
    return total + 10.0 * (lines[0] - lines[1]).abs().mean(), main


def encode(codec: PocketCodec, vector: Tensor, momentum: float) -> Tensor:
    """Latents normalised by the statistics of the batch, which also move the codec's own."""
    with torch.autocast("cpu", torch.bfloat16):
        raw = codec.encoder((vector - codec.center) / codec.spread)
    latents: Tensor = raw.float()
    mean, std = latents.mean((0, 1)), latents.std((0, 1))
    with torch.no_grad():
        codec.latent_center.lerp_(mean, momentum)
        codec.latent_spread.lerp_(std, momentum)
    return (latents - mean) / (std + 1e-5)


def loss_of(codec: PocketCodec, latents: Tensor, batch: tuple[Tensor, Tensor, list[int]]) -> tuple[Tensor, Tensor]:
    """The training loss of decoded latents, and the log-mel error in dB."""
    vector, sounds, starts = batch
    with torch.autocast("cpu", torch.bfloat16):
        out = codec.decoder(latents)
    out = out.float() * codec.spread + codec.center
    played = out[:HEARD, FIRST : FIRST + LENGTH + 1]
    made = torch.cat([synthesize(unpack(played[i : i + 1]), start) for i, start in enumerate(starts)])
    spectra, decibels = spectral_loss(made, sounds)
    return PARAMETERS * parameter_loss(codec, out, vector) + SPECTRA * spectra, decibels


def train(work: Path, seconds: float, part: str) -> None:
    """Train for a time budget: the whole `codec`, or its `decoder` alone while the latents stay what they are.

    The state is `work/<part>.pt`; the decoder begins as the trained codec's.
    """
    rank, world = workers.join()
    crops = Crops(work)
    whole, path = part == "codec", work / f"{part}.pt"
    codec = PocketCodec() if whole else load_average(work / "codec.pt").train()
    trained = codec if whole else codec.decoder
    optimizers = workers.optimizers(trained, TOP_RATE[part])
    clock, step = workers.Clock(seconds), 0
    state = torch.load(path, weights_only=True) if path.exists() else None
    if state is not None:
        trained.load_state_dict(state["model"])
        for optimizer, stored in zip(optimizers, state["optimizers"], strict=True):
            optimizer.load_state_dict(stored)
        step, clock = state["step"], workers.Clock(seconds, state["spent"])
    elif whole:
        prepare(codec, crops.flat)
    average = workers.Average(trained)
    if state is not None:
        average.values, average.steps = state["average"], step
    rng = np.random.default_rng([step, rank])
    bar, smooth = tqdm(desc=part, initial=step, disable=rank > 0, mininterval=10), 3.5
    share = workers.agree(clock.tick(), world)
    while share < 1.0:
        workers.set_rate(optimizers, share, step)
        batch = crops.draw(rng)
        if whole:
            latents = encode(codec, batch[0], 1.0 if step == 0 else 0.02)
        else:
            with torch.no_grad():
                latents = codec.encode_vector(batch[0])
        loss, decibels = loss_of(codec, latents + NOISE[part] * torch.randn_like(latents), batch)
        workers.descend(loss, list(trained.parameters()), optimizers, world, 2.0)
        average.update(trained)
        step += 1
        share = workers.agree(clock.tick(), world)
        smooth += (decibels.item() - smooth) * 0.02
        bar.update()
        bar.set_postfix(mel=f"{smooth:.3f}", loss=f"{loss.item():.2f}", share=f"{share:.2f}", refresh=False)
        if rank == 0 and (step % 100 == 0 or share >= 1.0):
            state = {"model": trained.state_dict(), "optimizers": [o.state_dict() for o in optimizers],
                     "average": average.values, "step": step, "spent": clock.spent}  # fmt: skip
            workers.save(path, state)
            print(f"\nstep {step} mel {smooth:.3f} dB", flush=True)


def load_average(path: Path) -> PocketCodec:
    """The averaged codec of a training state."""
    codec = PocketCodec()
    codec.load_state_dict(torch.load(path, weights_only=True)["average"])
    return codec.eval()
