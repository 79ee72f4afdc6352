"""The configuration file: every key checked, every problem reported at once."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from demond.control.mapping import DEFAULT
from demond.parameters import suggest
from demond.problems import Place, Problem, Problems, line_of, positions, text_of


class ConfigErrors(Problems):
    """Everything that is wrong with a configuration file."""


def _setting(
    default: Any, help: str, low: float | None = None, high: float | None = None, choices: tuple[str, ...] = ()
) -> Any:
    metadata = {"help": help, "low": low, "high": high, "choices": choices}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True)
class AudioSection:
    """[audio]"""

    device: str = _setting("", 'part of a device name or a /regex/; "" = the default one, "null" = no card')
    blocksize: int = _setting(0, "frames per callback; 0 = what the device likes", 0, 8192)
    input: str = _setting("", 'device to capture sources from, written as device; "" = none')
    samplerate: int = _setting(0, "device rate in Hz; 0 = 48000 if it can, else its own", 0, 384000)


@dataclass(frozen=True)
class OscSection:
    """[osc]"""

    host: str = _setting("127.0.0.1", 'address to listen on; "0.0.0.0" lets others in, "::" by IPv6, "" by both')
    port: int = _setting(9130, "UDP port", 1, 65535)


@dataclass(frozen=True)
class MidiSection:
    """[midi]"""

    enabled: bool = _setting(True, "listen to MIDI controllers")
    ports: tuple[str, ...] = _setting((), "parts of port names to listen to; [] = all of them")
    backend: str = _setting("auto", "auto (both), alsa or jack", choices=("auto", "alsa", "jack"))


@dataclass(frozen=True)
class EngineSection:
    """[engine]"""

    model: str = _setting("pocket", "what the control model is where it is none: pocket, a folder, or a hub id")
    device: str = _setting("cpu", 'torch device, as "cpu" or "cuda"')


@dataclass(frozen=True)
class LorasSection:
    """[loras]"""

    folder: str = _setting("", 'folder of LoRA files, watched while demond runs; "" = loras beside the saved values')


@dataclass(frozen=True)
class FilesSection:
    """[files]"""

    sources: tuple[str, ...] = _setting((), "folders of audio, beside sources and recordings where values are saved")
    models: tuple[str, ...] = _setting((), "folders of models that others may name")
    recordings_gb: int = _setting(20, "what recordings, captures and latents may take; 0 = no limit", 0, 1 << 20)
    free_gb: int = _setting(1, "what they leave free on the disk; 0 = nothing", 0, 1 << 20)


@dataclass(frozen=True)
class MappingsSection:
    """[mappings]"""

    files: tuple[str, ...] = _setting(
        DEFAULT,
        "shipped names or paths of mapping files; later ones win",
    )


@dataclass(frozen=True)
class Config:
    """Everything a configuration file can say; the defaults are a running daemon."""

    audio: AudioSection = AudioSection()
    osc: OscSection = OscSection()
    midi: MidiSection = field(default_factory=MidiSection)
    engine: EngineSection = EngineSection()
    loras: LorasSection = LorasSection()
    files: FilesSection = FilesSection()
    mappings: MappingsSection = field(default_factory=MappingsSection)


def read(path: Path) -> Config:
    """Read a configuration file. Raises ConfigErrors with file, line and key of every problem."""
    try:
        text = text_of(path)
    except OSError as error:
        raise ConfigErrors([Problem(str(path), None, (), f"cannot be read: {error.strerror or error}")]) from None
    except UnicodeDecodeError as error:
        raise ConfigErrors([Problem(str(path), None, (), f"is not UTF-8 text (at byte {error.start})")]) from None
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        reason = error if isinstance(error, ValueError) else "nested too deeply"
        raise ConfigErrors([Problem(str(path), None, (), f"is not valid TOML: {reason}")]) from None
    lines = positions(text)
    problems: list[Problem] = []

    def problem(where: Place, text: str) -> None:
        problems.append(Problem(str(path), line_of(lines, where), where, text))

    config = Config()
    sections = {section.name: getattr(config, section.name) for section in fields(Config)}
    for name, table in data.items():
        if name not in sections:
            known = ", ".join(sections)
            problem((name,), f"there is no such section{suggest(name, sections)}; there are {known}")
        elif not isinstance(table, dict):
            problem((name,), f"wants a table, [{name}]")
        else:
            sections[name] = _section(sections[name], name, table, problem)
    if problems:
        raise ConfigErrors(problems)
    return Config(**sections)


def _section(section: Any, name: str, table: Mapping[str, Any], problem: Any) -> Any:
    known = {entry.name: entry for entry in fields(section)}
    types = get_type_hints(type(section))
    accepted = {}
    for key, value in table.items():
        if key not in known:
            problem((name, key), f"there is no such key{suggest(key, known)}; there are {', '.join(known)}")
            continue
        wanted, limits = types[key], known[key].metadata
        if not _fits(value, wanted):
            problem((name, key), f"wants {_described(wanted)}, got {value!r} ({limits['help']})")
        elif limits["low"] is not None and not limits["low"] <= value <= limits["high"]:
            problem((name, key), f"wants {limits['low']}..{limits['high']}, got {value!r}")
        elif limits["choices"] and value not in limits["choices"]:
            problem((name, key), f"wants one of {', '.join(limits['choices'])}, got {value!r}")
        else:
            accepted[key] = tuple(value) if isinstance(value, list) else value
    return replace(section, **accepted)


def _fits(value: Any, wanted: Any) -> bool:
    if get_origin(wanted) is tuple:
        return isinstance(value, list) and all(type(item) is get_args(wanted)[0] for item in value)
    return type(value) is wanted


def _described(wanted: Any) -> str:
    names = {str: "text", int: "a whole number", bool: "true or false"}
    return f"a list of {names[get_args(wanted)[0]]}" if get_origin(wanted) is tuple else names[wanted]


def example() -> str:
    """A configuration file with every key, its default and what it is for."""
    lines = ["# demond.toml: every key is optional; these are the defaults."]
    for section in fields(Config):
        value = getattr(Config(), section.name)
        lines += ["", f"[{section.name}]"]
        for entry in fields(value):
            default = getattr(value, entry.name)
            written = json.dumps(list(default) if isinstance(default, tuple) else default)
            lines.append(f"{entry.name} = {written}  # {entry.metadata['help']}")
    return "\n".join(lines) + "\n"


def default_path() -> Path:
    """Where the configuration is looked for when none is named: XDG_CONFIG_HOME/demond/demond.toml."""
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "demond" / "demond.toml"


def find(named: Path | None) -> Path | None:
    """The file that is named, else the one where it is looked for; None where there is none."""
    return named or (default_path() if os.path.exists(default_path()) else None)


def default_state() -> Path:
    """Where values are kept: systemd's STATE_DIRECTORY, else XDG_STATE_HOME/demond."""
    given = os.environ.get("STATE_DIRECTORY", "").split(":")[0]
    if given:
        return Path(given)
    return Path(os.environ.get("XDG_STATE_HOME") or "~/.local/state").expanduser() / "demond"
