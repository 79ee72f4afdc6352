"""What the commands of the command line do, each by its parsed options; all give their exit status.

What a command needs is imported by it: none waits for what others load.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from demond import logs

if TYPE_CHECKING:
    from demond.options import Options

EXIT_FAILURE, EXIT_UNAVAILABLE, EXIT_CONFIG, EXIT_INTERRUPTED = 1, os.EX_UNAVAILABLE, os.EX_CONFIG, 130


def run(options: argparse.Namespace) -> int:
    """Play until it ends."""
    from demond import service
    from demond.config import ConfigErrors
    from demond.control.osc import PortInUseError
    from demond.parameters import ControlError
    from demond.state import StateInUseError
    from engine.errors import in_words

    logs.set_up(options.log, options.log_json)
    try:
        return service.run(_options(options))
    except ConfigErrors as error:
        print(error, file=sys.stderr)
        return EXIT_CONFIG
    except (PortInUseError, StateInUseError) as error:
        print(f"demond: {error.strerror}", file=sys.stderr)
        return EXIT_UNAVAILABLE
    except (OSError, ControlError) as error:
        print(f"demond: cannot start: {in_words(error)}", file=sys.stderr)
        return EXIT_FAILURE


def render(options: argparse.Namespace) -> int:
    """Render to a file."""
    from demond.config import ConfigErrors

    logs.set_up(options.log, False)
    try:
        said = _options(options)
    except ConfigErrors as error:
        print(error, file=sys.stderr)
        return EXIT_CONFIG
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    from demond.parameters import ControlError
    from demond.rendering import Piece, RenderError, render
    from engine.errors import in_words

    values = [*options.values, *([("seed", str(options.seed))] if options.seed is not None else [])]
    piece = Piece(Path(options.file).absolute(), options.minutes, values, options.begins)
    try:
        return 0 if render(said, piece) else EXIT_INTERRUPTED
    except (RenderError, ControlError, OSError) as error:
        print(f"demond render: {in_words(error)}", file=sys.stderr)
        return EXIT_FAILURE


def _options(options: argparse.Namespace) -> Options:
    """What the command line says about what is played. Raises ConfigErrors."""
    from demond.config import default_state, find, on_port, read
    from demond.options import Options
    from demond.sections import Config

    path = find(options.config)
    config = read(path) if path is not None else Config()
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
    return Options(
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


def devices(options: argparse.Namespace) -> int:
    """List audio devices and MIDI ports."""
    from demond.control.midi.input import port_names, without
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
    for name in port_names() or [without() or "none"]:
        print(f"  {name}")
    return 0


def parameters(options: argparse.Namespace) -> int:
    """Print the table of controls."""
    from demond.parameters import PARAMETERS, suggest
    from demond.parameters.reference import reference

    text = reference(options.only or "", markdown=options.markdown)
    if not text:
        print(f"demond parameters: nothing like {options.only!r}{suggest(options.only, PARAMETERS)}", file=sys.stderr)
        return EXIT_FAILURE
    print(text, end="")
    return 0


def check_mappings(options: argparse.Namespace) -> int:
    """Print every problem of mapping files."""
    from demond.control.mapping import check

    problems = check(options.files)
    for problem in problems:
        print(problem)
    if not problems:
        print("no problems")
    return EXIT_CONFIG if problems else 0


def list_mappings(options: argparse.Namespace) -> int:
    """List the shipped mappings."""
    from demond.control.mapping import describe

    print(describe())
    return 0


def layouts(options: argparse.Namespace) -> int:
    """Write surfaces for other programs."""
    from demond.layouts.made import made, write

    try:
        for path in write(options.folder, made(options.host, options.port), replace=options.replace):
            print(path)
    except OSError as error:
        print(f"demond: {error}", file=sys.stderr)
        return EXIT_FAILURE
    return 0


def list_models(options: argparse.Namespace) -> int:
    """List models."""
    from demond.models import listed

    return listed()


def get_model(options: argparse.Namespace) -> int:
    """Fetch a model."""
    from demond.models import get

    return get(options.model, sys.stderr)


def check_model(options: argparse.Namespace) -> int:
    """Check a model, or estimate what it takes."""
    from demond.models import checked, estimated

    if options.dry_run:
        return estimated(options.model, options.device or "cuda")
    return checked(options.model, options.device or "auto")


def remove_model(options: argparse.Namespace) -> int:
    """Remove a model."""
    from demond.models import removed

    return removed(options.model)


def engines(arguments: list[str]) -> int:
    """As `python -m engine.trt`, in the folder that the configuration says unless one is named."""
    from demond.config import ConfigErrors, default_state, engines_folder, find, read
    from demond.sections import Config

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


def send(options: argparse.Namespace) -> int:
    """Send a message to a running daemon."""
    from demond.control import send as sending

    return sending.send(
        options.host, options.port, options.address, options.values, wait=options.wait, secret=options.secret
    )


def status(options: argparse.Namespace) -> int:
    """Say how a running daemon is."""
    from demond.control.status import status

    return status(options.host, options.port, options.secret, as_json=options.json)


def monitor(options: argparse.Namespace) -> int:
    """Watch a running daemon."""
    from demond.control.monitor import monitor

    return monitor(options.host, options.port, options.secret)


def learn(options: argparse.Namespace) -> int:
    """Have controls learned by a running daemon."""
    from demond.control import send as sending

    names = [name.removeprefix("/demond/") for name in options.names]
    return sending.learn(options.host, options.port, names, options.value, forget=options.forget, secret=options.secret)


def mcp(options: argparse.Namespace) -> int:
    """Let agents play, by standard input and output."""
    from demond.control.mcp import serve

    return serve(options.host, options.port, options.secret)


def doctor(options: argparse.Namespace) -> int:
    """Say what is missing."""
    from demond.doctor import examine

    return examine()


def config(options: argparse.Namespace) -> int:
    """Print an example of the configuration."""
    from demond.config import example

    print(example(), end="")
    return 0
