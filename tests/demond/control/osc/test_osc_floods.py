"""Thinning a flood out changes nothing but the work: same values, same answers, in the same order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from demond.control.osc.floods import heads, newest
from demond.control.osc.packets import decode
from demond.parameters import PARAMETERS, ControlError
from demond.store import Store
from tests.osc_peer import bundle, message

TABLE = heads(PARAMETERS.values())
ONE, TWO = ("127.0.0.1", 1), ("127.0.0.1", 2)


def fader(value: float) -> bytes:
    return message("/demond/denoise", value).dgram


def test_only_the_last_of_a_fader_is_left() -> None:
    batch = [(fader(step / 100), ONE) for step in range(100)]
    assert newest(batch, TABLE) == batch[-1:]
    mixed = [(fader(0.1), ONE), (message("/demond/depth", 2).dgram, ONE), (fader(0.2), TWO), (fader(0.3), ONE)]
    assert newest(mixed, TABLE) == mixed[1:]


def test_whatever_could_ask_or_do_something_stays_and_so_does_what_is_before_it() -> None:
    for other in (
        message("/demond/get", "denoise"),
        message("/demond/play", 1.0),
        message("/demond/prompt/a", "dub"),
        message("/demond/*oise", 0.5),
        message("/1/fader1", 0.5),
        message("/demond/denoise", 0.5, 4.0),
        bundle(message("/demond/denoise", 0.5)),
    ):
        batch = [(fader(0.1), ONE), (fader(0.2), ONE), (other.dgram, ONE), (fader(0.3), ONE), (fader(0.4), ONE)]
        assert newest(batch, TABLE) == [batch[1], batch[2], batch[4]]
    refused = [(fader(0.1), ONE), (fader(float("nan")), ONE), (fader(float("-inf")), ONE)]
    assert newest(refused, TABLE) == refused


numbers = st.one_of(st.floats(width=32), st.integers(-10, 10), st.sampled_from([0.5, 2, "x", True]))
messages = st.tuples(st.sampled_from(["denoise", "depth", "sde", "ode_noise", "prompt/a", "guidance_mode"]), numbers)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(messages, st.sampled_from([ONE, TWO])), max_size=12))
def test_the_values_and_the_errors_are_the_same(sent: list) -> None:
    batch = [(message(f"/demond/{name}", value).dgram, sender) for (name, value), sender in sent]

    def obey(packets) -> tuple[dict, list]:
        store, errors = Store(), []
        for data, sender in packets:
            packet = decode(data)
            try:
                store.set(packet.address.removeprefix("/demond/"), packet.arguments[0])
            except ControlError as error:
                errors.append((sender, error.reason))
        return store.targets(), errors

    assert obey(batch) == obey(newest(batch, TABLE))
