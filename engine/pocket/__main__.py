"""`python -m engine.pocket compose | train | evaluate | card | demo`: the program that makes the pocket model."""

from __future__ import annotations

import argparse
from pathlib import Path

from engine.pocket.making.card import RECIPE


def main() -> None:
    """Run one stage; every stage resumes what it finds in the work folder."""
    parser = argparse.ArgumentParser(prog="python -m engine.pocket", description=main.__doc__)
    parser.add_argument("--work", type=Path, default=Path("pocket-work"), help="folder for corpus and checkpoints")
    stages = parser.add_subparsers(dest="stage", required=True)

    compose = stages.add_parser("compose", help="compose and render the corpus, then measure it")
    compose.add_argument("--per-style", type=int, default=60)
    compose.add_argument("--held-per-style", type=int, default=5)
    compose.add_argument("--workers", type=int, default=2)

    train = stages.add_parser("train", help="train one part; use torchrun for several processes")
    train.add_argument("part", choices=("codec", "latents", "hints", "flow", "decoder", "export", "lora"))
    train.add_argument("--minutes", type=float, help=f"time budget; the recipe's: {RECIPE}")

    evaluate = stages.add_parser("evaluate", help="measure the shipped weights as the daemon plays them; prints JSON")
    evaluate.add_argument("--out", type=Path, help="also write the JSON here")
    evaluate.add_argument("--quick", action="store_true", help="few clips, in three minutes")

    card = stages.add_parser("card", help="write the model card from the figures")
    card.add_argument("figures", type=Path, nargs="?")

    demo = stages.add_parser("demo", help="render a file per style and one performance")
    demo.add_argument("out", type=Path)
    arguments = parser.parse_args()
    run(arguments)


def run(arguments: argparse.Namespace) -> None:
    """Do what the parsed arguments ask for."""
    work: Path = arguments.work
    if arguments.stage == "compose":
        from engine.pocket.making import corpus, store

        both = [*corpus.pieces(arguments.held_per_style, held_out=True), *corpus.pieces(arguments.per_style)]
        corpus.render_pieces(work / "corpus", both, arguments.workers)
        store.build(work / "corpus", work / "held", arguments.held_per_style, True, arguments.workers)
        store.build(work / "corpus", work / "train", arguments.per_style, False, arguments.workers)
    elif arguments.stage == "train":
        _train(arguments.part, work, 60.0 * (arguments.minutes or RECIPE.get(arguments.part, 0.0)))
    elif arguments.stage == "evaluate":
        from engine.pocket.making import evaluate

        evaluate.main(work, arguments.out, arguments.quick)
    elif arguments.stage == "card":
        from engine.pocket.making import card

        card.main(arguments.figures)
    else:
        from engine.pocket.making import demo

        demo.main(arguments.out)


def _train(part: str, work: Path, seconds: float) -> None:
    if part in ("codec", "decoder"):
        from engine.pocket.making import train_codec

        train_codec.train(work, seconds, part)
    elif part == "latents":
        from engine.pocket.making import latents

        latents.build(work)
    elif part == "hints":
        from engine.pocket.making import train_hints

        train_hints.train(work, seconds)
    elif part == "flow":
        from engine.pocket.making import train_flow

        train_flow.train(work, seconds)
    elif part == "lora":
        from engine.pocket.making import train_lora

        train_lora.train(work, seconds)
    else:
        from engine.pocket.making import export

        export.main(work)


if __name__ == "__main__":
    main()
