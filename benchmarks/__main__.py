"""`make bench`: measures, prints the table and the goals. With --strict a goal that is missed ends it with status 1."""

import argparse
import os
import sys

from benchmarks.load import SCALES
from benchmarks.rooms import Rooms
from benchmarks.run import Run
from benchmarks.starts import starting
from benchmarks.table import Results, drawn


def main() -> int:
    """The status to end with."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description=__doc__)
    parser.add_argument("--strict", action="store_true", help="end with status 1 when a goal is missed")
    parser.add_argument("--scale", choices=SCALES, default=os.environ.get("BENCH_SCALE", "full"))
    asked = parser.parse_args()
    scale = SCALES[asked.scale]
    with Rooms() as rooms:
        results = Run(rooms, scale).everything()
    if asked.scale == "full":
        starting(results)
    said(results, asked.scale)
    return int(asked.strict and any(goal.reached is False for goal in results.goals))


def said(results: Results, name: str) -> None:
    """Prints it all."""
    scale = SCALES[name]
    each = f"{scale.clients} clients and {scale.clients * scale.notes_each} notes"
    print(f"Scale {name}: one agency of {each} among {scale.agencies} agencies.\n")
    print(drawn(results.rows))
    print("\nGoals")
    for goal in results.goals:
        print(goal.said)
    print("\nBeside them")
    for remark in results.remarks:
        print(f"- {remark}")


if __name__ == "__main__":
    sys.exit(main())
