"""Any text, any state, any moment: what Hypothesis tries a conversation with."""

from datetime import timedelta

from hypothesis import strategies as st

from diary.domain.asking import ATTEMPTS, questions_of
from diary.domain.consent import Texting
from diary.domain.turn import Asked, Asking, CheckingSafety, Correcting, Idle, RecentResponse
from tests.domain.conversing import NOW, QUESTIONNAIRES

ASKABLE = sorted(code for code, q in QUESTIONNAIRES.items() if q.is_askable)
EVERYDAY = [
    "6 3 7", "6 3", "7", "0", "1", "2", "3", "10 10 10", "mood 4", "sorry, 4", "*4", "1 1 2", "0 0",
    "yesterday mood was 3", "ayer el ánimo fue 3", "STOP", "stop please", "ALTO", "UNDO", "LATER",
    "skip", "pause 3 days", "resume", "START", "HELP", "ayuda", "LINK", "english", "español",
    "NOTE hi", "time 6pm", "what", "thanks", "👍", "", "banana", "i want to die", "quiero morirme",
    "1 safe", "not safe", "no sé", "cant breathe", "everything is hopeless",
    "6 3 7 i want to kill myself", "please stop texting me", "no más mensajes", "yes", "no", "1 3",
    "several days",
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(EVERYDAY),
    st.text(max_size=60),
    st.lists(st.sampled_from(EVERYDAY), min_size=2, max_size=3).map(" ".join),
    st.lists(st.integers(0, 40), min_size=1, max_size=5).map(lambda ns: " ".join(map(str, ns))),
)


@st.composite
def askings(draw, *, nested: bool = True) -> Asking:
    code = draw(st.sampled_from(ASKABLE))
    questions = questions_of(QUESTIONNAIRES[code])
    first = draw(st.integers(0, len(questions) - 1))
    opened, *rest = questions[first:]
    items = opened.items[draw(st.integers(0, len(opened.items) - 1)) :]
    return Asking(
        draw(st.sampled_from(["today", "0 days ago", "older"])),
        (Asked(code, items), *rest),
        NOW + timedelta(hours=draw(st.integers(-3, 40))),
        NOW.date() - timedelta(days=draw(st.integers(0, 2))),
        attempts=draw(st.integers(0, ATTEMPTS)),
        is_out=draw(st.booleans()),
        again_at=draw(st.sampled_from([None, NOW + timedelta(hours=1)])),
        unfinished=draw(st.one_of(st.none(), askings(nested=False))) if nested else None,
    )


CALM = st.one_of(
    st.builds(
        Idle,
        noted_at=st.sampled_from([None, NOW - timedelta(minutes=5), NOW - timedelta(days=9)]),
        attempts=st.integers(0, 3),
    ),
    askings(),
)
STATES = st.one_of(
    CALM,
    st.builds(
        CheckingSafety,
        resume=CALM,
        answer_by=st.sampled_from([NOW - timedelta(minutes=1), NOW + timedelta(minutes=9)]),
        escalated=st.booleans(),
    ),
    st.builds(
        Correcting,
        resume=CALM,
        prompt_id=st.just("0 days ago"),
        questionnaire=st.just("daily"),
        items=st.sampled_from([("mood",), ("mood", "distress", "sleep_hours")]),
    ),
)


@st.composite
def responses(draw) -> tuple[RecentResponse, ...]:
    found = []
    for days in sorted(draw(st.sets(st.integers(0, 6), max_size=3))):
        code = draw(st.sampled_from(["daily", "phq9", "side_effects", "pc_ptsd5"]))
        answered = {
            item.link_id: (0,) if item.kind == "several" else float(item.minimum)
            for item in QUESTIONNAIRES[code].items_for("sms")
        }
        found.append(
            RecentResponse(
                f"{days} days ago", code, NOW.date() - timedelta(days=days), answered,
                NOW + timedelta(hours=20 - 24 * days), tuple(answered)[-2:],
            )
        )  # fmt: skip
    return tuple(found)


MOMENTS = st.fixed_dictionaries(
    {
        "language": st.sampled_from(["en", "es"]),
        "texting": st.sampled_from(list(Texting)),
        "is_paused": st.booleans(),
        "is_new": st.booleans(),
        "safety_said": st.sampled_from(
            [frozenset(), frozenset({"safety_crisis"}), frozenset({"safety_concern"})]
        ),
        "recent": responses(),
    }
)
"""What differs between scripts; the whole of one is too long to be printed."""
