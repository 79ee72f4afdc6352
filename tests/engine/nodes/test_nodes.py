"""The nodes: what is declared, what graphs compute, what runs again."""

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import torch
from safetensors.torch import save_file

from engine import DCW, Condition, Guidance, Prompt, Request, Session
from engine.conditioning import format_caption
from engine.conditioning.mixing import mix_tokens
from engine.curves import wave
from engine.nodes import NODES, Graph, Handle, Latent, Mask, Model, NodeError, NodeParameter, PortKind, Runner
from engine.nodes.__main__ import listing, main
from engine.nodes.values import Conditioning, Solver

TABLE = """
AudioInfo: audio:AUDIO -> bpm:NUMBER key:TEXT duration:NUMBER sample_rate:NUMBER channels:NUMBER |
ConditioningAverage: conditioning_a:CONDITIONING conditioning_b:CONDITIONING -> conditioning:CONDITIONING |
    weight:number=0.5[0..1/0.01]
ConditioningBlend: conditioning_a:CONDITIONING conditioning_b:CONDITIONING -> conditioning:CONDITIONING |
    alpha:number=0.5[0..1/0.01]
ConditioningCombine: conditioning_a:CONDITIONING conditioning_b:CONDITIONING temporal_weight_b:MASK? ->
    conditioning:CONDITIONING | step_range_start_b:number=0.0[0..1/0.01] step_range_end_b:number=1.0[0..1/0.01]
ConditioningZeroOut: conditioning:CONDITIONING -> conditioning:CONDITIONING |
EncodeConditioning: model:MODEL text_embed:TEXT_EMBED timbre_ref:LATENT? -> conditioning:CONDITIONING |
EncodeText: clip:CLIP -> text_embed:TEXT_EMBED | tags:string='' lyrics:string=''
    task_type:select='cover'{text2music,cover,repaint,extract,lego,complete} bpm:integer=120[30..300/1]
    duration:number=60.0[1..600/1] key:select='C_major'{24} time_signature:select='4'{2,3,4,6}
    language:select='en'{51} instruction:string=''*
CurveConstant: -> curve:CURVE | value:number=1.0[/0.01] length:integer=1500[1..15000/1]
CurveMath: curve_a:CURVE curve_b:CURVE? -> curve:CURVE | operation:select='add'{add,multiply,min,max,lerp}
    scalar:number=1.0[/0.01] lerp_t:number=0.5[0..1/0.01]
CurveRamp: -> curve:CURVE | start:number=0.0[/0.01] end:number=1.0[/0.01] length:integer=1500[1..15000/1]
CurveWave: -> curve:CURVE | wave_type:select='sine'{sine,pulse,square} frames_per_cycle:integer=150[1..15000/1]
    amplitude:number=1.0[/0.01] offset:number=0.0[/0.01] length:integer=1500[1..15000/1]
DCWConfig: -> dcw:DCW | enabled:boolean=True mode:select='double'{low,high,double,pix} scaler:number=0.05[0..1/0.005]
    high_scaler:number=0.02[0..1/0.005] wavelet:string='haar'
DiffusionConfig: -> config:CONFIG | steps:integer=8[1..50/1] shift:number=3.0[0.05..10/0.05]
    seed:integer=42[0..2147483647/1] denoise:number=1.0[0..1/0.01] x0_target_gate:number=0.0[0..1/0.01]
    use_cache:boolean=False* noise_on_cpu:boolean=True*
Generate: model:MODEL config:CONFIG solver:SOLVER positive:CONDITIONING negative:CONDITIONING? context_latent:LATENT?
    source_latent:LATENT? modulation:MODULATION? dcw:DCW? -> latent:LATENT | duration:number=60.0[1..600/1]
    rcfg_mode:select=None{full,initialize,self}* cfg_rescale:data=None*
Modulation: velocity_scale:CURVE? initial_noise_curve:CURVE? chunk_mask:MASK? x0_target:LATENT? x0_target_curve:CURVE?
    guidance_curve:CURVE? -> modulation:MODULATION | x0_target_strength:number=0.0[0..1/0.01]
    x0_target_gate:number=0.0[0..1/0.01]
OdeSolver: ode_noise_curve:CURVE? -> solver:SOLVER |
SdeSolver: sde_denoise_curve:CURVE? -> solver:SOLVER |
StreamDenoise: model:MODEL solver:SOLVER positive:CONDITIONING negative:CONDITIONING? context_latent:LATENT?
    source_latent:LATENT? modulation:MODULATION? dcw:DCW? -> latent:LATENT | steps:integer=8[1..50/1]
    shift:number=3.0[0.05..10/0.05] denoise:number=0.75[0..1/0.01] seed:integer=42[0..2147483647/1]
    pipeline_depth:integer=8[1..8/1] drain:boolean=False duration:number=60.0[1..600/1] use_cache:boolean=False*
    noise_on_cpu:boolean=True* dcw_enabled:boolean=True* dcw_mode:select='double'{low,high,double,pix}*
    dcw_scaler:number=0.05[/0.01]* dcw_high_scaler:number=0.02[/0.01]* dcw_wavelet:string='haar'*
    dcw_advanced:data=None* rcfg_mode:select=None{full,initialize,self}* cfg_rescale:data=None*
InvertMask: mask:MASK -> mask:MASK |
SetLatentNoiseMask: latent:LATENT mask:MASK -> latent:LATENT |
TemporalMask: latent:LATENT curve:CURVE? -> mask:MASK | value:number=0.5[0..1/0.01]
ChannelGuidance: model:MODEL -> model:MODEL | channel_start:integer=0[0..63/1] channel_end:integer=63[0..63/1]
    scale:number=1.0[0..4/0.01]
LoRA: model:MODEL -> model:MODEL | lora:string='(none)' strength:number=1.0[0..2/0.05]
LoadModel: -> model:MODEL clip:CLIP vae:VAE | config_path:string='pocket' device:select='auto'{cuda,cpu,auto}
    use_flash_attention:boolean=False* decoder_backend:select='eager'{auto,eager,compile,onnx,openvino,tensorrt}
    vae_backend:select='eager'{auto,eager,compile,onnx,tensorrt} project_root:string='' offload_to_cpu:boolean=False*
    offload_text_encoder:boolean=False* quantization:data=None* compile_decoder:boolean=False*
    compile_vae:boolean=False* trt_engines:data=None*
RemoveChannelGuidance: model:MODEL -> model:MODEL |
SemanticExtract: model:MODEL latent:LATENT -> latent:LATENT |
EmptyLatent: model:MODEL -> latent:LATENT | duration:number=60.0[1..600/1]
LatentBlend: latent_a:LATENT latent_b:LATENT blend_curve:CURVE? -> latent:LATENT | alpha:number=0.5[0..1/0.01]
LatentChannelScale: latent:LATENT -> latent:LATENT | channel_start:integer=0[0..63/1] channel_end:integer=63[0..63/1]
    scale:number=1.0[0..4/0.01]
StreamVAEDecode: vae:VAE latent:LATENT -> audio:AUDIO | vae_window:number=0.36[0..0.36/0.02] vae_overlap:number=0.4*
    t_start:number=0.0[0..60/0.1] follow_playhead:boolean=False mse_skip_threshold:number=0.001[0..1/0.0001]
    prefetch_seconds:number=1.0[0..5/0.05] playhead_seconds:data=None* cyclic:boolean=False
VAEDecodeAudio: vae:VAE latent:LATENT -> audio:AUDIO |
VAEEncodeAudio: vae:VAE audio:AUDIO -> latent:LATENT |
"""
ROWS = [row.partition(": ")[::2] for row in TABLE.replace("\n    ", " ").strip().splitlines()]


