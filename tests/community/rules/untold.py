"""What the audit knows and the public record does not tell, and why not."""

_CASE = "a case says that somebody reported; what follows for words and people is told as an act of its own"
_INVITATION = "who comes says so by coming in; whom somebody wanted to bring is theirs"
_PERSON = "the member is told; what becomes of it is told as an act of its own"
_RESTS = "with a name it would tell of a suspension"
_SET = "the set of stickers is before the eyes of all"
_TRIAL = "the page of the trial says it, to whom it is open"

UNTOLD = {
    "accepted application": "who is let in says so by coming in",
    "add sticker": _SET,
    "announce departure": _PERSON,
    "answer jury": _TRIAL,
    "appeal": _PERSON,
    "ask to move": "the authors are asked; that the thread moved is told",
    "call jury": _TRIAL,
    "call off departure": _PERSON,
    "cancel code": _INVITATION,
    "close vote": "the page of the proposal says it",
    "declined application": "who asked and did not come in is nobody's business",
    "delete": "a capsule is a note of its author; the words that it stood on are still there",
    "give case": _CASE,
    "invite people": _INVITATION,
    "let case go": _CASE,
    "make codes": _INVITATION,
    "make invitation": _INVITATION,
    "note case": _CASE,
    "note member": "moderators' notes are for moderators",
    "promote": "its card stands in the room",
    "remove sticker": _SET,
    "reopen": _CASE,
    "rest role": _RESTS,
    "return role": _RESTS,
    "settle": _CASE,
    "take case": _CASE,
    "take invitation back": _INVITATION,
    "undo": "the card in the room says it",
    "use invitation": _INVITATION,
}
