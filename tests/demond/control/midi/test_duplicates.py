"""What our own port and a device both bring is played once."""

from demond.control.midi.duplicates import Duplicates


def test_duplicates_are_dropped_one_for_one_whichever_comes_first() -> None:
    duplicates = Duplicates()
    duplicates.hold(b"\x90\x3c\x40", 0.0)
    assert duplicates.due(0.001) == []
    duplicates.hear(b"\x90\x3c\x40", 0.002)
    duplicates.hold(b"\x90\x3c\x40", 0.003)
    assert duplicates.due(0.004) == []
    assert duplicates.due(0.014) == [(0x90, 0x3C, 0x40)]
    duplicates.hear(b"\xb0\x01\x05", 0.02)
    assert duplicates.due(0.02) == []
    duplicates.hold(b"\xb0\x01\x06", 0.021)
    assert duplicates.due(0.04) == [(0xB0, 1, 6)]
