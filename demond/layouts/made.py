"""Every layout by the name of its file, made for a demond at some address."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from demond.layouts import listings, maxpat, openstage, puredata, tosc
from demond.layouts.surface import choices, pages


def made(host: str = "127.0.0.1", port: int = 9130) -> Mapping[str, bytes]:
    """Return the content of every file, by its name."""
    shown = pages()
    return {
        "touchosc.tosc": tosc.layout(shown),
        "max.maxpat": maxpat.layout(shown, host, port),
        "puredata.pd": puredata.layout(shown, host, port),
        "open-stage-control.json": openstage.layout(shown),
        "supercollider.scd": listings.supercollider(host, port),
        "sonicpi.rb": listings.sonic_pi(host, port),
        "choices.toml": choices().encode("utf-8"),
    }


def write(folder: Path, files: Mapping[str, bytes], *, replace: bool = False) -> list[Path]:
    """Write files into a folder and return their paths; what is there already and differs stays, unless `replace`.

    Raises FileExistsError, before anything is written, with the names of those; OSError where nothing can be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = {folder / name: content for name, content in files.items()}
    taken = [path.name for path, content in paths.items() if path.exists() and path.read_bytes() != content]
    if taken and not replace:
        raise FileExistsError(f"{', '.join(taken)} in {folder} would be written over; --replace does that")
    for path, content in paths.items():
        path.write_bytes(content)
    return list(paths)
