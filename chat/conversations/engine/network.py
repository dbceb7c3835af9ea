"""Small feed-forward networks that score candidates, averaged. Only numpy; the same input gives the same scores."""

from dataclasses import dataclass

import numpy as np

CLIP = 6.0  # standard deviations


@dataclass(frozen=True)
class Network:
    """Several networks of one shape side by side, on the same numbers.

    Args:
        mean, scale: of every input after `squash`, on the training data.
        weights, biases: by layer; the first axis of each is the network.
    """

    mean: np.ndarray
    scale: np.ndarray
    weights: tuple[np.ndarray, ...]
    biases: tuple[np.ndarray, ...]

    def scores(self, x: np.ndarray) -> np.ndarray:
        """One score (a logit) for each row: the mean of the networks."""
        return self.squashed_scores(squash(x))

    def squashed_scores(self, x: np.ndarray) -> np.ndarray:
        """The same of rows that have been through `squash`."""
        x = x - self.mean
        x /= self.scale
        np.maximum(x, -CLIP, out=x)
        hidden = np.minimum(x, CLIP, out=x)[None]
        for weight, bias in zip(self.weights[:-1], self.biases[:-1]):
            hidden = hidden @ weight
            hidden += bias[:, None]
            np.maximum(hidden, 0, out=hidden)
        scores = (hidden @ self.weights[-1] + self.biases[-1][:, None])[..., 0]
        return np.add.reduce(scores) / len(scores)


def squash(x: np.ndarray) -> np.ndarray:
    """Counts and distances on a logarithmic scale, signs kept."""
    size = np.abs(x)
    return np.copysign(np.log1p(size, out=size), x, out=size)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities that add up to 1."""
    grown = np.exp(scores - scores.max())
    return grown / grown.sum()