def told(parameter: NodeParameter) -> str:
    """A parameter as the table writes it: `name:kind=default`, its range and step or its choices, `*` if hidden."""
    legal = ""
    if parameter.choices:
        legal = "{" + (",".join(parameter.choices) if len(parameter.choices) < 9 else f"{len(parameter.choices)}") + "}"
    elif parameter.step:
        bounded = parameter.low > -math.inf
        legal = f"[{f'{parameter.low:g}..{parameter.high:.10g}/' if bounded else '/'}{parameter.step:g}]"
    hidden = "*" if parameter.hidden else ""
    return f"{parameter.name}:{parameter.kind}={parameter.default!r}{legal}{hidden}".replace(" ", "_")


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _ in ROWS])
def test_declares_ports_and_parameters(name: str, row: str) -> None:
    ports, _, parameters = row.partition("|")
    inputs, _, outputs = ports.partition("->")
    declared = NODES[name]
    written = [f"{p.name}:{p.kind}{'?' if p.optional else ''}" for p in declared.inputs.values()]
    assert written == inputs.split()
    assert [f"{p.name}:{p.kind}" for p in declared.outputs.values()] == outputs.split()
    assert [told(p) for p in declared.parameters.values()] == parameters.split()


def test_there_are_no_others() -> None:
    assert sorted(NODES) == sorted(name for name, _ in ROWS)
    assert len(NODES) == 32


def test_the_listing_names_everything() -> None:
    text = listing()
    for name, row in ROWS:
        assert f"{name} (" in text
        assert all(f"- {part.partition(':')[0]}: " in text for part in row.partition("|")[2].split())
    assert "32 nodes" in text


@pytest.fixture(scope="module")
def session() -> Session:
    return Session.load(decoder="eager")


