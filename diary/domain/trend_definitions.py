"""The definitions behind a trend report in short, for whoever recomputes its figures."""

DEFINITIONS = {
    "baseline": "The last score in the 7 days (168 h) up to the first infusion; for daily ratings"
    " the median of at least 3 in that time. A reading at the instant of an infusion is before it.",
    "response": "The score is at least response_fraction below the baseline. On a scale where high"
    " is good, distance from best_possible takes the place of the score.",
    "reliable_change": "At least reliable_change points from the baseline, in either direction.",
    "class": "Jacobson-Truax: recovered (reliably better and now on the well side of end_state),"
    " improved, unchanged, deteriorated, harmed (reliably worse and no longer on the well side).",
    "early_response": "The first score after the third infusion is at least 20 % below the"
    " baseline; deteriorated if it is a reliable change worse.",
    "symptom_return": "With B the baseline, N the best level in the 14 days after (daily ratings:"
    " best median of 3 in a row) and G = B - N, not less than a reliable change: the first reading"
    " after N that is above N + G/2 (strictly) and a reliable change above N. Confirmed if the next"
    " reading is above the line too; probable if there is none within 7 days. The day is where the"
    " straight line between the last reading not above the line and the first above it crosses.",
    "censoring": "At the next infusion, the last reply or day 90, whichever comes first.",
    "sustained_response": "McInnes 2022, stricter: a best level at least 50 % below the baseline,"
    " lost at the first later reading that is not.",
    "benefit": "From day 1, or the first reading if later, to the last reading before censoring,"
    " straight between readings: mean of max(0, B - x) as a share of G, and days below N + G/2.",
    "course": "Infusions with gaps below course_gap_days. Baseline before the first infusion, best"
    " level and days from the last. An induction is 4 to 8 infusions in 7 to 28 days.",
    "watch": "EWMA of daily means (lambda .2, limit 2.9) against centre and SD (at least 0.5) of"
    " days 1 to 14 after the last infusion; two signals in a row are a watch.",
    "forecast": "Half-lost day of the present course from this patient's earlier courses and"
    " present readings. Not advice.",
}
