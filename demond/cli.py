"""The command line: `demond` plays; the other commands look, check and send."""

from __future__ import annotations

import argparse
import io
import json
import logging
import math
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path

from demond import __version__
from engine.backends import CODECS, DECODERS
from engine.checkpoints.precision import CHOICES as DTYPES
from engine.names import shown

EXIT_FAILURE, EXIT_USAGE, EXIT_UNAVAILABLE, EXIT_CONFIG, EXIT_INTERRUPTED = 1, 2, os.EX_UNAVAILABLE, os.EX_CONFIG, 130
COMMANDS = (
    "run",
    "devices",
    "parameters",
    "mappings",
    "layouts",
    "models",
    "engines",
    "send",
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
        command = partial(_engines, given[1:])
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
        return EXIT_INTERRUPTED
    return result


def _unknown(command: str) -> str:
    from demond.parameters import suggest

    return f"there is no command {command!r}{suggest(command, COMMANDS)}; the commands are {', '.join(COMMANDS)}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="demond", description="Plays a diffusion model as a musical instrument.")
    parser.add_argument("--version", action="version", version=f"demond {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="play (this is what happens without a command)")
    run.add_argument("--config", type=Path, metavar="FILE", help="configuration file (see `demond config`)")
    run.add_argument("--state", type=Path, metavar="DIR", help="where values are kept between runs")
    run.add_argument("--device", metavar="PATTERN", help='part of a device name, /regex/, or "null" for none')
    run.add_argument("--port", type=_port, metavar="N", help="OSC port (9130); OSCQuery is on the next one")
    run.add_argument(
        "--source", type=_audio, metavar="FILE", help='audio to play on (see the control source), or "none"'
    )
    run.add_argument("--model", type=_model, metavar="NAME", help="model to play, instead of the configured one")
    run.add_argument("--decoder", choices=DECODERS, help="what runs the decoder, instead of what is configured")
    run.add_argument("--vae", choices=CODECS, help="what makes sound of latents, instead of what is configured")
    run.add_argument("--dtype", choices=DTYPES, help="numbers that the decoder computes in, likewise")
    run.add_argument("--record", type=_recording, metavar="FILE", help="record what sounds to a .wav or .flac file")
    run.add_argument(
        "--for", dest="seconds", type=_seconds, metavar="SECONDS", help="end by itself this long after the first sound"
    )
    run.add_argument("--in-process", action="store_true", help="engine in this process, for debugging")
    run.add_argument("--log", choices=("debug", "info", "warning", "error"), default="info", help="what to log")
    run.add_argument("--log-json", action="store_true", help="one JSON object a line")
    run.set_defaults(command=_run)

    devices = commands.add_parser("devices", help="list audio devices and MIDI ports")
    devices.set_defaults(command=_devices)

    parameters = commands.add_parser("parameters", help="print every control")
    parameters.add_argument(
        "only", nargs="?", metavar="WORD", help="those with this word in them, or with a name like lora/*"
    )
    parameters.add_argument("--markdown", action="store_true", help="as a Markdown table")
    parameters.set_defaults(command=_parameters)

    mappings = commands.add_parser("mappings", help="check or list mapping files")
    kinds = mappings.add_subparsers(required=True, metavar="WHAT")
    check = kinds.add_parser("check", help="report every problem of mapping files")
    check.add_argument("files", nargs="+", metavar="FILE", help="a path, or the name of a shipped mapping")
    check.set_defaults(command=_check_mappings)
    kinds.add_parser("list", help="list the shipped mappings").set_defaults(command=_list_mappings)

    layouts = commands.add_parser("layouts", help="write surfaces for TouchOSC, Max, Pure Data and others")
    layouts.add_argument("folder", nargs="?", type=Path, default=Path("demond-layouts"), metavar="FOLDER")
    layouts.add_argument("--host", default="127.0.0.1", help="where demond runs, as the surfaces reach it")
    layouts.add_argument("--port", type=_port, default=9130, metavar="N", help="its OSC port")
    layouts.add_argument("--replace", action="store_true", help="write over files that are there")
    layouts.set_defaults(command=_layouts)

    models = commands.add_parser("models", help="list models (this without more), get, check or remove one")
    models.set_defaults(command=_list_models)
    wishes = models.add_subparsers(metavar="WHAT")
    wishes.add_parser("list", help="list models by name, and what is on disk").set_defaults(command=_list_models)
    get = wishes.add_parser("get", help="fetch a model, or what is newer of it")
    get.add_argument("model", metavar="NAME", help="a name of the list, or a hub id like owner/name")
    get.set_defaults(command=_get_model)
    examine = wishes.add_parser("check", help="whether a model is complete, loads and plays")
    examine.add_argument("model", metavar="NAME", help="a name of the list, a folder, or a hub id")
    examine.add_argument(
        "--device", metavar="NAME", help='torch device, as "cpu" or "cuda"; if none is named, a GPU where there is one'
    )
    examine.add_argument(
        "--dry-run", action="store_true", help="only say what it would take, on a GPU if no device is named"
    )
    examine.set_defaults(command=_check_model)
    remove = wishes.add_parser("remove", help="remove a model from the hub's cache")
    remove.add_argument("model", metavar="NAME", help="a name of the list, or a hub id")
    remove.set_defaults(command=_remove_model)

    commands.add_parser("engines", help="list, build, check, refit or remove what TensorRT runs")

    send = commands.add_parser("send", help="send one OSC message to a running daemon")
    send.add_argument("--port", type=_port, default=9130, metavar="N")
    send.add_argument("--host", default="127.0.0.1")
    send.add_argument("--secret", default=os.environ.get("DEMOND_SECRET", ""), metavar="WORD", help=_SECRET_HELP)
    send.add_argument("--no-wait", dest="wait", action="store_false", help="do not wait for what takes time")
    send.add_argument("address", metavar="ADDRESS", help="as /demond/denoise")
    send.add_argument("values", nargs=argparse.REMAINDER, metavar="ARG")
    send.set_defaults(command=_send)

    learn = commands.add_parser("learn", help="have the next MIDI control that is moved play a control")
    learn.add_argument("--port", type=_port, default=9130, metavar="N")
    learn.add_argument("--host", default="127.0.0.1")
    learn.add_argument("--secret", default=os.environ.get("DEMOND_SECRET", ""), metavar="WORD", help=_SECRET_HELP)
    learn.add_argument("--value", metavar="VALUE", help="what the control sets, or gives to an action")
    learn.add_argument("--forget", action="store_true", help="take out again what was learned for these")
    learn.add_argument("names", nargs="+", metavar="NAME", help="a control or an action, as denoise; one after another")
    learn.set_defaults(command=_learn)

    mcp = commands.add_parser("mcp", help="let agents play: the Model Context Protocol on standard input and output")
    mcp.add_argument("--port", type=_port, default=9130, metavar="N", help="of the running demond")
    mcp.add_argument("--host", default="127.0.0.1")
    mcp.add_argument("--secret", default=os.environ.get("DEMOND_SECRET", ""), metavar="WORD", help=_SECRET_HELP)
    mcp.set_defaults(command=_mcp)

    doctor = commands.add_parser("doctor", help="say what is missing and the command that fixes it")
    doctor.set_defaults(command=_doctor)

    config = commands.add_parser("config", help="print a configuration file with every key and its default")
    config.set_defaults(command=_config)
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"wants a port, 1..65535, or 0 for any free one, got {text!r}")
    return int(text)


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
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise argparse.ArgumentTypeError(f"wants seconds, more than 0, got {text!r}")
    return seconds


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        level = record.levelname.lower()
        entry = {"time": record.created, "level": level, "name": record.name, "text": record.getMessage()}
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry)


