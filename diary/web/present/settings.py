"""The clinic's settings at a glance."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from diary.domain import pacing
from diary.domain.crisis_lines import CrisisHelp
from diary.domain.plan import Plan
from diary.services.pacing import segments_a_second
from diary.store.audit import AuditEvent
from diary.store.oncall import OnCall
from diary.store.people import Organization, Practitioner
from diary.web import translation
from diary.web.moments import short_day
from diary.web.present.plans import plan_title
from diary.web.screens.settings import Facts, MemberRow, RungRow, SettingChange, SettingsPage
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.settings import say_act, say_days, say_hours, say_kind, say_role
from diary.web.wording.speaker import Speaker, number


def settings_page(
    clinic: Organization,
    offered: Mapping[str, Plan],
    ladder: Sequence[tuple[OnCall, str]],
    team: Sequence[Practitioner],
    changes: Sequence[AuditEvent],
    help_at: CrisisHelp,
    speaker: Speaker,
) -> SettingsPage:
    names = {member.id: member.display_name for member in team}
    return SettingsPage(
        about=_about(clinic, offered),
        hours=_hours(clinic),
        number=_number(clinic),
        wording=_wording(clinic),
        crisis_lines=_crisis_lines(help_at),
        crisis_source=_(
            "Checked on %(day)s: %(source)s",
            day=short_day(help_at.checked_on, translation.language()),
            source=help_at.source,
        ),
        ladder=tuple(
            _rung(rung, name, is_first=place == 0) for place, (rung, name) in enumerate(ladder)
        ),
        team=tuple(_member(member, speaker.now) for member in team),
        changes=tuple(_change(event, names, speaker) for event in changes),
    )


def _about(clinic: Organization, offered: Mapping[str, Plan]) -> Facts:
    usual = offered.get(clinic.default_plan)
    return (
        (_("Name"), clinic.name),
        (_("Number that patients may call"), clinic.contact_phone),
        (_("Time zone"), clinic.timezone),
        (_("First choice at enrolment"), plan_title(usual) if usual else clinic.default_plan),
        (
            _("Replies"),
            _("to every answer")
            if clinic.confirms_answers
            else _("where an answer was not read word for word"),
        ),
    )


def _hours(clinic: Organization) -> Facts:
    return (
        (
            _("Texts go out"),
            _(
                "%(hours)s where the patient is",
                hours=say_hours(clinic.quiet_until_local, clinic.quiet_from_local),
            ),
        ),
        (
            _("At most"),
            ngettext(
                "%(num)s text that asks, a patient and day",
                "%(num)s texts that ask, a patient and day",
                clinic.prompts_a_day,
            ),
        ),
        (
            _("Spread over"),
            ngettext("%(num)s minute", "%(num)s minutes", clinic.spread_minutes),
        ),
    )


def _number(clinic: Organization) -> Facts:
    kind = clinic.sender_kind or pacing.kind_of(clinic.sender)
    cap = clinic.segments_a_day
    return (
        (_("Texts come from"), clinic.sender),
        (_("Kind"), say_kind(kind)),
        (
            _("Pace"),
            ngettext(
                "%(num)s segment a second", "%(num)s segments a second", segments_a_second(clinic)
            ),
        ),
        (
            _("Cap"),
            _("%(count)s segments in 24 hours", count=number(cap)) if cap else _("none"),
        ),
    )


def _wording(clinic: Organization) -> Facts:
    own = sum(len(texts) for texts in (clinic.own_wordings or {}).values())
    return ((_("In your own words"), ngettext("%(num)s text", "%(num)s texts", own)),)


def _crisis_lines(help_at: CrisisHelp) -> Facts:
    language = translation.language()
    return tuple(
        (line.name.get(language, line.name["en"]), line.says.get(language, line.says["en"]))
        for line in help_at.lines
    )


def _rung(rung: OnCall, name: str, *, is_first: bool) -> RungRow:
    hours = say_hours(rung.from_local, rung.until_local)
    return RungRow(
        rung.id,
        name,
        f"{hours}, {say_days(rung.weekdays)}",
        ngettext(
            "the next after %(num)s minute", "the next after %(num)s minutes", rung.wait_minutes
        ),
        is_first,
    )


def _member(member: Practitioner, now: datetime) -> MemberRow:
    standing = ""
    if member.ended_at:
        standing = _("closed")
    elif member.invited_until and member.invited_until > now:
        standing = _("invited")
    elif member.password_hash is None:
        standing = _("invitation is over")
    return MemberRow(
        member.id,
        member.display_name,
        member.sign_in_name,
        say_role(member.role),
        standing,
        is_over=member.ended_at is not None,
    )


def _change(event: AuditEvent, names: Mapping[UUID, str], speaker: Speaker) -> SettingChange:
    who = names.get(event.practitioner_id, "") if event.practitioner_id else _("the operator")
    return SettingChange(
        speaker.moment(event.recorded_at), who, say_act(event.action), event.detail or ""
    )
