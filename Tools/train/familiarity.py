"""How far a photo's features lie from those of the train photos, and what that does to the probabilities."""
import numpy as np


def whiten(x, labels, weight, count, shrink=0.1):
    """Rows [count, F] that make the covariance within the labels the identity, in the directions of most variance between
    and within them; `shrink` of the mean variance is added to every direction."""
    weight = weight / weight.sum()
    centre = np.zeros((labels.max() + 1, x.shape[1]))
    total = np.bincount(labels, weight, minlength=len(centre))
    for label in range(len(centre)):
        if total[label] > 0:
            inside = labels == label
            centre[label] = weight[inside] @ x[inside] / total[label]
    rest = x - centre[labels]
    within = (rest * weight[:, None]).T @ rest
    _, vectors = np.linalg.eigh((x * weight[:, None]).T @ x)
    basis = vectors[:, ::-1][:, :count].T
    inside = basis @ within @ basis.T
    inside += shrink * np.trace(inside) / count * np.eye(count)
    values, turn = np.linalg.eigh(inside)
    rows = (turn / np.sqrt(values)).T @ basis
    return rows.astype(np.float32), (centre[total > 0] @ rows.T).astype(np.float32)


def distance(x, rows, centres):
    """The logarithm of the mean square distance to the nearest centre."""
    z = x @ rows.T
    square = ((z ** 2).sum(1)[:, None] - 2 * z @ centres.T + (centres ** 2).sum(1)) / rows.shape[0]
    return np.log(np.maximum(square.min(1), 1e-12))


def flatten(u, start, slope):
    """The factor on the temperature of photos at the familiarity distance `u`: 1 up to `start`, then growing."""
    return np.exp(slope * np.maximum(0.0, u - start))
