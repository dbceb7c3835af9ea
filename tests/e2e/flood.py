"""Talk that is too much for its readers: a slice of a real channel where there is one, and one of our own."""

from pathlib import Path

from chat.models import Room
from tests.chat.logs import SHARED, imported

REAL = SHARED / "data" / "ubuntu" / "dev" / "2009-03-03_10.raw.txt"
PAIRS = [
    ("Asa", "Bo", "the boiler in the boathouse", "turn the red valve a quarter and wait"),
    ("Cem", "Dot", "the ferry timetable in winter", "the last one goes at ten past six"),
    ("Eli", "Fay", "the bread oven", "a handful of oak and an hour of patience"),
    ("Gus", "Hal", "the rope for the swing", "twelve metres, and two of them for the knots"),
    ("Ida", "Jon", "the heron on the jetty", "it only wants the small ones, leave it be"),
    ("Kit", "Lou", "the key to the shed", "under the third pot, where it always was"),
]
TURNS = (
    "Does anybody know what to do about {thing}?",
    "{asker}: about {thing}, I had that last year",
    "{helper}: and what did you do?",
    "{asker}: {answer}",
    "{helper}: and that is all? nothing else?",
    "{asker}: nothing else, it has been fine ever since",
    "{helper}: it works, thank you so much!",
    "{asker}: you are welcome, say hello to the others",
    "{helper}: I will, see you at the jetty",
    "{asker}: bring a towel",
)  # asker and helper in turn; each message names whom it answers


def own_log() -> str:
    """Sixty messages of six conversations, one from each in turn, within ten minutes."""
    lines = []
    for turn, words in enumerate(TURNS):
        for asker, helper, thing, answer in PAIRS:
            speaker = (asker, helper)[turn % 2]
            said = words.format(asker=asker, helper=helper, thing=thing, answer=answer)
            lines.append(f"[12:{turn:02}] <{speaker}> {said}\n")
    return "".join(lines)


def room_of(log: Path) -> Room:
    """An open room of the community `lake` with the talk of a log."""
    imported([str(log)], room="Log", community="lake")
    return Room.objects.get(name="Log")
