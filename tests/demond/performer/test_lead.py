import pytest

from demond.performer.lead import DEVICE_SECONDS, RECENT, SAFETY, Lead


def test_lead_follows_the_slowest_recent_times():
    lead = Lead()
    for seconds in (0.02, 0.05, 0.03):
        lead.decode_took(seconds)
        lead.round_took(10 * seconds)
    assert lead.guard() == pytest.approx(DEVICE_SECONDS + SAFETY * 0.05)
    assert lead.reach() == pytest.approx(SAFETY * 0.5)


def test_lead_forgets_a_slow_moment():
    lead = Lead()
    lead.decode_took(3.0)
    for _ in range(RECENT):
        lead.decode_took(0.01)
    assert lead.guard() < 0.1


def test_a_generation_takes_as_long_as_the_latest_ticks():
    lead = Lead()
    assert lead.generation(8) == 0.0
    for seconds in (9.0, 0.1, 0.2, 0.1, 0.2):
        lead.tick_took(seconds)
    assert lead.generation(8) == pytest.approx(8 * 0.15)
