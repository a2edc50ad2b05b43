"""The way of every form of the settings: shown, filled in, shown again with what is wrong."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from diary.services.fields import InvalidFieldsError
from diary.web.pages.show import show
from diary.web.screens.forms import Form
from diary.web.screens.settings import SettingForm
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.fields import form_again, say_error

Store = Callable[[Session, Mapping[str, str]], None]


def fill_in(
    visit: Visit, describe: Callable[[Form], SettingForm], store: Store, first: Mapping[str, str]
) -> ResponseReturnValue:
    """Show the form with its ``first`` values, or store what was typed and go to the settings."""
    if request.method != "POST":
        return shown(visit, describe(Form(first)))
    typed = request.form.to_dict()
    try:
        with visit.writing() as session:
            store(session, typed)
    except InvalidFieldsError as invalid:
        return again(visit, describe, typed, invalid)
    return back(_("Saved."))


def act(visit: Visit, do: Callable[[Session], None], said: str) -> ResponseReturnValue:
    """Do what a button says, or say on the settings why that cannot be."""
    try:
        with visit.writing() as session:
            do(session)
    except InvalidFieldsError as invalid:
        words = [say_error(field, code, {}) for field, code in invalid.errors.items()]
        return back(" ".join(words), "error")
    return back(said)


def again(
    visit: Visit,
    describe: Callable[[Form], SettingForm],
    typed: Mapping[str, str],
    invalid: InvalidFieldsError,
) -> ResponseReturnValue:
    """The form as it was typed, with what is wrong beside its fields."""
    order = [field.name for field in describe(Form()).fields]
    return shown(visit, describe(form_again(typed, invalid.errors, order))), 422


def shown(visit: Visit, page: SettingForm) -> str:
    return show(visit, "setting_form.html", page, "settings")


def back(said: str, kind: str = "success") -> ResponseReturnValue:
    flash(said, kind)
    return redirect(url_for("settings.index"), 303)
