"""Tables of what keeps the product lawful and safe: moderation, privacy, age, accounts, log-ins."""

from __future__ import annotations

from typing import Final

from gnomon.sim.table import Scope, Table

__all__ = ["TRUST_TABLES"]


def _events(name: str, doc: str, key: str, time: str, *, scope: Scope = "chunk_daily") -> Table:
    return Table(name=name, scope=scope, doc=doc, key=(key,), time=time)


def _static(name: str, doc: str, key: str) -> Table:
    return Table(name=name, scope="static", doc=doc, key=(key,))


_COMPLIANCE: Final = (
    _events("reports", "A report of a video, comment, account or message.", "report_id", "reported_at"),
    _events("moderation_actions", "A restriction.", "action_id", "acted_at", scope="daily"),
    _events("appeals", "An appeal against a restriction.", "appeal_id", "appealed_at", scope="daily"),
    _events("review_labels", "A sampled play, judged by people.", "label_id", "sampled_at"),
    _events("account_labels", "A sampled account, judged by people.", "label_id", "sampled_at"),
    _events("decision_audits", "A restriction judged again.", "audit_id", "audited_at", scope="daily"),
    _events("account_actions", "An account found to break a rule.", "action_id", "found_at"),
    _static("authority_orders", "An order of an authority to act against content.", "order_id"),
)

_PRIVACY: Final = (
    _events("consents", "A question of consent, answered or not.", "consent_id", "shown_at"),
    _events("processing_events", "A use of personal data.", "event_id", "happened_at"),
    _events("age_checks", "A check of age.", "check_id", "required_at"),
    _static("privacy_requests", "A request of a person about their data.", "request_id"),
    _static("deletions", "A deletion of a person's data.", "deletion_id"),
)

_SECURITY: Final = (
    _events("logins", "An attempt to log in.", "login_id", "attempted_at"),
    _events("registrations", "An attempt to register.", "attempt_id", "attempted_at"),
    _events("spam_views", "A sampled thing that was seen, spam or not.", "view_id", "seen_at"),
    _static("takeovers", "An account that somebody took, found out since.", "case_id"),
)

TRUST_TABLES: Final = (*_COMPLIANCE, *_PRIVACY, *_SECURITY)