@pytest.fixture(scope="module")
def source(session: Session) -> torch.Tensor:
    time = np.arange(96000) / 48000
    audio = np.stack([0.3 * np.sin(2 * np.pi * hertz * time) for hertz in (220, 330)]).astype(np.float32)
    return session.codec.encode(audio)


def call(name: str, **arguments: Any) -> Any:
    """A node by itself, its parameters at their defaults."""
    declared = NODES[name]
    return declared.function(**{**dict.fromkeys(declared.inputs), **arguments})


TEXT = """
[nodes.load]
type = "LoadModel"
device = "cpu"

[nodes.text]
type = "EncodeText"
clip = "load.clip"
tags = "calm piano"
task_type = "text2music"
bpm = 96
key = "D minor"
duration = 2

[nodes.prompt]
type = "EncodeConditioning"
model = "load.model"
text_embed = "text"

[nodes.config]
type = "DiffusionConfig"
steps = 3
seed = 9

[nodes.solver]
type = "OdeSolver"

[nodes.make]
type = "Generate"
model = "load.model"
config = "config"
solver = "solver"
positive = "prompt.conditioning"
duration = 2

[nodes.decode]
type = "VAEDecodeAudio"
vae = "load.vae"
latent = "make"

[outputs]
latent = "make.latent"
mix = "decode"
"""


def test_text_to_music_equals_the_session_and_runs_again_only_what_changed(session: Session) -> None:
    def expected(seed: int) -> torch.Tensor:
        prompt = Prompt("calm piano", bpm=96, key="D minor", time_signature="4", duration=2)
        tokens, hints = session.encode_text(prompt), session.plan(50, prompt, seed=seed)
        return session.generate(Request(session.context(hints), (Condition(tokens),), seed=seed, steps=3))

    runner = Runner(Graph.parse(TEXT))
    first = runner.run()
    assert torch.equal(first["latent"].tensor, expected(9))
    assert np.array_equal(first["mix"].samples, session.decode(expected(9)))
    assert set(runner.executed) == {"load", "text", "prompt", "config", "solver", "make", "decode"}

    again = runner.run()
    assert runner.executed == ()
    assert again["latent"] is first["latent"]

    runner.set("config.seed", 10)
    assert torch.equal(runner.run()["latent"].tensor, expected(10))
    assert runner.executed == ("config", "make", "decode")
    runner.set("config.seed", 10.0)
    runner.run()
    assert runner.executed == (), "the same value in other words changes nothing"
    runner.set("text.bpm", 97)
    runner.run()
    assert runner.executed == ("text", "prompt", "make", "decode")


def place_cover(graph: Graph, model: Any = "inputs.model") -> dict[str, Any]:
    """Everything a cover is made of; what `Generate` and `StreamDenoise` have in common."""
    sound = graph.add_input("sound", PortKind.AUDIO)
    for name, kind in (("model", PortKind.MODEL), ("clip", PortKind.CLIP), ("vae", PortKind.VAE)):
        graph.add_input(name, kind)
    latent = graph.add("VAEEncodeAudio", "source", vae="inputs.vae", audio=sound)
    hints = graph.add("SemanticExtract", "hints", model=model, latent=latent)

    def prompt(name: str, tags: str) -> Handle:
        text = graph.add("EncodeText", f"{name}_text", clip="inputs.clip", tags=tags, bpm=100, duration=2)
        return graph.add("EncodeConditioning", name, model=model, text_embed=text, timbre_ref=latent)

    curve = graph.add("CurveRamp", "curve", start=0.5, end=1.0, length=30)
    both = graph.add(
        "ConditioningCombine",
        "both",
        conditioning_a=prompt("a", "jazz"),
        conditioning_b=prompt("b", "techno"),
        temporal_weight_b=graph.add("TemporalMask", "share", latent=latent, curve=curve),
        step_range_end_b=0.7,
    )
    keep = graph.add("TemporalMask", "keep", latent=latent, value=0.9)
    return {
        "model": graph.add("ChannelGuidance", "gain", model=model, channel_start=3, channel_end=5, scale=1.5),
        "positive": both,
        "negative": graph.add("ConditioningZeroOut", "negative", conditioning="a"),
        "context_latent": hints,
        "source_latent": graph.add("SetLatentNoiseMask", "masked", latent=latent, mask=keep),
        "solver": graph.add("SdeSolver", "solver", sde_denoise_curve=curve),
        "modulation": graph.add(
            "Modulation", "modulation", velocity_scale=curve, x0_target=latent, x0_target_strength=0.2
        ),
        "dcw": graph.add("DCWConfig", "dcw", mode="low", scaler=0.1),
    }


def sounds(session: Session) -> dict[str, Any]:
    noise = np.random.default_rng(5).normal(0, 0.1, (2, 57600)).astype(np.float32)
    return {"model": session, "clip": session, "vae": session, "sound": noise}


