from community.moderation.models.audit import AuditEntry, AuditSeal, AuditWords
from community.moderation.models.cases import Case, CaseNote, Report
from community.moderation.models.holds import Hold
from community.moderation.models.notes import MemberNote
from community.moderation.models.profiles import ClearedProfile
from community.moderation.models.sanctions import Appeal, Sanction
from community.moderation.models.words import ListedWord

__all__ = [
    "Appeal",
    "AuditEntry",
    "AuditSeal",
    "AuditWords",
    "Case",
    "CaseNote",
    "ClearedProfile",
    "Hold",
    "ListedWord",
    "MemberNote",
    "Report",
    "Sanction",
]
