"""The pages of the clinic's plans."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from diary.domain.plan import CheckIn, Plan
from diary.domain.plan_text import LineProblem
from diary.domain.plan_toml import write_plan
from diary.domain.questionnaire import LANGUAGES
from diary.domain.segments import PLAIN, SmsSize
from diary.services.catalogue import Catalogue
from diary.services.plan_loading import CheckInChange, NewPlan
from diary.services.plan_texts import CheckInTexts, SaidText, TextKind
from diary.services.plans import OnShelf
from diary.store.people import Organization, Patient
from diary.web import translation
from diary.web.present.plan_words import check_in_row, say_span
from diary.web.screens.forms import Form
from diary.web.screens.plans import (
    Calendar,
    Follower,
    LineError,
    PlanChange,
    PlanList,
    PlanLoad,
    PlanPage,
    PlanRow,
    SizedText,
    TextGroup,
    TextRow,
)
from diary.web.translation import gettext as _
from diary.web.translation import ngettext
from diary.web.wording.plan_problems import say_plan_problem

_LONG_TEXT = 2
"""More segments than this, and a text costs so much that it is marked."""


def sized(language: str, body: str, size: SmsSize) -> SizedText:
    """A text with what it costs, in words."""
    return SizedText(language, body, _say_size(size), is_long=size.segments > _LONG_TEXT)


def plan_title(plan: Plan) -> str:
    return plan.title.get(translation.language(), plan.title["en"])


def plan_list(shelf: Sequence[OnShelf], clinic: Organization, *, may_load: bool) -> PlanList:
    return PlanList(
        tuple(
            PlanRow(
                code=each.plan.code,
                version=each.plan.version,
                title=plan_title(each.plan),
                check_ins=len(each.plan.check_ins),
                patients=each.patients,
                is_newest=each.is_newest,
                is_own=each.is_own,
                is_usual=each.is_newest and each.plan.code == clinic.default_plan,
            )
            for each in shelf
        ),
        may_load,
    )


def plan_page(
    plan: Plan,
    newest: Plan | None,
    texts: Sequence[CheckInTexts],
    people: tuple[Sequence[Patient], int],
    catalogue: Catalogue,
    form: Form,
    shown: Calendar | None,
    *,
    on_version: int,
    is_owner: bool,
) -> PlanPage:
    patients, count = people
    is_newest = newest is not None and newest.reference == plan.reference
    return PlanPage(
        code=plan.code,
        version=plan.version,
        title=plan_title(plan),
        sub=_say_sub(plan, newest, on_version),
        is_newest=is_newest,
        check_ins=tuple(check_in_row(each, catalogue) for each in plan.check_ins),
        groups=tuple(
            TextGroup(
                ", ".join(group.check_ins),
                _say_total(group.texts),
                tuple(_text_row(text) for text in group.texts),
            )
            for group in texts
        ),
        form=form,
        zones=tuple(sorted(zone for zone in available_timezones() if "/" in zone)),
        calendar=shown,
        followers=tuple(
            Follower(each.id, each.name, each.plan, each.plan == plan.reference)
            for each in patients
        ),
        others=count - len(patients),
        to_move=count - on_version if is_newest else 0,
        source=write_plan(plan.content),
        is_owner=is_owner,
    )


def plan_load(text: str, form: Form, problems: Sequence[LineProblem] = ()) -> PlanLoad:
    """The form, with what is wrong with the text."""
    lines = text.splitlines()
    return PlanLoad(
        form,
        tuple(
            LineError(
                line=str(each.line or ""),
                message=say_plan_problem(each),
                quote=lines[each.line - 1] if each.line and each.line <= len(lines) else "",
            )
            for each in problems
        ),
    )


def plan_checked(new: NewPlan, form: Form, catalogue: Catalogue) -> PlanLoad:
    """The form once more, with what loading it would change."""
    return PlanLoad(
        form,
        checked=new.plan.reference,
        title=plan_title(new.plan),
        compared=new.current.reference if new.current else "",
        changes=tuple(_change(each, catalogue) for each in new.changes),
        series=_say_series(new),
        patients=new.patients,
    )


def _say_sub(plan: Plan, newest: Plan | None, on_version: int) -> str:
    said = ngettext("%(num)s patient follows it", "%(num)s patients follow it", on_version)
    gap = _("a series begins after %(span)s without an infusion", span=say_span(plan.series_gap))
    if newest is None or newest.reference == plan.reference:
        return f"{said}; {gap}."
    return f"{said}; {gap}. " + _("Version %(version)s is newer.", version=newest.version)


def _say_series(new: NewPlan) -> str:
    if new.current is None or new.current.series_gap == new.plan.series_gap:
        return ""
    return _(
        "A series begins after %(after)s without an infusion, not after %(before)s.",
        after=say_span(new.plan.series_gap),
        before=say_span(new.current.series_gap),
    )


def _text_row(text: SaidText) -> TextRow:
    return TextRow(
        _say_kind(text.kind),
        tuple(sized(language, body, text.size[language]) for language, body in text.body.items()),
    )


def _say_total(texts: Sequence[SaidText]) -> str:
    segments = (
        f"{language.upper()} {_say_segments(sum(text.size[language].segments for text in texts))}"
        for language in LANGUAGES
    )
    return " · ".join((ngettext("%(num)s text", "%(num)s texts", len(texts)), *segments))


def _say_kind(kind: TextKind) -> str:
    return {
        TextKind.FIRST: _("First"),
        TextKind.NEXT: _("Then"),
        TextKind.REMINDER: _("Reminder"),
    }[kind]


def _say_size(size: SmsSize) -> str:
    """``66 characters, with letters that take more room, 1 segment``."""
    parts = [ngettext("%(num)s character", "%(num)s characters", size.units)]
    if size.encoding != PLAIN:
        parts.append(_("with letters that take more room"))
    return ", ".join((*parts, _say_segments(size.segments)))


def _say_segments(count: int) -> str:
    return ngettext("%(num)s segment", "%(num)s segments", count)


def _change(change: CheckInChange, catalogue: Catalogue) -> PlanChange:
    before = _lines(change.before, catalogue)
    after = _lines(change.after, catalogue)
    kind = "new" if not before else "gone" if not after else "changed"
    return PlanChange(
        change.code,
        kind,
        tuple(line for line in before if line not in after),
        tuple(line for line in after if line not in before),
    )


def _lines(check_in: CheckIn | None, catalogue: Catalogue) -> tuple[str, ...]:
    if check_in is None:
        return ()
    row = check_in_row(check_in, catalogue)
    return (
        row.when,
        row.asks,
        row.how,
        _("open for %(span)s", span=row.open_for),
        _("reminder: %(reminder)s", reminder=row.reminder),
    )
