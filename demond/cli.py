"""The command line: `demond` plays; the other commands look, check and send."""

from __future__ import annotations

import argparse
import contextlib
import io
import math
import os
import sys
from collections.abc import Sequence
from datetime import MAXYEAR, datetime
from functools import partial
from pathlib import Path

from demond import __version__, commands
from engine.backends import CODECS, DECODERS
from engine.checkpoints.precision import CHOICES as DTYPES
from engine.names import shown

EXIT_USAGE = 2
COMMANDS = (
    "run",
    "render",
    "devices",
    "parameters",
    "mappings",
    "layouts",
    "models",
    "engines",
    "send",
    "status",
    "monitor",
    "learn",
    "mcp",
    "doctor",
    "config",
)
_SECRET_HELP = "of [osc] secret there; DEMOND_SECRET in the environment says it without showing it to other users"


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; returns the exit status: 0 well, 1 failed, 2 wrong usage, 69 in use by another, 78 configuration."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names of files need not be UTF-8
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and not given[0].startswith("-") and given[0] not in COMMANDS:
        print(f"demond: {_unknown(given[0])}", file=sys.stderr)
        return EXIT_USAGE
    if not given or given[0] not in (*COMMANDS, "-h", "--help", "--version"):
        given.insert(0, "run")
    if given[0] == "engines":
        command = partial(commands.engines, given[1:])
    else:
        options = _parser().parse_args(given)
        command = partial(options.command, options)
    try:
        result: int = command()
        sys.stdout.flush()
    except BrokenPipeError:  # who reads this has seen enough, as `head` has
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return commands.EXIT_INTERRUPTED
    return result


