"""What `skingpt fit` does (SkinRecognition/LocalTraining.swift), in numpy: to measure it on many sources, and to choose settings of the head
by what a fit makes of its features. FittedNumbersTests.swift holds the two together.

    logit(k) = trust * log p(k) + shift(k) + w(k) . x + b(k)

First trust and shifts are learned, which begin at 1 and 0 and leave them as far as the photos ask; then, over these, weights of the features
under each of several penalties. Left-out photos weigh all of these layers, and what changes nothing, and the mean is used. Where it does not
help the left-out photos, nothing is used.
"""
import numpy as np
from scipy.optimize import minimize

from linear import log_softmax, softmax

SHIFT_PENALTY, TRUST_PENALTY, BIAS_PENALTY = 2.0, 8.0, 2.0    # on squares, for all photos together
PENALTIES = (0.16, 0.05, 0.016)                               # on squares of weights, for all photos together, for each feature
HALVED_FROM = 100                                             # photos: there are also layers that trust the model half as far
FOLDS = 5
EVIDENCE_SHARE = 0.3                                          # how far left-out photos decide among the layers
REPEATED_BELOW = 100                                          # photos: the folds are dealt three times
LEAST_CONDITION_PHOTOS = 20                                   # of a class, to learn weights of its conditions


def name_hash(text, seed):
    """FNV-1a, as CrossValidation.swift has it."""
    value = 0xcbf29ce484222325 ^ (seed * 0x9e3779b97f4a7c15) % 2 ** 64
    for byte in text.encode():
        value = (value ^ byte) * 0x00000100000001b3 % 2 ** 64
    return value ^ value >> 32


def folds(group, target, seed=0):
    """A fold per photo; a group is in one, and each fold has its share of every class."""
    names, first = np.unique(group, return_index=True)
    ordered = sorted(zip(names.tolist(), target[first].tolist()), key=lambda pair: (pair[1], name_hash(pair[0], seed), pair[0]))
    place = {name: at % min(FOLDS, len(names)) for at, (name, _) in enumerate(ordered)}
    return np.array([place[name] for name in group.tolist()])


def recalibrated(logp, target):
    """Trust and shifts of the least loss."""
    right = np.eye(logp.shape[1])[target]

    def objective(values):
        trust, shift = np.exp(values[0]), values[1:]
        now = log_softmax(trust * logp + shift)
        error = np.exp(now) - right
        value = 0.5 * TRUST_PENALTY * values[0] ** 2 + 0.5 * SHIFT_PENALTY * (shift * shift).sum() - (now * right).sum()
        return value, np.concatenate([[TRUST_PENALTY * values[0] + (error * logp).sum() * trust], SHIFT_PENALTY * shift + error.sum(0)])

    found = minimize(objective, np.zeros(logp.shape[1] + 1), jac=True, method="L-BFGS-B", options={"maxiter": 200, "gtol": 1e-7, "ftol": 0}).x
    return np.exp(found[0]), found[1:]


def weighted(x, offset, target, penalty):
    """Weights and biases of the least loss over given logits, among the classes that have photos; zero for the others, against which all
    photos would speak, whatever they look like."""
    count, (seen, place) = len(x), np.unique(target, return_inverse=True)
    right, cut, penalty = np.eye(len(seen))[place], len(seen) * x.shape[1], penalty / len(x)
    size = np.sqrt(0.25 * (x * x).mean(0) + penalty)  # another unit for each column: the search ends sooner, at the same place
    scaled = x / size

    def objective(values):
        w, b = values[:cut].reshape(len(seen), -1), values[cut:]
        now = log_softmax(offset[:, seen] + scaled @ w.T + b)
        error = (np.exp(now) - right) / count
        true = w / size
        value = 0.5 * penalty * (true * true).sum() + 0.5 * BIAS_PENALTY / count * (b * b).sum() - (now * right).sum() / count
        return value, np.concatenate([(error.T @ scaled + penalty * true / size).ravel(), error.sum(0) + BIAS_PENALTY / count * b])

    found = minimize(objective, np.zeros(cut + len(seen)), jac=True, method="L-BFGS-B",
                     options={"maxiter": 100, "maxcor": 10, "gtol": 1e-5, "ftol": 1e-10}).x
    w, b = np.zeros((offset.shape[1], x.shape[1])), np.zeros(offset.shape[1])
    w[seen], b[seen] = found[:cut].reshape(len(seen), -1) / size, found[cut:]
    return w, b


