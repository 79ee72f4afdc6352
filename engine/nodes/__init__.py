"""Operations of the engine as typed nodes, and graphs of them, run as a whole or inside a live stream."""

from engine.nodes import audio, conditioning, curve, diffusion, mask, model, semantic, vae
from engine.nodes.graph import Graph, GraphError, Handle
from engine.nodes.registry import NODES, DeclarationError, NodeType, Parameter, Port, node
from engine.nodes.runner import NodeError, Runner
from engine.nodes.values import Audio, Kind, Latent, Mask, Model

__all__ = [
    "NODES",
    "Audio",
    "DeclarationError",
    "Graph",
    "GraphError",
    "Handle",
    "Kind",
    "Latent",
    "Mask",
    "Model",
    "NodeError",
    "NodeType",
    "Parameter",
    "Port",
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
