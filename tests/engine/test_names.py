"""Names from outside as people are shown them: nothing in them can pass for something else."""

import pytest

from engine.names import shown, without_folders


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("Launch Control XL", "Launch Control XL"),
        ("日本 émile", "日本 émile"),
        (b"caf\xe9", "caf\\xe9"),
        (b"caf\xc3\xa9", "café"),
        ("caf\udce9", "caf\\xe9"),
        ("two\nlines", "two\\nlines"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("safe\u202egpj.exe", "safe\\u202egpj.exe"),
        ("a\u2028b\x85c", "a\\u2028b\\x85c"),
    ],
)
def test_what_cannot_be_seen_is_escaped(name: str | bytes, seen: str) -> None:
    assert shown(name) == seen


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/home/me/a.wav cannot be read", "a.wav cannot be read"),
        ("waiting for pipe:/home/me/out: nobody reads it", "waiting for pipe:out: nobody reads it"),
        ("[/srv/music] '/srv/a/b.flac' in ~/.local/demond", "[music] 'b.flac' in demond"),
        ("see /demond/status, 3/4 and http://a.b/c/d", "see /demond/status, 3/4 and http://a.b/c/d"),
    ],
)
def test_a_sentence_can_do_without_folders(said: str, told: str) -> None:
    assert without_folders(said) == told
