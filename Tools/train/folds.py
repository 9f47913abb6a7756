"""Folds of sources that are left out of a tower together, so that one tower measures several sources."""

LEAST_CLASSES = 3   # of a source that is measured by being left out
LEAST_PHOTOS = 50


def measured_sources(source, target):
    """The sources that are measured by being left out, most photos first. `source` and `target` are those of each photo."""
    classes = {}
    for name, slug in zip(source, target):
        classes.setdefault(str(name), []).append(slug)
    found = [name for name, seen in classes.items() if len(seen) >= LEAST_PHOTOS and len(set(seen)) >= LEAST_CLASSES]
    return sorted(found, key=lambda name: (-len(classes[name]), name))


def left_out_of(config, fold=None):
    """The sources that a tower is trained without: `left_out` of its settings, and those of its fold."""
    folds = config.get("folds", {})
    if fold is not None and fold not in folds:
        raise SystemExit(f"error: the settings have no fold {fold}\nhelp: name one of {', '.join(sorted(folds)) or 'none'}")
    return sorted({*config.get("left_out", ()), *folds.get(fold, ())})


def check_folds(folds, measured):
    """An error where a source of `measured` is in no fold or in two, or a fold holds another source."""
    places = [source for fold in folds.values() for source in fold]
    wrong = sorted({source for source in {*places, *measured} if places.count(source) != 1 or source not in measured})
    if wrong:
        raise SystemExit(f"error: not in exactly one fold, or not measured: {', '.join(wrong)}\n"
                         f"help: every source with {LEAST_CLASSES} classes and {LEAST_PHOTOS} photos is in one fold")
