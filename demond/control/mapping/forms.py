"""What comes back to a MIDI port under the mappings that are played: which entries show, and in what form; no torch."""

from __future__ import annotations

from collections.abc import Iterator

from demond.control.mapping.binding import Binding
from demond.control.mapping.entries import Entry, MappingFile, MidiControl
from demond.control.mapping.mappings import Mappings
from demond.control.mapping.port import MappedPort
from demond.control.mapping.showing import has_state, own_show
from demond.control.mapping.shows import SILENT, Show, Unit

Forms = list[tuple[Binding, tuple[Show, ...]]]


def unit_of(mappings: Mappings, port: str) -> Unit | None:
    """What the files say of the output of the unit at this port; None where nothing is shown there."""
    files = _ranked(mappings, port)
    if not any(_shows(file) for file in files):
        return None
    return next((file.unit for file in files if file.unit != SILENT), SILENT)


def forms(mapped: MappedPort) -> Forms:
    """What is shown of each entry that plays.

    One of a user's that does not say takes the form that another file has for the control: so a button that somebody
    gave something else to do is lit by that.
    """
    files = _ranked(mapped.mappings, mapped.name)
    shipped = {entry: [file] for file in files if file.shipped for entry in file.entries}
    return [
        (binding, shows)
        for binding in mapped.shown()
        if (shows := tuple(_form(binding.entry, shipped.get(binding.entry, files))))
    ]


def _shows(file: MappingFile) -> bool:
    unit = file.unit
    return bool(unit.init or unit.exit or unit.echo) or any(entry.shows for entry in file.entries)


def _form(entry: Entry, files: list[MappingFile]) -> Iterator[Show]:
    if entry.shows is not None:
        yield from entry.shows
        return
    for file in files:
        said = next((e.shows for e in file.entries if e.shows is not None and _same(e.control, entry.control)), None)
        if said is not None:
            yield from (show for show in said if not show.of and (show.text or has_state(entry)))
            return
        if file.unit.echo and any(_same(each.control, entry.control) for each in file.entries):
            if own := own_show(entry):
                yield own
            return


def _ranked(mappings: Mappings, port: str) -> list[MappingFile]:
    """The files that play a port, those that win first."""
    files = [file for file in reversed(mappings.files) if file.plays(port)]
    return sorted(files, key=lambda file: (file.shipped, file.device is None))


def _same(one: object, other: object) -> bool:
    if not isinstance(one, MidiControl) or not isinstance(other, MidiControl):
        return False
    if (one.type, one.number, one.fine) != (other.type, other.number, other.fine):
        return False
    return one.channel is None or other.channel is None or one.channel == other.channel
