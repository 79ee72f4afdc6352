"""Turns the daemon's values into what the engine takes: requests and shared values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
import torch

from demond.performer.drift import Place
from demond.performer.link import Values
from demond.performer.material import Material
from demond.performer.prompts import LETTERS, Prompts, Voice, repaints
from demond.performer.references import References
from engine import DCW, Condition, Guidance, Request, Session, Shared
from engine.conditioning import PromptTokens
from engine.curves import render

GROUPS, CHANNELS = 8, 64
SHARED_CURVES = ("velocity_scale", "x0_target", "guidance", "apg_momentum", "cfg_rescale")
"""The shared values of the engine that are the curves of the same name."""

T = TypeVar("T")


class Memo:
    """Makes things anew only from other parts, and keeps the last of each name: the engine keeps what it derives from
    tokens for as long as they are the same."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[object, ...], Any]] = {}

    def make(self, name: str, make: Callable[..., T], *parts: object) -> T:
        """`make(*parts)`, or what it returned before for the same objects and equal numbers."""
        before = self._kept.get(name)
        if before is not None and _same(before[0], parts):
            kept: T = before[1]
            return kept
        made = make(*parts)
        self._kept[name] = parts, made
        return made


def _same(before: Sequence[object], parts: Sequence[object]) -> bool:
    return len(before) == len(parts) and all(
        a is b or (isinstance(a, float) and a == b) for a, b in zip(before, parts, strict=True)
    )


@dataclass(frozen=True)
class _Heard(Generic[T]):
    """What was made of a prompt, its share, per frame where a curve says so, and the part of the steps it acts in."""

    thing: T
    share: float | torch.Tensor
    start: float
    end: float


