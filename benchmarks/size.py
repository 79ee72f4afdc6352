"""What the published models take: GPU memory by depth and length, operations, and what those come to on some cards.

    python -m benchmarks.size [--share 0.5]

Counted, not run: memory without what the GPU's own libraries take, and a tick's operations over a share of the dense
bfloat16 operations a second, summed in float32, that the makers' datasheets give for each card.
"""

import argparse

from engine.checkpoints.estimate import GB, TERA, estimate

MODELS = {"turbo": "turbo, turbo-*", "base": "base, sft", "xl-turbo": "xl-turbo", "xl-base": "xl-base, xl-sft"}
CARDS = {"RTX 3090": 71, "RTX 4090": 165, "RTX 5090": 209, "A100": 312, "H100 SXM, H200": 989}
SECONDS, DEPTHS = (60, 120, 240), (4, 8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--share", type=float, default=0.5, help="of a card's operations that a tick comes to")
    options = parser.parse_args()

    print("GPU memory in GB, and TFLOP of a tick")
    print("| model | " + " | ".join(f"{seconds} s, depth {depth}" for seconds in SECONDS for depth in DEPTHS) + " |")
    print("|---" * (1 + len(SECONDS) * len(DEPTHS)) + "|")
    for model, told in MODELS.items():
        each = [estimate(model, depth=depth, seconds=seconds) for seconds in SECONDS for depth in DEPTHS]
        cells = [f"{one.needed / GB:.1f} GB, {one.tick_flops / TERA:.0f} TFLOP" for one in each]
        print(f"| {told} | {' | '.join(cells)} |")

    print(f"\nA tick at depth 4 over 60 s, at {options.share:.0%} of what a card is said to do; generations a second")
    print("| model | " + " | ".join(f"{card} ({speed})" for card, speed in CARDS.items()) + " |")
    print("|---" * (1 + len(CARDS)) + "|")
    for model, told in MODELS.items():
        one = estimate(model)
        cells = []
        for speed in CARDS.values():
            seconds = one.tick_flops / (speed * TERA * options.share)
            cells.append(f"{seconds * 1000:.0f} ms, {one.depth / (one.steps * seconds):.2g} /s")
        print(f"| {told} | {' | '.join(cells)} |")


if __name__ == "__main__":
    main()
