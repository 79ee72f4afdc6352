"""The configuration file: every key checked, every problem reported at once."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from demond.parameters import suggest
from demond.problems import Place, Problem, Problems, line_of, positions, text_of
from demond.sections import Config, HttpSection


class ConfigErrors(Problems):
    """Everything that is wrong with a configuration file."""


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
            sections[name] = _section(sections[name], (name,), table, problem)
    if problems:
        raise ConfigErrors(problems)
    return Config(**sections)


def _section(section: Any, place: Place, table: Mapping[str, Any], problem: Callable[[Place, str], None]) -> Any:
    known = {entry.name: entry for entry in fields(section)}
    types = get_type_hints(type(section))
    accepted = {}
    for key, value in table.items():
        where = (*place, key)
        if key not in known:
            problem(where, f"there is no such key{suggest(key, known)}; there are {', '.join(known)}")
            continue
        wanted, limits = types[key], known[key].metadata
        if wanted is float and type(value) is int:
            value = float(value)
        if not _fits(value, wanted):
            got = type(value).__name__ if limits["hidden"] else repr(value)
            problem(where, f"wants {_described(wanted)}, got {got} ({limits['help']})")
        elif limits["low"] is not None and not limits["low"] <= value <= limits["high"]:
            problem(where, f"wants {limits['low']:g}..{limits['high']:g}, got {value!r}")
        elif limits["choices"] and value not in limits["choices"]:
            problem(where, f"wants one of {', '.join(limits['choices'])}, got {value!r}")
        elif limits["wrong"] is not None and (wrong := limits["wrong"](value)):
            problem(where, wrong)
        elif (kind := _table_of(wanted)) is not None:
            accepted[key] = tuple(_section(kind(), (*where, n), each, problem) for n, each in enumerate(value))
        else:
            accepted[key] = tuple(value) if isinstance(value, list) else value
    for key, entry in known.items():
        if key not in table and entry.metadata["wrong"] and (wrong := entry.metadata["wrong"](getattr(section, key))):
            problem(place, f"{key} is missing: it {wrong}")
    fresh = replace(section, **accepted)
    if accepted.keys() == table.keys() and (wrong := getattr(fresh, "wrong", "")):
        problem(place, wrong)
    return fresh


def _table_of(wanted: Any) -> Any:
    """The kind of tables that a key takes a list of; None for any other key."""
    each = get_args(wanted)[0] if get_origin(wanted) is tuple else None
    return each if is_dataclass(each) else None


def _fits(value: Any, wanted: Any) -> bool:
    if get_origin(wanted) is tuple:
        each = dict if _table_of(wanted) else get_args(wanted)[0]
        return isinstance(value, list) and all(type(item) is each for item in value)
    return type(value) is wanted


def _described(wanted: Any) -> str:
    names = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}
    if _table_of(wanted):
        return "tables in double brackets"
    return f"a list of {names[get_args(wanted)[0]]}" if get_origin(wanted) is tuple else names[wanted]


def on_port(config: Config, port: int) -> Config:
    """The same with OSC on this port, 0 being any free one, and HTTP on the one after it unless another is named."""
    osc, http = replace(config.osc, port=port), config.http
    if http.port == HttpSection().port:
        http = replace(http, port=port + 1 if 0 < port < 65535 else 0)
    return replace(config, osc=osc, http=http)


def example() -> str:
    """A configuration file with every key, its default and what it is for; tables that may be many as comments."""
    lines = ["# demond.toml: every key is optional; these are the defaults."]
    for section in fields(Config):
        value = getattr(Config(), section.name)
        types = get_type_hints(type(value))
        many = {name: kind for name, wanted in types.items() if (kind := _table_of(wanted))}
        lines += ["", f"[{section.name}]", *_keys(value, many)]
        for name, kind in many.items():
            lines += ["", f"# [[{section.name}.{name}]]", *(f"# {line}" for line in _keys(kind()))]
    return "\n".join(lines) + "\n"


def _keys(section: Any, without: Collection[str] = ()) -> list[str]:
    lines = []
    for entry in fields(section):
        if entry.name not in without:
            default = getattr(section, entry.name)
            written = json.dumps(list(default) if isinstance(default, tuple) else default)
            lines.append(f"{entry.name} = {written}  # {entry.metadata['help']}")
    return lines


def default_path() -> Path:
    """Where the configuration is looked for when none is named: XDG_CONFIG_HOME/demond/demond.toml."""
    return _home("XDG_CONFIG_HOME", "~/.config", "/etc") / "demond" / "demond.toml"


def find(named: Path | None) -> Path | None:
    """The file that is named, else the one where it is looked for; None where there is none."""
    return named or (default_path() if os.path.exists(default_path()) else None)


def engines_folder(config: Config, state: Path) -> Path:
    """The folder of built engines and exported graphs: the configured one, or `engines` beside the saved values."""
    return Path(config.engine.engines).expanduser().absolute() if config.engine.engines else state / "engines"


def loras_folder(config: Config, state: Path) -> Path:
    """The user's folder of LoRAs: the configured one, or `loras` beside the saved values."""
    return Path(config.loras.folder or state / "loras").expanduser()


def default_state() -> Path:
    """Where values are kept: systemd's STATE_DIRECTORY, else XDG_STATE_HOME/demond."""
    given = os.environ.get("STATE_DIRECTORY", "").split(":")[0]
    if given:
        return Path(given)
    return _home("XDG_STATE_HOME", "~/.local/state", "/var/lib") / "demond"


def _home(variable: str, usual: str, homeless: str) -> Path:
    """The folder that a variable of the environment names, else the usual one, else that of who has no home."""
    try:
        return Path(os.environ.get(variable) or usual).expanduser()
    except RuntimeError:
        return Path(homeless)