class _Lines(logging.Formatter):
    """Level as systemd's <N> prefix (sd-daemon(3)) where the journal reads us; elsewhere as a word, after the time."""

    _PRIORITIES = ((logging.ERROR, 3), (logging.WARNING, 4), (logging.INFO, 6), (logging.NOTSET, 7))

    def __init__(self, journal: bool) -> None:
        super().__init__()
        self._journal = journal

    def format(self, record: logging.LogRecord) -> str:
        text = f"{record.name}: {shown(record.getMessage())}"
        if record.exc_info:
            trace = self.formatException(record.exc_info)
            text = "\n".join([text, *(f"    {shown(line)}" for line in trace.split("\n"))])
        if not self._journal:
            level = f"{record.levelname.lower()}: " if record.levelno != logging.INFO else ""
            return f"{self.formatTime(record, '%H:%M:%S')} {level}{text}"
        priority = next(number for level, number in self._PRIORITIES if record.levelno >= level)
        return "\n".join(f"<{priority}>{line}" for line in text.splitlines())


def _journal_reads() -> bool:
    """Whether standard error goes to the journal: what systemd started hands JOURNAL_STREAM on, to terminals too."""
    try:
        there = os.fstat(2)
    except OSError:
        return False
    return os.environ.get("JOURNAL_STREAM") == f"{there.st_dev}:{there.st_ino}"


def _set_up_logging(level: str, as_json: bool) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_JsonLines() if as_json else _Lines(_journal_reads()))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)