def candidates(x, logp, target, shares, features):
    """(trust, shift, w) of what changes nothing, of what was recalibrated, and of a layer over it for each penalty and share of the trust."""
    trust, shift = recalibrated(logp, target)
    none = np.zeros((logp.shape[1], x.shape[1]))
    result = [(1.0, np.zeros(logp.shape[1]), none), (trust, shift, none)]
    for share in shares:
        for penalty in PENALTIES:
            w, b = weighted(x, share * trust * logp + shift, target, penalty * features)
            result.append((share * trust, shift + b, w))
    return result


def fitted(x, logp, target, group):
    """(trust, shift, w), and the probabilities of the photos by layers that did not see their groups."""
    # The penalty is on squares, so that a turn into the space of the photos changes nothing and is much smaller.
    left, size, turn = np.linalg.svd(x.astype(np.float64), full_matrices=False)
    z, rows, deals, shares = left * size, np.arange(len(target)), [], (1.0,) if len(x) < HALVED_FROM else (1.0, 0.5)
    for seed in range(3 if len(x) < REPEATED_BELOW else 1):
        fold, logits = folds(group, target, seed), None
        for part in range(fold.max() + 1):
            out = fold == part
            found = [trust * logp[out] + shift + z[out] @ w.T for trust, shift, w in candidates(z[~out], logp[~out], target[~out], shares, x.shape[1])]
            logits = np.zeros((len(found), *logp.shape)) if logits is None else logits
            logits[:, out] = found
        deals.append(logits)
    evidence = np.mean([log_softmax(logits)[:, rows, target].sum(1) for logits in deals], 0)
    share = softmax(EVIDENCE_SHARE * evidence)
    trust, shift, w = (sum(part * layer[at] for part, layer in zip(share, candidates(z, logp, target, shares, x.shape[1]))) for at in range(3))
    return (trust, shift, w @ turn), np.mean([softmax(np.tensordot(share, logits, 1)) for logits in deals], 0)


def fit_local(x, logp, target, group):
    """A function of features and shipped log-probabilities to log-probabilities; None where the fit does not help."""
    (trust, shift, w), after = fitted(x, logp, target, group)
    rows = np.arange(len(target))
    helps = np.log(np.maximum(after[rows, target], 1e-12)).mean() > logp[rows, target].mean()
    was, now = logp.argmax(1) == target, after.argmax(1) == target
    lost, won = (was & ~now).sum(), (now & ~was).sum()
    if not helps or lost - won > np.sqrt(lost + won):  # by more than chance: McNemar 1947
        return None
    return lambda features, shipped: log_softmax(trust * shipped + shift + features @ w.T)


def fit_conditions(x, share, condition, group):
    """A function of features and shipped shares of a class's conditions `[N, C]` to shares; `condition` is a column of each photo. Few photos
    only recalibrate what is said, and none leave it."""
    logp = np.log(np.maximum(share, 1e-12))
    if len(condition) >= LEAST_CONDITION_PHOTOS and len(np.unique(condition)) > 1 and len(np.unique(group)) >= FOLDS:
        (trust, shift, w), _ = fitted(x, logp, condition, group)
        return lambda features, shipped: softmax(trust * np.log(np.maximum(shipped, 1e-12)) + shift + features @ w.T)
    if len(condition) and share.shape[1] > 1:
        trust, shift = recalibrated(logp, condition)
        return lambda features, shipped: softmax(trust * np.log(np.maximum(shipped, 1e-12)) + shift)
    return lambda features, shipped: shipped


def made_up(count, seed):
    """Features, shipped log-probabilities and classes of the clinic that FitTrainingTests.swift makes up."""
    state, x, logp = seed, [], []

    def noise():
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        return (state >> 40) / 2 ** 23 - 1

    for at in range(count):
        row = np.array([noise() for _ in range(24)])
        row[at % 3] += 2
        x.append(row)
        logp.append(log_softmax(np.array([0, 0, 0, 1.5, -3]) + 0.3 * np.array([noise() for _ in range(5)]))[:4])
    return np.array(x), log_softmax(np.array(logp)), np.arange(count) % 3


if __name__ == "__main__":  # the numbers of FitNumbersTests.swift
    photos, given, places = made_up(30, 7)
    (trust_found, shifts, weights), left_out = fitted(photos, given, places, np.array([f"g{at}" for at in range(30)]))
    other, other_given, _ = made_up(3, 99)
    print("trust", trust_found, "shift", shifts, "loss", -np.log(left_out[np.arange(30), places]).mean())
    print(np.exp(fit_local(photos, given, places, np.array([f"g{at}" for at in range(30)]))(other, other_given)))
