"""Words and the tags they stand for: styles, instruments and moods."""

from __future__ import annotations

from engine.pocket.styles import INSTRUMENT_TAGS, MOODS, STYLES

TAGS: tuple[tuple[str, str], ...] = (
    *(("style", name) for name in STYLES),
    *(("instrument", name) for name in INSTRUMENT_TAGS),
    *(("mood", name) for name in MOODS),
)

SYNONYMS: dict[tuple[str, str], str] = {
    ("style", "techno"): (
        "techno, rave, warehouse, trance, edm, electronica, acid techno, minimal techno, industrial "
        "techno"
    ),
    ("style", "house"): (
        "house, deep house, disco, club, dance, garage, tech house, funky house, electro house"
    ),
    ("style", "ambient"): (
        "ambient, drone, soundscape, atmospheric, atmosphere, meditation, new age, space music, "
        "chillout"
    ),
    ("style", "jazz"): "jazz, swing, bebop, bossa nova, big band, blues, cool jazz, jazzy, lounge",
    ("style", "rock"): (
        "rock, indie rock, punk, grunge, classic rock, alternative, pop rock, hard rock, britpop"
    ),
    ("style", "metal"): (
        "metal, heavy metal, thrash, death metal, djent, metalcore, doom metal, black metal"
    ),
    ("style", "orchestral"): (
        "orchestral, orchestra, symphonic, symphony, cinematic, film score, soundtrack, classical, "
        "trailer"
    ),
    ("style", "chiptune"): (
        "chiptune, 8 bit, 8bit, chip tune, video game, nintendo, gameboy, arcade, retro game, pixel"
    ),
    ("style", "piano"): (
        "solo piano, piano solo, piano ballad, piano music, pianist, nocturne, sonata, piano piece"
    ),
    ("style", "lo-fi"): (
        "lo fi, lofi, lo-fi, chillhop, hip hop, study beats, boom bap, downtempo, trip hop, beats to "
        "relax"
    ),
    ("style", "folk"): (
        "folk, country, celtic, bluegrass, singer songwriter, irish, americana, acoustic folk, "
        "campfire, traditional"
    ),
    ("style", "drum and bass"): (
        "drum and bass, drum n bass, drum & bass, dnb, jungle, breakbeat, breaks, liquid dnb, "
        "neurofunk"
    ),
    ("instrument", "accordion"): "accordion, concertina, bandoneon",
    ("instrument", "acoustic guitar"): (
        "acoustic guitar, nylon guitar, steel guitar, classical guitar, banjo, ukulele, mandolin"
    ),
    ("instrument", "bells"): "bells, bell, celesta, glockenspiel, music box, chimes, chime",
    ("instrument", "chip"): "square wave, pulse wave, chip, chip lead, bleeps, triangle wave",
    ("instrument", "choir"): "choir, voices, vocal pad, chorus, choral, vocals, singing",
    ("instrument", "distorted guitar"): (
        "distorted guitar, overdriven guitar, electric guitar riff, guitar riff, power chords, fuzz "
        "guitar, distortion"
    ),
    ("instrument", "drums"): (
        "drums, drum, beat, beats, percussion, kick, snare, hi hats, hihat, drum machine, drum kit"
    ),
    ("instrument", "electric bass"): "electric bass, bass guitar, picked bass, slap bass",
    ("instrument", "electric guitar"): "electric guitar, clean guitar, jazz guitar, guitar",
    ("instrument", "electric piano"): "electric piano, rhodes, wurlitzer, e piano, epiano, keys",
    ("instrument", "flute"): "flute, whistle, oboe, clarinet, woodwind, woodwinds, recorder, pan flute",
    ("instrument", "harp"): "harp, lyre",
    ("instrument", "horn"): "horn, horns, brass, french horn, trombone, tuba",
    ("instrument", "organ"): "organ, hammond, church organ",
    ("instrument", "piano"): "piano, grand piano, upright piano",
    ("instrument", "saxophone"): "saxophone, sax, alto sax, tenor sax",
    ("instrument", "strings"): (
        "strings, string section, cello, cellos, violas, pizzicato, contrabass, staccato strings"
    ),
    ("instrument", "synth bass"): (
        "synth bass, sub bass, bassline, acid bass, reese, 303, wobble, deep bass"
    ),
    ("instrument", "synth lead"): (
        "synth lead, synth, synthesizer, lead synth, supersaw, arpeggiator, arpeggio, synth stab, "
        "pluck"
    ),
    ("instrument", "synth pad"): "synth pad, pad, pads, warm pad, texture, textures",
    ("instrument", "trumpet"): "trumpet, muted trumpet, cornet, flugelhorn",
    ("instrument", "upright bass"): "upright bass, double bass, walking bass, acoustic bass",
    ("instrument", "vibraphone"): "vibraphone, vibes, marimba, xylophone, mallets",
    ("instrument", "violin"): "violin, fiddle, viola",
    ("mood", "calm"): (
        "calm, relaxed, relaxing, peaceful, gentle, soft, slow, quiet, mellow, chill, soothing, "
        "tranquil"
    ),
    ("mood", "dark"): "dark, sinister, brooding, ominous, gloomy, moody, evil, menacing, underground, noir",
    ("mood", "dreamy"): (
        "dreamy, ethereal, floating, airy, hazy, spacey, lush, nostalgic, magical, mysterious"
    ),
    ("mood", "energetic"): (
        "energetic, driving, fast, powerful, intense, aggressive, upbeat, hard, heavy, uptempo, "
        "furious"
    ),
    ("mood", "epic"): "epic, heroic, majestic, grand, dramatic, triumphant, huge",
    ("mood", "groovy"): "groovy, funky, funk, bouncy, groove, swinging, syncopated, danceable",
    ("mood", "happy"): (
        "happy, joyful, cheerful, uplifting, fun, playful, bright and happy, sunny, optimistic"
    ),
    ("mood", "hypnotic"): "hypnotic, repetitive, minimal, trance like, pulsing, loop, looping, monotone",
    ("mood", "sad"): (
        "sad, melancholic, melancholy, emotional, lonely, sorrow, tender, bittersweet, mournful"
    ),
    ("mood", "bright"): "bright, clear, crisp, shiny, light, sparkling, brilliant, warm",
    ("mood", "sparse"): "sparse, empty, simple, minimalistic, intimate, stripped",
    ("mood", "dense"): "dense, busy, rich, full, complex, thick, layered",
}  # fmt: skip


def phrases() -> dict[str, list[int]]:
    """Every known phrase, lower case, words parted by single blanks, with the indices of its tags."""
    known: dict[str, list[int]] = {}
    for index, tag in enumerate(TAGS):
        for phrase in (*SYNONYMS[tag].split(", "), tag[1]):
            text = " ".join(phrase.lower().replace("-", " ").replace("&", " ").split())
            if tag == ("style", "piano") and text == "piano":
                continue
            known.setdefault(text, [])
            if index not in known[text]:
                known[text].append(index)
    return known
