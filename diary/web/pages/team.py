"""The clinic's team: somebody invited, their role and language changed, their account closed."""

from collections.abc import Mapping
from uuid import UUID

from babel import Locale
from flask import request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from diary.services import team
from diary.services.fields import InvalidFieldsError
from diary.store.people import Practitioner, StaffRole
from diary.web import translation
from diary.web.pages.setting_form import act, again, fill_in, shown
from diary.web.pages.show import show
from diary.web.screens.chart_form import Field, FieldKind
from diary.web.screens.forms import Choice, Form
from diary.web.screens.settings import Act, Invited, SettingForm
from diary.web.site import Visit
from diary.web.translation import gettext as _


def invite(visit: Visit) -> ResponseReturnValue:
    """A new account; its link is shown once, to be handed over."""

    def describe(form: Form) -> SettingForm:
        email = Field(FieldKind.EMAIL, "sign_in_name", _("Email"), _("They sign in with it."))
        sub = _("You get a link to hand over; with it they choose their own password.")
        return SettingForm(_("Invite to the team"), form, (email, *_fields()), _("Invite"), sub)

    if request.method != "POST":
        return shown(visit, describe(Form({"role": StaffRole.MEMBER})))
    typed = request.form.to_dict()
    try:
        with visit.writing() as session:
            member, token = team.invite(
                session, visit.clinic, typed, visit.now, visit.practitioner.id
            )
    except InvalidFieldsError as invalid:
        return again(visit, describe, typed, invalid)
    return _link(visit, member, token)


def edit(visit: Visit, member_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        member = visit.of_clinic(session, Practitioner, member_id)

    def store(session: Session, typed: Mapping[str, str]) -> None:
        values = team.read_member(typed)
        mine = visit.of_clinic(session, Practitioner, member_id)
        team.change(session, mine, values, visit.now, visit.practitioner.id)

    def describe(form: Form) -> SettingForm:
        return SettingForm(
            member.display_name, form, _fields(), _("Save"), member.sign_in_name, _acts(member)
        )

    first = {
        "display_name": member.display_name,
        "role": member.role,
        "language": member.language or "",
    }
    return fill_in(visit, describe, store, first)


def invite_again(visit: Visit, member_id: UUID) -> ResponseReturnValue:
    """A new link, for somebody who let the first one pass or forgot their password."""
    with visit.writing() as session:
        member = visit.of_clinic(session, Practitioner, member_id)
        token = team.invite_again(session, member, visit.now, visit.practitioner.id)
    return _link(visit, member, token)


def end(visit: Visit, member_id: UUID) -> ResponseReturnValue:
    def do(session: Session) -> None:
        member = visit.of_clinic(session, Practitioner, member_id)
        team.end(session, member, visit.now, visit.practitioner.id)

    return act(visit, do, _("The account is closed: they are signed out everywhere."))


def let_in_again(visit: Visit, member_id: UUID) -> ResponseReturnValue:
    def do(session: Session) -> None:
        member = visit.of_clinic(session, Practitioner, member_id)
        team.let_in_again(session, member, visit.now, visit.practitioner.id)

    return act(visit, do, _("They may sign in again."))


def _link(visit: Visit, member: Practitioner, token: str) -> ResponseReturnValue:
    base = visit.site.services.settings.public_base_url
    page = Invited(member.display_name, f"{base}/join/{token}", team.INVITED_FOR.days)
    return show(visit, "invited.html", page, "settings")


def _fields() -> tuple[Field, ...]:
    languages = translation.languages()
    return (
        Field(FieldKind.TEXT, "display_name", _("Name"), _("As colleagues know them.")),
        Field(
            FieldKind.RADIOS,
            "role",
            _("Role"),
            choices=(
                Choice(StaffRole.MEMBER, _("Member"), _("everything about patients")),
                Choice(StaffRole.OWNER, _("Owner"), _("also settings, protocols and the team")),
            ),
        ),
        Field(
            FieldKind.SELECT,
            "language",
            _("Language of the pages"),
            _("Without a choice, that of their browser."),
            required=False,
            choices=tuple(Choice(code, str(Locale(code).get_display_name())) for code in languages),
        ),
    )


def _acts(member: Practitioner) -> tuple[Act, ...]:
    if member.ended_at:
        return (
            Act(_("Open the account again"), url_for("team.let_in_again", member_id=member.id)),
        )
    return (
        Act(
            _("Make a new link"),
            url_for("team.invite_again", member_id=member.id),
            _("With it they choose a new password. It counts once, for three days."),
        ),
        Act(
            _("Close the account"),
            url_for("team.end", member_id=member.id),
            _("They sign in no more. What they did stays on record under their name."),
        ),
    )
