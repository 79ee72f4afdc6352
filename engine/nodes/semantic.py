"""Structure of audio."""

from __future__ import annotations

from engine.nodes.registry import node
from engine.nodes.values import Latent, Model


@node("SemanticExtract", "semantic", outputs="latent")
def semantic_extract(*, model: Model, latent: Latent) -> Latent:
    """Structure hints of a latent: what a generation is to follow, without the sound."""
    return Latent(model.session.structure(latent.tensor))
