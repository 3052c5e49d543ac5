"""Many random lives: `python -m tests.experiments.lives --examples 1000`."""

from argparse import ArgumentParser

from tests.experiments.by_hand import own_database  # sets Django up, so it comes first

# isort: split
from tests.experiments.machine import live


def main():
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=1000)
    parser.add_argument("--steps", type=int, default=50)
    chosen = parser.parse_args()
    with own_database():
        live(examples=chosen.examples, steps=chosen.steps)


if __name__ == "__main__":
    main()
