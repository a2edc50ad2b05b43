"""What is wrong with a field, and how to do it right: the words for the services' codes."""

from collections.abc import Mapping, Sequence

from diary.domain.dosing import HIGHEST_MG_PER_KG, LOWEST_MG_PER_KG, WEIGHTS_KG
from diary.domain.open_hours import LONGEST_SPREAD
from diary.services.clinic_settings import FASTEST, MOST_A_DAY, MOST_PROMPTS_A_DAY
from diary.services.ladders import LONGEST_WAIT_MINUTES
from diary.services.plan_trial import MOST_APART, MOST_DAYS, MOST_INFUSIONS
from diary.services.staff import SHORTEST_PASSWORD
from diary.web.screens.forms import Form
from diary.web.translation import gettext as _
from diary.web.wording.speaker import number

_USUAL_MG_PER_KG = 0.5


def form_again(
    typed: Mapping[str, str], errors: Mapping[str, str], order: Sequence[str] = ()
) -> Form:
    """The form as it was typed, with the words for ``errors`` in the order of the fields."""
    ordered = sorted(errors, key=lambda field: order.index(field) if field in order else len(order))
    return Form(typed, {field: say_error(field, errors[field], typed) for field in ordered})


def say_error(field: str, code: str, typed: Mapping[str, str]) -> str:
    """The sentence for ``code`` at ``field``, where ``typed`` is the whole form."""
    if code == "required":
        return _required(field)
    if code == "dose":
        return _dose(typed)
    if code == "future":
        return _future(field)
    return _others(field).get(code) or _("This cannot be read. Check it and send it once more.")


def _required(field: str) -> str:
    return {
        "name": _("Enter the patient's name."),
        "phone": _("Enter the mobile number that the texts go to."),
        "zone": _("Enter the time zone where the patient lives, like America/Chicago."),
        "preferred_time": _("Enter the time of day at which the patient likes to be asked."),
        "consent_by": _("Enter who read the wording to the patient."),
        "consent_on": _("Enter the day on which the patient agreed."),
        "date": _("Enter the day of the infusion."),
        "start": _("Enter the time at which it began."),
        "end": _("Enter the time at which it ended."),
        "dose_mg": _("Enter the dose in milligrams."),
        "weight_kg": _("Enter the weight in kilograms."),
        "outcome": _("Choose how it ended."),
        "reason": _("Say in a few words why, or what was done."),
        "body": _("Write something to send."),
        "kind": _("Choose what kind of treatment it is."),
        "treatment": _("Enter its name."),
        "dose": _("Enter the dose, like 100 mg daily."),
        "started_on": _("Enter the day on which it began."),
        "words": _("Enter the goal in the patient's own words."),
        "set_on": _("Enter the day on which it was agreed."),
        "value": _("Choose the patient's answer, 0 to 10."),
        "rated_on": _("Enter the day on which they were asked."),
        "text": _("Write the note."),
        "clinic_name": _("Enter the clinic's name."),
        "contact_phone": _("Enter the number that patients may call."),
        "sign_in_name": _("Enter the email address that they sign in with."),
        "display_name": _("Enter their name."),
        "password": _("Choose a password."),
        "day": _("Enter the day."),
        "time": _("Enter the time of day."),
        "about_on": _("Enter the day that it is about."),
        "first_on": _("Enter the day of the first infusion."),
        "infusions": _("Enter how many infusions there are."),
        "every_days": _("Enter how many days lie between two infusions."),
        "days": _("Enter how many days to show."),
        "source": _("Paste the text of the protocol, or choose its file."),
        "file": _("Choose a CSV file."),
        "verdict": _("Choose whether it is right or replaced."),
        "low_on": _("Enter the first day of the range."),
        "high_on": _("Enter the last day of the range."),
        "again": _("Choose when Today shows them again."),
    }.get(field) or _("This is needed.")


def _future(field: str) -> str:
    return {
        "consent_on": _("That day has not come yet. Enter the day on which the patient agreed."),
        "date": _("That day has not come yet. To enter an infusion ahead of time, plan it."),
        "end": _("That has not happened yet. Record the infusion when it has ended."),
        **dict.fromkeys(
            ("started_on", "ended_on", "set_on", "closed_on", "rated_on", "about_on"),
            _("That day has not come yet. Check the date."),
        ),
    }.get(field) or _("That time has not come yet. To enter an infusion ahead of time, plan it.")


def _dose(typed: Mapping[str, str]) -> str:
    highest = HIGHEST_MG_PER_KG.get(typed.get("route", ""), min(HIGHEST_MG_PER_KG.values()))
    per_kg = _number(typed, "dose_mg") / (_number(typed, "weight_kg") or 1)
    return _(
        "That is %(per_kg)s mg/kg. Check the decimal point and the weight: %(usual)s mg/kg is"
        " usual, and %(low)s to %(high)s can be entered for this route.",
        per_kg=number(float(f"{per_kg:.3g}")),
        usual=number(_USUAL_MG_PER_KG),
        low=number(LOWEST_MG_PER_KG),
        high=number(highest),
    )


def _number(typed: Mapping[str, str], field: str) -> float:
    try:
        return float(typed.get(field, "").strip().replace(",", "."))
    except ValueError:
        return 0.0


def _whole(field: str) -> str:
    highest = {
        "infusions": MOST_INFUSIONS,
        "every_days": MOST_APART,
        "days": MOST_DAYS,
        "prompts_a_day": MOST_PROMPTS_A_DAY,
        "wait_minutes": LONGEST_WAIT_MINUTES,
        "per_second": FASTEST,
        "per_day": MOST_A_DAY,
    }.get(field)
    if highest is None:
        return _("Enter a whole number from 0 to %(highest)s.", highest=LONGEST_SPREAD)
    return _("Enter a whole number from 1 to %(highest)s.", highest=highest)


