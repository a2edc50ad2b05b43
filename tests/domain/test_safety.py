import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.domain.commands import recognise
from diary.domain.lexicon import Kind, Tier
from diary.domain.safety import Finding, assess, screen
from tests.bench.safety import Figures, measure
from tests.corpora import compose
from tests.domain.test_lexicon import LEXICON
from tests.growth import adds_up, grows_in_proportion

TIER_A = [text for rule in LEXICON.rules if rule.tier is Tier.A for text in rule.examples]
LOOKALIKES = str.maketrans("aeiocpxyukmtdh", "аеіосрхуυкмтԁһ")
DISGUISES = {
    "as it is": str,
    "capitals": str.upper,
    "spaces around": lambda text: f"\n  {text.replace(' ', '   ')} \t",
    "zero width": "\u200b".join,
    "soft hyphens": lambda text: text.replace("i", "i\u00ad"),
    "look-alikes": lambda text: text.translate(LOOKALIKES),
    "full width": lambda text: "".join(
        chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in text
    ),
    "repeats": lambda text: " ".join(word + word[-1] * 4 for word in text.split()),
    "dots": lambda text: text.replace(" ", "... "),
    "no apostrophes": lambda text: text.replace("'", "").replace("’", ""),
    "number before": lambda text: f"3 {text}",
    "numbers before": lambda text: f"6 3 7, {text}",
    "number after": lambda text: f"{text} 4",
    "number dot": lambda text: f"2. {text}",
    "combining marks": lambda text: "".join(c + "\u0301" if c in "aeiou" else c for c in text),
}


def lowercase_no_accents(text: str) -> str:
    return text.lower().translate(str.maketrans("áéíóúñ", "aeioun"))


@cache
def figures_of(language: str) -> Figures:
    return measure(LEXICON, language)


def tier_of(text: str) -> Tier | None:
    finding = screen(text, LEXICON)
    return finding.tier if finding else None


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_danger_text_of_the_corpus_is_seen(language: str):
    unseen = [text for _, text in compose.danger(language) if screen(text, LEXICON) is None]
    assert unseen == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_few_grave_texts_are_taken_for_tier_c(language: str):
    figures = figures_of(language)
    assert figures.too_low["A"] < 0.03
    assert figures.too_low["B"] < 0.06


@pytest.mark.parametrize("language", ["en", "es"])
def test_ordinary_texts_raise_few_alerts(language: str):
    figures = figures_of(language)
    assert figures.ordinary >= 1000
    assert figures.false_high == 0
    assert figures.false_low <= 15


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
def test_a_disguise_never_silences_a_cry_for_help(disguise):
    assert [
        text for text in TIER_A if screen(disguise(lowercase_no_accents(text)), LEXICON) is None
    ] == []


@settings(max_examples=150, deadline=None)
@given(
    text=st.sampled_from(TIER_A),
    chosen=st.lists(st.sampled_from(sorted(DISGUISES)), min_size=2, max_size=3, unique=True),
)
def test_two_or_three_disguises_together_never_silence_it(text: str, chosen: list[str]):
    disguised = lowercase_no_accents(text)
    for name in sorted(chosen, key=list(DISGUISES).index):
        disguised = DISGUISES[name](disguised)
    assert screen(disguised, LEXICON) is not None


@settings(max_examples=200, deadline=None)
@given(
    text=st.sampled_from(TIER_A),
    before=st.sampled_from(["", "7 ", "ok. ", "lol ", "hi dr lee, ", "hola. ", "😭 "]),
    after=st.sampled_from(["", " 5", ". sorry", " lol", " 😂", " 6 3 7", "!!", "\nthanks"]),
)
def test_what_stands_around_it_never_silences_it(text: str, before: str, after: str):
    assert screen(before + text + after, LEXICON) is not None


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_read_without_a_crash(text: str):
    screen(text, LEXICON)
    recognise(text, "en")


@pytest.mark.parametrize(
    "text",
    ["d i e i want to d i e", "s.u.i.c.i.d.e", "su1c1d3", "k!ll myself", "kil myself", "iwanttodie",
     "wanna dye", "dont want to be here anymore", "cant go on", "k m s", "gonna kms", "unalive",
     "quiero m o r i r", "kiero morirme", "ya no kiero vivir", "me quiero matar", "mejor muerta",
     "2. no puedo mas", "3 and I want to die", "𝓘 𝔀𝓪𝓷𝓽 𝓽𝓸 𝓭𝓲𝓮", "i w4nt t0 d1e", "🔫"],
)  # fmt: skip
def test_spellings_that_hide_the_words_are_read(text: str):
    assert screen(text, LEXICON) is not None


@pytest.mark.parametrize(
    "text",
    ["dying of laughter", "this traffic kills me", "my phone died", "killing it at work",
     "ran 5 kms", "me muero de risa", "me muero de hambre", "matar el tiempo", "sí", "si", "SI",
     "odd day", "6 3 7", "👍", "im dead lol", "se me murió el celular"],
)  # fmt: skip
def test_figures_of_speech_and_look_alikes_raise_nothing(text: str):
    assert screen(text, LEXICON) is None


@pytest.mark.parametrize(
    "text",
    ["I don't want to die", "I'm not going to kill myself", "no quiero matarme",
     "when I was 15 I tried to kill myself", "my therapist asked if I was suicidal"],
)  # fmt: skip
def test_a_denial_or_the_past_lowers_but_never_silences(text: str):
    assert tier_of(text) is Tier.C


