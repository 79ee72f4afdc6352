/* The audio callback: renders the shared loop into the device's buffer. No lock, no allocation, no system call.

   callback.py is its twin; a change here is a change there. The header's fields are described in layout.py. */

#include <math.h>
#include <string.h>
#include <time.h>

#define GAIN_SECONDS 0.03     /* for a change of the gain by 1 */
#define MATCH_DECIBELS 2.0    /* a second, at most, by which the loudness is evened: slower than music swells */
#define RELEASE_SECONDS 0.1   /* time constant of the limiter's release */
#define DC_HERTZ 5.0          /* corner of the DC block */
#define SEEK_FADE 480.0       /* samples at 48 kHz */
#define REGION_FADE 240.0
#define DECIBEL 0.1151292546497023 /* ln(10) / 20 */
#define ABSURD 1e4            /* beyond it a sample is no sound */
#define NEARLY 1e-9
#define OUTPUT_LOST 12        /* paOutputUnderflow | paOutputOverflow */

/* What native.py compares with layout.py before it hands any bytes over. */
static uint64_t layout_version(void) { return LAYOUT; }

struct time_info {
    double input, current, output;
};

static const float *bank_of(const struct header *h, int64_t bank) {
    return (const float *)((const char *)h + h->bank_offset[bank]);
}

/* fmax and fmin without the call; no number here is NaN. */
static inline double larger(double a, double b) { return a > b ? a : b; }
static inline double lesser(double a, double b) { return a < b ? a : b; }

static double wrap(double position, double length) {
    while (position >= length) position -= length;
    return position;
}

typedef float four __attribute__((vector_size(16)));

static four four_at(const float *x) {
    four found;
    memcpy(&found, x, sizeof found);
    return found;
}

/* TAPS stereo samples by a row of the kernel, `blend` of the way to the next row. */
static void convolve(const float *x, const float *row, float blend, double *left, double *right) {
    four even = {0}, odd = {0};  /* left, right, left, right */
    for (int t = 0; t < TAPS; t += 4) {
        four below = four_at(row + t), c = below + blend * (four_at(row + TAPS + t) - below);
        even += (four){c[0], c[0], c[1], c[1]} * four_at(x + 2 * t);
        odd += (four){c[2], c[2], c[3], c[3]} * four_at(x + 2 * t + 4);
    }
    even += odd;
    *left = (double)even[0] + even[2];
    *right = (double)even[1] + even[3];
}

/* n frames of a bank from `position` on, cyclic, at `step` samples a frame. */
static void read_voice(const struct header *h, int64_t bank, double position, double step, int n,
                       double *left, double *right) {
    int64_t length = bank < 0 ? 0 : (int64_t)h->bank_length[bank];
    if (length <= 0) {
        memset(left, 0, n * sizeof(double));
        memset(right, 0, n * sizeof(double));
        return;
    }
    const float *samples = bank_of(h, bank);
    if (step == 1.0) {
        int64_t at = (int64_t)floor(position + 0.5) % length;
        for (int i = 0; i < n; i++) {
            left[i] = samples[2 * at];
            right[i] = samples[2 * at + 1];
            if (++at == length) at = 0;
        }
        return;
    }
    const float *kernel = (const float *)((const char *)h + h->kernel_offset);
    float around[2 * TAPS];
    for (int i = 0; i < n; i++) {
        double exact = position + i * step, whole = floor(exact), phase = (exact - whole) * PHASES;
        int row = (int)phase;
        int64_t at = ((int64_t)whole - (TAPS / 2 - 1)) % length;
        if (at < 0) at += length;
        const float *x = samples + 2 * at;
        if (at + TAPS > length) {
            for (int t = 0; t < TAPS; t++) {
                around[2 * t] = samples[2 * at];
                around[2 * t + 1] = samples[2 * at + 1];
                if (++at == length) at = 0;
            }
            x = around;
        }
        convolve(x, kernel + row * TAPS, (float)(phase - row), left + i, right + i);
    }
}

/* The gain at which a bank is to sound, so that it is as loud as others. */
static double match_of(const struct header *h, int64_t bank) { return h->match ? h->bank_gain[bank] : 1.0; }

/* Has a bank that is not heard yet begin at its own gain; what the DC block remembers is measured by that from now on. */
static void match_at_once(struct header *h, int64_t bank) {
    double before = h->active < 0 ? 1.0 : h->match_now[h->active], other;
    h->match_now[bank] = match_of(h, bank);
    other = before / h->match_now[bank];
    for (int c = 0; c < 2; c++) h->dc_input[c] *= other, h->dc_output[c] *= other;
}

