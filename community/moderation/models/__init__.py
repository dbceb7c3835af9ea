from community.moderation.models.audit import AuditEntry, AuditSeal
from community.moderation.models.cases import Case, CaseNote, Report
from community.moderation.models.holds import Hold
from community.moderation.models.sanctions import Appeal, Sanction
from community.moderation.models.words import ListedWord

__all__ = ["Appeal", "AuditEntry", "AuditSeal", "Case", "CaseNote", "Hold", "ListedWord", "Report", "Sanction"]
