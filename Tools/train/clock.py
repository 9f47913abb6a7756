"""Training that is bounded by the clock or by its steps: schedules run by the share of either that has passed."""
import math
import time
from datetime import datetime, timedelta


class Clock:
    """Progress from 0 to 1 between a start and an end. `start` (epoch seconds) survives a resume."""

    done = 0  # steps; of no account here

    def __init__(self, until=None, minutes=None, start=None):
        self.start = start or time.time()
        if until:
            now = datetime.now()
            end = datetime.combine(now.date(), datetime.strptime(until, "%H:%M").time())
            if end < now - timedelta(hours=12):
                end += timedelta(days=1)
            self.end = end.timestamp()
        else:
            self.end = self.start + 60 * minutes

    @property
    def progress(self):
        return min(1.0, (time.time() - self.start) / max(1e-9, self.end - self.start))


class StepCount:
    """Progress by the steps that are done, of `steps`: a busy machine takes longer and trains the same."""

    start = None

    def __init__(self, steps, done=0):
        if steps < 1:
            raise SystemExit(f"error: {steps} steps train nothing\nhelp: give --steps a number from 1 on")
        self.steps, self.done = steps, done

    @property
    def progress(self):
        return min(1.0, self.done / self.steps)


def rate_factor(progress, warmup, final):
    """Linear warm-up, then cosine from 1 to `final`."""
    if progress < warmup:
        return progress / warmup
    phase = (progress - warmup) / (1 - warmup)
    return final + (1 - final) * 0.5 * (1 + math.cos(math.pi * phase))


def add_clock_arguments(parser, steps=False):
    """`--until HH:MM` or `--minutes N`; with `steps` also `--steps N`."""
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("--until", help="end of training, local time HH:MM")
    group.add_argument("--minutes", type=float, help="length of training")
    if steps:
        group.add_argument("--steps", type=int, help="length of training, whatever the clock says")
