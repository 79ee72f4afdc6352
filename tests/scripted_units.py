"""What each unit sends, and what must come back to it: bytes as their makers, or who measured them, wrote them down.

Written from what is known of the units, not with what demond makes of its own files.
"""

from __future__ import annotations

from dataclasses import dataclass

Sent = tuple[str, ...]
"""Messages as hex, in the order in which they are sent."""


@dataclass(frozen=True)
class Scripted:
    """A unit: its port, what it hears when it comes (`init`, from the beginning on) and when demond ends (`exit`).

    plays: what it sends, the control or action that this moves, and the value, or the action's arguments.
    shows: a control, the value that somebody else sets, and what comes back, besides nothing.
    """

    file: str
    port: str
    init: Sent = ()
    exit: Sent = ()
    plays: tuple[tuple[Sent, str, object], ...] = ()
    shows: tuple[tuple[str, object, Sent], ...] = ()

    def __str__(self) -> str:
        return self.file


def text(words: str) -> str:
    """ASCII as hex."""
    return words.encode("ascii").hex(" ").upper()


LCXL3 = "F0 00 20 29 02 15"


def screen(page: str, label: str, value: str) -> Sent:
    """What the display of a Launch Control XL 3 is told of a control."""
    return (
        f"{LCXL3} 04 {page} 62 F7",
        f"{LCXL3} 06 {page} 00 {text(label.ljust(12))} F7",
        f"{LCXL3} 06 {page} 02 {text(value.ljust(12))} F7",
        f"{LCXL3} 04 {page} 7F F7",
    )


