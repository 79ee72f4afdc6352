"""The page in a real Chromium: what hands do there is heard, what others do is seen, what breaks is said."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser import Browser, browser
from tests.conftest import Daemon

pytestmark = pytest.mark.skipif(
    shutil.which("chromium") is None and shutil.which("chromium-browser") is None,
    reason="chromium is not installed (apt install chromium)",
)
UP = "!document.body.classList.contains('away')"
HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>' + "&amp;" * 6


def row(name: str) -> str:
    return f'[data-name="{name}"]'


def near(daemon: Daemon, name: str, wanted: Callable[[float], bool], seconds: float = 5.0) -> float:
    """The value of a control, asked for by OSC until it is as wanted."""
    until = time.monotonic() + seconds
    while not wanted(value := float(str(daemon.ask(name)))):
        assert time.monotonic() < until, f"{name} is {value}"
        time.sleep(0.05)
    return value


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    made = Daemon(tmp_path_factory.mktemp("page"))
    try:
        made.wait_sounding()
        made.wait_until(lambda: "OSCQuery on" in made.log, 30, "HTTP")
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def desktop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("desktop")) as made:
        yield made


@pytest.fixture
def page(daemon: Daemon, desktop: Browser) -> Iterator[Browser]:
    """The page, freshly opened; nothing that it did was complained of, and nothing was asked of anybody else."""
    desktop.events.clear()
    desktop.open(address(daemon))
    desktop.wait(UP)
    yield desktop
    assert desktop.problems() == []
    own = address(daemon).split("//")[1].split("/")[0]
    asked = desktop.requests()
    assert asked
    assert all(url.split("//")[1].split("/")[0] == own for url in asked if not url.startswith("data:")), asked


def address(daemon: Daemon, host: str = "127.0.0.1", path: str = "/ui") -> str:
    return f"http://{host}:{daemon.port + 1}{path}"


def test_a_browser_is_led_to_the_page_which_is_small_and_there_at_once(daemon: Daemon, page: Browser) -> None:
    page.events.clear()
    began = time.monotonic()
    page.open(address(daemon, path="/"))
    page.wait(UP)
    took = time.monotonic() - began
    assert page.look("location.pathname") == "/ui"
    sizes = [e["params"]["encodedDataLength"] for e in page.events if e.get("method") == "Network.loadingFinished"]
    assert sum(sizes) < 250_000
    assert took < 10.0
    page.wait("document.querySelectorAll('.row').length > 200")
    page.wait("document.querySelector('#picture').width === 480")
    assert "warm ambient pads" in page.text("#prompt")


def test_hands_on_a_fader_are_heard(daemon: Daemon, page: Browser) -> None:
    slider = f"{row('denoise')} .slider"
    left, top, width, height = page.box(slider)
    y = top + height / 2
    page.mouse("Pressed", left + 8 + 0.2 * (width - 16), y)
    near(daemon, "denoise", lambda v: abs(v - 0.2) < 0.01)
    for step in range(1, 21):
        page.mouse("Moved", left + 8 + (0.2 + 0.02 * step) * (width - 16), y)
    page.mouse("Released", left + 8 + 0.6 * (width - 16), y, 0)
    near(daemon, "denoise", lambda v: abs(v - 0.6) < 0.01)

    page.focus(slider)
    for key, wanted in (("Home", 0.0), ("End", 1.0), ("ArrowLeft", 0.99), ("PageDown", 0.89), ("ArrowUp", 0.9)):
        page.key(key)
        near(daemon, "denoise", lambda v, wanted=wanted: abs(v - wanted) < 1e-4)  # type: ignore[misc]
    assert page.look(f"document.querySelector('{slider}').getAttribute('aria-valuenow')") == "0.9"
    page.key("Backspace")
    near(daemon, "denoise", lambda v: v == pytest.approx(0.7))

    assert page.look("document.activeElement.getAttribute('role')") == "slider"
    page.key("Tab")
    assert page.look("document.activeElement.matches(':focus-visible')"), "where the keyboard is shows"


def test_a_logarithmic_fader_is_at_the_geometric_mean_in_its_middle(daemon: Daemon, page: Browser) -> None:
    page.look(f"document.querySelector('{row('crossfade')}').closest('details').open = true")
    page.click(f"{row('crossfade')} .slider")
    near(daemon, "crossfade", lambda v: abs(v - 0.02) < 0.001)


def test_what_others_do_is_seen_at_once_and_fights_no_hand(daemon: Daemon, page: Browser) -> None:
    def at(name: str) -> float:
        return float(page.look(f"document.querySelector('{row(name)} .slider').getAttribute('aria-valuenow')"))

    daemon.send("/demond/feedback", 0.25)
    page.wait(f"document.querySelector('{row('feedback')} .value').value === '0.25'", 2.0)
    assert at("feedback") == 0.25
    daemon.send("/demond/prompt/b", HOSTILE)
    page.wait(f"document.querySelector('{row('prompt/b')} textarea').value.includes('onerror')", 2.0)
    daemon.send("/demond/mute", 1)
    page.wait(f"document.querySelector('{row('mute')} .switch').getAttribute('aria-checked') === 'true'", 2.0)
    daemon.send("/demond/mute", 0)

    left, top, width, height = page.box(f"{row('feedback')} .slider")
    page.mouse("Pressed", left + 8 + 0.5 * (width - 16), top + height / 2)
    near(daemon, "feedback", lambda v: abs(v - 0.5) < 0.01)
    daemon.send("/demond/feedback", 0.9)
    near(daemon, "feedback", lambda v: abs(v - 0.9) < 0.01)
    time.sleep(0.2)
    assert abs(at("feedback") - 0.5) < 0.01, "the fader stays under the hand"
    page.mouse("Released", left + 8 + 0.5 * (width - 16), top + height / 2, 0)
    page.wait(f"document.querySelector('{row('feedback')} .value').value === '0.9'", 2.0)
    daemon.send("/demond/feedback", 0.0)

    daemon.send("/demond/velocity_scale", "wave", "sine", 0.5, 0.3, 1.0)
    page.wait(f"document.querySelector('{row('velocity_scale')} .value').value.startsWith('wave sine 0.5 0.3 1')", 2.0)
    assert page.look(f"document.querySelector('{row('velocity_scale')} path').getAttribute('d').length > 500")
    daemon.send("/demond/velocity_scale", 1.0)
    daemon.send("/demond/prompt/b", "")
    assert page.look("window.hit") is None


def test_text_is_sent_by_enter_restored_by_escape_and_refused_with_the_reason(daemon: Daemon, page: Browser) -> None:
    field = f"{row('prompt/a')} textarea"
    page.focus(field)
    page.look("document.activeElement.select()")
    page.write("solo piano, slow")
    page.key("Escape")
    assert page.look("document.activeElement.value") == "warm ambient pads with a slow beat"
    page.look("document.activeElement.select()")
    page.write("solo piano, slow")
    page.key("Enter")
    daemon.wait_until(lambda: daemon.ask("prompt/a") == "solo piano, slow", 5, "the prompt")
    page.wait("document.querySelector('#prompt').textContent === 'solo piano, slow'", 3.0)

    page.look(f"document.querySelector('{row('bpm')}').closest('details').open = true")
    assert page.wait(f"document.querySelector('{row('bpm')} .back').textContent") == "follows the prompt"
    page.focus(f"{row('bpm')} .value")
    page.look("document.activeElement.select()")
    page.write("fast")
    page.key("Enter")
    said = page.wait(f"document.querySelector('{row('bpm')} .said').textContent", 3.0)
    assert said == 'wants a number 30..300, got text "fast"'
    assert page.look("document.activeElement.value") == "fast", "there to be mended"
    page.look("document.activeElement.select()")
    page.write("500")
    page.key("Enter")
    page.wait(f"document.querySelector('{row('bpm')} .said').textContent === 'clamped to 300'", 3.0)
    page.wait("document.activeElement.value === '300'", 3.0)
    page.wait(f"document.querySelector('{row('bpm')} .back').textContent === 'let it follow again'", 3.0)
    page.click(f"{row('bpm')} .back")
    page.wait(f"document.querySelector('{row('bpm')} .back').textContent === 'follows the prompt'", 5.0)
    page.wait(f"document.querySelector('{row('bpm')} .value').value !== '300'", 5.0)
    assert float(str(daemon.ask("bpm"))) < 100

    page.look(f"document.querySelector('{row('weight/a')}').closest('details').open = true")
    page.focus(f"{row('weight/a')} .value")
    page.look("document.activeElement.select()")
    page.write("ramp 0 1")
    page.key("Enter")
    daemon.wait_until(lambda: daemon.ask("weight/a") == "ramp", 5, "the curve")
    page.wait(f"document.querySelector('{row('weight/a')} .slider').hidden", 3.0)
    page.click(f"{row('weight/a')} .back")
    near(daemon, "weight/a", lambda v: v == 1.0)


def test_scenes_of_any_name_are_stored_recalled_and_deleted_on_a_second_press(daemon: Daemon, page: Browser) -> None:
    daemon.send("/demond/scene/store", HOSTILE)
    page.wait("document.querySelectorAll('#scenelist li').length === 1", 5.0)
    assert page.text("#scenelist .scene").endswith(HOSTILE)
    assert page.look("window.hit") is None
    page.focus("#scenename")
    page.write("quiet")
    page.key("Enter")
    page.wait("document.querySelectorAll('#scenelist li').length === 2", 5.0)
    daemon.send("/demond/volume", -20.0)
    page.wait(f"document.querySelector('{row('volume')} .value').value === '-20'", 2.0)
    page.click("#scenelist li:nth-child(2) .scene")
    near(daemon, "volume", lambda v: v == 0.0)
    page.wait("document.querySelector('[aria-current=true]')?.textContent.endsWith('quiet')", 3.0)
    for number in (2, 1):
        page.click(f"#scenelist li:nth-child({number}) .calm")
        assert page.text(f"#scenelist li:nth-child({number}) .calm") == "Delete?"
        page.click(f"#scenelist li:nth-child({number}) .calm")
        page.wait(f"document.querySelectorAll('#scenelist li').length === {number - 1}", 5.0)


def test_transport_search_and_problems(daemon: Daemon, page: Browser) -> None:
    page.click("#freeze")
    daemon.wait_until(lambda: daemon.ask("freeze") == 1, 5, "freeze")
    page.wait("document.querySelector('#freeze').getAttribute('aria-pressed') === 'true'", 3.0)
    page.click("#freeze")
    daemon.wait_until(lambda: daemon.ask("freeze") == 0, 5, "freeze ends")
    page.click("#play")
    daemon.wait_until(lambda: daemon.status()["playing"] == 0, 5, "stop")
    page.wait("document.querySelector('#play').textContent === 'Play'", 3.0)
    page.click("#play")
    daemon.wait_until(lambda: daemon.status()["playing"] == 1, 5, "play")

    page.key("/")
    page.write("wavelet haar")
    assert page.text("#count").startswith("0 of")
    page.key("Escape")
    page.write("orthogonal wavelet")
    assert page.text("#count").startswith("1 of")
    assert page.look(f"document.querySelector('{row('dcw_wavelet')} select').checkVisibility()")
    page.key("Escape")

    daemon.send("/demond/source", "lost.wav")
    page.wait("document.querySelector('#problems').textContent.includes('lost.wav: no such file')", 10.0)
    assert page.look("document.querySelector('#problems time').textContent.length") >= 8
    daemon.send("/demond/source", "none")


def test_a_dead_engine_is_said_and_that_another_plays(daemon: Daemon, page: Browser) -> None:
    restarts = int(str(daemon.status()["engine_restarts"]))
    os.kill(daemon.engine_pid(), signal.SIGKILL)
    page.wait("/engine/.test(document.querySelector('#link').textContent)", 5.0)
    assert "engine" in page.text("#work")
    page.wait("document.querySelector('#link').className === 'link on'", 60.0)
    assert page.look("document.querySelector('#work').hidden")
    figures = dict(
        page.look(
            "[...document.querySelectorAll('#figures dt')].map(dt => [dt.textContent, dt.nextSibling.textContent])"
        )
    )
    assert int(figures["engine restarts"]) == restarts + 1
    page.wait("document.querySelector('#problems').textContent.includes('engine')", 3.0)


def test_a_phone_scrolls_over_faders_and_moves_them_sideways(daemon: Daemon, tmp_path: Path) -> None:
    with browser(tmp_path, width=360, height=740, phone=True) as phone:
        phone.open(address(daemon))
        phone.wait(UP)
        phone.look("document.querySelectorAll('details').forEach((each) => { each.open = true })")
        assert phone.look("document.documentElement.scrollWidth") == 360
        assert (
            phone.look("Math.min(...[...document.querySelectorAll('.transport button')].map(b => b.offsetHeight))")
            >= 40
        )
        daemon.send("/demond/denoise", 0.5)
        phone.wait(f"document.querySelector('{row('denoise')} .value').value === '0.5'")

        left, top, width, height = phone.box(f"{row('denoise')} .slider")
        middle = top + height / 2
        before = phone.look("scrollY")
        phone.swipe((left + width * 0.8, middle), (left + width * 0.8 + 6, middle - 200))
        phone.wait(f"scrollY > {before} + 100", 3.0)
        time.sleep(0.3)
        assert near(daemon, "denoise", lambda v: True) == pytest.approx(0.5), "who scrolls over it moves nothing"

        left, top, width, height = phone.box(f"{row('denoise')} .slider")
        middle = top + height / 2
        before = phone.look("scrollY")
        phone.swipe((left + width * 0.2, middle), (left + width * 0.2 + 0.25 * (width - 16), middle + 4))
        value = near(daemon, "denoise", lambda v: v > 0.6)
        assert value == pytest.approx(0.73, abs=0.05), "it goes as far as the finger, from where it was"
        assert phone.look("scrollY") == before
        assert phone.problems() == []
        daemon.send("/demond/denoise", 0.7)


def test_nothing_moves_by_itself_where_that_is_not_wanted(daemon: Daemon, page: Browser) -> None:
    page.prefer("light", "reduce")
    try:
        page.open(address(daemon))
        page.wait(UP)
        assert page.look("getComputedStyle(document.documentElement).backgroundColor") == "rgb(243, 241, 236)"
        moved = set()
        until = time.monotonic() + 0.8
        while time.monotonic() < until:
            moved.add(page.look("document.querySelector('#playhead').style.transform"))
        assert len(moved) <= 2
    finally:
        page.prefer("dark")


def own_address() -> str | None:
    """An address of this machine that others could reach it by."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        name = str(probe.getsockname()[0])
        return None if name.startswith("127.") else name
    return None


