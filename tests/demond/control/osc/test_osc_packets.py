"""Packets by byte literals of the OSC 1.0 specification, and whatever bytes there are: nothing but Malformed."""

import struct

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import IMMEDIATELY

from demond.control.osc.packets import Bundle, Malformed, Message, decode, encode, encode_all
from tests.osc_peer import bundle, message

OSCILLATOR = bytes.fromhex("2f6f7363696c6c61746f722f342f6672657175656e6379002c66000043dc0000")
FOO = bytes.fromhex(
    "2f666f6f000000002c6969736666000000 0003e8ffffffff68656c6c6f0000003f9df3b640b5b22d".replace(" ", "")
)


def test_the_examples_of_the_specification() -> None:
    assert decode(OSCILLATOR) == Message("/oscillator/4/frequency", (440.0,))
    got = decode(FOO)
    assert got.address == "/foo"
    assert got.arguments[:3] == (1000, -1, "hello")
    assert got.arguments[3:] == pytest.approx((1.234, 5.678))


@pytest.mark.parametrize(
    ("data", "arguments"),
    [
        (b"/a\0\0", ()),
        (b"/a\0\0,\0\0\0", ()),
        (b"/a\0\0,TFNI\0\0\0", (True, False, None, True)),
        (b"/a\0\0,h\0\0" + struct.pack(">q", -(2**40)), (-(2**40),)),
        (b"/a\0\0,d\0\0" + struct.pack(">d", 0.1), (0.1,)),
        (b"/a\0\0,S\0\0abc\0", ("abc",)),
        (b"/a\0\0,c\0\0\0\0\0A", (65,)),
        (b"/a\0\0,s\0\0\0\0\0\0", ("",)),
        (b"/a\0\0,s\0\0\xc3\xa9\0\0", ("é",)),
        (b"/a\0\0,b\0\0\0\0\0\x01x\0\0\0", (b"x",)),
        (b"/a\0\0,[ff]\0\0\0" + struct.pack(">ff", 1, 2), ([1.0, 2.0],)),
        (b"/a\0\0,[[]]\0\0\0", ([[]],)),
    ],
)
def test_every_type(data: bytes, arguments: tuple) -> None:
    assert decode(data) == Message("/a", arguments)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "0 bytes"),
        (b"/a\0", "not a multiple of 4"),
        (b"abcd", "neither like a message nor like a bundle"),
        (b"/abc", "unterminated string"),
        (b"/a\0x", "padded with something else"),
        (b"/\xff\0\0", "not decodable"),
        (b"/a\n\0", "unprintable address"),
        (b"/a\0\0f\0\0\0", "without a comma"),
        (b"/a\0\0,f\0\0", "announce 4 bytes where there are 0"),
        (b"/a\0\0,f\0\0\0\0\0\0\0\0\0\0", "announce 4 bytes where there are 8"),
        (b"/a\0\0,ff\0\0\0\0\0", "announce 8 bytes where there are 4"),
        (b"/a\0\0,\0\0\0\0\0\0\0", "announce 0 bytes where there are 4"),
        (b"/a\0\0,q\0\0", "unknown type tag 'q'"),
        (b"/a\0\0,s\0\0abcd", "unterminated"),
        (b"/a\0\0,s\0\0a\0\0x", "padded"),
        (b"/a\0\0,s\0\0\xff\0\0\0", "not decodable"),
        (b"/a\0\0,b\0\0", "blob without a size"),
        (b"/a\0\0,b\0\0\0\0\0\x05abcd", "does not fit"),
        (b"/a\0\0,b\0\0\xff\xff\xff\xfc", "does not fit"),
        (b"/a\0\0,b\0\0\x7f\xff\xff\xff", "does not fit"),
        (b"/a\0\0,b\0\0\0\0\0\x01xy\0\0", "not padded"),
        (b"/a\0\0,[\0\0", "brackets|fill"),
        (b"/a\0\0,]\0\0", "brackets"),
        (b"/a\0\0," + b"[" * 9 + b"]" * 9 + b"\0", "brackets"),
        (b"#bundle\0", "within its time tag"),
        (b"#bundle\0\0\0\0\0", "within its time tag"),
        (b"#bundle\0" + b"\0" * 7 + b"\x01\0\0\0\0", "element of 0 bytes"),
        (b"#bundle\0" + b"\0" * 7 + b"\x01\xff\xff\xff\xfc", "element of -4 bytes"),
        (b"#bundle\0" + b"\0" * 7 + b"\x01\0\0\0\x02/a\0\0", "element of 2 bytes"),
        (b"#bundle\0" + b"\0" * 7 + b"\x01\0\0\0\x08/a\0\0", "element of 8 bytes where 4 are left"),
        (b"#bundle\0" + b"\0" * 7 + b"\x01\0\0\0\x04abcd", "neither"),
    ],
)
def test_malformed(data: bytes, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        decode(data)


def test_one_bad_element_spoils_the_packet() -> None:
    good = message("/demond/denoise", 0.5).dgram
    bad = good[:-4] + b"\0\0"
    head = b"#bundle\0" + b"\0" * 7 + b"\x01"
    with pytest.raises(Malformed):
        decode(head + struct.pack(">i", len(good)) + good + struct.pack(">i", len(bad)) + bad)


def nested(depth: int) -> bytes:
    inner = bundle(message("/a", 1))
    for _ in range(depth - 1):
        inner = bundle(inner)
    return inner.dgram


def test_nesting_has_a_bottom() -> None:
    assert [m.address for _, m in decode(nested(8)).messages()] == ["/a"]
    with pytest.raises(Malformed, match="nested more than 8 deep"):
        decode(nested(9))
    with pytest.raises(Malformed):
        decode(b"#bundle\0\0\0\0\0\0\0\0\x01" + b"\0\0\xff\xf0#bundle\0\0\0\0\0\0\0\0\x01" * 3000)


def test_a_nested_bundle_is_never_due_before_what_encloses_it() -> None:
    a, b, c = message("/a", 1), message("/b", 1), message("/c", 1)
    packet = decode(bundle(a, bundle(b, at=2e9), bundle(c, at=1e9), at=1.5e9).dgram)
    assert [(due, m.address) for due, m in packet.messages()] == [(1.5e9, "/a"), (2e9, "/b"), (1.5e9, "/c")]
    at_once = decode(bundle(bundle(a, at=2e9), b, at=IMMEDIATELY).dgram)
    assert [(due, m.address) for due, m in at_once.messages()] == [(2e9, "/a"), (None, "/b")]


argument = st.recursive(
    st.one_of(
        st.booleans(),
        st.none(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(width=32, allow_nan=False),
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12),
        st.binary(min_size=1, max_size=9),
    ),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)
address = st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=20).map("/".__add__)