class Requests:
    """Makes requests and shared values of the values, for a loop of `frames` latent frames."""

    def __init__(self, session: Session, frames: int) -> None:
        self._session = session
        self._frames = frames
        self._memo = Memo()

    def curve(self, values: Values, name: str) -> float | torch.Tensor:
        """A curve value as the engine takes it: a number, or `[T]`."""
        drawn = render(values[name], self._frames, self._session.frame_rate, values["bpm"])
        assert drawn is not None
        return torch.from_numpy(drawn) if isinstance(drawn, np.ndarray) else float(drawn)

    def weights(self, values: Values, letters: Collection[str]) -> dict[str, float | torch.Tensor]:
        """The share of each of these prompts, per frame where a curve says so; silent ones are left out."""
        blend = self.curve(values, "blend")
        crossfade = {"a": 1.0 - blend, "b": blend}
        shares: dict[str, float | torch.Tensor] = {}
        for letter in LETTERS:
            weight = self.curve(values, f"weight/{letter}")
            share = weight * crossfade.get(letter, 1.0)
            silent = share.max() <= 0 if isinstance(share, torch.Tensor) else share <= 0
            if letter in letters and not silent:
                shares[letter] = share
        return shares or {next(iter(letters)): 1.0}

    def _heard(self, voices: Sequence[Voice], made: Callable[[Voice], Mapping[str, T]]) -> dict[str, _Heard[T]]:
        """What was made of the prompts that are heard, each once for its part of the steps, with its share, by a name
        of its own."""
        heard: dict[tuple[int, float, float], tuple[str, _Heard[T]]] = {}
        for voice in voices:
            things, values = made(voice), voice.values
            shares = self.weights(values, things)
            total = sum(shares.values()) if len(voices) > 1 else 1.0
            total = total.clamp(min=1e-8) if isinstance(total, torch.Tensor) else total
            for letter, weight in shares.items():
                thing, share = things[letter], weight * voice.share / total
                start, end = values[f"prompt_start/{letter}"], values[f"prompt_end/{letter}"]
                name, before = heard.get((id(thing), start, end), (letter + voice.name, None))
                share = share if before is None else before.share + share
                heard[id(thing), start, end] = name, _Heard(thing, share, start, end)
        return dict(heard.values())

    def conditions(self, values: Values, voices: Sequence[Voice], timbre: torch.Tensor) -> tuple[Condition, ...]:
        """What the prompts in use come to: one condition each, or one for all where their token states are mixed."""
        heard = self._heard(voices, lambda voice: voice.tokens)
        shares = {name: each.share for name, each in heard.items()}
        tokens = {name: self._tokens(name, each.thing, timbre) for name, each in heard.items()}
        steps = {name: (each.start, each.end) for name, each in heard.items()}
        numbers = [(tokens[name], share) for name, share in shares.items() if isinstance(share, float)]
        always = all(part == (0.0, 1.0) for part in steps.values())
        if values["blend_mode"] == "tokens" and always and len(numbers) == len(shares) > 1:
            flat = [part for number in numbers for part in number]
            return (self._memo.make("blend", lambda *_: self._session.blend_tokens(numbers), *flat),)
        return tuple(
            Condition(tokens[name], share if len(shares) > 1 else None, start, max(start, end))
            for (name, share), (start, end) in zip(shares.items(), steps.values(), strict=True)
        )

    def _tokens(self, name: str, prompt: PromptTokens, timbre: torch.Tensor) -> torch.Tensor:
        return self._memo.make(name, PromptTokens.with_timbre, prompt, timbre)

    def _timbre(self, values: Values, references: References) -> torch.Tensor:
        """The timbre token `[1, 1, H]` at the strength asked for."""
        silent, heard = self._session.encode_timbre(), references.timbre
        assert heard is not None
        return self._memo.make("timbre", torch.lerp, silent, heard, values["timbre_strength"])

    def channel_gain(self, values: Values) -> torch.Tensor | None:
        """Group times channel gains, `[1, T or 1, 64]`; None where all are 1."""
        gains = [self.curve(values, f"channel/{channel}") for channel in range(CHANNELS)]
        groups = [self.curve(values, f"group/{group}") for group in range(GROUPS)]
        product = [gain * groups[channel * GROUPS // CHANNELS] for channel, gain in enumerate(gains)]
        if all(not isinstance(gain, torch.Tensor) and gain == 1.0 for gain in product):
            return None
        frames = self._frames if any(isinstance(gain, torch.Tensor) for gain in product) else 1
        return torch.stack([torch.as_tensor(gain).expand(frames) for gain in product], dim=-1)[None].float()

    def dcw(self, values: Values) -> DCW | None:
        """The wavelet correction, or None where it is switched off."""
        if not values["dcw"]:
            return None
        return DCW(
            mode=values["dcw_mode"],
            low=self.curve(values, "dcw_high" if values["dcw_mode"] == "high" else "dcw_low"),
            high=self.curve(values, "dcw_high"),
            wavelet=values["dcw_wavelet"],
            mult=values["dcw_mult"],
            phase=values["dcw_phase"],
            threshold=values["dcw_threshold"],
        )

    def shared(self, values: Values, loras: Mapping[str, float]) -> Shared:
        """The tick-class values, and the strengths of LoRAs: every slot takes them at its next step."""
        return Shared(
            **{name: self.curve(values, name) for name in SHARED_CURVES},
            sde=values["sde"],
            sde_curve=self.curve(values, "sde_curve") if values["sde"] else None,
            ode_noise=self.curve(values, "ode_noise") if values["ode_noise"] != 0.0 else None,
            dcw=self.dcw(values),
            channel_gain=self.channel_gain(values),
            loras=loras,
        )

    def request(
        self,
        values: Values,
        material: Material,
        prompts: Prompts,
        references: References,
        earlier: torch.Tensor | None,
        place: Place,
    ) -> Request:
        """The slot-class values: what the next admitted slot will carry; `earlier` is the latent that is fed back,
        `place` where the music is on its way by itself."""
        timbre = self._timbre(values, references)
        voices = prompts.voices(values, self._frames, place.variation)
        original = None if material.source is None else material.source.latent
        source, denoise = self._feed_back(values, original, earlier)
        noisy = source is not None and values["initial_noise"] is not None
        mask = self._repaint(values) if original is not None else None
        if original is not None and mask is not None:
            context = self._session.context(original, chunk_mask=mask)
        else:
            hints = self._hints(values, material, voices, references)
            context = self._session.context(hints, strength=values["hint_strength"])
        target = original if references.target is None else self._session.fit_length(references.target, self._frames)
        mode = values["guidance_mode"]
        negative = prompts.negative
        away = self._session.null_tokens() if negative is None else self._tokens("negative", negative, timbre)
        return Request(
            context=context,
            conditions=self.conditions(values, voices, timbre),
            seed=place.seed,
            toward=place.toward,
            turned=place.turned,
            steps=values["steps"],
            shift=values["shift"],
            denoise=denoise,
            denoise_quantize=values["denoise_quantize"],
            source=source,
            initial_noise=self.curve(values, "initial_noise") if noisy else None,
            target=target,
            x0_curve=self.curve(values, "x0_target") if target is not None and values["x0_gate"] else None,
            x0_gate=values["x0_gate"],
            mask=mask,
            original=original if mask is not None else None,
            guidance=None if mode == "off" else Guidance(mode=mode, negative=away),
        )

    @staticmethod
    def _feed_back(
        values: Values, source: torch.Tensor | None, earlier: torch.Tensor | None
    ) -> tuple[torch.Tensor | None, float]:
        """What a generation starts from and how far it may go from there, with an earlier one fed back.

        Beside a source that is the mixture of both. Without a source it is the earlier one, and feedback leads from a
        generation that owes it nothing to one that keeps as much of it as denoise says.
        """
        share = values["feedback"]
        if earlier is None or share == 0.0:
            return source, values["denoise"] if source is not None else 1.0
        if source is None:
            return earlier, 1.0 - share * (1.0 - values["denoise"])
        return source.lerp(earlier, share), values["denoise"]

    def _hints(
        self, values: Values, material: Material, voices: Sequence[Voice], references: References
    ) -> torch.Tensor:
        hints = self._planned(voices) if material.hints is None else material.hints
        if references.structure is None:
            return hints
        return self._session.mix(hints, references.structure, self.curve(values, "structure_blend"))

    def _planned(self, voices: Sequence[Voice]) -> torch.Tensor:
        """The plans of the prompts in use, mixed by their shares."""
        first, *others = self._heard(voices, lambda voice: voice.plans).values()
        mixed, total = first.thing, first.share
        for each in others:
            total = total + each.share
            mixed = self._session.mix(mixed, each.thing, each.share / torch.as_tensor(total).clamp(min=1e-8))
        return mixed

    def _repaint(self, values: Values) -> torch.Tensor | None:
        if not repaints(values):
            return None
        start, end = (round(values[name] * self._session.frame_rate) for name in ("repaint_start", "repaint_end"))
        mask = torch.zeros(self._frames)
        mask[start:end] = 1.0
        return mask
