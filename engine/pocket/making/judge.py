"""An independent judge of style: features of rendered audio, a small classifier and a Frechet distance."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.pocket.styles import STYLES
from engine.spectrum import mel_decibels, onset_envelope

KEPT = 16


def features(audio: Tensor) -> Tensor:
    """Statistics of mel spectrum, its motion and onsets of a clip `[2, S]`: `[162]`."""
    mel = mel_decibels(audio, 40)
    level = mel.mean()
    change = mel.diff(dim=0)
    envelope = onset_envelope(audio)
    side = (audio[0] - audio[1]).square().mean() / (audio.square().mean() + 1e-9)
    return torch.cat(
        [
            mel.mean(0) - level, mel.std(0), change.abs().mean(0), torch.quantile(mel, 0.1, 0) - level,
            torch.stack([envelope.mean(), side]),
        ]
    )  # fmt: skip


@dataclass
class Judge:
    """A linear classifier on standardised features, and the statistics of the training clips."""

    mean: Tensor
    std: Tensor
    weight: Tensor
    bias: Tensor
    basis: Tensor
    reference: Tensor

    @classmethod
    def train(cls, clips: Tensor, styles: list[str]) -> Judge:
        """Fit on features `[N, 162]` of rendered (never coded, never generated) clips."""
        mean, std = clips.mean(0), clips.std(0) + 1e-4
        normal = (clips - mean) / std
        labels = torch.tensor([STYLES.index(s) for s in styles])
        weight = torch.zeros(clips.shape[1], len(STYLES), requires_grad=True)
        bias = torch.zeros(len(STYLES), requires_grad=True)
        optimizer = torch.optim.LBFGS([weight, bias], max_iter=150)

        def closure() -> Tensor:
            optimizer.zero_grad()
            loss = torch.nn.functional.cross_entropy(normal @ weight + bias, labels) + 0.003 * weight.square().sum()
            loss.backward()
            return loss

        optimizer.step(closure)
        basis = torch.linalg.svd(normal, full_matrices=False).Vh[:KEPT].T
        return cls(mean, std, weight.detach(), bias.detach(), basis, normal @ basis)

    def probabilities(self, clips: Tensor) -> Tensor:
        """Style probabilities `[N, 12]`."""
        return torch.softmax((clips - self.mean) / self.std @ self.weight + self.bias, -1)

    def accuracy(self, clips: Tensor, styles: list[str]) -> float:
        """Share of clips whose most probable style is the wanted one."""
        wanted = torch.tensor([STYLES.index(s) for s in styles])
        return float((self.probabilities(clips).argmax(-1) == wanted).float().mean())

    def distance(self, clips: Tensor) -> float:
        """Frechet distance to the training clips on 16 principal components."""
        projected = ((clips - self.mean) / self.std).clamp(-30, 30) @ self.basis
        return _frechet(projected.double(), self.reference.double())


def _frechet(first: Tensor, second: Tensor) -> float:
    means = (first.mean(0) - second.mean(0)).square().sum()
    one, two = first.T.cov(), second.T.cov()
    values = torch.linalg.eigvals(one @ two).real.clamp(min=0.0)
    return float(means + one.trace() + two.trace() - 2.0 * values.sqrt().sum())
