"""What each style is made of: tempo, harmony, patterns and instruments."""

from __future__ import annotations

from dataclasses import dataclass

STYLES = (
    "techno", "house", "ambient", "jazz", "rock", "metal",
    "orchestral", "chiptune", "piano", "lo-fi", "folk", "drum and bass",
)  # fmt: skip


@dataclass(frozen=True)
class Instrument:
    """A sound: a General MIDI program of the soundfont or the name of an own synthesis voice, and its tag."""

    tag: str
    program: int = -1
    voice: str = ""
    level: float = 1.0


INSTRUMENTS: dict[str, Instrument] = {
    "piano": Instrument("piano", 0),
    "bright piano": Instrument("piano", 1),
    "electric piano": Instrument("electric piano", 4),
    "electric piano 2": Instrument("electric piano", 5),
    "celesta": Instrument("bells", 8, level=0.8),
    "music box": Instrument("bells", 10, level=0.9),
    "glockenspiel": Instrument("bells", 9, level=0.7),
    "vibraphone": Instrument("vibraphone", 11),
    "marimba": Instrument("vibraphone", 12),
    "organ": Instrument("organ", 16, level=0.7),
    "rock organ": Instrument("organ", 18, level=0.6),
    "accordion": Instrument("accordion", 21, level=0.7),
    "nylon guitar": Instrument("acoustic guitar", 24),
    "steel guitar": Instrument("acoustic guitar", 25),
    "jazz guitar": Instrument("electric guitar", 26),
    "clean guitar": Instrument("electric guitar", 27),
    "overdriven guitar": Instrument("distorted guitar", 29, level=0.7),
    "distorted guitar": Instrument("distorted guitar", 30, level=0.7),
    "upright bass": Instrument("upright bass", 32, level=1.2),
    "electric bass": Instrument("electric bass", 33, level=1.1),
    "picked bass": Instrument("electric bass", 34, level=1.1),
    "cello": Instrument("strings", 42),
    "violin": Instrument("violin", 40, level=0.8),
    "fiddle": Instrument("violin", 110, level=0.8),
    "pizzicato": Instrument("strings", 45),
    "harp": Instrument("harp", 46),
    "strings": Instrument("strings", 48),
    "slow strings": Instrument("strings", 49),
    "contrabass": Instrument("strings", 43, level=1.1),
    "choir": Instrument("choir", 52),
    "trumpet": Instrument("trumpet", 56, level=0.8),
    "muted trumpet": Instrument("trumpet", 59, level=0.9),
    "horn": Instrument("horn", 60, level=0.9),
    "brass": Instrument("horn", 61, level=0.8),
    "alto sax": Instrument("saxophone", 65, level=0.8),
    "tenor sax": Instrument("saxophone", 66, level=0.8),
    "oboe": Instrument("flute", 68, level=0.8),
    "clarinet": Instrument("flute", 71, level=0.8),
    "flute": Instrument("flute", 73),
    "whistle": Instrument("flute", 78, level=0.7),
    "banjo": Instrument("acoustic guitar", 105, level=0.9),
    "warm pad": Instrument("synth pad", 89),
    "halo pad": Instrument("synth pad", 94, level=0.9),
    "sweep pad": Instrument("synth pad", 95),
    "saw bass": Instrument("synth bass", voice="saw bass"),
    "acid bass": Instrument("synth bass", voice="acid"),
    "sub bass": Instrument("synth bass", voice="sub", level=1.1),
    "reese bass": Instrument("synth bass", voice="reese"),
    "synth stab": Instrument("synth lead", voice="stab", level=0.8),
    "synth pluck": Instrument("synth lead", voice="pluck"),
    "super saw": Instrument("synth lead", voice="supersaw", level=0.7),
    "air pad": Instrument("synth pad", voice="air"),
    "glass bell": Instrument("bells", voice="bell", level=0.8),
    "pulse lead": Instrument("chip", voice="pulse", level=0.8),
    "pulse arpeggio": Instrument("chip", voice="pulse thin", level=0.6),
    "triangle bass": Instrument("chip", voice="triangle", level=1.2),
}


