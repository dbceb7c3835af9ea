from community.belonging.models.announcements import Announcement, Earplug
from community.belonging.models.people import Answer, Field, Segment
from community.belonging.models.tribes import Offer, Origin
from community.belonging.models.visits import Departure, Kept, Pace, Recall, VisitMonth

__all__ = [
    "Announcement",
    "Answer",
    "Departure",
    "Earplug",
    "Field",
    "Kept",
    "Offer",
    "Origin",
    "Pace",
    "Recall",
    "Segment",
    "VisitMonth",
]