/* Moves the playhead, with a crossfade of `fade` samples at 48 kHz from where it is. */
static void jump(struct header *h, int64_t bank, double position, double fade, double step, int idle) {
    h->fade_bank = h->active;
    h->fade_position = h->position;
    h->fade_progress = idle || fade <= 0 ? 1.0 : 0.0;
    h->fade_step = fade > 0 ? step / fade : 1.0;
    h->active = bank;
    h->position = wrap(position, (double)h->bank_length[bank]);
}

/* Start and end of what is looped, within the length of the active bank. */
static int region_of(const struct header *h, double *start, double *end) {
    uint64_t word = h->region, length = h->bank_length[h->active];
    uint64_t first = word >> 32, last = word & 0xffffffffu;
    if (last > length) last = length;
    if (word == 0 || last < first + SHORTEST || (first == 0 && last == length)) return 0;
    *start = (double)first;
    *end = (double)last;
    return 1;
}

/* Takes a new commit, seek or region; each waits for the end of the crossfade before it. */
static void take_requests(struct header *h, double step, int idle) {
    if (step == 1.0) h->position = floor(h->position + 0.5);
    if (idle) h->fade_progress = 1.0;
    uint64_t commit = __atomic_load_n(&h->commit, __ATOMIC_ACQUIRE);
    uint64_t seek = __atomic_load_n(&h->seek, __ATOMIC_ACQUIRE);
    if (h->fade_progress >= 1.0 && commit != h->commit_seen) {
        int64_t bank = (commit >> 56) & 1;
        if (h->bank_length[bank]) {
            match_at_once(h, bank);
            jump(h, bank, (double)(commit & 0xffffffffu), (double)((commit >> 32) & 0xffffffu), step, idle);
        }
        h->commit_seen = commit;
    }
    if (h->fade_progress >= 1.0 && h->active >= 0 && seek != h->seek_seen) {
        jump(h, h->active, (double)(seek & 0xffffffffu), SEEK_FADE, step, idle);
        h->seek_seen = seek;
    }
    if (h->fade_progress >= 1.0 && h->active >= 0) {
        double start, end;
        if (region_of(h, &start, &end) && (h->position < start || h->position >= end)) {
            double over = h->position - end;
            jump(h, h->active, over >= 0 && over < step ? start + over : start, REGION_FADE, step, idle);
        }
    }
}

static int at_most(int n, double frames) {
    if (frames < 1) return 1;
    return frames < n ? (int)frames : n;
}

/* Values of a straight line from `from` towards `to`, `change` a frame. */
static double towards(double from, double to, double change) {
    if (from < to) return lesser(to, from + change);
    return larger(to, from - change);
}

/* DC block, gain and limiter, in place; the output is LOOKAHEAD - 1 frames behind the input. */
static void output_stage(struct header *h, double *left, double *right, const double *gain, int n) {
    double *channels[2] = {left, right};
    double pole = 1.0 - 2.0 * 3.14159265358979323846 * DC_HERTZ / h->device_rate;
    for (int c = 0; c < 2; c++) {
        double *x = channels[c], input = h->dc_input[c], output = h->dc_output[c];
        for (int i = 0; i < n; i++) {
            output = x[i] - input + pole * output;
            input = x[i];
            x[i] = output * gain[i];
        }
        h->dc_input[c] = input;
        h->dc_output[c] = fabs(output) < 1e-20 ? 0.0 : output;
    }

    double required[LOOKAHEAD + CHUNK], reduction[LOOKAHEAD + CHUNK], delayed[2 * (LOOKAHEAD + CHUNK)];
    memcpy(required, h->required, sizeof h->required);
    memcpy(reduction, h->reduction, sizeof h->reduction);
    memcpy(delayed, h->delayed, sizeof h->delayed);
    double ceiling = h->ceiling, release = 1.0 - exp(-1.0 / (RELEASE_SECONDS * h->device_rate));
    for (int i = 0; i < n; i++) {
        double peak = larger(fabs(left[i]), fabs(right[i]));
        required[LOOKAHEAD + i] = peak > ceiling ? ceiling / peak : 1.0;
        h->limited += peak > ceiling;
        delayed[2 * (LOOKAHEAD + i)] = left[i];
        delayed[2 * (LOOKAHEAD + i) + 1] = right[i];
    }
    /* The least gain of the last LOOKAHEAD frames: prefix and suffix minima of blocks (van Herk). */
    double sum = 0;
    for (int i = 0; i < LOOKAHEAD; i++) sum += reduction[i];
    double last = reduction[LOOKAHEAD - 1], suffix[LOOKAHEAD + 1], prefix = 1.0;
    for (int i = 0; i < n; i++) {
        int place = i % LOOKAHEAD;
        if (place == 0) {
            suffix[LOOKAHEAD] = 1.0;
            for (int k = LOOKAHEAD - 1; k >= 0; k--) suffix[k] = lesser(suffix[k + 1], required[i + k]);
            prefix = 1.0;
        }
        prefix = lesser(prefix, required[LOOKAHEAD + i]);
        double least = lesser(suffix[place + 1], prefix);
        double risen = last + (1.0 - last) * release;
        last = lesser(least, risen > 1.0 - 1e-6 ? 1.0 : risen);
        reduction[LOOKAHEAD + i] = last;
        sum += last - reduction[i];
        double now = lesser(1.0, sum / LOOKAHEAD);
        left[i] = larger(-ceiling, lesser(ceiling, delayed[2 * (i + 1)] * now));
        right[i] = larger(-ceiling, lesser(ceiling, delayed[2 * (i + 1) + 1] * now));
    }
    memcpy(h->required, required + n, sizeof h->required);
    memcpy(h->reduction, reduction + n, sizeof h->reduction);
    memcpy(h->delayed, delayed + 2 * n, sizeof h->delayed);
}

