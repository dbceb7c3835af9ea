"""Whether a conversation is finished and worth keeping."""

from dataclasses import dataclass

from chat.gist.cues import Cue
from chat.gist.questions import SURE
from chat.gist.talk import Line, Talk, Told
from chat.gist.turns import Turns

UNSURE = 0.5  # as far as a conversation gets whose end is not known to be good
_MESSAGES, _TERMS = 5, 30  # from which on a conversation is long enough
_LAST = 4  # messages that make its end
_SAYS = 4  # terms from which on an answer says something


@dataclass(frozen=True)
class Features:
    """What speaks for keeping a conversation, each 0 to 1."""

    asked: float  # a question, or a trouble, opened it
    answered: float  # somebody else said something substantial to it
    thanked: float  # and was thanked for it, or it was reported to work: by the one who asked 1, by somebody else 0.5
    ended: float  # nothing is asked at its end
    long: float
    calm: float  # share of messages that say something, each text once


_SHARES = Features(asked=0.15, answered=0.2, thanked=0.35, ended=0.1, long=0.1, calm=0.1)


def closed_and_good(said: Told | Talk) -> float:
    """How surely a conversation is over and worth keeping, 0 to 1.

    Meant for acting without asking, so precision comes first: without a question, an answer to it, and thanks or
    success from the one who asked, it stays at `UNSURE` or below; one person talking, or a flood, is 0.
    """
    found = features(said)
    if not found or not found.answered:
        return 0.0
    total = sum(getattr(found, name) * share for name, share in vars(_SHARES).items())
    sure = found.asked > SURE and found.thanked == 1 and found.ended > 0
    return round(total if sure else min(total, UNSURE), 3)


def features(said: Told | Talk) -> Features | None:
    """What is known of a conversation; None if there is no conversation: fewer than two people say something."""
    talk = Talk.of(said)
    saying = [line for line in talk.lines if line.terms and not line.is_filler]
    if len({line.author for line in saying}) < 2:
        return None
    turns = Turns(talk)
    return Features(
        asked=_asked(turns), answered=_answered(turns), thanked=_thanked(turns), ended=_ended(talk, turns),
        long=min(1.0, len(saying) / _MESSAGES) * min(1.0, len(talk.frequency) / _TERMS), calm=_calm(talk, saying),
    )  # fmt: skip


def _asked(turns: Turns) -> float:
    opening = turns.opening
    if not opening or not turns.begins(opening):
        return 0.0
    return min(1.0, opening.asks + 0.5 * (Cue.PROBLEM in opening.cues))


def _answered(turns: Turns) -> float:
    """How full the fullest answer is."""
    opening = turns.opening
    said = turns.below(opening) if opening else []
    others = [len(line.terms) for line in said if opening and line.author != opening.author and not line.is_filler]
    return min(1.0, max(others, default=0) / _SAYS)


def _thanked(turns: Turns) -> float:
    """By the one who asked, or else by others."""
    opening = turns.opening
    if not opening or not turns.thanks:
        return 0.0
    return 1.0 if any(line.author == opening.author for line, _ in turns.thanks) else 0.5


def _ended(talk: Talk, turns: Turns) -> float:
    """1 if no question among the last messages is left without an answer, less the later it was asked."""
    left = {line.key for line in turns.unanswered if len(line.terms) > 1}
    places = [at for at, line in enumerate(talk.lines[-_LAST:]) if line.key in left]
    return 1.0 if not places else 0.4 if places[-1] < _LAST - 1 else 0.0


def _calm(talk: Talk, saying: list[Line]) -> float:
    return len(saying) / len(talk.all)
