# demond from Sonic Pi. Start demond, paste this into a buffer, run it.
#
# To hear what changes, Sonic Pi listens on port 4560, which the subscription names; from other machines, "Allow OSC
# from other computers" in its settings lets demond in. Not tried in Sonic Pi itself.

use_osc "127.0.0.1", 9130

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
#   denoise: float 0..1; how far the music moves from its source: 0 gives the source back, 1 ignores it
#   seed: int 0..4294967295; which noise a generation starts from
#   steps: int 1..100 or none; solver steps of one generation
#   shift: float 1..6 or none; schedule shift: higher spends more steps on the large form
#   depth: int 1..8; generations in flight in the ring
#   denoise_quantize: one of continuous reference; schedule start: every denoise value counts, or the reference's coarse grid
#   velocity_scale: curve 0..2; scales every solver step
#   sde: on/off; solve with fresh noise at every step
#   sde_curve: curve 0..1; how much of the SDE result to take, the rest is the source
#   ode_noise: curve 0..1; noise added to every ODE step
#   initial_noise: curve 0..1 or none; starting mix of noise (1) and source (0) along time; none = by denoise
#   x0_target: curve 0..1; pull towards target, or the source, in the second half of the steps, or after x0_gate
#   x0_gate: float 0..1; part of the steps before x0_target acts; above 0 both count from the next admission on
#   guidance_mode: one of off full initialize self or none; where the negative velocity comes from: every step, the first step, the own noise
#   guidance: curve 1..15 or none; guidance scale; 1 changes nothing
#   cfg_rescale: curve 0..1; keep the velocity's size under guidance
#   apg_momentum: curve -1..1; momentum of the guidance direction over the steps
#   dcw: on/off or none; wavelet correction of every step
#   dcw_mode: one of low high double pix; which bands the wavelet correction touches
#   dcw_low: curve 0..0.5 or none; strength of the correction in the low band, and in mode pix
#   dcw_high: curve 0..0.5 or none; strength of the correction in the high band
#   dcw_wavelet: one of haar db1 db2 ...; orthogonal wavelet of the correction
#   dcw_mult: float 0..1; correct by adding (0) or, in proportion to what is there, by scaling (1)
#   dcw_phase: float 0..1; correct samples of the bands (0), or their magnitude and phase (1)
#   dcw_threshold: float 0..0.3; leave differences up to this size uncorrected
#   group/0: curve 0..3; gain of the latent channels 0 to 7
#   group/1: curve 0..3; gain of the latent channels 8 to 15
#   group/2: curve 0..3; gain of the latent channels 16 to 23
#   group/3: curve 0..3; gain of the latent channels 24 to 31
#   group/4: curve 0..3; gain of the latent channels 32 to 39
#   group/5: curve 0..3; gain of the latent channels 40 to 47
#   group/6: curve 0..3; gain of the latent channels 48 to 55
#   group/7: curve 0..3; gain of the latent channels 56 to 63
#   channel/0: curve 0..3; gain of latent channel 0, times that of its group
#   channel/1: curve 0..3; gain of latent channel 1, times that of its group
#   channel/2: curve 0..3; gain of latent channel 2, times that of its group
#   channel/3: curve 0..3; gain of latent channel 3, times that of its group
#   channel/4: curve 0..3; gain of latent channel 4, times that of its group
#   channel/5: curve 0..3; gain of latent channel 5, times that of its group
#   channel/6: curve 0..3; gain of latent channel 6, times that of its group
#   channel/7: curve 0..3; gain of latent channel 7, times that of its group
#   channel/8: curve 0..3; gain of latent channel 8, times that of its group
#   channel/9: curve 0..3; gain of latent channel 9, times that of its group
#   channel/10: curve 0..3; gain of latent channel 10, times that of its group
#   channel/11: curve 0..3; gain of latent channel 11, times that of its group
#   channel/12: curve 0..3; gain of latent channel 12, times that of its group
#   channel/13: curve 0..3; gain of latent channel 13, times that of its group
#   channel/14: curve 0..3; gain of latent channel 14, times that of its group
#   channel/15: curve 0..3; gain of latent channel 15, times that of its group
#   channel/16: curve 0..3; gain of latent channel 16, times that of its group
#   channel/17: curve 0..3; gain of latent channel 17, times that of its group
#   channel/18: curve 0..3; gain of latent channel 18, times that of its group
#   channel/19: curve 0..3; gain of latent channel 19, times that of its group
#   channel/20: curve 0..3; gain of latent channel 20, times that of its group
#   channel/21: curve 0..3; gain of latent channel 21, times that of its group
#   channel/22: curve 0..3; gain of latent channel 22, times that of its group
#   channel/23: curve 0..3; gain of latent channel 23, times that of its group
#   channel/24: curve 0..3; gain of latent channel 24, times that of its group
#   channel/25: curve 0..3; gain of latent channel 25, times that of its group
#   channel/26: curve 0..3; gain of latent channel 26, times that of its group
#   channel/27: curve 0..3; gain of latent channel 27, times that of its group
#   channel/28: curve 0..3; gain of latent channel 28, times that of its group
#   channel/29: curve 0..3; gain of latent channel 29, times that of its group
#   channel/30: curve 0..3; gain of latent channel 30, times that of its group
#   channel/31: curve 0..3; gain of latent channel 31, times that of its group
#   channel/32: curve 0..3; gain of latent channel 32, times that of its group
#   channel/33: curve 0..3; gain of latent channel 33, times that of its group
#   channel/34: curve 0..3; gain of latent channel 34, times that of its group
#   channel/35: curve 0..3; gain of latent channel 35, times that of its group
#   channel/36: curve 0..3; gain of latent channel 36, times that of its group
#   channel/37: curve 0..3; gain of latent channel 37, times that of its group
#   channel/38: curve 0..3; gain of latent channel 38, times that of its group
#   channel/39: curve 0..3; gain of latent channel 39, times that of its group
#   channel/40: curve 0..3; gain of latent channel 40, times that of its group
#   channel/41: curve 0..3; gain of latent channel 41, times that of its group
#   channel/42: curve 0..3; gain of latent channel 42, times that of its group
#   channel/43: curve 0..3; gain of latent channel 43, times that of its group
#   channel/44: curve 0..3; gain of latent channel 44, times that of its group
#   channel/45: curve 0..3; gain of latent channel 45, times that of its group
#   channel/46: curve 0..3; gain of latent channel 46, times that of its group
#   channel/47: curve 0..3; gain of latent channel 47, times that of its group
#   channel/48: curve 0..3; gain of latent channel 48, times that of its group
#   channel/49: curve 0..3; gain of latent channel 49, times that of its group
#   channel/50: curve 0..3; gain of latent channel 50, times that of its group
#   channel/51: curve 0..3; gain of latent channel 51, times that of its group
#   channel/52: curve 0..3; gain of latent channel 52, times that of its group
#   channel/53: curve 0..3; gain of latent channel 53, times that of its group
#   channel/54: curve 0..3; gain of latent channel 54, times that of its group
#   channel/55: curve 0..3; gain of latent channel 55, times that of its group
#   channel/56: curve 0..3; gain of latent channel 56, times that of its group
#   channel/57: curve 0..3; gain of latent channel 57, times that of its group
#   channel/58: curve 0..3; gain of latent channel 58, times that of its group
#   channel/59: curve 0..3; gain of latent channel 59, times that of its group
#   channel/60: curve 0..3; gain of latent channel 60, times that of its group
#   channel/61: curve 0..3; gain of latent channel 61, times that of its group
#   channel/62: curve 0..3; gain of latent channel 62, times that of its group
#   channel/63: curve 0..3; gain of latent channel 63, times that of its group
#   prompt/a: text; what the music should be, text a; empty = not in use
#   prompt/b: text; what the music should be, text b; empty = not in use
#   prompt/c: text; what the music should be, text c; empty = not in use
#   prompt/d: text; what the music should be, text d; empty = not in use
#   weight/a: curve 0..1; weight of prompt a
#   weight/b: curve 0..1; weight of prompt b
#   weight/c: curve 0..1; weight of prompt c
#   weight/d: curve 0..1; weight of prompt d
#   blend: curve 0..1; from prompt a (0) to prompt b (1)
#   blend_mode: one of velocity tokens; mix what prompts lead to, one pass each, or their token states, one pass for all; weights along the loop and parts of the steps always mix velocities
#   prompt_start/a: float 0..1; part of the steps before prompt a acts
#   prompt_start/b: float 0..1; part of the steps before prompt b acts
#   prompt_start/c: float 0..1; part of the steps before prompt c acts
#   prompt_start/d: float 0..1; part of the steps before prompt d acts
#   prompt_end/a: float 0..1; part of the steps after which prompt a no longer acts
#   prompt_end/b: float 0..1; part of the steps after which prompt b no longer acts
#   prompt_end/c: float 0..1; part of the steps after which prompt c no longer acts
#   prompt_end/d: float 0..1; part of the steps after which prompt d no longer acts
#   negative_prompt: text; what guidance leads away from
#   lyrics: text; words to sing
#   bpm: float 30..300 bpm or none; tempo told to the model, and of curves that follow the beat
#   key: text or none; key told to the model, e.g. "A minor"; empty = what prompts say, or free
#   time_signature: one of 2 3 4 6 beats or none; beats in a bar told to the model
#   language: text; language of the lyrics, e.g. "en"
#   lora_triggers: on/off; put the trigger words of the LoRAs that sound before the prompts
#   model: text or none; the model that makes the music: pocket, turbo and other names, a checkpoint folder or a hub id, or none = what the configuration says
#   source: text or none; audio to play on: a file, a name in the folders sources or recordings of the saved state, latent:NAME, or none = music from the prompts alone
#   follow_source: on/off; take tempo and key of every source that comes in for bpm and key, where they are clear, until it goes
#   timbre: text or none; audio that the music should sound like, named as a source is, or none
#   timbre_strength: float 0..1; how much the timbre reference counts
#   structure: text or none; audio whose structure is followed in place of the source's or the plan's, named as a source is and repeated or cut to the length of the loop, or none
#   structure_blend: curve 0..1; from the structure of the source or plan (0) to that of the structure reference (1)
#   hint_strength: float 0..1; how closely structure is followed: that of source, plan or structure reference
#   feedback: float 0..1; how much of an earlier generation goes into the source; without a source, how much the loop evolves from itself: at 1, denoise says how far each generation moves from that one
#   feedback_tap: int 1..8; which one is fed back: 1 = the one that finished last
#   target: text or none; what x0_target pulls towards: audio named as a source is, or none = the source itself
#   repaint_start: float 0..600 s; start of the only region of the source to generate anew; start and end 0 = everywhere
#   repaint_end: float 0..600 s; end of the region to generate anew
#   length: float 2..60 s; length of the loop without a source
#   context: float 0..600 s; how much of the song the decoder sees around the playhead; 0 = as much, up to 60 s, as lets a knob be heard in 150 ms; where nothing does: all of it, or 15 s where it is longer than 60 s
#   loop_start: float 0..600 s; start of the part that loops; start and end 0 = all of it
#   loop_end: float 0..600 s; end of the part that loops
#   loop_unit: one of seconds beats; what loop_start and loop_end count, beats by bpm
#   window: float 0.2..10 s; seconds decoded at a time
#   lead: float 0..10 s; how far ahead of the playhead to decode; 0 = from measured times
#   crossfade: float 0.002..0.2 s; crossfade between decoded windows
#   sync: one of off midi link; who leads the beat: nobody (bpm does), MIDI clock of any port, or Ableton Link
#   quantize: one of off beat bar turn; what play, changes of prompts and their blend, and recalls of scenes wait for; turn = that of the loop
#   recall_time: float 0..600 s; the time of a recall of a scene that names none, as by a program change; 0 = at once
#   volume: float -90..6 dB; output level; -90 = silence
#   mute: on/off; silence the output, keep everything running
#   ceiling: float -24..0 dB; ceiling of the limiter
#   level_match: on/off; play all prompts and sources equally loud: -16 LUFS over the loop, at most 6 dB up or down, slowly
#   freeze: on/off; stop generating, keep sounding
#   drift: float 0..1; how far the music moves by itself from turn to turn of the loop: 0 = it stays; 1 = another piece every turn, in the same style and key
#   form: one of free sections; the long form of what drifts: free = it wanders on; sections = intro, theme, variations and breaks of 4 to 16 turns, and the theme comes back
#   mod/1/to: text; the control that modulator 1 moves, as denoise or lora/ID/strength; empty = off
#   mod/1/shape: one of sine triangle saw ...; how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop
#   mod/1/rate: float 0.001..50; cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats
#   mod/1/clock: one of seconds beats; what the rate counts by
#   mod/1/depth: float -1..1; how far it moves, in parts of the control's range; of song, how much of the curve counts
#   mod/1/offset: float -1..1; how far from its own value the control moves, in parts of its range
#   mod/1/phase: float 0..1; where in its cycle it begins
#   mod/1/steps: curve -1..1; the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high
#   mod/1/smooth: float 0..60 s; how slowly it follows; of onsets, how slowly they fade
#   mod/2/to: text; the control that modulator 2 moves, as denoise or lora/ID/strength; empty = off
#   mod/2/shape: one of sine triangle saw ...; how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop
#   mod/2/rate: float 0.001..50; cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats
#   mod/2/clock: one of seconds beats; what the rate counts by
#   mod/2/depth: float -1..1; how far it moves, in parts of the control's range; of song, how much of the curve counts
#   mod/2/offset: float -1..1; how far from its own value the control moves, in parts of its range
#   mod/2/phase: float 0..1; where in its cycle it begins
#   mod/2/steps: curve -1..1; the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high
#   mod/2/smooth: float 0..60 s; how slowly it follows; of onsets, how slowly they fade
#   mod/3/to: text; the control that modulator 3 moves, as denoise or lora/ID/strength; empty = off
#   mod/3/shape: one of sine triangle saw ...; how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop
#   mod/3/rate: float 0.001..50; cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats
#   mod/3/clock: one of seconds beats; what the rate counts by
#   mod/3/depth: float -1..1; how far it moves, in parts of the control's range; of song, how much of the curve counts
#   mod/3/offset: float -1..1; how far from its own value the control moves, in parts of its range
#   mod/3/phase: float 0..1; where in its cycle it begins
#   mod/3/steps: curve -1..1; the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high
#   mod/3/smooth: float 0..60 s; how slowly it follows; of onsets, how slowly they fade
#   mod/4/to: text; the control that modulator 4 moves, as denoise or lora/ID/strength; empty = off
#   mod/4/shape: one of sine triangle saw ...; how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop
#   mod/4/rate: float 0.001..50; cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats
#   mod/4/clock: one of seconds beats; what the rate counts by
#   mod/4/depth: float -1..1; how far it moves, in parts of the control's range; of song, how much of the curve counts
#   mod/4/offset: float -1..1; how far from its own value the control moves, in parts of its range
#   mod/4/phase: float 0..1; where in its cycle it begins
#   mod/4/steps: curve -1..1; the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high
#   mod/4/smooth: float 0..60 s; how slowly it follows; of onsets, how slowly they fade
#   mod/5/to: text; the control that modulator 5 moves, as denoise or lora/ID/strength; empty = off
#   mod/5/shape: one of sine triangle saw ...; how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop
#   mod/5/rate: float 0.001..50; cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats
#   mod/5/clock: one of seconds beats; what the rate counts by
#   mod/5/depth: float -1..1; how far it moves, in parts of the control's range; of song, how much of the curve counts
#   mod/5/offset: float -1..1; how far from its own value the control moves, in parts of its range
#   mod/5/phase: float 0..1; where in its cycle it begins
#   mod/5/steps: curve -1..1; the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high
#   mod/5/smooth: float 0..60 s; how slowly it follows; of onsets, how slowly they fade
#   mod/6/to: text; the control that modulator 6 moves, as denoise or lora/ID/strength; empty = off
#   mod/6/shape: one of sine triangle saw ...; how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop
#   mod/6/rate: float 0.001..50; cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats
#   mod/6/clock: one of seconds beats; what the rate counts by
#   mod/6/depth: float -1..1; how far it moves, in parts of the control's range; of song, how much of the curve counts
#   mod/6/offset: float -1..1; how far from its own value the control moves, in parts of its range
#   mod/6/phase: float 0..1; where in its cycle it begins
#   mod/6/steps: curve -1..1; the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high
#   mod/6/smooth: float 0..60 s; how slowly it follows; of onsets, how slowly they fade
#   mod/7/to: text; the control that modulator 7 moves, as denoise or lora/ID/strength; empty = off
#   mod/7/shape: one of sine triangle saw ...; how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop
#   mod/7/rate: float 0.001..50; cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats
#   mod/7/clock: one of seconds beats; what the rate counts by
#   mod/7/depth: float -1..1; how far it moves, in parts of the control's range; of song, how much of the curve counts
#   mod/7/offset: float -1..1; how far from its own value the control moves, in parts of its range
#   mod/7/phase: float 0..1; where in its cycle it begins
#   mod/7/steps: curve -1..1; the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high
#   mod/7/smooth: float 0..60 s; how slowly it follows; of onsets, how slowly they fade
#   mod/8/to: text; the control that modulator 8 moves, as denoise or lora/ID/strength; empty = off
#   mod/8/shape: one of sine triangle saw ...; how it moves: a wave; random values that are held; a walk; steps; the level or the onsets of the input; the day, from 0 at midnight to 1 at noon; song: steps as a curve along the loop
#   mod/8/rate: float 0.001..50; cycles, values or steps' rounds a second or, by clock, a beat: 0.25 is one in 4 beats
#   mod/8/clock: one of seconds beats; what the rate counts by
#   mod/8/depth: float -1..1; how far it moves, in parts of the control's range; of song, how much of the curve counts
#   mod/8/offset: float -1..1; how far from its own value the control moves, in parts of its range
#   mod/8/phase: float 0..1; where in its cycle it begins
#   mod/8/steps: curve -1..1; the steps of a round, or the curve of song: 0 is the low end of the control, 1 the high
#   mod/8/smooth: float 0..60 s; how slowly it follows; of onsets, how slowly they fade
#   morph: float 0..1; from the first (0) to the second (1) of the two scenes that scene/morph names: numbers move, words switch in the middle, prompts cross over; what a hand moves is left alone until 0 or 1
#   play: action; start to play
#   stop: action; fade out and stop; the engine goes on
#   restart: action; play from the start of the loop
#   seek: action with a number s; move the playhead to this second
#   tap: action; tap the tempo: sets bpm by the last taps, while sync is off
#   panic: action; fade out now, put every value back to its default, except words: prompts, key, the names of model, source and references
#   undo: action; take back what was done last: a panic, a scene that was recalled, stored, deleted, renamed or moved, a morph, an import
#   record: action with text; record to a new file (.wav or .flac): a name in the folder recordings of the saved state or a path; %t in it is the time, one that is taken gets a number; "off" ends the recording
#   capture: action with a number s; take the last seconds of the input as source; [audio] input in the configuration names it
#   save_latent: action with text; save the newest generation under this name, one that is taken gets a number: latent:NAME in source, timbre and so on
#   save: action; save all values now
#   midi/refresh: action; have every controller show everything anew, its init first
#   scene/store: action with text and perhaps text; keep what controls are set to as a scene, in the place of one of that name: those that are named, as "prompt/* blend", or all
#   scene/recall: action with text and perhaps a number; bring a scene back, over some seconds, else those of recall_time: numbers move, words switch at half, prompts cross over; what a hand moves meanwhile is left alone; it waits for what quantize says
#   scene/number: action with a number and perhaps a number; recall the scene of this number, counted from 1, as scene/recall does; for program changes
#   scene/delete: action with text; forget a scene; the others keep their numbers
#   scene/rename: action with text and text; rename a scene
#   scene/move: action with text and a number; give a scene this number; those from there up to the next that is free move on by one
#   scene/morph: action with text and text; name the two scenes between which the control morph moves
#   scene/export: action with text; write all scenes to one new TOML file: a name in the folder exports of the saved state or a path
#   scene/import: action with text; take all scenes of such a file, or none where anything is wrong with it; those of the same names are replaced
#   cue/load: action with text; read a list of cues, a TOML file: a name in the folder cues of the saved state or a path
#   cue/go: action; play the next cue; two presses within 0.2 s are one
#   cue/back: action; play the cue before the current one again
#   reload: action; read configuration, mappings and scenes again
#   midi/learn: action with perhaps text and perhaps text; have the next MIDI control that is moved move the control of this name, or set it to a value; several may be asked for in a row; "off", or no name, ends that
#   midi/forget: action with text; take out again what was learned for the control of this name