/* Renders up to n frames during which nothing begins or ends; returns how many. */
static int render_segment(struct header *h, double *left, double *right, int n, int *bad) {
    double frame = SAMPLE_RATE / h->device_rate, step = frame * h->speed, gain[CHUNK];
    uint64_t run = h->run;
    int idle = !run && h->level <= 0;
    take_requests(h, step, idle);

    int fading = h->fade_progress < 1.0, moving = !idle && h->active >= 0;
    double start, end, level_step = h->run_step * frame;
    if (fading) n = at_most(n, ceil((1.0 - h->fade_progress) / h->fade_step - NEARLY));
    if (moving && !fading && region_of(h, &start, &end)) n = at_most(n, ceil((end - h->position) / step - NEARLY));
    if (!run && !idle) n = at_most(n, ceil(h->level / level_step - NEARLY));

    double target = h->mute ? 0.0 : h->gain, gain_step = frame / (GAIN_SECONDS * SAMPLE_RATE);
    double level = h->level, gain_now = h->gain_now, from = h->active < 0 ? 1.0 : h->match_now[h->active];
    double even = h->active < 0 || fading ? from : match_of(h, h->active), match = from;
    double match_step = frame * from * MATCH_DECIBELS * DECIBEL / SAMPLE_RATE;
    for (int i = 0; i < n; i++) {
        level = towards(h->level, run ? 1.0 : 0.0, (i + 1) * level_step);
        gain_now = towards(h->gain_now, target, (i + 1) * gain_step);
        match = towards(from, even, (i + 1) * match_step);
        gain[i] = level * gain_now * match;
    }
    h->level = level < NEARLY ? 0.0 : level;
    h->gain_now = gain_now;
    if (h->active >= 0) h->match_now[h->active] = match;

    read_voice(h, moving ? h->active : -1, h->position, step, n, left, right);
    if (fading) {
        double old_left[CHUNK], old_right[CHUNK], other = h->fade_bank < 0 ? 1.0 : h->match_now[h->fade_bank] / match;
        read_voice(h, h->fade_bank, h->fade_position, step, n, old_left, old_right);
        for (int i = 0; i < n; i++) {
            double weight = lesser(1.0, h->fade_progress + (i + 1) * h->fade_step);
            double l = old_left[i] * other, r = old_right[i] * other;
            left[i] = l + weight * (left[i] - l);
            right[i] = r + weight * (right[i] - r);
        }
        double progress = h->fade_progress + n * h->fade_step;
        h->fade_progress = progress > 1.0 - NEARLY ? 1.0 : progress;
        if (h->fade_bank >= 0 && h->bank_length[h->fade_bank])
            h->fade_position = wrap(h->fade_position + n * step, (double)h->bank_length[h->fade_bank]);
    }
    for (int i = 0; i < n; i++) {
        if (!(fabs(left[i]) < ABSURD)) left[i] = 0.0, *bad = 1;
        if (!(fabs(right[i]) < ABSURD)) right[i] = 0.0, *bad = 1;
    }
    if (moving) {
        double length = (double)h->bank_length[h->active], before = h->played;
        double position = h->position + n * step;
        if (!region_of(h, &start, &end) || position < end) position = wrap(position, length);
        h->position = position;
        h->played = before + n * step;
        h->stale += larger(0.0, h->played - larger(before, h->fresh_until));
    }
    output_stage(h, left, right, gain, n);
    return n;
}

