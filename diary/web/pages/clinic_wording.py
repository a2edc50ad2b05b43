"""The clinic's own wording of its texts: looked at, tried out, changed, set back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from diary.domain.clinic_wording import ShippedText
from diary.services.clinic_wording import ClinicText, Sample, WordingRefusedError, Wordings
from diary.web.pages.show import show
from diary.web.present.clinic_wording import wording_form, wording_list
from diary.web.screens.forms import Form
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.wording.clinic_wording import say_fault


def index(visit: Visit) -> ResponseReturnValue:
    return show(visit, "wordings.html", wording_list(_wordings(visit).all()), "settings")


def edit(visit: Visit, language: str, key: str) -> ResponseReturnValue:
    """One text; a POST stores what was typed, or with ``look`` only shows it as it would go out."""
    wordings, text = _wordings(visit), _text(visit, language, key)
    if request.method != "POST":
        shown = text.own if text.own is not None else text.shipped.text
        return _show(visit, text, Form({"text": shown}))
    typed = request.form.get("text", "")
    try:
        if request.form.get("look") == "yes":
            _kept, sample = wordings.read(text.shipped, typed)
            return _show(visit, text, Form({"text": typed}), sample)
        with visit.writing() as session:
            wordings.reword(session, text.shipped, typed, visit.now, visit.practitioner.id)
    except WordingRefusedError as refused:
        form = Form({"text": typed}, {"text": say_fault(refused.fault)})
        return _show(visit, text, form), 422
    return _back(text.shipped, _("Saved."))


def reset(visit: Visit, language: str, key: str) -> ResponseReturnValue:
    shipped = _text(visit, language, key).shipped
    with visit.writing() as session:
        _wordings(visit).reset(session, shipped, visit.now, visit.practitioner.id)
    return _back(shipped, _("It goes out as it came with the program."))


def _wordings(visit: Visit) -> Wordings:
    return Wordings(visit.clinic, visit.catalogue, visit.site.services.settings.public_base_url)


def _text(visit: Visit, language: str, key: str) -> ClinicText:
    try:
        return _wordings(visit).one(key, language)
    except LookupError:
        raise NotFound from None


def _show(visit: Visit, text: ClinicText, form: Form, typed: Sample | None = None) -> str:
    shipped = _wordings(visit).as_shipped(text.shipped)
    page = wording_form(text, shipped, form, typed)
    return show(visit, "wording.html", page, "settings")


def _back(shipped: ShippedText, said: str) -> ResponseReturnValue:
    flash(said, "success")
    return redirect(url_for("wording.index", _anchor=shipped.key), 303)
