"""`make bench`: what the program costs beside hand-written SQL and bare pages, on the same data in the same run."""

import itertools
import json
import platform
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from hoanhap.config.start import django_ready

django_ready()

import dose_http  # noqa: E402 (Django must be ready before rooms are imported)
import doses  # noqa: E402 (Django must be ready before rooms are imported)
import pairs  # noqa: E402
import plans  # noqa: E402
import population  # noqa: E402
import today  # noqa: E402
from measure import Timing, take  # noqa: E402

from hoanhap.config import env, scratch, serving  # noqa: E402
from hoanhap.places.operations.units import load_definitions  # noqa: E402
from hoanhap.places.queries.units import reach  # noqa: E402

PEOPLE = 100_000
COHORT = 5_000
PROVINCE = "26-1"
ON = date(2018, 6, 21)


def main() -> int:
    """Fill a database of its own, measure, print, and leave the figures under `var/bench/`."""
    begun = time.monotonic()
    serving.collect_static()
    timings = []
    with _database("bench"):
        units = sorted(unit for unit in reach([PROVINCE], on=ON)[PROVINCE] if len(unit) > len("000-1") + 1)
        say(f"{PEOPLE:,} made-up people in {len(units)} communes…")
        filled = population.fill(size=PEOPLE, unit_ids=units, cohort=COHORT)
        days = today.all_pairs(filled, cohort=COHORT, area_id=PROVINCE)
        for pair in itertools.chain(days, pairs.all_pairs(filled, area_id=PROVINCE, on=ON)):
            timings.append(take(pair))
            say(line(timings[-1]))
    for code, area_id, on, floor in plans.PLANS:
        with _database(f"bench_{code.replace('-', '_')}"):
            for pair in plans.all_pairs(code, area_id=area_id, on=on, floor=floor, size=PEOPLE):
                timings.append(take(pair))
                say(line(timings[-1]))
    with _database("bench_window"):
        for pair in dose_http.all_pairs():
            timings.append(take(pair))
            say(line(timings[-1]))
    with _database("bench_doses"):
        for timing in doses.timings(sorted(reach([PROVINCE], on=ON)[PROVINCE])[-3:]):
            timings.append(timing)
            say(line(timing))
    report(timings, seconds=time.monotonic() - begun)
    return 0


@contextmanager
def _database(label: str) -> Iterator[None]:
    """A database of its own with the lists of units, gone afterwards."""
    say("A database for measuring…")
    name = scratch.clone(scratch.template(), label)
    try:
        with scratch.using(name):
            load_definitions()
            yield
    finally:
        scratch.drop(name)


def line(timing: Timing) -> str:
    """One row of the table."""
    verdict = {True: "ok", False: "SLOW", None: ""}[timing.is_met]
    aim = "" if timing.aim is None else f"aim ≤ {timing.aim:g}"
    return (
        f"  {timing.name:<44} ours {timing.ours_ms:>10.2f} ms   floor {timing.floor_ms:>10.2f} ms   "
        f"ratio {timing.ratio:>6.2f}   {aim:<9} {verdict}"
    )


def report(timings: list[Timing], *, seconds: float) -> None:
    """The same as JSON, for a later run to be held against."""
    folder = env.var_folder() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    found = {
        "people": PEOPLE,
        "python": platform.python_version(),
        "seconds": round(seconds, 1),
        "timings": [{**asdict(timing), "is_met": timing.is_met} for timing in timings],
    }
    target = folder / f"{time.strftime('%Y%m%d-%H%M%S')}.json"
    for path in (target, folder / "latest.json"):
        path.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    missed = [timing.name for timing in timings if timing.is_met is False]
    say(f"Done in {seconds:.0f} s; figures in {target}.")
    if missed:
        say("Slower than aimed at: " + "; ".join(missed) + ".")


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
