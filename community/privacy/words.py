"""In which columns of the community's own layers somebody may be called by name."""

from community.belonging.models import Announcement, Answer, Field, Kept, Segment
from community.desk.models import SavedList, WordImport
from community.drafts.models import Draft
from community.files.models import File
from community.governance.models import Amendment, Candidate, FirstPoll, Proposal, Version
from community.joining.models import Application, Code, Entrance, Interest, Letter
from community.jury.models import Juror, Trial
from community.members.models import Ban, Community, Member, Mute, Silence
from community.moderation.models import (
    Appeal,
    Case,
    CaseNote,
    ClearedProfile,
    Hold,
    ListedWord,
    MemberNote,
    Report,
    Sanction,
)
from community.notifications.models import Notice
from community.points.models import Transfer
from community.privacy.holdings import PASSING
from community.privacy.naming import look_into, spare
from community.rules.models import RulesVersion
from community.stickers.models import Sticker

_ONES_OWN = "what it says is about the account itself, and goes with it"
_SIGN = "a key, a number or a word of ours, nobody's words"
_SEALED = "the audit holds seals: words stand beside it, and those with the name in them go"


def register() -> None:
    _of_the_community()
    _of_order()
    _of_votes()
    _spare()


def _of_the_community() -> None:
    look_into(Community, "pk", "name", "purpose", "audience", "slogan", "rules")
    look_into(Member, "community", "bio")
    look_into(Draft, "member__community", "body", "data")
    look_into(File, "community", "name")
    look_into(Sticker, "community", "name", "keywords")
    look_into(Notice, "community", "excerpt", "data")
    look_into(Entrance, "community", "questions", "word", "interests")
    look_into(Interest, "member__community", "tag")
    look_into(Application, "community", "answers", "reason")
    look_into(Code, "community", "label")
    look_into(Letter, "community", "words")
    look_into(Announcement, "community", "words", "filter")
    look_into(Field, "community", "name", "choices")
    look_into(Answer, "field__community", "text")
    look_into(Segment, "community", "name", "filter")
    look_into(Kept, "member__community", "data")
    look_into(Transfer, "community", "why")


def _of_order() -> None:
    for model in (Ban, Case, Sanction, Trial):
        look_into(model, "community", "reason")
    look_into(Mute, "member__community", "reason")
    look_into(Silence, "member__community", "reason")
    look_into(Appeal, "community", "words", "answer")
    look_into(Case, "community", "words", "rule")
    look_into(CaseNote, "case__community", "text")
    look_into(ClearedProfile, "member__community", "kept")
    look_into(Hold, "community", "words", "written", "found")
    look_into(Juror, "trial__community", "reason")
    look_into(ListedWord, "community", "note")
    look_into(MemberNote, "member__community", "text")
    look_into(Report, "case__community", "note")
    look_into(RulesVersion, "community", "text", "why")
    look_into(SavedList, "community", "name", "query")
    look_into(SavedList, "user__memberships__community", "name", "query")
    look_into(Sanction, "community", "rule")
    look_into(Trial, "community", "rule", "answer")
    look_into(WordImport, "community", "lines", "before", "faults")


def _of_votes() -> None:
    look_into(Proposal, "community", "title", "words", "data", "subject", "options")
    look_into(Version, "proposal__community", "title", "words", "data")
    look_into(Amendment, "proposal__community", "title", "words", "data")
    look_into(Candidate, "proposal__community", "words")
    look_into(FirstPoll, "community", "question", "answers")


def _spare() -> None:
    spare(_SEALED, "moderation.AuditEntry.reason", "moderation.AuditEntry.data", "moderation.AuditWords.text")
    spare("how others are called", "members.Member.name", "members.Member.folded_name", "members.Member.title")
    spare("what is not said there", "moderation.ListedWord.text")
    spare("cleared at once, by what stands in it", "jobs.FailedJob.error", "jobs.FailedJob.trace")
    spare("emptied once it is over", "privacy.Erasure.names")
    spare(PASSING, "desk.Guest.name", "desk.Guest.email", "desk.Guest.answers", "desk.GuestList.guests")
    spare(
        _ONES_OWN, "members.User.display_name", "members.User.email", "members.User.first_name",
        "members.User.last_name", "members.User.password", "members.User.timezone", "members.User.username",
        "members.Member.source", "embedding.Guest.subject", "push.Device.auth", "push.Device.endpoint",
        "push.Device.name", "push.Device.p256dh", "second_factor.Factor.secret", "second_factor.RecoveryCode.digest",
    )  # fmt: skip
    spare(
        _SIGN, "activity.Activity.data", "activity.Activity.object", "activity.Activity.verb",
        "belonging.Announcement.place", "belonging.Kept.role", "belonging.Origin.place", "desk.FirstList.page",
        "desk.Guest.role", "desk.GuestList.faults", "desk.SavedList.page", "drafts.Draft.place",
        "embedding.Embedding.origins", "embedding.Embedding.secret", "files.File.carrier", "files.File.key",
        "files.File.parts", "files.File.peaks", "files.File.type", "governance.Loan.kind", "governance.Proposal.kind",
        "governance.Proposal.refusal", "governance.Proposal.result", "governance.Proposal.seed",
        "governance.Proposal.thread", "governance.Regency.before", "governance.Term.before", "governance.Term.role",
        "governance.Urn.ballots", "governance.Voter.choice", "jobs.FailedJob.args", "jobs.FailedJob.kwargs",
        "jobs.FailedJob.task", "joining.Arrival.hello", "joining.Arrival.passed", "joining.Code.code",
        "joining.Letter.key", "jury.Juror.measure", "jury.Trial.asked", "jury.Trial.commitment", "jury.Trial.pool",
        "jury.Trial.refusal", "jury.Trial.seed", "jury.Trial.verdict", "jury.Trial.votes", "kindred.Dismissal.place",
        "kindred.Likeness.other", "kindred.Likeness.place", "letterbox.Stop.mark", "members.Ban.role",
        "members.Community.slug", "members.Invitation.code", "members.Mute.place", "moderation.AuditEntry.act",
        "moderation.AuditEntry.object", "moderation.AuditSeal.before", "moderation.AuditSeal.seal",
        "moderation.AuditWords.field", "moderation.AuditWords.salt", "moderation.Case.object", "moderation.Case.path",
        "moderation.Case.place", "moderation.Hold.path", "moderation.Hold.place", "moderation.Hold.published_as",
        "moderation.Sanction.place", "moderation.Sanction.vote", "notifications.Digest.told",
        "notifications.Notice.key", "notifications.Notice.kind", "notifications.Notice.place", "points.Transfer.key",
        "privacy.Export.key", "push.Key.private", "push.PlaceWishes.place", "push.Turn.place",
        "roles.Adjustment.capability", "search.Entry.kind", "trust.Flood.mark", "trust.Flood.things",
        "trust.Standing.figures",
    )  # fmt: skip
