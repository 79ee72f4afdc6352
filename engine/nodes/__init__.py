"""Operations of the engine as typed nodes, and graphs of them, run as a whole or inside a live stream.

    graph = Graph()
    load = graph.add("LoadModel")
    text = graph.add("EncodeText", clip=load["clip"], tags="calm piano", bpm=96)
    prompt = graph.add("EncodeConditioning", model=load["model"], text_embed=text)
    ring = graph.add("StreamDenoise", "ring", model=load["model"], solver=graph.add("OdeSolver"), positive=prompt)
    graph.add_output("latent", ring)
    runner = Runner(graph)
    while playing:
        latent = runner.run()["latent"]      # one tick of the ring
        runner.set("ring.seed", 43)          # from the next run on

The same as TOML has a table `[nodes.ring]` per node, with `type = "StreamDenoise"`, its parameters, and references
like `model = "load.model"`; `Graph.load` reads it. `python -m engine.nodes` lists every node.
"""

from engine.nodes import audio, conditioning, curve, diffusion, mask, model, semantic, vae
from engine.nodes.graph import Graph, GraphError, Handle
from engine.nodes.parameters import NodeParameter
from engine.nodes.registry import NODES, DeclarationError, NodeType, Port, node
from engine.nodes.runner import NodeError, Runner
from engine.nodes.values import Audio, Latent, Mask, Model, PortKind

__all__ = [
    "NODES",
    "Audio",
    "DeclarationError",
    "Graph",
    "GraphError",
    "Handle",
    "Latent",
    "Mask",
    "Model",
    "NodeError",
    "NodeParameter",
    "NodeType",
    "Port",
    "PortKind",
    "Runner",
    "audio",
    "conditioning",
    "curve",
    "diffusion",
    "mask",
    "model",
    "node",
    "semantic",
    "vae",
]
