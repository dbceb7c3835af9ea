"""How much a word says, and what it is about: weights and vectors learned from the training logs."""

from collections.abc import Mapping

import numpy as np


class Vocabulary:
    """Words with a weight (inverse document frequency, natural logarithm) and a vector."""

    def __init__(self, words: list[str], weights: np.ndarray, vectors: np.ndarray | None = None) -> None:
        self._words = words
        self._rows = {word: row for row, word in enumerate(words)}
        self._weights = dict(zip(words, weights.tolist()))
        self._vectors = vectors
        self.width = vectors.shape[1] if vectors is not None else 1
        self.unknown = 9.0

    @classmethod
    def of(cls, arrays: Mapping[str, np.ndarray]) -> "Vocabulary":
        words = bytes(arrays["words"]).decode().split("\n")
        vectors = arrays.get("vectors")
        return cls(words, arrays["word_weights"].astype(np.float32), vectors)

    def arrays(self) -> dict[str, np.ndarray]:
        """What `of` reads."""
        found: dict[str, np.ndarray] = {
            "words": np.frombuffer("\n".join(self._words).encode(), np.uint8),
            "word_weights": np.array(list(self._weights.values()), np.float16),
        }
        return found if self._vectors is None else found | {"vectors": self._vectors}

    def weight(self, word: str) -> float:
        return self._weights.get(word, self.unknown)

    def vector(self, weights: dict[str, float]) -> np.ndarray:
        """The sum of the words' vectors, of length 1; zero where no word is known."""
        if self._vectors is None:
            return np.zeros(1, np.float32)
        known = [(self._rows[word], weight) for word, weight in weights.items() if word in self._rows]
        if not known:
            return np.zeros(self.width, np.float32)
        rows, amounts = zip(*known)
        total = np.asarray(amounts, np.float32) @ self._vectors[list(rows)].astype(np.float32)
        return total / (np.sqrt(total @ total) + 1e-9)
