"""The shipped model through the same session: light to load, exact to stream, seamless to window."""

import math
import subprocess
import sys
from dataclasses import replace

import pytest
import torch
from engine_checks import ModuleDecoder, check_windows

from engine import Condition, Guidance, Prompt, Request, RequestError, Session
from engine.checkpoints.folders import SHIPPED
from engine.decoder import Row

PROMPT = Prompt("calm piano", bpm=96, key="D minor")


@pytest.fixture(scope="module")
def session() -> Session:
    return Session.load(decoder="eager")


@pytest.fixture(scope="module")
def request_(session: Session) -> Request:
    hints = session.plan(80, PROMPT, seed=4)
    return Request(session.context(hints), (Condition(session.encode_text(PROMPT)),), seed=9, steps=4)


def test_loading_it_imports_no_heavy_library() -> None:
    script = (
        "import sys; from engine import Session; s = Session.load(decoder='eager');"
        "s.decode(s.silence(3)); s.encode_text('x');"
        "print([m for m in ('diffusers', 'transformers', 'scipy', 'torch._dynamo') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


@pytest.mark.parametrize("depth", [1, 3])
def test_streams_what_it_generates(depth: int, session: Session, request_: Request) -> None:
    source = session.generate(request_)
    requests = [
        replace(request_, seed=1, sde=True),
        replace(request_, seed=2, source=source, denoise=0.6),
        replace(request_, seed=3, guidance=Guidance("full", 3.0, negative=session.null_tokens()), steps=3),
    ]
    expected = [session.generate(request) for request in requests]
    stream = session.stream(depth)
    finished = []
    for tick in range(16):
        stream.submit(requests[tick % 3])
        finished += stream.tick()
    assert len(finished) >= 3
    for out in finished:
        assert torch.equal(out.latent, expected[requests.index(out.request)])


def test_windows_equal_the_whole(session: Session, request_: Request) -> None:
    check_windows(session.codec, session.generate(request_))


def test_executor_and_encoder_equal_diffusers(session: Session, request_: Request) -> None:
    from diffusers.models.transformers.ace_step_transformer import AceStepTransformer1DModel
    from diffusers.pipelines.ace_step.modeling_ace_step import AceStepConditionEncoder

    module = AceStepTransformer1DModel.from_pretrained(SHIPPED / "transformer", low_cpu_mem_usage=False).eval()
    tokens = request_.conditions[0].tokens
    rows = [Row(torch.randn(1, 80, 64), t, tokens, request_.context) for t in (1.0, 0.4)]
    for ours, theirs in zip(session.decoder(rows), ModuleDecoder(module)(rows), strict=True):
        assert float((ours - theirs).abs().max() / theirs.abs().max()) < 1e-5

    encoder = AceStepConditionEncoder.from_pretrained(SHIPPED / "condition_encoder", low_cpu_mem_usage=False).eval()
    text = session.read_text(PROMPT)
    with torch.inference_mode():
        expected, _ = encoder(
            text.caption,
            torch.ones(text.caption.shape[:2], dtype=torch.bool),
            text.lyrics,
            torch.ones(text.lyrics.shape[:2], dtype=torch.bool),
            encoder.silence_latent[:, :750],
            torch.zeros(1, dtype=torch.long),
        )
    torch.testing.assert_close(tokens, expected, atol=1e-5, rtol=1e-4)


def test_plans_whole_bars(session: Session) -> None:
    frames = session.loop_frames(300, bpm=120, time_signature="4")
    assert frames == 300, "six bars of 2 s are 300 frames"
    assert 200 <= session.loop_frames(300, bpm=97) <= 400
    assert session.loop_frames(300, bpm=120, time_signature="²") == session.loop_frames(300, bpm=120)
    for bpm in (math.nan, 0.0, -5.0, 1e-300):
        with pytest.raises(RequestError, match="bpm: "):
            session.loop_frames(300, bpm=bpm)
    for caption in ("9" * 9999 + " bpm", "\0\n# Metas\n- bpm: inf", "piano " * 10000, "𝟙 bpm, 🎹" * 999):
        assert torch.isfinite(session.plan(300, caption)).all()
        assert torch.isfinite(session.encode_text(caption)).all()
    techno = Prompt("techno", bpm=120)
    hints = session.plan(frames, techno, seed=1)
    assert hints.shape == (1, 300, 64)
    assert torch.equal(hints, session.plan(frames, techno, seed=1))
    assert not torch.equal(hints, session.plan(frames, replace(techno, bpm=90), seed=1))
