"""Listings to play demond from by a few lines of code: for SuperCollider and Sonic Pi, every control in them."""

from __future__ import annotations

from demond.parameters import PARAMETERS, takes

_SUPERCOLLIDER = """\
// demond from SuperCollider. Start demond, evaluate the block in parentheses once, then any line below it.

(
~demond = NetAddr("{host}", {port});
~values = IdentityDictionary.new;  // what demond says it has, by name: ~values['denoise'], ~values['channel/13']

~listener !? {{ thisProcess.removeOSCRecvFunc(~listener) }};
~listener = {{ |message, time, from|
    var address = message[0].asString;
    if(address.beginsWith("/demond/")) {{
        switch(address,
            "/demond/error", {{ "demond refused %: %".format(message[1], message[2]).warn }},
            "/demond/note", {{ "demond: % %".format(message[1], message[2]).postln }},
            "/demond/status", {{ ~status = message[1..].clump(2).flatten.asDict }},
            {{ ~values[address.drop(8).asSymbol] = if(message.size == 2) {{ message[1] }} {{ message[1..] }} }}
        )
    }}
}};
thisProcess.addOSCRecvFunc(~listener);

// Hear every change that others make; a ping keeps the subscription alive.
~keep.stop;
~keep = Routine {{
    ~demond.sendMsg("/demond/subscribe", "/demond//*", 30);
    loop {{ 20.wait; ~demond.sendMsg("/demond/ping") }}
}}.play(SystemClock);
);

// Set a value, at once or within 4 seconds.
~demond.sendMsg("/demond/denoise", 0.4);
~demond.sendMsg("/demond/hint_strength", 0.6, 4.0);

// A prompt, and a curve along the loop: a sine of one cycle every 4 beats.
~demond.sendMsg("/demond/prompt/a", "slow warm dub techno");
~demond.sendMsg("/demond/velocity_scale", "wave", "sine", "4b", 0.2, 1.0);

// Several values as one change, exactly 0.2 seconds from now.
~demond.sendBundle(0.2, ["/demond/depth", 3], ["/demond/seed", 7], ["/demond/prompt/b", "bright bells"]);

// A pattern: turn all but the first group of latent channels down.
~demond.sendMsg("/demond/group/[1-7]", 0.8);

// Keep everything as it is under a name, and come back to it within 8 seconds.
~demond.sendMsg("/demond/scene/store", "verse");
~demond.sendMsg("/demond/scene/recall", "verse", 8.0);

// A new seed every two bars at 120 bpm; stop it with ~seeds.stop
~seeds = Routine {{ loop {{ ~demond.sendMsg("/demond/seed", 1000.rand); 4.wait }} }}.play(SystemClock);
~seeds.stop;

// Every control, as /demond/NAME:
"""

_SONIC_PI = """\
# demond from Sonic Pi. Start demond, paste this into a buffer, run it.
#
# To hear what changes, Sonic Pi listens on port 4560, which the subscription names; from other machines, "Allow OSC
# from other computers" in its settings lets demond in. Not tried in Sonic Pi itself.

use_osc "{host}", {port}

osc "/demond/prompt/a", "slow warm dub techno"
osc "/demond/denoise", 0.6           # at once
osc "/demond/volume", -6.0, 4.0      # four seconds to get there

live_loop :demond_hear do            # every change that others make; it ends after a minute, unless asked for again
  osc "/demond/subscribe", "/demond//*", 30, 4560
  sleep 30
end

live_loop :demond_denoise do
  value = sync "/osc*/demond/denoise"
  puts "denoise is now", value[0]
end

live_loop :demond_errors do
  address, reason = sync "/osc*/demond/error"
  puts "demond refused", address, reason
end

live_loop :demond_seeds do           # another performance every 8 beats
  osc "/demond/seed", rand_i(1000)
  sleep 8
end

# Scenes: keep everything as it is under a name, and come back to it within 8 seconds.
# osc "/demond/scene/store", "verse"
# osc "/demond/scene/recall", "verse", 8.0

# Every control, as /demond/NAME:
"""


def supercollider(host: str = "127.0.0.1", port: int = 9130) -> bytes:
    """Return a listing for SuperCollider's language."""
    return (_SUPERCOLLIDER.format(host=host, port=port) + _controls("//")).encode("utf-8")


def sonic_pi(host: str = "127.0.0.1", port: int = 9130) -> bytes:
    """Return a listing for Sonic Pi."""
    return (_SONIC_PI.format(host=host, port=port) + _controls("#")).encode("utf-8")


def _controls(comment: str) -> str:
    return "".join(f"{comment}   {row.name}: {takes(row)}; {row.description}\n" for row in PARAMETERS.values())