@dataclass(frozen=True)
class Style:
    """The recipe of one style; patterns are strings of sixteenths, one to a bar of four beats."""

    bpm: tuple[float, float]
    modes: tuple[str, ...]
    progressions: tuple[tuple[int, ...], ...]
    chord_size: int
    kit: str
    grooves: tuple[dict[str, str], ...]
    bass: tuple[str, ...]
    bass_lines: tuple[str, ...]
    chords: tuple[str, ...]
    comping: tuple[str, ...]
    lead: tuple[str, ...]
    pad: tuple[str, ...] = ()
    meters: tuple[int, ...] = (4,)
    swing: float = 0.0
    lead_share: float = 0.75
    pad_share: float = 0.5
    drum_share: float = 1.0
    lead_density: float = 0.5
    lead_center: int = 74
    chord_center: int = 62
    bass_floor: int = 33
    chord_bars: tuple[int, ...] = (1,)
    reverb: float = 0.3
    moods: tuple[str, ...] = ()


FOUR = {"kick": "x...x...x...x..."}
TABLE: dict[str, Style] = {
    "techno": Style(
        bpm=(126, 138), modes=("minor", "phrygian"),
        progressions=((0,), (0, 0, 5, 5), (0, 0, 0, 1), (0, 6)),
        chord_size=3, kit="machine",
        grooves=(
            {**FOUR, "snare": "....x.......x...", "open": "..x...x...x...x.", "hat": "x.x.x.x.x.x.x.x."},
            {**FOUR, "open": "..x...x...x...x.", "hat": "xxxxxxxxxxxxxxxx", "rim": "...x......x....."},
            {**FOUR, "clap": "....x.......x...", "hat": "..x...x...x...xx", "tom": "......x..x......"},
        ),
        bass=("saw bass", "acid bass", "sub bass"), bass_lines=("rolling", "sixteen", "offbeat"),
        chords=("synth stab", "synth pluck"), comping=("stab", "arp16", "dub"),
        lead=("synth pluck", "super saw"), pad=("air pad", "sweep pad"),
        lead_share=0.4, pad_share=0.4, lead_density=0.7, chord_bars=(2, 4), reverb=0.25,
        moods=("dark", "energetic", "hypnotic"),
    ),
    "house": Style(
        bpm=(118, 126), modes=("minor", "dorian", "major"),
        progressions=((0, 5, 2, 6), (0, 3), (5, 4, 0, 0), (0, 2, 3, 3)),
        chord_size=4, kit="machine",
        grooves=(
            {**FOUR, "clap": "....x.......x...", "open": "..x...x...x...x.", "shaker": "x.xxx.xxx.xxx.xx"},
            {**FOUR, "clap": "....x.......x..x", "open": "..x...x...x...x.", "rim": "x..x..x...x.x..."},
        ),
        bass=("saw bass", "sub bass", "electric bass"), bass_lines=("offbeat", "octave", "funk"),
        chords=("bright piano", "organ", "electric piano 2"), comping=("offbeat", "house", "stab"),
        lead=("synth pluck", "vibraphone", "flute"), pad=("strings", "warm pad"),
        lead_share=0.5, pad_share=0.6, swing=0.04, reverb=0.25, moods=("happy", "energetic", "groovy"),
    ),
    "ambient": Style(
        bpm=(60, 84), modes=("lydian", "major", "dorian"),
        progressions=((0, 4), (0, 3, 5, 3), (0, 1), (3, 0)),
        chord_size=5, kit="none", grooves=({},),
        bass=("sub bass", "cello"), bass_lines=("drone",),
        chords=("warm pad", "halo pad", "air pad"), comping=("long",),
        lead=("glass bell", "celesta", "piano", "flute"), pad=("sweep pad", "choir", "air pad"),
        lead_share=0.7, pad_share=0.9, drum_share=0.0, lead_density=0.18, chord_bars=(2, 2, 4), reverb=0.9,
        moods=("calm", "dreamy", "dark"),
    ),
    "jazz": Style(
        bpm=(100, 190), modes=("major", "dorian", "mixolydian", "minor"),
        progressions=((1, 4, 0, 5), (0, 5, 1, 4), (0, 3, 2, 5, 1, 4, 0, 4), (1, 4, 0, 0)),
        chord_size=4, kit="jazz",
        grooves=(
            {"ride": "x...x..xx...x..x", "hat": "....x.......x...",
             "kick": "x...............", "snare": "..........o..o.."},
            {"ride": "x...x..xx...x..x", "hat": "....x.......x...",
             "snare": ".......o......o.", "kick": "......o........."},
        ),
        bass=("upright bass",), bass_lines=("walk",),
        chords=("piano", "jazz guitar", "vibraphone"), comping=("charleston", "jazz"),
        lead=("tenor sax", "alto sax", "muted trumpet", "trumpet", "vibraphone", "jazz guitar"),
        swing=0.16, lead_share=0.9, pad_share=0.0, lead_density=0.6, lead_center=69, reverb=0.3,
        moods=("groovy", "calm", "happy"),
    ),
    "rock": Style(
        bpm=(104, 150), modes=("major", "mixolydian", "minor"),
        progressions=((0, 4, 5, 3), (0, 3, 4, 3), (0, 6, 3, 0), (5, 3, 0, 4)),
        chord_size=2, kit="power",
        grooves=(
            {"kick": "x.......x.x.....", "snare": "....x.......x...", "hat": "x.x.x.x.x.x.x.x."},
            {"kick": "x..x....x..x....", "snare": "....x.......x...", "open": "x...x...x...x..."},
            {"kick": "x.x.....x.x...x.", "snare": "....x.......x...", "ride": "x.x.x.x.x.x.x.x."},
        ),
        bass=("picked bass", "electric bass"), bass_lines=("eighths", "root"),
        chords=("overdriven guitar", "distorted guitar", "clean guitar"), comping=("eighths", "strum", "sustain"),
        lead=("overdriven guitar", "rock organ", "clean guitar"), pad=("rock organ",),
        lead_share=0.6, pad_share=0.3, chord_center=52, lead_center=72, reverb=0.2,
        moods=("energetic", "happy", "groovy"),
    ),
    "metal": Style(
        bpm=(140, 190), modes=("phrygian", "minor"),
        progressions=((0, 0, 1, 0), (0, 5, 6, 0), (0, 0, 4, 1), (0, 2, 1, 0)),
        chord_size=2, kit="power",
        grooves=(
            {"kick": "xxxxxxxxxxxxxxxx", "snare": "....x.......x...",
             "crash": "x...............", "ride": "x...x...x...x..."},
            {"kick": "x.xxx.xxx.xxx.xx", "snare": "....x.......x...", "open": "x...x...x...x..."},
            {"kick": "x.x.x.x.x.x.x.x.", "snare": "..x...x...x...x.", "ride": "x.x.x.x.x.x.x.x."},
        ),
        bass=("picked bass",), bass_lines=("gallop", "eighths"),
        chords=("distorted guitar",), comping=("gallop", "chug", "sustain"),
        lead=("distorted guitar", "overdriven guitar"), lead_share=0.5, pad_share=0.0, lead_density=0.9,
        chord_center=45, lead_center=74, bass_floor=28, reverb=0.15, moods=("dark", "energetic"),
    ),
    "orchestral": Style(
        bpm=(72, 126), modes=("minor", "major", "dorian"),
        progressions=((0, 5, 2, 6), (0, 3, 4, 0), (0, 5, 3, 4), (0, 6, 5, 4)),
        chord_size=3, kit="orchestra",
        grooves=(
            {"tom": "x.....x.x.....x.", "crash": "x..............."},
            {"tom": "x...x.x.x...x.xx"},
            {},
        ),
        bass=("contrabass", "cello"), bass_lines=("root", "drone", "eighths"),
        chords=("strings", "brass", "pizzicato"), comping=("long", "ostinato", "eighths"),
        lead=("violin", "horn", "flute", "trumpet", "oboe"), pad=("choir", "slow strings", "harp"),
        meters=(4, 4, 3), lead_share=0.85, pad_share=0.6, drum_share=0.7, lead_density=0.4, reverb=0.7,
        moods=("epic", "dark", "dreamy"),
    ),
    "chiptune": Style(
        bpm=(120, 170), modes=("major", "minor", "mixolydian"),
        progressions=((0, 4, 5, 3), (0, 5, 3, 4), (5, 3, 0, 4), (0, 6, 5, 4)),
        chord_size=3, kit="chip",
        grooves=(
            {"kick": "x...x...x...x...", "snare": "....x.......x...", "hat": "..x...x...x...x."},
            {"kick": "x..x..x.x..x....", "snare": "....x.......x..x", "hat": "x.x.x.x.x.x.x.x."},
        ),
        bass=("triangle bass",), bass_lines=("octave", "eighths", "funk"),
        chords=("pulse arpeggio",), comping=("arp16", "arp8"),
        lead=("pulse lead",), lead_share=0.95, pad_share=0.0, lead_density=0.8, lead_center=79,
        chord_center=67, bass_floor=36, reverb=0.0, moods=("happy", "energetic"),
    ),
    "piano": Style(
        bpm=(60, 116), modes=("major", "minor", "dorian"),
        progressions=((0, 4, 5, 3), (5, 3, 0, 4), (0, 3, 1, 4), (0, 2, 5, 4)),
        chord_size=3, kit="none", grooves=({},),
        bass=("piano",), bass_lines=("root", "fifth"),
        chords=("piano",), comping=("arp8", "alberti", "waltz"),
        lead=("piano",), meters=(4, 4, 3), lead_share=1.0, pad_share=0.0, drum_share=0.0, lead_density=0.5,
        chord_center=57, lead_center=76, reverb=0.4, moods=("calm", "sad", "dreamy"),
    ),
    "lo-fi": Style(
        bpm=(70, 92), modes=("dorian", "minor", "major"),
        progressions=((1, 4, 0, 5), (0, 3, 0, 3), (3, 2, 1, 0), (5, 1, 4, 0)),
        chord_size=5, kit="dusty",
        grooves=(
            {"kick": "x.....x...x.....", "snare": "....x.......x...", "hat": "x.x.x.x.x.x.x.x."},
            {"kick": "x..x......x.....", "snare": "....x.......x..o", "hat": "x.xxx.x.x.x.x.xx"},
        ),
        bass=("upright bass", "electric bass", "sub bass"), bass_lines=("lazy", "root"),
        chords=("electric piano", "piano", "nylon guitar"), comping=("lazy", "charleston", "long"),
        lead=("vibraphone", "electric piano", "music box", "clean guitar"), pad=("warm pad",),
        swing=0.1, lead_share=0.6, pad_share=0.3, lead_density=0.35, reverb=0.35,
        moods=("calm", "sad", "dreamy"),
    ),
    "folk": Style(
        bpm=(86, 132), modes=("major", "dorian", "mixolydian"),
        progressions=((0, 3, 4, 0), (0, 4, 3, 0), (0, 5, 3, 4), (0, 6, 3, 0)),
        chord_size=3, kit="hand",
        grooves=({"shaker": "x.x.x.x.x.x.x.x."}, {"tamb": "....x.......x...", "kick": "x.......x......."}, {}),
        bass=("upright bass", "nylon guitar"), bass_lines=("fifth", "root"),
        chords=("steel guitar", "nylon guitar", "banjo", "accordion"), comping=("strum", "pick", "waltz"),
        lead=("fiddle", "whistle", "accordion", "flute"), meters=(4, 4, 3),
        lead_share=0.85, pad_share=0.0, drum_share=0.6, lead_density=0.7, lead_center=76, reverb=0.25,
        moods=("happy", "calm", "groovy"),
    ),
    "drum and bass": Style(
        bpm=(166, 178), modes=("minor", "dorian", "phrygian"),
        progressions=((0, 5), (0, 0, 3, 5), (0, 6, 5, 5), (0, 3)),
        chord_size=4, kit="break",
        grooves=(
            {"kick": "x.........x.....", "snare": "....x.......x...", "hat": "x.x.x.x.x.x.x.x."},
            {"kick": "x.x.......x.....", "snare": "....x..o.o..x..o", "hat": "x.x.x.x.x.x.x.x."},
            {"kick": "x.....x...x..x..", "snare": "....x....o..x...", "ride": "x.x.x.x.x.x.x.x."},
        ),
        bass=("reese bass", "sub bass"), bass_lines=("reese", "syncopated"),
        chords=("air pad", "electric piano 2", "super saw"), comping=("long", "stab"),
        lead=("synth pluck", "glass bell", "pulse lead"), pad=("sweep pad", "air pad"),
        lead_share=0.5, pad_share=0.6, lead_density=0.5, chord_bars=(2, 4), bass_floor=29, reverb=0.3,
        moods=("energetic", "dark", "dreamy"),
    ),
}  # fmt: skip
INSTRUMENT_TAGS = tuple(sorted({i.tag for i in INSTRUMENTS.values()} | {"drums"}))
MOODS = (
    "calm", "dark", "dreamy", "energetic", "epic", "groovy", "happy", "hypnotic", "sad", "bright", "sparse", "dense",
)  # fmt: skip
