"""What `skingpt fit` does (SkinRecognition/LocalTraining.swift), in numpy: to measure it on many sources, and to choose settings of the head
by what a fit makes of its features.

    logit(k) = trust * log p(k) + log prior(k) + w(k) . x + b(k)

Trust and penalty are of the least log loss over folds of groups, the temperature too. Where the left-out photos do not gain, nothing is used.
The folds are dealt by another hash than in Swift, and the search stops elsewhere, so that single photos may come out otherwise.
"""
import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import logsumexp

from linear import log_softmax, softmax

TRUSTS = (0.0, 0.25, 0.5, 1.0)                       # of the shipped log-probabilities
PENALTIES = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 3.0)    # L2
BIAS_PENALTY = 1e-3
LEAST_TRUST = 0.5                                    # of classes without a photo
LEAST_OPENNESS = 0.02
REPEATED_BELOW = 100                                 # photos: the folds are dealt three times


def folds(group, target, count=5, seed=1):
    """A fold per photo; a group is in one, and each fold has its share of every class."""
    names, first = np.unique(group, return_index=True)
    order = np.lexsort((np.random.default_rng(seed).permutation(len(names)), target[first]))
    place = np.empty(len(names), int)
    place[order] = np.arange(len(names)) % min(count, len(names))
    return place[np.searchsorted(names, group)]


class Layer:
    """A layer learned from the photos of rows `x` beside the shipped log-probabilities."""

    def __init__(self, x, logp, target, trust, penalty):
        count = np.bincount(target, minlength=logp.shape[1])
        self.prior = np.log((count + 0.5) / (count.sum() + 0.5 * len(count)))
        self.trust = np.where(count > 0, trust, max(trust, LEAST_TRUST))
        self.seen = np.nonzero(count)[0]
        offset = self.trust * logp + self.prior
        rest = np.full(len(x), -np.inf)
        if len(self.seen) < len(count):
            rest = logsumexp(np.delete(offset, self.seen, axis=1), axis=1)
        offset, right = offset[:, self.seen], np.eye(len(count))[target][:, self.seen]
        cut = len(self.seen) * x.shape[1]

        def objective(values):
            w, b = values[:cut].reshape(len(self.seen), -1), values[cut:]
            logits = offset + x @ w.T + b
            total = np.logaddexp(logsumexp(logits, axis=1), rest)
            slope = (np.exp(logits - total[:, None]) - right) / len(x)
            value = (total - (logits * right).sum(1)).mean() + 0.5 * penalty * (w * w).sum() + 0.5 * BIAS_PENALTY * (b * b).sum()
            return value, np.concatenate([(slope.T @ x + penalty * w).ravel(), slope.sum(0) + BIAS_PENALTY * b])

        found = minimize(objective, np.zeros(cut + len(self.seen)), jac=True, method="L-BFGS-B",
                         options={"maxiter": 60, "maxcor": 8, "gtol": 1e-4}).x
        self.w, self.b = found[:cut].reshape(len(self.seen), -1), found[cut:]

    def logits(self, x, logp):
        """Of all classes."""
        logits = self.trust * logp + self.prior
        logits[:, self.seen] += x @ self.w.T + self.b
        return logits


def opened(p, logp, target):
    """Probabilities of which a part stays open for classes without a photo (Good 1953)."""
    count = np.bincount(target, minlength=p.shape[1])
    share = max(((count == 1).sum() + 0.5) / (count.sum() + 1), LEAST_OPENNESS)
    extra = share * np.exp(logp) * (count == 0)
    return p * (1 - extra.sum(1, keepdims=True)) + extra


def loss(logits, target):
    """Mean negative log-likelihood."""
    return -log_softmax(logits)[np.arange(len(target)), target].mean()


def fit_local(x, logp, target, group):
    """A function of features and shipped log-probabilities to log-probabilities; where the fit does not help, they stay as they are."""
    # The penalty is on squares, so that a turn into the space of the photos changes nothing and is much smaller.
    left, size, turn = np.linalg.svd(x.astype(np.float64), full_matrices=False)
    z, best = left * size, None
    deals = [folds(group, target, seed=seed) for seed in range(3 if len(x) < REPEATED_BELOW else 1)]
    for trust in TRUSTS:
        for penalty in PENALTIES:
            trials = []
            for fold in deals:
                logits = np.zeros_like(logp)
                for part in range(fold.max() + 1):
                    out = fold == part
                    logits[out] = Layer(z[~out], logp[~out], target[~out], trust, penalty).logits(z[out], logp[out])
                trials.append(logits)
            value = np.mean([loss(logits, target) for logits in trials])
            if best is None or value < best[0]:
                best = value, trust, penalty, trials
    _, trust, penalty, trials = best
    temperature = np.exp(minimize_scalar(lambda t: np.mean([loss(logits / np.exp(t), target) for logits in trials]),
                                         bounds=(np.log(0.8), np.log(3.0)), method="bounded").x)
    after = opened(np.mean([softmax(logits / temperature) for logits in trials], 0), logp, target)
    rows = np.arange(len(target))
    helps = np.log(after[rows, target]).mean() > logp[rows, target].mean()
    if not helps or (after.argmax(1) == target).sum() < (logp.argmax(1) == target).sum():
        return lambda features, shipped: shipped
    layer = Layer(z, logp, target, trust, penalty)
    layer.w = layer.w @ turn
    return lambda features, shipped: np.log(opened(softmax(layer.logits(features, shipped) / temperature), shipped, target))
