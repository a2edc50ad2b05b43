"""The clinic's own wording of its texts, as pages show it."""

from collections import defaultdict
from collections.abc import Sequence

from diary.domain.clinic_wording import ALWAYS_THERE, Lock, placeholders, words_to_send
from diary.services.clinic_wording import ClinicText, Sample
from diary.web.present.plans import sized
from diary.web.screens.clinic_wording import (
    LockedTexts,
    TextOfClinic,
    TextVersion,
    WordingForm,
    WordingList,
)
from diary.web.screens.forms import Form
from diary.web.translation import gettext as _
from diary.web.wording.clinic_wording import say_lock, say_placeholders, say_when_sent


def wording_list(texts: Sequence[ClinicText]) -> WordingList:
    by_lock: dict[Lock | None, dict[str, list[ClinicText]]] = defaultdict(lambda: defaultdict(list))
    for text in texts:
        by_lock[text.lock][text.shipped.key].append(text)
    return WordingList(
        open=_rows(by_lock[None]),
        locked=tuple(
            LockedTexts(*say_lock(lock), _rows(by_lock[lock])) for lock in Lock if by_lock[lock]
        ),
    )


def wording_form(
    text: ClinicText, shipped: Sample, form: Form, typed: Sample | None
) -> WordingForm:
    """One text as ``typed``, without a sample if the form has errors; else as it goes out now."""
    is_typed = typed is not None or bool(form.errors)
    language = text.shipped.language
    shown = typed if is_typed else text.sample
    return WordingForm(
        key=text.shipped.key,
        language=language,
        title=say_when_sent(text.shipped.key),
        form=form,
        hint=_hint(text),
        shipped=sized(language, shipped.body, shipped.size),
        sample=sized(language, shown.body, shown.size) if shown else None,
        is_typed=is_typed,
        is_own=text.own is not None,
        locked=say_lock(text.lock)[1] if text.lock else "",
        note=_note(text),
    )


def _rows(by_key: dict[str, list[ClinicText]]) -> tuple[TextOfClinic, ...]:
    return tuple(
        TextOfClinic(
            key,
            say_when_sent(key),
            tuple(
                TextVersion(
                    sized(text.shipped.language, text.sample.body, text.sample.size),
                    _note(text),
                    is_open=text.lock is None,
                )
                for text in texts
            ),
        )
        for key, texts in by_key.items()
    )


def _note(text: ClinicText) -> str:
    if text.own is None:
        return ""
    if text.is_in_force:
        return _("in your own words")
    return _("your wording no longer fits the program's text, which goes out instead")


def _hint(text: ClinicText) -> str:
    needed, to_send = placeholders(text.shipped.text), words_to_send(text.shipped)
    parts = []
    if needed:
        parts.append(_("It must have %(names)s.", names=say_placeholders(needed)))
    if to_send:
        parts.append(
            _("Patients are to send %(words)s: keep that.", words=", ".join(sorted(to_send)))
        )
    if others := ALWAYS_THERE - needed:
        parts.append(_("It may have %(names)s.", names=say_placeholders(others)))
    return " ".join(parts)