def cover_request(session: Session, audio: np.ndarray, **changes: Any) -> Request:
    """The request that the graph of `place_cover` makes, by hand."""
    source = session.prepare_source(audio)
    assert source.hints is not None
    tokens = [
        session.encode_text(
            Prompt(tags, bpm=100, key="C major", time_signature="4", duration=2, task="cover"), timbre=source
        )
        for tags in ("jazz", "techno")
    ]
    curve = torch.linspace(0.5, 1.0, 30)
    gain = torch.ones(1, 1, 64)
    gain[..., 3:6] = 1.5
    settings: dict[str, Any] = {
        "seed": 7,
        "steps": 3,
        "denoise": 0.8,
        "source": source.latent,
        "velocity_scale": curve,
        "sde": True,
        "sde_curve": curve,
        "target": source.latent,
        "x0_target": 0.2,
        "mask": torch.full((30,), 0.9),
        "guidance": Guidance("full", negative=torch.zeros_like(tokens[0])),
        "dcw": DCW("low", 0.1),
        "channel_gain": gain,
    }
    conditions = (Condition(tokens[0]), Condition(tokens[1], weight=curve, end=0.7))
    return Request(session.context(source.hints), conditions, **{**settings, **changes})


def test_a_cover_with_everything_equals_the_session(session: Session) -> None:
    graph = Graph()
    config = graph.add("DiffusionConfig", "config", steps=3, seed=7, denoise=0.8)
    graph.add_output("latent", graph.add("Generate", "make", config=config, **place_cover(graph)))
    given = sounds(session)
    latent = Runner(graph, given).run()["latent"].tensor
    assert torch.equal(latent, session.generate(cover_request(session, given["sound"])))
    assert not torch.equal(latent, session.generate(cover_request(session, given["sound"], channel_gain=None)))


def streaming(session: Session) -> Runner:
    graph = Graph()
    ring = graph.add(
        "StreamDenoise", "ring", steps=3, seed=7, denoise=0.8, pipeline_depth=2, rcfg_mode="self", **place_cover(graph)
    )
    graph.add_output("latent", ring)
    window = {"follow_playhead": True, "playhead_seconds": 0.0, "prefetch_seconds": 0.5}
    graph.add_output("audio", graph.add("StreamVAEDecode", "decode", vae="inputs.vae", latent=ring, **window))
    return Runner(graph, sounds(session))


def stream_request(session: Session, audio: np.ndarray, **changes: Any) -> Request:
    return cover_request(session, audio, guidance=Guidance("self"), **changes)


def distinct(runner: Runner, runs: int) -> list[torch.Tensor]:
    """The latents that come out, each once."""
    found: list[torch.Tensor] = []
    for _ in range(runs):
        latent = runner.run()["latent"].tensor
        if not found or latent is not found[-1]:
            found.append(latent)
    return found


def test_a_stream_gives_what_the_session_generates_and_hears_live_values(session: Session) -> None:
    runner = streaming(session)
    audio = sounds(session)["sound"]
    expected = session.generate(stream_request(session, audio))
    first = runner.run()
    assert torch.equal(first["latent"].tensor, expected)
    whole = session.decode(expected)
    assert first["audio"].start == 0.48
    np.testing.assert_allclose(first["audio"].samples, whole[:, 12 * 1920 : 21 * 1920], atol=1e-5)

    runner.set("decode.playhead_seconds", 0.5)
    moved = runner.run()["audio"]
    assert moved.start == 1.0
    assert moved.samples.shape == (2, 5 * 1920), "shorter at the end, never shifted"
    assert runner.executed[0] == "ring"
    later = distinct(runner, 6)
    assert len(later) > 2, "a generation comes out every steps/depth ticks"
    assert all(torch.equal(latent, expected) for latent in later)
    assert "hints" not in runner.executed

    moving = []
    for run in range(6):
        runner.set("ring.shift", 2.0 + run / 10)
        moving.append(runner.run()["latent"])
    assert len(set(map(id, moving))) > 2, "results keep coming while values move"
    runner.set("ring.shift", 3.0)

    runner.set("modulation.x0_target_strength", 0.9)
    strong = session.generate(stream_request(session, audio, x0_target=0.9))
    assert torch.equal(distinct(runner, 6)[-1], strong)
    runner.set("modulation.x0_target_strength", 0.2)
    runner.run()
    under_way = runner.run()["latent"].tensor
    assert not torch.equal(under_way, strong), "slots under way take it over"