def test_a_denial_covers_only_what_it_denies():
    assert tier_of("I don't want to die but I am going to kill myself") is Tier.A
    assert tier_of("No. Quiero morirme") is Tier.B
    assert tier_of("no quiero morirme") is Tier.C
    assert tier_of("my phone died and I want to die") is Tier.B


def test_an_emergency_of_the_body_is_told_apart():
    finding = screen("I can't breathe", LEXICON)
    assert finding is not None
    assert (finding.tier, finding.kind) == (Tier.A, Kind.MEDICAL)
    both = screen("took all my pills and I can't breathe", LEXICON)
    assert both is not None
    assert both.kind is Kind.MEDICAL
    assert both.kinds == {Kind.MEDICAL, Kind.CRISIS}


def test_a_threat_to_others_is_told_apart():
    finding = screen("I am going to kill him", LEXICON)
    assert finding is not None
    assert finding.kind is Kind.VIOLENCE


def test_a_weak_sign_alone_raises_nothing_and_two_near_each_other_do():
    given, going = "my passwords are written down", "i wont need it"
    assert screen(given, LEXICON) is None
    assert screen(going, LEXICON) is None
    together = screen(f"{given}. {going}", LEXICON)
    assert together is not None
    assert (together.rule, together.tier) == ("pair-settling-leaving", Tier.B)
    assert screen(f"{given}. {'the rain would not stop all day. ' * 8}{going}", LEXICON) is None


def test_two_signs_of_one_sort_raise_nothing():
    assert screen("my passwords are written down, paid off all the bills", LEXICON) is None


@pytest.mark.parametrize(
    "text",
    ["took the hole bottle", "slit my rists", "better off w/o me", "better off w/out me",
     "wont b alive tmrw, going 2 jump", "toy kansao de vivir", "hoy me m*to"],
)  # fmt: skip
def test_danger_is_read_as_it_sounds(text: str):
    assert tier_of(text) in {Tier.A, Tier.B}


@pytest.mark.parametrize(
    ("harmless", "grave"),
    [("beat my brother at mortal kombat", "going to beat my brother with a bat"),
     ("finished the whole bottle of amoxicillin", "finished the whole bottle of xanax"),
     ("overdosed on cookies", "overdosed on my pills"),
     ("dont want to be here at work", "dont want to be here anymore"),
     ("cant go on the trip", "cant go on"),
     ("vimos una película, todos mueren al final", "todos van a morir")],
)  # fmt: skip
def test_what_surrounds_it_tells_a_figure_of_speech_from_danger(harmless: str, grave: str):
    assert tier_of(harmless) is None
    assert tier_of(grave) in {Tier.A, Tier.B}


def rules(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    return [(finding.rule, finding.tier.value) for finding in findings]


def test_a_fall_of_mood_to_the_end_of_its_scale_is_a_signal():
    assert rules(assess("daily", {"mood": 1}, [6, 6, 7])) == [("answer-mood-fell", "B")]
    assert rules(assess("daily", {"mood": 0}, [3, 2, 3])) == [("answer-mood-low", "C")]
    assert rules(assess("daily", {"mood": 1})) == [("answer-mood-low", "C")]
    assert assess("daily", {"mood": 2}, [9, 9, 9]) == ()
    assert assess("daily", {"distress": 0}, [9]) == ()


def test_item_nine_above_zero_is_always_a_signal():
    assert rules(assess("phq9", {"9": 1})) == [("answer-phq9-item9", "B")]
    assert rules(assess("phq9", {"9": 3})) == [("answer-phq9-item9", "A")]
    assert assess("phq9", {"9": 0}) == ()
    assert assess("phq9", {"1": 3}) == ()


def test_an_asq_yes_is_a_signal_and_the_acute_one_is_imminent():
    assert rules(assess("asq", {"1": 1, "5": 0})) == [("answer-asq-positive", "B")]
    assert rules(assess("asq", {"1": 1, "5": 1})) == [("answer-asq-acute", "A")]
    assert assess("asq", {"1": 0, "2": 0, "3": 0, "4": 0}) == ()


HOSTILE = [
    "a", "i want to ", "d i e ", "1 ", "no ", "kill ", "k!ll ", "ki*l ", "dont want ", "🔫",
    "me quiero ", "die", "i i i ", "a.b", ", ", "want to be want to ", "took all of my ", "1 die ",
    "\u0301",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_long_text_takes_time_in_proportion(unit: str):
    def look(text: str) -> None:
        screen(text, LEXICON)
        recognise(text, "en")

    assert grows_in_proportion(unit, look)


@pytest.mark.parametrize("one_in", [0, 10], ids=["ordinary", "some danger"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_long_text_of_many_words_takes_time_in_proportion(language: str, one_in: int):
    """What repeats itself holds the words of few phrases: people do not."""
    rng = random.Random(language)  # noqa: S311 - nothing to be kept secret
    ordinary = compose.lines(f"ordinary_{language}.txt")
    grave = [text for _, text in compose.danger(language)]
    lines = [
        rng.choice(grave if one_in and rng.randrange(one_in) == 0 else ordinary) for _ in range(600)
    ]
    texts = [". ".join(lines[first::8]) + ". " for first in range(8)]
    assert min(map(len, texts)) > 1000
    assert adds_up(texts, lambda text: screen(text, LEXICON))


def test_no_answer_to_the_daily_check_in_is_taken_for_danger():
    answers = (f"{m} {d} {s}" for m in range(11) for d in range(11) for s in range(25))
    alarming = {text for text in answers if screen(text, LEXICON)}
    assert alarming <= {"9 1 1", "9 8 8"}
