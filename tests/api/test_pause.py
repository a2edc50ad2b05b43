"""A pause ends on a day, which is another instant wherever the patient goes."""

from tests.api.phone import Phone


def test_a_pause_goes_on_until_the_same_day_wherever_the_patient_goes(phone: Phone):
    phone.patch("/me", {"paused_until": "2026-11-25"})
    for timezone in ("Pacific/Honolulu", "Pacific/Kiritimati", "America/Santiago"):
        changed = phone.patch("/me", {"timezone": timezone}).json
        assert (changed["timezone"], changed["paused_until"]) == (timezone, "2026-11-25")


def test_a_pause_is_of_the_days_where_the_patient_goes(phone: Phone):
    # It is the 18th in Pago Pago, and the 19th on the other side of the date line.
    west, east = "Pacific/Pago_Pago", "Pacific/Kiritimati"
    phone.patch("/me", {"timezone": west})
    over = phone.patch("/me", {"timezone": east, "paused_until": "2026-11-19"})
    assert [error["pointer"] for error in over.json["errors"]] == ["/paused_until"]
    phone.patch("/me", {"timezone": east})
    ahead = phone.patch("/me", {"timezone": west, "paused_until": "2026-11-19"})
    assert ahead.json["paused_until"] == "2026-11-19"