def test_a_stream_says_what_is_not_finite_and_keeps_what_was(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    runner = streaming(session)
    before = runner.run()["latent"].tensor
    with monkeypatch.context() as spoiled:
        spoiled.setattr(type(session.decoder), "__call__", lambda _, rows: [row.x * torch.nan for row in rows])
        with pytest.raises(ValueError, match="request: leads to numbers beyond all bounds"):
            distinct(runner, 6)
    again = distinct(runner, 8)
    assert all(torch.equal(latent, before) for latent in again)
    assert len(again) > 1


def test_a_drained_stream_ends_with_the_newest_request_and_another_source_starts_anew(session: Session) -> None:
    runner = streaming(session)
    runner.run()
    runner.set("ring.seed", 8)
    runner.set("ring.drain", True)
    drained = runner.run()["latent"]
    audio = sounds(session)["sound"]
    assert torch.equal(drained.tensor, session.generate(stream_request(session, audio, seed=8)))
    assert runner.run()["latent"] is drained
    runner.set("ring.drain", False)
    shorter = np.ascontiguousarray(audio[:, :49000])
    runner.put("sound", shorter)
    latent = runner.run()["latent"].tensor
    assert latent.shape[1] == 26, "nothing of the old source comes out"


def test_windows_that_hardly_moved_are_not_decoded_again(session: Session, source: torch.Tensor) -> None:
    decode = NODES["StreamVAEDecode"]
    assert decode.state is not None
    state = decode.state()

    def window(latent: torch.Tensor, **values: Any) -> Any:
        return call("StreamVAEDecode", vae=session.codec, latent=Latent(latent), state=state, **values)

    first = window(source)
    assert window(source + 0.001) is first
    assert window(source + 0.5) is not first
    wrapped = window(source, t_start=3.9, cyclic=True)
    assert np.array_equal(wrapped.samples, session.decode(source, 47, 56, cyclic=True))
    assert window(source, vae_window=0.0).samples.shape == (2, 96000)
    with pytest.raises(ValueError, match="3 s lies outside"):
        window(source, t_start=3.0)
    with pytest.raises(ValueError, match="playhead_seconds"):
        window(source, follow_playhead=True)


def test_prompts_mix_and_zero(session: Session) -> None:
    a = Conditioning((Condition(torch.ones(1, 4, 128), weight=torch.tensor([0.5, 1.0])),))
    b = Conditioning((Condition(torch.full((1, 2, 128), 3.0), weight=0.75),))
    (average,) = call("ConditioningAverage", conditioning_a=b, conditioning_b=a, weight=0.25).entries
    assert torch.equal(average.tokens, torch.full((1, 2, 128), 2.5))
    assert average.weight == 0.75
    (blend,) = call("ConditioningBlend", conditioning_a=a, conditioning_b=b, alpha=0.5).entries
    assert blend.tokens[0, :, 0].tolist() == [2.0, 2.0, 0.5, 0.5]
    assert blend.weight.tolist() == [0.75, 1.0]
    assert mix_tokens(a.entries[0].tokens, b.entries[0].tokens, 1.0).shape == (1, 2, 128)
    both = call("ConditioningCombine", conditioning_a=a, conditioning_b=b, temporal_weight_b=Mask(torch.ones(2) / 3),
                step_range_start_b=0.5)  # fmt: skip
    assert both.entries[1].weight.tolist() == [0.25, 0.25]
    assert (both.entries[1].start, both.entries[1].end) == (0.5, 1.0)
    zero = call("ConditioningZeroOut", conditioning=both)
    assert len(zero.entries) == 2
    assert not any(entry.tokens.any() for entry in zero.entries)
    with pytest.raises(ValueError, match="2 entries"):
        call("ConditioningAverage", conditioning_a=a, conditioning_b=both)


def test_tasks_and_instructions_open_the_prompt() -> None:
    assert format_caption(Prompt("x", task="extract")).startswith(
        "# Instruction\nExtract the track from the audio:\n\n"
    )
    assert format_caption(Prompt("x", task="lego")).startswith(
        "# Instruction\nGenerate the track based on the audio context:"
    )
    assert format_caption(Prompt("x", task="complete")).startswith("# Instruction\nComplete the input track:\n")
    assert format_caption(Prompt("x", instruction="Hum it:")).startswith("# Instruction\nHum it:\n\n# Caption\nx\n")


def test_curves_and_masks(source: torch.Tensor) -> None:
    assert wave("pulse", 4, 6, 2.0, 0.5).tolist() == [0.5, 1.5, 2.5, 1.5, 0.5, 1.5]
    assert wave("square", 2, 3).tolist() == [1.0, -1.0, 1.0]
    assert wave("sine", 4, 2).tolist() == [0.0, 1.0]
    ramp = call("CurveRamp", length=5)
    assert ramp.tolist() == [0.0, 0.25, 0.5, 0.75, 1.0]
    constant = call("CurveConstant", value=0.5, length=1)
    outcomes: dict[str, Callable[[float], float]] = {
        "add": lambda x: x + 0.5,
        "multiply": lambda x: x * 0.5,
        "min": lambda x: min(x, 0.5),
        "max": lambda x: max(x, 0.5),
        "lerp": lambda x: x + 0.25 * (0.5 - x),
    }
    for operation, outcome in outcomes.items():
        for second in ({"curve_b": constant}, {"scalar": 0.5}):
            made = call("CurveMath", curve_a=ramp, operation=operation, lerp_t=0.25, **second)
            assert made.tolist() == pytest.approx([outcome(x) for x in ramp.tolist()])
    mask = call("TemporalMask", latent=Latent(source), curve=call("CurveRamp", length=50))
    even = torch.from_numpy(np.linspace(0.0, 1.0, 50).astype(np.float32))
    assert torch.equal(mask.values, even)
    assert torch.equal(call("InvertMask", mask=mask).values, 1 - even)
    assert torch.equal(call("TemporalMask", latent=Latent(source)).values, torch.full((50,), 0.5))
    with pytest.raises(ValueError, match="curve"):
        call("TemporalMask", latent=Latent(source), curve=torch.full((3,), 1.5))


def test_latents_blend_and_scale(session: Session, source: torch.Tensor) -> None:
    quiet = call("EmptyLatent", model=Model(session), duration=2.0)
    assert torch.equal(quiet.tensor, session.silence(50))
    sound = Latent(source, torch.ones(50))
    half = call("LatentBlend", latent_a=sound, latent_b=quiet, alpha=0.25)
    assert torch.allclose(half.tensor, 0.75 * source + 0.25 * quiet.tensor)
    assert half.mask is sound.mask
    curve = torch.cat([torch.zeros(25), torch.ones(25)])
    cut = call("LatentBlend", latent_a=sound, latent_b=quiet, blend_curve=curve).tensor
    assert torch.equal(cut, torch.cat([source[:, :25], quiet.tensor[:, 25:]], dim=1))
    with pytest.raises(ValueError, match="frames"):
        call("LatentBlend", latent_a=sound, latent_b=Latent(source[:, :40]))
    scaled = call("LatentChannelScale", latent=sound, channel_start=2, channel_end=4, scale=3.0).tensor
    assert torch.equal(scaled[..., 2:5], 3 * source[..., 2:5])
    assert torch.equal(scaled[..., 5:], source[..., 5:])
    with pytest.raises(ValueError, match="first <= last"):
        call("LatentChannelScale", latent=sound, channel_start=5, channel_end=4)


def test_model_handles_never_change(session: Session) -> None:
    model = Model(session)
    once = call("ChannelGuidance", model=model, channel_end=1, scale=2.0)
    twice = call("ChannelGuidance", model=once, channel_start=1, scale=3.0)
    gain = twice.gain()
    assert gain[0, 0, :3].tolist() == [2.0, 6.0, 3.0]
    assert once.gain()[0, 0, :3].tolist() == [2.0, 2.0, 1.0]
    assert model.gain() is None
    assert call("RemoveChannelGuidance", model=twice).gain() is None


def test_sound_has_facts_that_set_parameters(session: Session) -> None:
    graph = Graph()
    sound = graph.add_input("sound", PortKind.AUDIO)
    graph.add_input("model", PortKind.MODEL)
    info = graph.add("AudioInfo", audio=sound)
    graph.add_output("quiet", graph.add("EmptyLatent", model="inputs.model", duration=info["duration"]))
    graph.add_output("rate", info["sample_rate"])
    runner = Runner(graph, {"sound": np.zeros((2, 72000), np.float32), "model": session})
    results = runner.run()
    assert results["quiet"].frames == 38
    assert results["rate"] == 48000.0
    runner.put("sound", np.ones((2, 72000), np.float32))
    runner.run()
    assert runner.executed == ("audioinfo",), "as long as before: the number it gives is the same"


def test_tempo_and_key_of_sound_set_those_of_a_prompt(session: Session) -> None:
    at = np.arange(8 * 48000) / 48000
    chord = sum(np.sin(2 * np.pi * pitch * at) for pitch in (220.0, 261.63, 329.63, 440.0))
    beat = np.random.default_rng(0).normal(0.0, 0.4, len(at)) * (at % (60 / 90) < 0.04)
    graph = Graph()
    sound, _ = graph.add_input("sound", PortKind.AUDIO), graph.add_input("clip", PortKind.CLIP)
    info = graph.add("AudioInfo", audio=sound)
    graph.add_output("text", graph.add("EncodeText", clip="inputs.clip", bpm=info["bpm"], key=info["key"]))
    graph.add_output("key", info["key"])
    runner = Runner(graph, {"sound": np.stack([0.1 * chord + beat] * 2), "clip": session})
    results = runner.run()
    prompt = results["text"].prompt
    assert (prompt.bpm, prompt.key, results["key"]) == (90, "A minor", "A minor")
    runner.put("sound", np.zeros((2, 96000), np.float32))
    prompt = runner.run()["text"].prompt
    assert (prompt.bpm, prompt.key) == (120, "C major"), "nothing is heard in it: as if nothing was said"


def test_solvers_and_other_guidance(session: Session, source: torch.Tensor) -> None:
    curve = torch.linspace(0, 0.5, 50)
    assert call("OdeSolver", ode_noise_curve=curve).curve is curve
    tokens = session.encode_text("jazz")
    config = call("DiffusionConfig", steps=2, denoise=0.5)
    for solver, theirs in ((Solver(False, curve), {"ode_noise": curve}), (Solver(True), {"sde": True})):
        ours = call("Generate", model=Model(session), config=config, solver=solver, source_latent=Latent(source),
                    context_latent=Latent(source), positive=Conditioning((Condition(tokens),)), rcfg_mode="self",
                    cfg_rescale=0.5)  # fmt: skip
        request = Request(session.context(source), (Condition(tokens),), seed=42, steps=2, denoise=0.5, source=source,
                          guidance=Guidance("self", cfg_rescale=0.5), **theirs)  # fmt: skip
        assert torch.equal(ours.tensor, session.generate(request))


@pytest.mark.parametrize("which", ["repaint", "start", "gate", "config gate", "guidance", "velocity"])
def test_what_is_laid_over_a_generation(which: str, session: Session, source: torch.Tensor) -> None:
    source, curve, target = source[:, :25], torch.linspace(0.0, 1.0, 25), Latent(source[:, 25:])
    model, positive = Model(session), Conditioning((Condition(session.encode_text("jazz")),))
    null = session.null_tokens()
    pull = {"x0_target": target, "x0_target_curve": curve}
    pulled = {"target": target.tensor, "x0_curve": curve, "x0_gate": 0.25}
    laid: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "repaint": ({"chunk_mask": Mask(curve)}, {"context": session.context(source, chunk_mask=curve)}),
        "start": ({"initial_noise_curve": curve}, {"initial_noise": curve}),
        "gate": ({**pull, "x0_target_gate": 0.25}, pulled),
        "config gate": (pull, pulled),
        "guidance": ({"guidance_curve": 9 * curve}, {"guidance": Guidance("full", 9 * curve, negative=null)}),
        "velocity": ({"velocity_scale": curve}, {"velocity_scale": curve}),
    }
    ours, theirs = laid[which]
    latent = call(
        "Generate",
        model=model,
        config=call("DiffusionConfig", steps=2, denoise=0.9, x0_target_gate=0.25 if which == "config gate" else 0.0),
        solver=Solver(False),
        positive=positive,
        context_latent=Latent(source),
        source_latent=Latent(source),
        modulation=call("Modulation", **ours),
    ).tensor
    plain = Request(session.context(source), positive.entries, seed=42, steps=2, denoise=0.9, source=source)
    assert torch.equal(latent, session.generate(replace(plain, **theirs)))
    assert not torch.equal(latent, session.generate(plain))