UNITS = (
    Scripted(
        "akai-midimix",
        "MIDI Mix",
        plays=(
            (("B0 13 00", "B0 13 7F", "B0 13 40"), "denoise", 64 / 127),
            (("B0 35 00", "B0 35 7F"), "velocity_scale", 2.0),
            (("B0 39 00", "B0 39 7F"), "timbre_strength", 1.0),
            (("B0 3D 00", "B0 3D 20"), "morph", 32 / 127),
            (("B0 3E 00", "B0 3E 7F"), "volume", 6.0),
            (("B0 18 00", "B0 18 7F"), "group/2", 2.0),
            (("B0 15 00", "B0 15 7F"), "lora/second/strength", 2.0),
            (("B0 12 00", "B0 12 7F"), "shift", 6.0),
            (("90 0A 7F", "80 0A 7F"), "group/3", 0.0),
            (("90 0A 7F", "80 0A 7F"), "group/3", 1.0),
            (("90 17 7F", "80 17 7F"), "scene/number", (8,)),
            (("90 03 7F", "80 03 7F"), "play", ()),
            (("90 09 7F", "80 09 7F"), "freeze", True),
            (("90 09 7F", "80 09 7F"), "freeze", False),
            (("90 15 7F", "80 15 7F"), "guidance_mode", "full"),
            (("90 1A 7F", "80 1A 7F", "90 09 7F", "80 09 7F"), "seed", 3),
            (("90 19 7F", "80 19 7F", "90 0C 7F", "80 0C 7F"), "mute", True),
        ),
        shows=(
            ("group/3", 0.0, ("90 0A 7F",)),
            ("group/3", 1.5, ("90 0A 00",)),
            ("freeze", True, ("90 09 7F",)),
            ("freeze", False, ("90 09 00",)),
            ("denoise", 0.2, ()),
        ),
    ),
    Scripted(
        "akai-apc-mini-mk2",
        "APC mini mk2 Control",
        init=("92 02 15", "92 38 09", "92 39 09"),
        exit=("90 00 00", "90 3F 00"),
        plays=(
            (("B0 30 00", "B0 30 7F", "B0 30 40"), "denoise", 64 / 127),
            (("B0 38 00", "B0 38 7F"), "volume", 6.0),
            (("90 38 7F", "80 38 7F"), "scene/number", (1,)),
            (("90 37 7F", "80 37 7F"), "scene/number", (16,)),
            (("90 2A 7F", "80 2A 7F"), "seed", 3),
            (("90 20 7F", "80 20 7F"), "group/0", 0.0),
            (("90 18 7F", "80 18 7F"), "lora/first/strength", 0.0),
            (("90 10 7F", "80 10 7F"), "depth", 1),
            (("90 09 7F", "80 09 7F"), "guidance_mode", "full"),
            (("90 0C 7F", "80 0C 7F"), "dcw_mode", "low"),
            (("90 03 7F", "80 03 7F"), "freeze", True),
            (("90 64 7F", "80 64 7F"), "weight/a", 0.0),
            (("90 69 7F", "80 69 7F"), "blend", 0.5),
            (("90 71 7F", "80 71 7F"), "cue/go", ()),
            (("90 77 7F", "80 77 7F"), "panic", ()),
        ),
        shows=(
            ("freeze", True, ("96 03 15",)),
            ("freeze", False, ("90 03 15",)),
            ("seed", 3, ("96 2A 35",)),
            ("seed", 4, ("90 2A 35", "96 2B 35")),
            ("weight/a", 0.0, ("90 64 00",)),
            ("weight/a", 1.0, ("90 64 01",)),
            ("guidance_mode", "full", ("90 08 05", "96 09 05")),
            ("denoise", 0.2, ()),
        ),
    ),
    Scripted(
        "akai-apc-key-25-mk2",
        "APC Key 25 mk2 Control",
        init=("92 02 15", "92 20 09", "92 21 09"),
        exit=("90 00 00", "90 27 00"),
        plays=(
            (("B0 30 01",), "denoise", 0.7 + 1 / 128),
            (("B0 32 03",), "blend", 3 / 128),
            (("B0 36 7E",), "timbre_strength", 1.0 - 2 / 128),
            (("90 62 7F", "B0 30 7F", "80 62 7F"), "group/0", 1.0 - 2 / 128),
            (("90 27 7F", "80 27 7F"), "scene/number", (8,)),
            (("90 18 7F", "80 18 7F"), "group/0", 0.0),
            (("90 12 7F", "80 12 7F"), "seed", 3),
            (("90 03 7F", "80 03 7F"), "freeze", True),
            (("90 41 7F", "80 41 7F"), "lora/second/strength", 0.0),
            (("90 5B 7F", "80 5B 7F"), "play", ()),
            (("90 51 7F", "80 51 7F"), "stop", ()),
        ),
        shows=(
            ("freeze", True, ("96 03 15",)),
            ("freeze", False, ("90 03 15",)),
            ("lora/first/strength", 0.0, ("90 40 00",)),
            ("lora/first/strength", 1.0, ("90 40 01",)),
            ("seed", 3, ("96 12 35",)),
        ),
    ),
    Scripted(
        "novation-launch-control-xl",
        "Launch Control XL",
        init=("F0 00 20 29 02 11 77 08 F7", "B8 00 00"),
        exit=("B8 00 00",),
        plays=(
            (("B8 4D 00", "B8 4D 7F", "B8 4D 40"), "denoise", 64 / 127),
            (("B8 54 00", "B8 54 7F"), "volume", 6.0),
            (("B8 0D 00", "B8 0D 7F"), "group/0", 2.0),
            (("B8 1E 00", "B8 1E 7F"), "lora/second/strength", 2.0),
            (("B8 31 00", "B8 31 7F"), "shift", 6.0),
            (("98 29 7F", "88 29 7F"), "scene/number", (1,)),
            (("98 3C 7F", "88 3C 7F"), "scene/number", (8,)),
            (("98 4B 7F", "88 4B 7F"), "freeze", True),
            (("98 6A 7F", "88 6A 7F", "98 49 7F", "88 49 7F"), "group/0", 0.0),
            (("98 6B 7F", "88 6B 7F", "98 5C 7F", "88 5C 7F"), "seed", 8),
            (("98 6C 7F", "88 6C 7F", "98 49 7F", "88 49 7F"), "lora/first/strength", 0.0),
            (("98 69 7F", "88 69 7F", "98 49 7F", "88 49 7F"), "play", ()),
            (("B8 69 7F", "B8 69 00"), "cue/go", ()),
        ),
        shows=(
            ("group/0", 2.0, ("F0 00 20 29 02 11 78 08 00 3C F7",)),
            ("group/0", 0.0, ("F0 00 20 29 02 11 78 08 00 0C F7",)),
            ("shift", 6.0, ("F0 00 20 29 02 11 78 08 10 0F F7",)),
            ("freeze", True, ("98 4B 3C",)),
            ("freeze", False, ("98 4B 0C",)),
            ("denoise", 0.2, ()),
        ),
    ),
    Scripted(
        "novation-launch-control-xl-3",
        "LCXL3 1 LCXL3 1 DAW Out",
        init=(f"{LCXL3} 02 7F F7", "B6 45 7F", "B6 48 7F", "B6 49 7F"),
        exit=(f"{LCXL3} 02 00 F7",),
        plays=(
            (("BF 05 00", "BF 05 7F", "BF 05 40"), "denoise", 64 / 127),
            (("BF 0C 00", "BF 0C 7F"), "volume", 6.0),
            (("BF 4D 41",), "group/0", 1.0 + 2 / 128),
            (("BF 56 3E",), "lora/second/strength", 1.0 - 4 / 128),
            (("BF 5D 42",), "shift", 3.0 + 2 * 5 / 128),
            (("B0 25 7F", "B0 25 00"), "scene/number", (1,)),
            (("B0 2F 7F", "B0 2F 00"), "freeze", True),
            (("B0 42 7F", "B0 42 00", "B0 2D 7F", "B0 2D 00"), "group/0", 0.0),
            (("B6 3F 7F", "B0 2F 7F", "B0 2F 00", "B6 3F 00"), "seed", 3),
            (("B0 41 7F", "B0 41 00", "B0 2D 7F", "B0 2D 00"), "play", ()),
            (("B0 74 7F", "B0 74 00"), "play", ()),
            (("B0 6B 7F", "B0 6B 00"), "cue/go", ()),
        ),
        shows=(
            ("group/0", 2.0, ("B0 0D 15", *screen("0D", "Group 0", "2.00"))),
            ("group/0", 0.0, ("B0 0D 17", *screen("0D", "Group 0", "0.00"))),
            ("denoise", 0.25, screen("05", "Denoise", "0.25")),
            ("freeze", True, ("B0 2F 15",)),
            ("freeze", False, ("B0 2F 01",)),
        ),
    ),
    *(
        Scripted(
            file,
            port,
            init=(f"F0 00 20 29 02 {header} 0E 01 F7", "90 51 0B"),
            exit=(f"F0 00 20 29 02 {header} 0E 00 F7",),
            plays=(
                (("90 51 7F", "90 51 00"), "scene/number", (1,)),
                (("90 4E 7F", "90 4E 00"), "scene/number", (16,)),
                (("90 3F 7F", "90 3F 00"), "seed", 3),
                (("90 33 7F", "90 33 00"), "group/0", 0.0),
                (("90 29 7F", "90 29 00"), "lora/first/strength", 0.0),
                (("90 1F 7F", "90 1F 00"), "depth", 1),
                (("90 16 7F", "90 16 00"), "guidance_mode", "full"),
                (("90 0E 7F", "90 0E 00"), "freeze", True),
                (("B0 5B 7F", "B0 5B 00"), "cue/back", ()),
                (("B0 62 7F", "B0 62 00"), "panic", ()),
                (("B0 59 7F", "B0 59 00"), "denoise", 1.0),
            ),
            shows=(
                ("freeze", True, ("90 0E 15",)),
                ("freeze", False, ("90 0E 17",)),
                ("denoise", 1.0, ("B0 59 2D", "B0 45 01")),
                ("seed", 3, ("90 3F 35",)),
                ("dcw_mode", "low", ("90 19 05", "90 1B 07")),
            ),
        )
        for file, port, header in (
            ("novation-launchpad-x", "Launchpad X LPX MIDI In", "0C"),
            ("novation-launchpad-mini-mk3", "Launchpad Mini MK3 LPMiniMK3 MI", "0D"),
        )
    ),
    Scripted(
        "behringer-x-touch-mini",
        "X-TOUCH MINI MIDI 1",
        init=("B0 7F 01",),
        exit=("B0 7F 00",),
        plays=(
            (("B0 10 01",), "denoise", 0.7 + 1 / 128),
            (("B0 11 43",), "hint_strength", 1.0 - 3 / 128),
            (("E8 00 00", "E8 7F 7F"), "volume", 6.0),
            (("90 20 7F", "90 20 00"), "group/0", 0.0),
            (("90 59 7F", "90 59 00"), "scene/number", (1,)),
            (("90 2D 7F", "90 2D 00"), "scene/number", (8,)),
            (("90 57 7F", "90 57 00"), "mute", True),
            (("90 5E 7F", "90 5E 00"), "play", ()),
            (("90 55 7F", "90 55 00", "B0 11 01"), "group/1", 1.0 + 2 / 128),
            (("90 28 7F", "90 28 00"), "seed", 3),
            (("90 54 7F", "90 54 00", "B0 12 01"), "blend", 1 / 128),
        ),
        shows=(
            ("denoise", 1.0, ("B0 30 2B",)),
            ("denoise", 0.5, ("B0 30 26",)),
            ("denoise", 0.0, ("B0 30 21",)),
            ("mute", True, ("90 57 7F",)),
            ("mute", False, ("90 57 00",)),
            ("volume", -20.0, ()),
        ),
    ),
    Scripted(
        "behringer-bcf2000-bcr2000",
        "BCF2000 MIDI 1",
        plays=(
            (("B0 51 00", "B0 51 7F", "B0 51 40"), "denoise", 64 / 127),
            (("B0 01 00", "B0 01 7F"), "group/0", 2.0),
            (("B0 11 00", "B0 11 7F"), "shift", 6.0),
            (("B0 21 7F",), "group/0", 0.0),
            (("B0 21 00",), "group/0", 1.0),
            (("B0 41 7F",), "scene/number", (1,)),
            (("B0 41 00",), "scene/number", (1,)),
            (("B0 4B 7F",), "sde", True),
            (("B0 4B 00",), "sde", False),
            (("B0 69 7F",), "play", ()),
        ),
        shows=(
            ("denoise", 1.0, ("B0 51 7F",)),
            ("denoise", 0.0, ("B0 51 00",)),
            ("group/1", 0.0, ("B0 5A 00", "B0 02 00", "B0 22 00")),
            ("sde", True, ("B0 4B 7F",)),
        ),
    ),
    Scripted(
        "arturia-minilab-3",
        "Minilab3 MIDI",
        plays=(
            (("B0 4A 40", "B0 4A 50"), "denoise", 0.7 + 16 / 127),
            (("B0 52 00", "B0 52 7F"), "lora/first/strength", 2.0),
            (("99 24 7F", "89 24 00"), "scene/number", (1,)),
            (("B0 6B 7F", "B0 6B 00"), "play", ()),
            (("B0 72 41",), "shift", 3.0 + 5 / 128),
        ),
    ),
    Scripted(
        "korg-nanokontrol2",
        "nanoKONTROL2 nanoKONTROL2 _ CTRL",
        exit=("B0 20 00", "B0 47 00", "B0 29 00"),
        plays=(
            (("B0 00 00", "B0 00 7F"), "group/0", 2.0),
            (("B0 10 00", "B0 10 7F", "B0 10 40"), "denoise", 64 / 127),
            (("B0 30 7F", "B0 30 00"), "group/0", 0.0),
            (("B0 20 7F", "B0 20 00"), "sde", True),
            (("B0 42 7F", "B0 42 00"), "seed", 3),
            (("B0 29 7F", "B0 29 00"), "play", ()),
            (("B0 2E 7F", "B0 2E 00"), "freeze", True),
        ),
        shows=(
            ("group/0", 0.0, ("B0 30 7F",)),
            ("group/0", 1.0, ("B0 30 00",)),
            ("sde", True, ("B0 20 7F",)),
            ("seed", 3, ("B0 42 7F",)),
            ("seed", 4, ("B0 42 00", "B0 43 7F")),
            ("freeze", True, ("B0 2E 7F",)),
        ),
    ),
    Scripted(
        "korg-nanokontrol-studio",
        "nanoKONTROL Studio MIDI 1",
        plays=(
            (("B0 02 00", "B0 02 7F", "B0 02 40"), "denoise", 64 / 127),
            (("B0 0D 00", "B0 0D 7F"), "group/0", 2.0),
            (("B0 15 7F", "B0 15 00"), "group/0", 0.0),
            (("B0 1D 7F", "B0 1D 00"), "scene/number", (1,)),
            (("B0 25 7F", "B0 25 00"), "scene/number", (8,)),
            (("B0 28 7F", "B0 28 00"), "seed", 3),
            (("B0 2E 7F", "B0 2E 00"), "freeze", True),
            (("B0 50 7F", "B0 50 00"), "play", ()),
            (("B0 52 41",), "shift", 3.0 - 5 / 128),
        ),
        shows=(
            ("group/0", 0.0, ("B0 15 7F",)),
            ("group/0", 1.0, ("B0 15 00",)),
            ("seed", 3, ("B0 28 7F",)),
            ("freeze", True, ("B0 2E 7F", "B0 36 7F")),
        ),
    ),
    Scripted(
        "faderfox-ec4",
        "Faderfox EC4",
        plays=(
            (("B0 10 00", "B0 10 7F", "B0 10 40"), "denoise", 64 / 127),
            (("B0 18 00", "B0 18 7F"), "group/0", 2.0),
            (("90 10 7F", "80 10 00"), "scene/number", (1,)),
            (("90 1C 7F", "80 1C 00"), "freeze", True),
        ),
        shows=(
            ("denoise", 1.0, ("B0 10 7F",)),
            ("group/7", 0.0, ("B0 1F 00",)),
        ),
    ),
    Scripted(
        "mackie-control",
        "Mackie Control Universal",
        exit=("F0 00 00 66 14 61 F7", "F0 00 00 66 14 62 F7"),
        plays=(
            (("90 68 7F", "E0 00 40", "90 68 00"), "denoise", 8192 / 16383),
            (("90 70 7F", "E8 7F 7F", "90 70 00"), "volume", 6.0),
            (("B0 10 01",), "group/0", 1.0 + 2 / 128),
            (("B0 11 41",), "group/1", 1.0 - 2 / 128),
            (("90 12 7F", "90 12 00"), "group/2", 0.0),
            (("90 18 7F", "90 18 00"), "scene/number", (1,)),
            (("90 3D 7F", "90 3D 00"), "scene/number", (16,)),
            (("90 0A 7F", "90 0A 00"), "seed", 3),
            (("90 00 7F", "90 00 00"), "lora/first/strength", 0.0),
            (("90 2F 7F", "90 2F 00", "90 2F 7F", "90 2F 00", "B0 10 01"), "shift", 3.0 + 5 / 128),
            (("90 5E 7F", "90 5E 00"), "play", ()),
        ),
        shows=(
            ("denoise", 0.25, ("E0 00 20",)),
            ("denoise", 1.0, ("E0 7F 7F",)),
            (
                "group/0",
                2.0,
                ("B0 30 2B", f"F0 00 00 66 14 12 38 {text('2.00   ')} F7"),
            ),
            ("group/1", 0.0, ("B0 31 21", "90 11 7F", f"F0 00 00 66 14 12 3F {text('0.00   ')} F7")),
            ("mute", True, ("90 64 7F",)),
        ),
    ),
    Scripted(
        "elektron-digitakt",
        "Elektron Digitakt",
        plays=(
            (("B2 5F 40",), "group/2", 2 * 64 / 127),
            (("B2 5E 7F",), "group/2", 0.0),
            (("B2 5E 00",), "group/2", 1.0),
            (("B0 4A 7F",), "denoise", 1.0),
            (("C0 04",), "scene/number", (5,)),
        ),
    ),
    Scripted(
        "generic-cc",
        "Keystation",
        plays=(
            (("B5 01 00", "B5 01 7F", "B5 01 40"), "denoise", 64 / 127),
            (("B0 40 7F",), "freeze", True),
            (("C3 04",), "scene/number", (5,)),
        ),
    ),
    Scripted(
        "generic-14bit",
        "Some Pedal",
        plays=(
            (
                ("B0 01 00", "B0 21 00", "B0 01 7F", "B0 21 7F", "B0 01 40", "B0 21 05"),
                "denoise",
                (64 * 128 + 5) / 16383,
            ),
            (("B0 63 00", "B0 62 02", "B0 06 00", "B0 26 00", "B0 06 40", "B0 26 00"), "blend", 64 * 128 / 16383),
        ),
    ),
    Scripted(
        "generic-mpe",
        "Some MPE",
        plays=(
            (("B4 4A 00",), "hint_strength", 0.0),
            (("D7 7F",), "velocity_scale", 1.5),
            (("EF 7F 7F",), "blend", 1.0),
            (("B0 01 00", "B0 01 7F"), "denoise", 1.0),
            (("B0 40 7F",), "freeze", True),
        ),
    ),
)
