"""All by which demond is played and shows how it stands: OSC, HTTP, MIDI, monome, mapping files. No torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from demond.analysis import Analysis
from demond.calls import Calls, aside
from demond.clock.out import ClockOut
from demond.clock.sync import Sync
from demond.control.http import HttpPort, metrics
from demond.control.http.page import Page
from demond.control.mapping.learn import Learned, Learner, Wish
from demond.control.midi.outputs import Outputs
from demond.control.midi.shown import Words
from demond.control.monome import Monome
from demond.control.mqtt import Mqtt
from demond.control.osc import Access, OscServer
from demond.ending import Ending
from demond.files import Files
from demond.journal import Journal
from demond.learning import Learning
from demond.options import Options
from demond.places import Places
from demond.scenes.stage import Stage
from demond.sound import Sound
from demond.store import Store


class Desk:
    """What clients and controllers reach demond by; made in the event loop, where OSC is answered at once.

    `start` begins to listen to what the configuration and the mappings say.
    """

    def __init__(
        self,
        options: Options,
        store: Store,
        calls: Calls,
        places: Places,
        sound: Sound,
        stage: Stage,
        loras: Callable[[], Sequence[tuple[object, ...]]],
        figures: Callable[[], Mapping[str, object]],
        meters: Callable[[], Sequence[float]],
        reloaded: Callable[[], None],
        journal: Journal,
        ending: Ending,
    ) -> None:
        """`loras`, `figures` and `meters` are what OSC tells, `reloaded` is called when files were read again,
        `journal` has the last problems."""
        config, playback = options.running, sound.playback
        access = Access(
            config.osc.allow, config.osc.read_only, config.osc.secret, anywhere=config.osc.files == "anywhere"
        )
        self._sound = sound
        self._clock_ports = config.clock.out
        listings = {
            "loras": loras,
            "scene/list": stage.listed,
            "cue/list": stage.cues.listed,
            "problems": journal.listed,
        }
        self.osc = OscServer(
            store,
            config.osc.host,
            config.osc.port,
            figures,
            meters,
            listings,
            access=access,
            permit=places.permit,
            analysis=Analysis(playback, sound.clock).read,
        )
        ending.then(self.osc.close)
        self.sync = Sync(
            store, playback, sound.clock, sound.lock, sound.transport, calls, self.osc, bool(self._clock_ports)
        )
        ending.then(self.sync.close)
        monome = Monome(store, config.monome.port) if config.monome.enabled else None
        if monome is not None:
            ending.then(monome.close)
        self.outputs = Outputs(store, _words(sound, stage))
        ending.then(self.outputs.close)

        def learned(wish: Wish, what: Learned | None) -> None:
            self.learning.learned(wish, what)

        learner = Learner(calls.soon(learned))
        self.files = Files(
            options.config,
            options.config_path,
            store,
            self.osc,
            calls,
            reloaded,
            places.mappings,
            learner,
            monome,
            self.outputs,
            self.sync.clock_in,
            stage.reread,
        )
        self.learning = Learning(self.files, learner, places.mappings)
        self.http: HttpPort | None = None
        if config.http.enabled:
            wanted = config.http
            self.http = HttpPort(
                wanted.host,
                wanted.port,
                wanted.advertise,
                store,
                self.osc,
                access,
                lambda: playback.length > 0,
                {**Page(store, figures, journal, playback, listings).paths, "/metrics": metrics.answering(figures)},
            )
            self.http.start()
            ending.then(self.http.close)
        self.mqtt: Mqtt | None = None
        if config.mqtt.host:
            self.mqtt = Mqtt(
                config.mqtt,
                store,
                calls,
                figures,
                journal.listed,
                lambda: [str(scene[0]) for scene in stage.listed()],
                lambda: playback.playing,
            )
            ending.then(self.mqtt.close)

    def start(self, ending: Ending) -> None:
        """Read the mappings, listen to controllers, send our clock to the ports that are configured."""
        self.files.start()
        ending.then(aside, self.files.close)
        if self.mqtt is not None:
            self.mqtt.start()
        if self._clock_ports:
            sound, outlets = self._sound, [self.outputs.open(part) for part in self._clock_ports]
            out = ClockOut(
                sound.clock,
                outlets,
                lambda: sound.playback.playing,
                lambda: sound.transport.restarts,
                sound.lock.loop_beat,
            )
            out.start()
            ending.then(aside, out.close)


def _words(sound: Sound, stage: Stage) -> Words:
    """What controllers show beside controls."""
    playback = sound.playback
    return {
        "playing": lambda: playback.playing,
        "stopped": lambda: not playback.playing,
        "recording": lambda: sound.recorder.recording,
        "beat": lambda: playback.playing and sound.clock.beat() % 1.0 < 0.25,
        "scene": lambda: stage.number,
    }
