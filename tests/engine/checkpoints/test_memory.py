"""Loading a checkpoint takes the memory of its weights and of what is read at a time, whatever its layout."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import torch
from original import write_original

MEGABYTE = 1 << 20
WIDTH = {
    "hidden_size": 1024,
    "intermediate_size": 3072,
    "num_attention_heads": 64,
    "num_key_value_heads": 32,
    "head_dim": 16,
    "encoder_hidden_size": 32,
}
LAYER = 60 * MEGABYTE
"""What one layer of this width takes in float32."""
MEASURED = """
import ctypes, gc, json, sys, time, torch
from pathlib import Path
from engine.checkpoints import Place, load_components

def status(name):
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines[name].split()[0]) << 10

first, *places = [Place(Path(folder), Path(shared)) for folder, shared in json.loads(sys.argv[1])]
torch.set_num_threads(1)
gc.disable()
load_components(first, "cpu", torch.float32)  # so that what is imported counts for nothing
print(sum(each.nbytes for each in gc.get_objects() if isinstance(each, torch.Tensor)))
gc.enable()
for place in places:
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew
    before, start = status("VmRSS"), time.perf_counter()
    parts = load_components(place, "cpu", torch.float32)
    print(json.dumps([before, status("VmHWM"), time.perf_counter() - start]))
    del parts
"""


@pytest.mark.live
@pytest.mark.alone
@pytest.mark.parametrize("layers", [2, 33])
def test_nothing_is_held_twice(layers: int, pipeline: Any, tmp_path: Path) -> None:
    """90 MB, and 1 GB, of files in bfloat16, which are twice as much in float32."""
    with torch.device("meta"):
        model = type(pipeline.transformer)(**WIDTH, num_hidden_layers=layers)
    large = type(pipeline)(**pipeline.components | {"transformer": model.to_empty(device="cpu").to(torch.bfloat16)})
    for tensor in large.transformer.state_dict().values():
        tensor.fill_(0.5)
    weights = 2 * sum(tensor.nbytes for tensor in large.transformer.state_dict().values())
    small, shards = tmp_path / "small", tmp_path / "shards"
    places = [
        (write_original(pipeline, small), small),
        (write_original(large, tmp_path / "one", dtype=torch.bfloat16), small),
        (write_original(large, shards, shards=4, dtype=torch.bfloat16), small),
        (tmp_path / "diffusers", tmp_path / "diffusers"),
    ]
    large.save_pretrained(tmp_path / "diffusers", max_shard_size=weights // 8)
    named = json.dumps([[str(folder), str(shared)] for folder, shared in places])
    run = subprocess.run([sys.executable, "-c", MEASURED, named], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    left, *measured = [json.loads(line) for line in run.stdout.splitlines()]
    assert left < 1000, "what is loaded goes by itself, whatever was imported for it"
    told = [f"{(peak - before) / MEGABYTE:.0f} MB in {seconds:.2f} s" for before, peak, seconds in measured]
    print(f"{weights / MEGABYTE:.0f} MB of weights: {', '.join(told)}")
    assert len(measured) == 3
    for before, peak, _ in measured:
        assert 0.9 * weights < peak - before < 1.1 * weights + LAYER + 32 * MEGABYTE
