"""What the messages of a conversation do for each other: who asked, what answered it, what was thanked."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from chat.gist.cues import Cue
from chat.gist.questions import SURE
from chat.gist.talk import Line, Talk

_OPENING = 4  # messages among which a conversation's question is looked for
_BACK = 6  # messages that a thank-you is led back through at most
PLAIN = 0.65  # above it a message asks by its mark or its build, not by a single word in it
_SAYS = 2  # terms from which on a message says something


@dataclass(frozen=True)
class Turns:
    """Readings of a whole conversation; each is done once."""

    talk: Talk

    @cached_property
    def questions(self) -> list[Line]:
        """Messages that ask, with something to ask about."""
        return [line for line in self.talk if line.asks >= SURE and line.terms]

    @cached_property
    def opening(self) -> Line | None:
        """The question that the conversation begins with."""
        first = self.talk.lines[0].author if self.talk.lines else ""
        early = [line for line in self.talk.lines[:_OPENING] if self._opens(line)]
        return max(early, key=lambda line: (len(line.terms) >= _SAYS, line.author == first), default=None)

    @cached_property
    def thanks(self) -> list[tuple[Line, Line]]:
        """Messages that thank, or report a success, each with the one that it is for."""
        thanking = [line for line in self.talk.lines[1:] if line.cues & {Cue.THANKS, Cue.SOLVED}]
        return [(line, earned) for line in thanking if (earned := self._earned(line))]

    @cached_property
    def thanked(self) -> Counter[int]:
        """How often each message was thanked for; by one who asked counts double."""
        askers = {line.author for line in self.questions}
        found: Counter[int] = Counter()
        for line, earned in self.thanks:
            found[earned.key] += 2 if line.author in askers else 1
        return found

    @cached_property
    def agreed(self) -> Counter[int]:
        """How many others agreed with each message."""
        agreeing = [(line.author, self._other(line)) for line in self.talk if Cue.AGREES in line.cues]
        return Counter(key for _, key in {(author, other.key) for author, other in agreeing if other})

    @cached_property
    def unanswered(self) -> list[Line]:
        """Plain questions that nobody else said anything to."""
        return [line for line in self.questions if line.asks > PLAIN and not self.answers_to(line)]

    def answers_to(self, question: Line) -> list[Line]:
        """What others said to a question that is more than a nod, directly or in reply to its author's own words."""
        direct = self.talk.replies.get(question.key, [])
        own = [line for line in direct if line.author == question.author]
        said = [*direct, *(reply for line in own for reply in self.talk.replies.get(line.key, []))]
        return [line for line in said if line.author != question.author and not line.is_filler]

    def below(self, line: Line) -> list[Line]:
        """Everything that answers a message, and what answers that, in order."""
        found, left = {line.key}, [line.key]
        while left:
            fresh = [reply.key for reply in self.talk.replies.get(left.pop(), []) if reply.key not in found]
            found.update(fresh)
            left += fresh
        return [other for other in self.talk.lines if other.key in found and other.key != line.key]

    def begins(self, line: Line) -> bool:
        """Whether nobody else said anything before it that it takes up."""
        at: Line | None = line
        for _ in range(_OPENING):
            at = self.talk.parent(at) if at else None
            if at and at.author != line.author and not at.is_filler:
                return False
        return True

    def _opens(self, line: Line) -> bool:
        asking = line.asks >= SURE
        return bool(line.terms) and (asking or (line is self.talk.lines[0] and Cue.PROBLEM in line.cues))

    def _other(self, line: Line) -> Line | None:
        """What a message answers, if somebody else said it."""
        parent = self.talk.parent(line)
        return parent if parent and parent.author != line.author else None

    def _earned(self, line: Line) -> Line | None:
        """The message that a thank-you is for: led back to the last one of somebody else that says something."""
        at: Line | None = line
        for _ in range(_BACK):
            at = self.talk.parent(at) if at else None
            if at and at.author != line.author and len(at.terms) >= _SAYS:
                return at if max(at.asks, line.asks) < SURE else None
        return None
