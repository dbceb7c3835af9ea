"""What goes in, and what comes out: messages as the engine sees them, and the links between them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One message.

    Args:
        key: the caller's own id; later lines have larger keys.
        author: any stable name of the speaker, "" for what the system says (joins, leaves).
        at: seconds since any epoch. Steps back are read as no time at all.
        text: what is said.
        names: speakers named by hard evidence, such as an @mention that the site resolved.
        answers: key of the message that it certainly answers (a reply, a quote, a link that a human confirmed);
            its own key where it certainly starts something.
    """

    key: int
    author: str
    at: float
    text: str
    names: tuple[str, ...] = ()
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """What one message answers.

    Args:
        key: the message.
        parent: the message that it answers; its own key where it starts something.
        probability: that this parent is right, 0 to 1.
        together: that the message belongs to its parent's conversation, even if another message of that conversation
            is what it answers. Where it starts something, that it does: then both are the same.
        others: what else it may answer, itself where it may start something, each with its chance; the likeliest first.
    """

    key: int
    parent: int
    probability: float
    together: float = 1.0
    others: tuple[tuple[int, float], ...] = ()

    @property
    def starts(self) -> bool:
        return self.parent == self.key