def test_a_stream_without_a_context_plans_once_and_corrects_by_its_own_parameters(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned: list[int] = []
    plan = session.plan
    monkeypatch.setattr(session, "plan", lambda frames, *a, **b: planned.append(frames) or plan(frames, *a, **b))
    ring = NODES["StreamDenoise"].state
    assert ring is not None
    text = call("EncodeText", clip=session, tags="techno", bpm=110)
    positive = call("EncodeConditioning", model=Model(session), text_embed=text)
    given = {"model": Model(session), "solver": Solver(False), "positive": positive, "state": ring(), "changed": True}
    settings = {"steps": 2, "duration": 1.0, "dcw_scaler": 0.2, "dcw_advanced": {"phase": 0.5}}
    latent = call("StreamDenoise", **given, **settings).tensor
    hints = plan(25, Prompt("techno", bpm=110, key="C major", time_signature="4"), seed=42)
    request = Request(
        session.context(hints), positive.entries, seed=42, steps=2, dcw=DCW("double", 0.2, 0.02, phase=0.5)
    )
    assert torch.equal(latent, session.generate(request))
    call("StreamDenoise", **given, **{**settings, "dcw_enabled": False})
    sung = call("EncodeText", clip=session, tags="techno", bpm=110, lyrics="la la", language="fr", duration=2.0)
    sings = call("EncodeConditioning", model=Model(session), text_embed=sung)
    call("StreamDenoise", **{**given, "positive": sings}, **settings)
    assert planned == [25]
    call("StreamDenoise", **given, **{**settings, "seed": 1})
    assert planned == [25, 25]
    for advanced, reason in (({"phases": 1}, "no fader 'phases'"), (3, "expected a table")):
        with pytest.raises(ValueError, match=reason):
            call("StreamDenoise", **given, **{**settings, "dcw_advanced": advanced})


def test_the_command_runs_a_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    soundfile.write(tmp_path / "in.wav", 0.1 * np.random.default_rng(0).normal(size=(60000, 2)), 48000)
    graph = tmp_path / "graph.toml"
    graph.write_text(
        'inputs.sound = {type = "AUDIO", file = "in.wav"}\n'
        "[nodes]\n"
        'load = {type = "LoadModel"}\n'
        'encode = {type = "VAEEncodeAudio", vae = "load.vae", audio = "inputs.sound"}\n'
        'scale = {type = "LatentChannelScale", latent = "encode"}\n'
        'decode = {type = "VAEDecodeAudio", vae = "load.vae", latent = "scale"}\n'
        '[outputs]\nloop = "decode"\n'
    )
    assert main(["run", str(graph), "--out", str(tmp_path / "out"), "--set", "scale.scale=0.5"]) == 0
    audio, rate = soundfile.read(tmp_path / "out" / "loop.wav")
    assert (audio.shape, rate) == ((61440, 2), 48000)
    assert "loop.wav: 1.28 s" in capsys.readouterr().out
    (tmp_path / "out" / "loop.wav").write_text("mine")
    assert main(["run", str(graph), "--out", str(tmp_path / "out")]) == 0
    assert "loop-2.wav: 1.28 s" in capsys.readouterr().out
    assert (tmp_path / "out" / "loop.wav").read_text() == "mine"
    assert main(["run", str(graph), "--out", str(graph)]) == 1
    assert capsys.readouterr().err == f"{graph}: file exists\n"
    assert main(["run", str(graph), "--set", "scale.scael=0.5"]) == 1
    assert "did you mean 'scale'" in capsys.readouterr().err
    assert main(["run", str(tmp_path / "absent.toml")]) == 1
    told = capsys.readouterr().err
    assert "absent.toml: cannot be read: No such file" in told
    assert "Errno" not in told


def test_a_lora_is_read_once_and_played_at_the_strength_of_its_nodes(tmp_path: Path) -> None:
    session = Session.load(decoder="eager")
    generator = torch.Generator().manual_seed(1)
    module = "layers.0.cross_attn.to_q"
    factors = {"lora_A": torch.randn(2, 256, generator=generator), "lora_B": torch.randn(256, 2, generator=generator)}
    file = str(tmp_path / "bright.safetensors")
    save_file({f"{module}.{name}.weight": factor for name, factor in factors.items()}, file)

    graph = Graph()
    for name, kind in (("model", PortKind.MODEL), ("clip", PortKind.CLIP)):
        graph.add_input(name, kind)
    first = graph.add("LoRA", "first", model="inputs.model", lora=file, strength=0.5)
    second = graph.add("LoRA", "second", model=first, lora=file, strength=0.25)
    text = graph.add("EncodeText", clip="inputs.clip", tags="jazz")
    graph.add_output(
        "latent",
        graph.add(
            "Generate",
            model=graph.add("LoRA", "third", model=second),
            config=graph.add("DiffusionConfig", steps=2),
            solver=graph.add("OdeSolver"),
            positive=graph.add("EncodeConditioning", model="inputs.model", text_embed=text),
            context_latent=graph.add("EmptyLatent", model="inputs.model", duration=1),
        ),
    )
    runner = Runner(graph, {"model": session, "clip": session})
    ours = runner.run()["latent"].tensor
    assert list(session.loras) == [file]
    prompt = Prompt("jazz", bpm=120, key="C major", time_signature="4", duration=60, task="cover")
    tokens = session.encode_text(prompt)
    request = Request(session.context(session.silence(25)), (Condition(tokens),), seed=42, steps=2)
    assert torch.equal(ours, session.generate(replace(request, loras={file: 0.75})))
    for name in ("first", "second"):
        runner.set(f"{name}.strength", 0.0)
    assert torch.equal(runner.run()["latent"].tensor, session.generate(request))
    assert not torch.equal(ours, session.generate(request))


def test_a_failure_names_its_node(session: Session) -> None:
    graph = Graph()
    graph.add_input("model", PortKind.MODEL)
    graph.add("LoRA", "fader", model="inputs.model", lora="nowhere/absent.safetensors")
    with pytest.raises(NodeError, match=r"fader \(LoRA\): .*absent"):
        Runner(graph, {"model": session}).run()


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [
        ({"quantization": "int4"}, 'quantization: is none or "fp8"'),
        ({"trt_engines": {"decoder": "x"}}, "trt_engines: is the folder that engines were built in"),
        ({"decoder_backend": "tensorrt", "device": "cpu"}, "decoder: tensorrt needs an NVIDIA GPU"),
        ({"vae_backend": "compile", "device": "cpu"}, "vae: compile cannot run the pocket model's codec"),
    ],
)
def test_what_a_model_cannot_run_with_is_said(setting: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        call("LoadModel", **setting)