def _unknown(command: str) -> str:
    from demond.parameters import suggest

    return f"there is no command {command!r}{suggest(command, COMMANDS)}; the commands are {', '.join(COMMANDS)}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="demond", description="Plays a diffusion model as a musical instrument.")
    parser.add_argument("--version", action="version", version=f"demond {__version__}")
    words = parser.add_subparsers(required=True, metavar="COMMAND")

    run = words.add_parser("run", help="play (this is what happens without a command)")
    run.set_defaults(command=commands.run)
    _add_played(run)
    run.add_argument(
        "--device",
        type=_device,
        metavar="PATTERN",
        help='part of a device name, /regex/, "null" for none, pipe:PATH for raw PCM, or pipe:- to standard output',
    )
    run.add_argument("--port", type=_port, metavar="N", help="OSC port (9130); OSCQuery is on the next one")
    run.add_argument("--record", type=_recording, metavar="FILE", help="record what sounds to a .wav or .flac file")
    run.add_argument(
        "--for", dest="seconds", type=_seconds, metavar="SECONDS", help="end by itself this long after the first sound"
    )
    run.add_argument("--in-process", action="store_true", help="engine in this process, for debugging")
    run.add_argument("--log", choices=("debug", "info", "warning", "error"), default="info", help="what to log")
    run.add_argument("--log-json", action="store_true", help="one JSON object a line")

    render = words.add_parser("render", help="write what would be played to a file, as fast as it goes")
    render.add_argument(
        "file", type=_recording, metavar="FILE", help="a new .wav or .flac file; numbered where it is taken"
    )
    render.add_argument("--minutes", type=_minutes, required=True, metavar="N", help="how long")
    render.add_argument(
        "--set",
        dest="values",
        action="append",
        type=_value,
        default=[],
        metavar="NAME=VALUE",
        help="a control, instead of what was saved, as seed=7; may be said again",
    )
    render.add_argument("--seed", type=_seed, metavar="N", help="as --set seed=N")
    render.add_argument(
        "--begins",
        type=_moment,
        metavar="WHEN",
        help="when it begins, for what moves by the time of day, as 2026-06-21T18:00",
    )
    _add_played(render)
    render.add_argument("--log", choices=("debug", "info", "warning", "error"), default="warning", help="what to log")
    render.set_defaults(command=commands.render, device=None, port=None, record=None, seconds=None, in_process=False)

    devices = words.add_parser("devices", help="list audio devices and MIDI ports")
    devices.set_defaults(command=commands.devices)

    parameters = words.add_parser("parameters", help="print every control")
    parameters.add_argument(
        "only", nargs="?", metavar="WORD", help="those with this word in them, or with a name like lora/*"
    )
    parameters.add_argument("--markdown", action="store_true", help="as a Markdown table")
    parameters.set_defaults(command=commands.parameters)

    mappings = words.add_parser("mappings", help="check or list mapping files")
    kinds = mappings.add_subparsers(required=True, metavar="WHAT")
    check = kinds.add_parser("check", help="report every problem of mapping files")
    check.add_argument("files", nargs="+", metavar="FILE", help="a path, or the name of a shipped mapping")
    check.set_defaults(command=commands.check_mappings)
    kinds.add_parser("list", help="list the shipped mappings").set_defaults(command=commands.list_mappings)

    layouts = words.add_parser("layouts", help="write surfaces for TouchOSC, Max, Pure Data and others")
    layouts.add_argument("folder", nargs="?", type=Path, default=Path("demond-layouts"), metavar="FOLDER")
    layouts.add_argument("--host", default="127.0.0.1", help="where demond runs, as the surfaces reach it")
    layouts.add_argument("--port", type=_port, default=9130, metavar="N", help="its OSC port")
    layouts.add_argument("--replace", action="store_true", help="write over files that are there")
    layouts.set_defaults(command=commands.layouts)

    models = words.add_parser("models", help="list models (this without more), get, check or remove one")
    models.set_defaults(command=commands.list_models)
    wishes = models.add_subparsers(metavar="WHAT")
    wishes.add_parser("list", help="list models by name, and what is on disk").set_defaults(
        command=commands.list_models
    )
    get = wishes.add_parser("get", help="fetch a model, or what is newer of it")
    get.add_argument("model", metavar="NAME", help="a name of the list, or a hub id like owner/name")
    get.set_defaults(command=commands.get_model)
    examine = wishes.add_parser("check", help="whether a model is complete, loads and plays")
    examine.add_argument("model", metavar="NAME", help="a name of the list, a folder, or a hub id")
    examine.add_argument(
        "--device", metavar="NAME", help='torch device, as "cpu" or "cuda"; if none is named, a GPU where there is one'
    )
    examine.add_argument(
        "--dry-run", action="store_true", help="only say what it would take, on a GPU if no device is named"
    )
    examine.set_defaults(command=commands.check_model)
    remove = wishes.add_parser("remove", help="remove a model from the hub's cache")
    remove.add_argument("model", metavar="NAME", help="a name of the list, or a hub id")
    remove.set_defaults(command=commands.remove_model)

    words.add_parser("engines", help="list, build, check, refit or remove what TensorRT runs")

    send = words.add_parser("send", help="send one OSC message to a running daemon")
    send.add_argument("--port", type=_port, default=9130, metavar="N")
    send.add_argument("--host", default="127.0.0.1")
    send.add_argument("--secret", default=os.environ.get("DEMOND_SECRET", ""), metavar="WORD", help=_SECRET_HELP)
    send.add_argument("--no-wait", dest="wait", action="store_false", help="do not wait for what takes time")
    send.add_argument("address", metavar="ADDRESS", help="as /demond/denoise")
    send.add_argument("values", nargs=argparse.REMAINDER, metavar="ARG")
    send.set_defaults(command=commands.send)

    status = words.add_parser("status", help="say how a running daemon is, on one page")
    status.add_argument("--port", type=_port, default=9130, metavar="N")
    status.add_argument("--host", default="127.0.0.1")
    status.add_argument("--secret", default=os.environ.get("DEMOND_SECRET", ""), metavar="WORD", help=_SECRET_HELP)
    status.add_argument("--json", action="store_true", help="everything, as one JSON object")
    status.set_defaults(command=commands.status)

    monitor = words.add_parser("monitor", help="watch a running daemon: figures, what changes, what is not mapped")
    monitor.add_argument("--port", type=_port, default=9130, metavar="N")
    monitor.add_argument("--host", default="127.0.0.1")
    monitor.add_argument("--secret", default=os.environ.get("DEMOND_SECRET", ""), metavar="WORD", help=_SECRET_HELP)
    monitor.set_defaults(command=commands.monitor)

    learn = words.add_parser("learn", help="have the next MIDI control that is moved play a control")
    learn.add_argument("--port", type=_port, default=9130, metavar="N")
    learn.add_argument("--host", default="127.0.0.1")
    learn.add_argument("--secret", default=os.environ.get("DEMOND_SECRET", ""), metavar="WORD", help=_SECRET_HELP)
    learn.add_argument("--value", metavar="VALUE", help="what the control sets, or gives to an action")
    learn.add_argument("--forget", action="store_true", help="take out again what was learned for these")
    learn.add_argument("names", nargs="+", metavar="NAME", help="a control or an action, as denoise; one after another")
    learn.set_defaults(command=commands.learn)

    mcp = words.add_parser("mcp", help="let agents play: the Model Context Protocol on standard input and output")
    mcp.add_argument("--port", type=_port, default=9130, metavar="N", help="of the running demond")
    mcp.add_argument("--host", default="127.0.0.1")
    mcp.add_argument("--secret", default=os.environ.get("DEMOND_SECRET", ""), metavar="WORD", help=_SECRET_HELP)
    mcp.set_defaults(command=commands.mcp)

    doctor = words.add_parser("doctor", help="say what is missing and the command that fixes it")
    doctor.set_defaults(command=commands.doctor)

    config = words.add_parser("config", help="print a configuration file with every key and its default")
    config.set_defaults(command=commands.config)
    return parser