def test_who_has_to_say_the_secret_is_asked_for_it(desktop: Browser, tmp_path: Path) -> None:
    host = own_address()
    if host is None:
        pytest.skip("this machine has no address but its own loopback")
    config = tmp_path / "demond.toml"
    config.write_text(
        f'[osc]\nhost = "0.0.0.0"\nallow = ["{host}"]\nsecret = "tulip"\n'
        '[http]\nhost = "0.0.0.0"\nadvertise = "never"\n'
    )
    daemon = Daemon(tmp_path, "--config", str(config))
    try:
        daemon.wait_sounding()
        daemon.wait_until(lambda: "OSCQuery on" in daemon.log, 30, "HTTP")
        desktop.open(address(daemon, host))
        assert desktop.look("document.querySelector('#word').type") == "password"
        desktop.focus("#word")
        desktop.write("rose")
        desktop.key("Enter")
        desktop.wait("location.search !== '' && document.querySelector('#word') !== null")
        desktop.focus("#word")
        desktop.write("tulip")
        desktop.key("Enter")
        desktop.wait(f"document.querySelector('#prompt') !== null && {UP}")
        assert desktop.look("location.href") == address(daemon, host), "the word does not stay in the address"
        desktop.focus(f"{row('denoise')} .slider")
        desktop.key("Home")
        near(daemon, "denoise", lambda v: v == 0.0)
        told = json.loads(desktop.look("fetch('/ui/state').then((answer) => answer.text())"))
        assert told["figures"]["engine"] == "running"
    finally:
        daemon.close()


def test_a_daemon_that_starts_anew_is_found_again(daemon: Daemon, desktop: Browser, tmp_path: Path) -> None:
    """The last test of that daemon."""
    desktop.open(address(daemon))
    desktop.wait(UP)
    daemon.end()
    desktop.wait("!document.querySelector('#lost').hidden", 10.0)
    assert desktop.text("#lost").startswith("No connection to demond since ")
    desktop.focus(f"{row('denoise')} .slider")
    desktop.key("Home")
    assert desktop.text(f"{row('denoise')} .said") == "not sent: there is no connection"
    again = Daemon(tmp_path, "--port", str(daemon.port))
    again.port = daemon.port
    try:
        again.wait_sounding()
        desktop.wait(UP, 30.0)
        assert desktop.look("document.querySelector('#lost').hidden")
        again.send("/demond/denoise", 0.33)
        desktop.wait(f"document.querySelector('{row('denoise')} .value').value === '0.33'", 3.0)
    finally:
        again.close()
