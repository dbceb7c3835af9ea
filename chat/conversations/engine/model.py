"""The trained model: read from its files when it is first needed, then kept for the life of the process."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from chat.conversations.engine.network import Network
from chat.conversations.engine.vocabulary import Vocabulary

VERSION = 1
WEIGHTS = Path(__file__).parent / "weights"


@dataclass(frozen=True)
class Model:
    """Args: vocabulary; networks: by name."""

    vocabulary: Vocabulary
    networks: dict[str, Network]


@cache
def trained(folder: Path = WEIGHTS) -> Model:
    """The model in the repository.

    Raises:
        ValueError: the files are of another version.
    """
    return load(folder)


def save(model: Model, folder: Path) -> None:
    """Write the model: one file, the same bytes for the same model."""
    arrays = {"version": np.array(VERSION)} | model.vocabulary.arrays()
    for name, network in model.networks.items():
        arrays |= {f"{name}.mean": network.mean, f"{name}.scale": network.scale}
        for layer, (weight, bias) in enumerate(zip(network.weights, network.biases)):
            arrays |= {f"{name}.weight.{layer}": weight.astype(np.float16), f"{name}.bias.{layer}": bias}
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "model.npz", **arrays)  # type: ignore[arg-type]


def load(folder: Path) -> Model:
    """Read a model.

    Raises:
        ValueError: it is of another version.
    """
    one_thread()
    with np.load(folder / "model.npz") as arrays:
        if int(arrays["version"]) != VERSION:
            raise ValueError(f"{folder} holds version {arrays['version']}, and {VERSION} is needed: train again.")
        names = sorted({name.split(".")[0] for name in arrays.files if name.endswith(".mean")})
        return Model(Vocabulary.of(arrays), {name: _network(arrays, name) for name in names})


def one_thread() -> None:
    """Let numpy compute in one thread: the matrices are small, more would only disturb their neighbours."""
    threadpool_limits(1, user_api="blas")


def _network(arrays: np.lib.npyio.NpzFile, name: str) -> Network:
    layers = sum(one.startswith(f"{name}.bias.") for one in arrays.files)
    return Network(
        arrays[f"{name}.mean"],
        arrays[f"{name}.scale"],
        tuple(arrays[f"{name}.weight.{layer}"].astype(np.float32) for layer in range(layers)),
        tuple(arrays[f"{name}.bias.{layer}"].astype(np.float32) for layer in range(layers)),
    )