def _run(options: argparse.Namespace) -> int:
    from demond.config import Config, ConfigErrors, default_state, find, on_port, read
    from demond.control.osc import PortInUseError
    from demond.parameters import ControlError
    from demond.service import Options, run
    from demond.state import StateInUseError
    from engine.errors import in_words

    _set_up_logging(options.log, options.log_json)
    path = find(options.config)
    try:
        config = read(path) if path is not None else Config()
    except ConfigErrors as error:
        print(error, file=sys.stderr)
        return EXIT_CONFIG
    running = config
    if options.device is not None:
        running = replace(running, audio=replace(running.audio, device=options.device))
    if options.port is not None:
        running = on_port(running, options.port)
    named = {name: getattr(options, name) for name in ("decoder", "vae", "dtype") if getattr(options, name)}
    running = replace(running, engine=replace(running.engine, **named))
    overrides: dict[str, str | None] = {}
    if options.model is not None:
        overrides["model"] = None
    if options.source is not None:
        audio = Path(options.source).expanduser()
        known = str(audio.absolute()) if audio.exists() else options.source
        overrides["source"] = None if options.source == "none" else known
    try:
        return run(
            Options(
                config=config,
                running=running,
                config_path=options.config,
                state=options.state or default_state(),
                model=options.model,
                record=None if options.record is None else str(Path(options.record).absolute()),
                seconds=options.seconds,
                in_process=options.in_process,
                overrides=overrides,
            )
        )
    except (PortInUseError, StateInUseError) as error:
        print(f"demond: {error.strerror}", file=sys.stderr)
        return EXIT_UNAVAILABLE
    except (OSError, ControlError) as error:
        print(f"demond: cannot start: {in_words(error)}", file=sys.stderr)
        return EXIT_FAILURE


def _devices(options: argparse.Namespace) -> int:
    from demond.control.midi.input import port_names
    from demond.playback.devices import DeviceError, list_devices

    try:
        found = {"audio outputs": list_devices(), "audio inputs": list_devices("input")}
    except DeviceError as error:
        print(error, file=sys.stderr)
        return EXIT_FAILURE
    for kind, devices in found.items():
        print(f"{kind}:")
        for device in devices:
            default = " (default)" if device.default else ""
            print(f"  {device}: {device.channels} channels, {device.rate:.0f} Hz{default}")
        if not devices and kind == "audio outputs":
            print("  none (demond plays into a clocked null output; --record FILE keeps it)")
        elif not devices:
            print("  none")
    print("MIDI ports:")
    for name in port_names() or ["none"]:
        print(f"  {name}")
    return 0


def _parameters(options: argparse.Namespace) -> int:
    from demond.parameters import PARAMETERS, suggest
    from demond.parameters.reference import reference

    text = reference(options.only or "", markdown=options.markdown)
    if not text:
        print(f"demond parameters: nothing like {options.only!r}{suggest(options.only, PARAMETERS)}", file=sys.stderr)
        return EXIT_FAILURE
    print(text, end="")
    return 0


def _check_mappings(options: argparse.Namespace) -> int:
    from demond.control.mapping import check

    problems = check(options.files)
    for problem in problems:
        print(problem)
    if not problems:
        print("no problems")
    return EXIT_CONFIG if problems else 0


def _list_mappings(options: argparse.Namespace) -> int:
    from demond.control.mapping import describe

    print(describe())
    return 0


def _layouts(options: argparse.Namespace) -> int:
    from demond.layouts.made import made, write

    try:
        for path in write(options.folder, made(options.host, options.port), replace=options.replace):
            print(path)
    except OSError as error:
        print(f"demond: {error}", file=sys.stderr)
        return EXIT_FAILURE
    return 0


def _list_models(options: argparse.Namespace) -> int:
    from demond.models import listed

    return listed()


def _get_model(options: argparse.Namespace) -> int:
    from demond.models import get

    return get(options.model, sys.stderr)


def _check_model(options: argparse.Namespace) -> int:
    from demond.models import checked, estimated

    if options.dry_run:
        return estimated(options.model, options.device or "cuda")
    return checked(options.model, options.device or "auto")


def _remove_model(options: argparse.Namespace) -> int:
    from demond.models import removed

    return removed(options.model)


def _engines(arguments: list[str]) -> int:
    """As `python -m engine.trt`, in the folder that the configuration says unless one is named."""
    from demond.config import Config, ConfigErrors, default_state, engines_folder, find, read

    config, wanted = Config(), arguments and not any(each.startswith("--folder") for each in arguments)
    try:
        path = find(None) if wanted else None
        config = read(path) if path is not None else config
    except ConfigErrors as error:
        if not {"-h", "--help"} & set(arguments):
            print(error, file=sys.stderr)
            return EXIT_CONFIG
    folder = engines_folder(config, default_state())
    status: int = import_module("engine.trt.__main__").main(arguments, "demond engines", folder)
    return status


def _send(options: argparse.Namespace) -> int:
    from demond.control.send import send

    return send(options.host, options.port, options.address, options.values, wait=options.wait, secret=options.secret)


def _learn(options: argparse.Namespace) -> int:
    from demond.control.send import learn

    names = [name.removeprefix("/demond/") for name in options.names]
    return learn(options.host, options.port, names, options.value, forget=options.forget, secret=options.secret)


def _mcp(options: argparse.Namespace) -> int:
    from demond.control.mcp import serve

    return serve(options.host, options.port, options.secret)


def _doctor(options: argparse.Namespace) -> int:
    from demond.doctor import examine

    return examine()


def _config(options: argparse.Namespace) -> int:
    from demond.config import example

    print(example(), end="")
    return 0