def _others(field: str) -> dict[str, str]:
    low, high = (number(weight) for weight in WEIGHTS_KG)
    return {
        "name": _("Enter a name of up to 120 letters, in one line."),
        "phone": _(
            "This is not a phone number that can get texts. Check the digits; a number of another"
            " country begins with + and its country code."
        ),
        "phone_is_clinic": _("This is the clinic's own number. Enter the patient's."),
        "phone_enrolled": _("A patient of this clinic has this number already."),
        "phone_on_call": _(
            "This number is paged for alerts. A patient needs a number of their own."
        ),
        "zone": _("There is no such time zone. Choose one from the list, like America/Chicago."),
        "language": _("Choose the language of the texts."),
        "time": _("This is not a time of day. Write it like 09:30."),
        "outside_hours": _("The clinic does not text at that time. Choose one within its hours."),
        "plan": _("Choose one of the protocols."),
        "consent": _(
            "Nothing may be sent without consent. Read the wording, and tick when agreed."
        ),
        "consent_version": _(
            "The wording has changed since this page was opened. Read the new one to the patient."
        ),
        "date": _("This is not a date. Write it like 2026-11-30."),
        "long_ago": _("That is more than ten years ago. Check the year."),
        "far_off": _("That is more than two years ahead. Check the year."),
        "changed_meanwhile": _(
            "Somebody else changed this infusion in the meantime. Open it anew and look."
        ),
        "forecast_changed": _(
            "The forecast has changed since this page was opened. Look at the new one."
        ),
        "skipped_hour": _(
            "There was no such time on that day: the clocks were put forward. Enter the time after."
        ),
        "past": _("That is over already. Record it as given, or choose a time to come."),
        "ends_before_start": _("The end is before the start. Check both times."),
        "too_long": _("That is longer than twelve hours. Check both times."),
        "on_record": _("An infusion within an hour of this one is on record already."),
        "unlawful": _("The law allows texts from 08:00 to 21:00 only. Choose a time within."),
        "never_open": _("This must be later than the time before which nothing goes out."),
        "no_digits": _("This is no number that can be called."),
        "sender_kind": _("Choose one of the kinds, or none."),
        "wait": _("Enter a whole number from 1 to %(highest)s.", highest=LONGEST_WAIT_MINUTES),
        "phone_taken": _("Somebody on call has this number already."),
        "phone_is_patient": _("A patient has this number. Enter one of the staff."),
        "person": _("Choose somebody of the team."),
        "holder": _("You hold it already. Choose somebody else."),
        "shut_out": _("They cannot sign in. Choose somebody else."),
        "not_holder": _("Only whoever holds the alert can hand it over. Take it first."),
        "alert_resolved": _("The alert is resolved: nobody needs to hold it any more."),
        "weekdays": _("Tick one day at least."),
        "last_rung": _("Nobody else is on call. Put somebody else on call first."),
        "on_ladder": _("They are on call. Take them off call first."),
        "role": _("Choose a role."),
        "email": _("This is no email address."),
        "taken": _("Somebody signs in with this already. Choose another."),
        "yourself": _("This is your own account. Another owner can do it."),
        "last_owner": _("Nobody else owns the clinic. Make somebody else an owner first."),
        "password_short": _(
            "Choose a password of %(number)s characters or more.", number=SHORTEST_PASSWORD
        ),
        "whole": _whole(field),
        "enrolled_far": _("Choose a day of the 60 before the first infusion."),
        "plan_text": _("The text is no protocol yet. What is wrong is listed by line."),
        "number": _(
            "This is not a number. Write it like 40 or 40.5, without a mark for thousands."
        ),
        "positive": _("This must be more than zero."),
        "weight": _(
            "Check the weight: it is in kilograms, from %(low)s to %(high)s.", low=low, high=high
        ),
        "route": _("Choose how it was given."),
        "before_start": _("That is before it began. Check both days."),
        "ended_already": _("It has ended. Enter it anew if it was begun again."),
        "before_infusion": _("That is before the last infusion. Check the date."),
        "rating": _("Choose a number from 0 to 10."),
        "off_scale": _("That is not on the scale. Check the number, or leave it empty."),
        "past_day": _("That day is over or is today. Choose a day to come."),
        "over": _("That is over. Choose a day and a time to come."),
        "far_move": _("That is more than 21 days ahead. Choose an earlier day."),
        "not_movable": _(
            "It cannot be moved: it was sent or withdrawn in the meantime, or the patient put it"
            " off themselves."
        ),
        "same_day": _("Another check-in of that day asks the same. Choose another day."),
        "beyond_infusion": _(
            "The protocol begins anew before then, so it would not be asked. Choose an earlier day."
        ),
        "in_infusion": _(
            "From an infusion until two hours after it nobody is asked. Choose another time."
        ),
        "long_pause": _("That is more than 90 days ahead. Choose an earlier day."),
        "too_large": _("The file is larger than 200 kB. Split it."),
        "not_utf8": _("The file is not in UTF-8. Save it as CSV UTF-8."),
        "not_csv": _(
            "This is not a CSV file that can be read. Save it anew as CSV, and look for a quotation"
            " mark that is not closed."
        ),
        "column_twice": _("The first line names a column twice. Leave one of them out."),
        "no_lines": _("The file has no lines beneath its column names."),
        "too_many_lines": _("The file has more than 500 lines. Split it."),
        "columns": _(
            "Columns are missing. The first line must name those of patients or of infusions."
        ),
        "call_outcome": _("Choose how the call went."),
        "too_long_text": _("This is too long. Shorten it."),
    }