@given(address, st.lists(argument, max_size=6))
def test_what_is_written_can_be_read(where: str, arguments: list) -> None:
    assert decode(encode(where, arguments)) == Message(where, tuple(arguments))


@given(st.lists(st.tuples(address, st.lists(argument, max_size=3)), min_size=1, max_size=80))
@settings(max_examples=30, deadline=None)
def test_many_messages_go_in_few_packets_in_order(messages: list) -> None:
    packets = list(encode_all(messages))
    largest = max(len(encode(*one)) for one in messages)
    assert all(len(data) <= max(1200 + 16, largest + 20) for data in packets)
    read = [
        p for data in packets for p in ([decode(data)] if data[0] == 0x2F else [m for _, m in decode(data).messages()])
    ]
    assert read == [Message(where, tuple(arguments)) for where, arguments in messages]


SEEDS = [
    OSCILLATOR,
    FOO,
    bundle(message("/demond/denoise", 0.5), message("/demond/depth", 3), message("/demond/prompt/a", "dub")).dgram,
    bundle(bundle(message("/demond/sde", True), at=2e9), message("/demond/volume", -3.0)).dgram,
    message("/demond/channel/*", [0.1, 0.2, 0.3], 4.0).dgram,
    message("/demond/group/1", b"blob", 2**40).dgram,
]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(data) - 1))
        match draw(st.integers(0, 3)):
            case 0:
                data[place] = draw(st.sampled_from([0, 1, 4, 0x23, 0x2C, 0x2F, 0x5B, 0x7F, 0x80, 0xFC, 0xFF]))
            case 1:
                data[place : place + 4] = draw(st.sampled_from([b"\xff\xff\xff\xfc", b"\x7f\xff\xff\xff", b"\0\0\0\0"]))
            case 2:
                del data[place : place + 4]
            case _:
                data[place:place] = draw(st.binary(min_size=4, max_size=4))
        if not data:
            break
    return bytes(data)


@settings(max_examples=800, deadline=None)
@given(st.one_of(damaged(), st.binary(max_size=64), st.binary(max_size=64).map(lambda b: b"#bundle\0" + b)))
@example(b"#bundle\0" + b"\0" * 7 + b"\x01" + b"\xff\xff\xff\xfc" * 4)
def test_any_bytes_are_a_packet_or_malformed(data: bytes) -> None:
    try:
        packet = decode(data)
    except Malformed:
        return
    assert isinstance(packet, (Message, Bundle))
    assert len(data) % 4 == 0