def _add_played(parser: argparse.ArgumentParser) -> None:
    """Add what says which values are played, and by what."""
    parser.add_argument("--config", type=Path, metavar="FILE", help="configuration file (see `demond config`)")
    parser.add_argument("--state", type=Path, metavar="DIR", help="where values are kept between runs")
    parser.add_argument(
        "--source", type=_audio, metavar="FILE", help='audio to play on (see the control source), or "none"'
    )
    parser.add_argument("--model", type=_model, metavar="NAME", help="model to play, instead of the configured one")
    parser.add_argument("--decoder", choices=DECODERS, help="what runs the decoder, instead of what is configured")
    parser.add_argument("--vae", choices=CODECS, help="what makes sound of latents, instead of what is configured")
    parser.add_argument("--dtype", choices=DTYPES, help="numbers that the decoder computes in, likewise")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"wants a port, 1..65535, or 0 for any free one, got {text!r}")
    return int(text)


def _device(text: str) -> str:
    from demond.playback.pipe import wrong_device

    if wrong := wrong_device(text):
        raise argparse.ArgumentTypeError(wrong)
    return text


def _audio(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"the name {shown(text)} is no UTF-8; give the file another") from None
    return text


def _model(text: str) -> str:
    from demond.performer.link import SHIPPED
    from engine.checkpoints import wrong_name
    from engine.checkpoints.names import known

    if wrong := wrong_name(text):
        raise argparse.ArgumentTypeError(wrong)
    folder = Path(os.path.expanduser(text))
    return str(folder.absolute()) if text != SHIPPED and known(text) is None and folder.exists() else text


def _recording(text: str) -> str:
    if not text.lower().endswith((".wav", ".flac")):
        raise argparse.ArgumentTypeError(f"recordings are .wav or .flac, got {text!r}")
    return text


def _seconds(text: str) -> float:
    return _positive(text, "seconds")


def _minutes(text: str) -> float:
    return _positive(text, "minutes")


def _positive(text: str, what: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"wants {what}, more than 0, got {text!r}")
    return number


def _value(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise argparse.ArgumentTypeError(f"wants NAME=VALUE, as seed=7, got {text!r}")
    return name.removeprefix("/demond/"), value


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"wants a whole number, 0..{2**32 - 1}, got {text!r}")
    return int(text)


def _moment(text: str) -> datetime:
    with contextlib.suppress(ValueError):
        moment = datetime.fromisoformat(text).replace(tzinfo=None)
        if moment.year < MAXYEAR:  # it goes on from there
            return moment
    raise argparse.ArgumentTypeError(f"wants a time, as 2026-06-21T18:00, got {text!r}")