/* What a channel of the device has of a frame. */
static float on_channel(const struct header *h, uint64_t channel, float l, float r) {
    int has_left = h->left >> channel & 1, has_right = h->right >> channel & 1;
    if (has_left && has_right) return 0.5f * (l + r);
    return has_left ? l : has_right ? r : 0.0f;
}

/* `now` is the device's clock in seconds (0: none), `began` the monotonic one, as the block begins. */
static void render(struct header *h, float *out, uint64_t frames, double now, uint64_t flags, double began) {
    double left[CHUNK], right[CHUNK];
    float *ring = (float *)((char *)h + h->ring_offset);
    uint64_t channels = h->channels, written = h->ring_written, mark = h->callbacks % 2;
    int bad = 0, stereo = channels == 2 && h->left == 1 && h->right == 2;
    if (h->meter_seen != h->meter_epoch) {
        h->meter_seen = h->meter_epoch;
        h->peak[0] = h->peak[1] = 0.0;
    }
    take_requests(h, SAMPLE_RATE / h->device_rate * h->speed, !h->run && h->level <= 0);
    h->mark_time[mark] = began;
    h->mark_position[mark] = h->position;
    for (uint64_t done = 0; done < frames;) {
        int n = render_segment(h, left, right, at_most(CHUNK, (double)(frames - done)), &bad);
        for (int i = 0; i < n; i++, out += channels, written++) {
            float l = (float)left[i], r = (float)right[i];
            h->peak[0] = larger(h->peak[0], fabs(l));
            h->peak[1] = larger(h->peak[1], fabs(r));
            h->energy[0] += (double)l * l;
            h->energy[1] += (double)r * r;
            ring[2 * (written % RING_FRAMES)] = l;
            ring[2 * (written % RING_FRAMES) + 1] = r;
            if (h->ramp_offset) {
                l = r = ((const float *)((const char *)h + h->ramp_offset))[h->ramp_position];
                h->ramp_position = (h->ramp_position + 1) % RAMP_SAMPLES;
            }
            if (stereo) {
                out[0] = l;
                out[1] = r;
            } else {
                for (uint64_t c = 0; c < channels; c++) out[c] = on_channel(h, c, l, r);
            }
        }
        done += n;
    }
    double seconds = frames / h->device_rate;
    h->late += h->next_time > 0 && now > h->next_time + seconds;
    h->next_time = now > 0 ? now + seconds : 0;
    h->elapsed += seconds * SAMPLE_RATE;
    h->metered += frames;
    h->xruns += (flags & OUTPUT_LOST) != 0;
    h->nan_blocks += bad;
    h->frames = frames;
    __atomic_store_n(&h->ring_written, written, __ATOMIC_RELEASE);
    __atomic_store_n(&h->callbacks, h->callbacks + 1, __ATOMIC_RELEASE);
}

/* For PortAudio: a PaStreamCallback whose user data is the segment. */
static int stream_callback(const void *input, void *out, unsigned long frames, const struct time_info *time,
                           unsigned long flags, void *memory) {
    (void)input;
    struct timespec began;
    clock_gettime(CLOCK_MONOTONIC, &began); /* no system call: the kernel maps it into the process */
    render(memory, out, frames, time ? time->current : 0, flags, began.tv_sec + began.tv_nsec * 1e-9);
    return 0;
}

static void *stream_callback_address(void) { return (void *)stream_callback; }

/* What an input has heard: these words, then `size` frames of `channels` samples, written around and around. */
struct input_ring {
    uint64_t written, size, channels;
    float frames[];
};

/* For PortAudio: a PaStreamCallback whose user data is an input_ring. */
static int input_callback(const void *input, void *out, unsigned long frames, const struct time_info *time,
                          unsigned long flags, void *memory) {
    (void)out, (void)time, (void)flags;
    struct input_ring *ring = memory;
    uint64_t at = ring->written % ring->size, left = ring->size - at, first = frames < left ? frames : left;
    size_t frame = ring->channels * sizeof(float);
    if (input == NULL) return 0;
    memcpy((char *)ring->frames + at * frame, input, first * frame);
    memcpy(ring->frames, (const char *)input + first * frame, (frames - first) * frame);
    __atomic_store_n(&ring->written, ring->written + frames, __ATOMIC_RELEASE);
    return 0;
}

static void *input_callback_address(void) { return (void *)input_callback; }
