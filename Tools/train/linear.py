"""Multinomial logistic layers over pooled features, and the measures of their probabilities; numpy in, numpy out."""
import numpy as np
import torch
import torch.nn.functional as F


def log_softmax(x):
    """Along the last axis."""
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def softmax(x):
    """Along the last axis."""
    return np.exp(log_softmax(x))


def balance(labels, sources=None, power=0.5, source_power=1.0):
    """A weight per photo, mean 1: classes count as count ** power, and a class's sources as count ** source_power."""
    labels = np.asarray(labels)
    count = np.bincount(labels)[labels].astype(float)
    weight = count ** (power - 1.0)
    if sources is not None and source_power != 1.0:
        _, source = np.unique(sources, return_inverse=True)
        pair = labels.astype(np.int64) * (source.max() + 1) + source
        inner = np.bincount(pair)[pair].astype(float) ** (source_power - 1.0)
        weight *= inner * count / np.bincount(labels, inner)[labels]
    return weight / weight.mean()


def fit_logistic(x, target, weight, classes, l2, offset=None, start=None, smoothing=0.0, iterations=60):
    """Weights [classes, features] and bias of the least weighted cross-entropy plus l2/2 times the squared weights.
    `offset` is added to the logits of every photo."""
    x = torch.from_numpy(np.ascontiguousarray(x, np.float32))
    target = torch.from_numpy(np.asarray(target, np.int64))
    weight = torch.from_numpy(np.asarray(weight, np.float32))
    weight = weight / weight.sum()
    fixed = None if offset is None else torch.from_numpy(np.asarray(offset, np.float32))
    w = torch.zeros(classes, x.shape[1]) if start is None else torch.from_numpy(start[0].astype(np.float32))
    b = torch.zeros(classes) if start is None else torch.from_numpy(start[1].astype(np.float32))
    w, b = w.clone().requires_grad_(True), b.clone().requires_grad_(True)
    solver = torch.optim.LBFGS([w, b], max_iter=iterations, history_size=12, line_search_fn="strong_wolfe")

    def closure():
        solver.zero_grad()
        logits = F.linear(x, w, b)
        logits = logits if fixed is None else logits + fixed
        loss = (F.cross_entropy(logits, target, reduction="none", label_smoothing=smoothing) * weight).sum()
        loss = loss + 0.5 * l2 * (w.square().sum() + 1e-2 * b.square().sum())
        loss.backward()
        return loss

    solver.step(closure)
    return w.detach().numpy(), b.detach().numpy()


def calibration_error(p, target, bins=15):
    """Expected calibration error of the top class over equal-width bins."""
    confidence, hit = p.max(1), p.argmax(1) == target
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    return float(sum((place == b).mean() * abs(hit[place == b].mean() - confidence[place == b].mean())
                     for b in range(bins) if (place == b).any()))


def measures(p, target):
    """top-1, top-3, balanced over the classes that occur, ECE and log loss; shares, not percent."""
    right = p[np.arange(len(target)), target]
    rank = (p > right[:, None]).sum(1)
    hit = rank == 0
    return {"photos": len(target), "top1": float(hit.mean()), "top3": float((rank < 3).mean()),
            "balanced": float(np.mean([hit[target == c].mean() for c in np.unique(target)])),
            "ece": calibration_error(p, target), "loss": float(-np.log(np.maximum(right, 1e-12)).mean())}


def line(m):
    """One line of `measures`."""
    return (f"n {m['photos']:5d} top-1 {100 * m['top1']:5.1f} top-3 {100 * m['top3']:5.1f} balanced {100 * m['balanced']:5.1f}"
            f" ECE {m['ece']:.3f} loss {m['loss']:.3f}")
