"""The ways in, and the first steps inside."""

from community.joining.models.arrivals import Arrival, Interest
from community.joining.models.doors import Application, Code, Entrance, PersonalCard, Waiting, WrongWords
from community.joining.models.letters import Letter

__all__ = ["Application", "Arrival", "Code", "Entrance", "Interest", "Letter", "PersonalCard", "Waiting", "WrongWords"]
