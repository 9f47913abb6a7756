"""Training that is bounded by the clock: schedules run by the share of wall-clock time that has passed."""
import math
import time
from datetime import datetime, timedelta


class Clock:
    """Progress from 0 to 1 between a start and an end. `start` (epoch seconds) survives a resume."""

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


def rate_factor(progress, warmup, final):
    """Linear warm-up, then cosine from 1 to `final`."""
    if progress < warmup:
        return progress / warmup
    phase = (progress - warmup) / (1 - warmup)
    return final + (1 - final) * 0.5 * (1 + math.cos(math.pi * phase))


def add_clock_arguments(parser):
    """`--until HH:MM` or `--minutes N`."""
    group = parser.add_mutually_exclusive_group(required=True)
    group.add_argument("--until", help="end of training, local time HH:MM")
    group.add_argument("--minutes", type=float, help="length of training")
