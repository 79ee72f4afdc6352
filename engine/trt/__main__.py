"""`python -m engine.trt`, or `demond engines`: TensorRT engines listed, built, checked, refitted and removed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.backends import default_engines
from engine.decoder.ranks import MOST
from engine.errors import CheckpointError, EngineError, EngineUnavailable, LoraError, in_words
from engine.names import shown
from engine.trt.profile import ROWS, SECONDS, TOKENS
from engine.trt.record import COMPONENTS

EXIT_USAGE, EXIT_UNAVAILABLE, EXIT_BUILD, EXIT_CHECK, EXIT_INTERRUPTED = 2, 3, 4, 5, 130


def main(
    arguments: Sequence[str] | None = None, program: str = "python -m engine.trt", folder: Path | None = None
) -> int:
    """Run the command line; returns the exit status: 0 done, 2 wrong arguments, 3 TensorRT, a GPU or another library
    is missing, 4 a build failed, 5 a check failed. Engines lie in `folder`, unless another is named."""
    try:
        options = _parser(program, folder or default_engines()).parse_args(arguments)
    except SystemExit as ended:
        return int(ended.code or 0)
    try:
        from engine.trt import commands

        done: int = getattr(commands, options.command)(options)
    except KeyboardInterrupt:
        print(f"{program}: interrupted; what was built before is kept", file=sys.stderr)
        return EXIT_INTERRUPTED
    except (CheckpointError, EngineError, EngineUnavailable, LoraError, OSError, ValueError) as error:
        print(f"{program}: {shown(' '.join(in_words(error).split()))}", file=sys.stderr)
        return EXIT_UNAVAILABLE if isinstance(error, EngineUnavailable) else _status(options.command, error)
    return done


def _status(command: str, error: Exception) -> int:
    if isinstance(error, EngineError):
        return EXIT_CHECK if command == "check_engines" else EXIT_BUILD
    return EXIT_USAGE


def _parser(program: str, folder: Path) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description="TensorRT engines: built for a GPU, kept in a folder.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    listed = _command(commands, folder, "list", "list the engines there are, and whether they can be used here")
    listed.add_argument("--model", metavar="NAME", help="only those of this model")

    build = _command(commands, folder, "build", "build what is missing or stale")
    _model(build)
    build.add_argument("--component", type=_components, metavar="LIST", help=f"some of {','.join(COMPONENTS)} (all)")
    build.add_argument("--all", action="store_true", help=f"decoders for {', '.join(map(str, SECONDS))} s")
    build.add_argument(
        "--seconds", type=float, nargs="+", default=[60.0], metavar="S", help="song or span, at most (60)"
    )
    build.add_argument("--depth", type=int, default=4, metavar="N", help=f"generations under way, 1..{ROWS} (4)")
    build.add_argument("--types", default="bf16", metavar="KIND", help="bf16, fp16-mixed or fp32 (bf16)")
    build.add_argument("--tokens", type=int, default=TOKENS, metavar="N", help=f"of a prompt, at most ({TOKENS})")
    build.add_argument("--ranks", type=int, default=MOST, metavar="N", help=f"of all LoRAs, at most ({MOST})")
    build.add_argument("--no-refit", action="store_true", help="for these weights only, which may run faster")
    build.add_argument("--force", action="store_true", help="also what is current")
    build.add_argument("--dry-run", action="store_true", help="only say what would be built, and why")
    build.add_argument("--onnx-only", action="store_true", help="only write the graphs, which needs no GPU")
    build.add_argument("--keep-onnx", action="store_true", help="keep the graphs, for engines to come")

    check = _command(commands, folder, "check", "load engines, hold them against eager, and time them")
    _model(check)

    refit = _command(
        commands, folder, "refit", "make an engine of another model of the same sizes, or with LoRAs baked in"
    )
    _model(refit)
    refit.add_argument("--lora", type=_lora, action="append", default=[], metavar="FILE=STRENGTH")
    refit.add_argument("--out", type=Path, metavar="DIR", help="another folder of engines to write it to")

    remove = _command(commands, folder, "remove", "remove engines")
    remove.add_argument("--model", required=True, metavar="NAME", help="of this model")
    remove.add_argument("--component", type=_components, default=COMPONENTS, metavar="LIST", help="only these")
    remove.add_argument("--stale", action="store_true", help="only those that cannot be used here")
    return parser


def _command(commands: Any, folder: Path, name: str, told: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=told, description=told)
    parser.add_argument("--folder", type=Path, default=folder, metavar="DIR", help=f"where engines lie ({folder})")
    parser.set_defaults(command=f"{name}_engines")
    return parser


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", default="turbo", metavar="NAME", help="a name, a folder or a hub id (turbo)")


def _components(text: str) -> tuple[str, ...]:
    given = tuple(text.split(","))
    if wrong := [name for name in given if name not in COMPONENTS]:
        raise argparse.ArgumentTypeError(f"{wrong[0]!r} is no component; there are {', '.join(COMPONENTS)}")
    return given


def _lora(text: str) -> tuple[str, float]:
    file, _, strength = text.rpartition("=")
    try:
        return str(Path(file).expanduser().resolve(strict=True)), float(strength)
    except (OSError, ValueError):
        raise argparse.ArgumentTypeError(f"wants FILE=STRENGTH of a file that is there, got {text!r}") from None


if __name__ == "__main__":
    sys.exit(main())
