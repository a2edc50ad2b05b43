"""A text that was read wrongly, read by a member of staff."""

from collections.abc import Mapping
from uuid import UUID

from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from diary.services import rereading
from diary.services.rereading import Readable
from diary.store.messaging import InboundMessage
from diary.web.pages.chart_form import back, fill_in
from diary.web.screens.chart_form import ChartForm, Field, FieldKind
from diary.web.screens.forms import Form
from diary.web.site import Visit
from diary.web.translation import gettext as _
from diary.web.translation import language
from diary.web.wording.chart import say_scale


def reread(visit: Visit, text_id: UUID) -> ResponseReturnValue:
    with visit.reading() as session:
        message, patient = visit.inbound(session, text_id)
        found = rereading.readable(session, visit.catalogue, message) if patient else None
    if patient is None:
        raise NotFound
    if found is None:
        said = _("Nothing that one text could answer was open when it came.")
        return back(patient, said, "warning")
    _prompt, items = found

    def store(session: Session, typed: Mapping[str, str]) -> None:
        mine = session.get_one(InboundMessage, message.id)
        rereading.reread(session, visit.catalogue, visit.practitioner, mine, typed, visit.now)

    def describe(form: Form) -> ChartForm:
        return ChartForm(
            _("Correct how a text was read"),
            patient.id,
            patient.name,
            form,
            tuple(_field(each) for each in items),
            _("Save the correction"),
            _("What it was read as before is kept as history. Leave empty what it does not say."),
            quote=message.body,
        )

    first = {each.field: "" if each.value is None else f"{each.value:g}" for each in items}
    return fill_in(visit, patient, describe, store, first, _("Corrected."))


def _field(each: Readable) -> Field:
    name = each.item.name.get(language(), each.item.name["en"])
    return Field(
        FieldKind.NUMBER,
        each.field,
        name[:1].upper() + name[1:],
        say_scale(each.item, language()),
        required=False,
    )
