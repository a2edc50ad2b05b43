"""The mixed model on the growth data of Potthoff & Roy 1964, as Pinheiro & Bates 2000 fit them."""

import math
from dataclasses import replace

import pytest

from diary.domain.matrices import invert, times
from diary.domain.mixed_model import Observed, fit_mixed_model

AGES = (8, 10, 12, 14)
GIRLS = """21 20 21.5 23, 21 21.5 24 25.5, 20.5 24 24.5 26, 23.5 24.5 25 26.5, 21.5 23 22.5 23.5,
20 21 21 22.5, 21.5 22.5 23 25, 23 23 23.5 24, 20 21 22 21.5, 16.5 19 19 19.5, 24.5 25 28 28"""
BOYS = """26 25 29 31, 21.5 22.5 23 26.5, 23 22.5 24 27.5, 25.5 27.5 26.5 27, 20 23.5 22.5 26,
24.5 25.5 27 28.5, 22 22 24.5 26.5, 24 21.5 24.5 25.5, 23 20.5 31 26, 27.5 28 31 31.5,
23 23 23.5 25, 21.5 23.5 24 28, 17 24.5 26 29.5, 22.5 25.5 25.5 26, 23 24.5 26 30,
22 21.5 23.5 25"""


def growth(*, since: float = 0, sexes: bool = False) -> list[Observed]:
    """Distances in mm by age; with ``sexes`` boys are number 0 and girls 1."""
    return [
        Observed(f"{sex}{child}", age - since, sex if sexes else 0, float(distance))
        for sex, children in enumerate((BOYS, GIRLS))
        for child, distances in enumerate(children.split(","))
        for age, distance in zip(AGES, distances.split(), strict=True)
    ]


def test_level_and_slope_of_the_published_fit():
    model = fit_mixed_model(growth())
    assert (model.patients, model.scores, model.number, model.days_by_number) == (
        27,
        108,
        None,
        None,
    )
    assert (model.intercept.estimate, model.intercept.se) == pytest.approx(
        (16.7611, 0.7753), abs=1e-3
    )
    assert (model.days.estimate, model.days.se) == pytest.approx((0.6602, 0.0713), abs=1e-4)
    assert model.sd_intercept == pytest.approx(2.3270, abs=0.002)
    assert model.sd_days == pytest.approx(0.2264, abs=0.001)
    assert model.correlation == pytest.approx(-0.609, abs=0.002)
    assert model.sd_error == pytest.approx(1.3100, abs=0.001)


def test_the_interaction_of_the_published_fit():
    model = fit_mixed_model(growth(since=11, sexes=True))
    effects = (model.intercept, model.number, model.days, model.days_by_number)
    published = ((24.9687, 0.4860), (-2.3210, 0.7614), (0.7844, 0.0860), (-0.3048, 0.1347))
    for effect, expected in zip(effects, published, strict=True):
        assert (effect.estimate, effect.se) == pytest.approx(expected, abs=1e-3)
        assert effect.low < effect.estimate < effect.high
    assert (model.sd_intercept, model.sd_days) == pytest.approx((1.8303, 0.1804), abs=1e-3)
    assert (model.correlation, model.sd_error) == pytest.approx((0.206, 1.3100), abs=2e-3)


def test_the_order_of_the_scores_does_not_matter():
    assert fit_mixed_model(growth()[::-1]) == fit_mixed_model(growth())


def test_patients_who_do_not_differ_have_no_spread_and_no_correlation_is_invented():
    same = [replace(each, score=20 - each.days + each.days % 4) for each in growth()]
    model = fit_mixed_model(same)
    assert model.sd_intercept < 0.01 * model.sd_error
    assert model.correlation is None or -1 <= model.correlation <= 1


@pytest.mark.parametrize(
    "scores",
    [
        [],
        growth()[:16],
        growth()[::4],
        [replace(each, days=8) for each in growth()],
        [replace(each, score=5.0) for each in growth()],
        [replace(each, score=2 * each.days) for each in growth()],
    ],
)
def test_too_little_to_tell_anything_from_gives_no_model(scores):
    assert fit_mixed_model(scores) is None


def test_an_inverse_and_its_determinant_by_hand():
    inverse, determinant = invert([[0, 2], [3, 4]])
    assert determinant == -6
    assert times(inverse, (2, 7)) == pytest.approx((1, 1))
    assert invert([[1, 2], [2, 4]]) is None
    # Rounding leaves something of a pivot that is none, the more the larger the entries.
    upper = (221691667.05134338, 437887594.21268445)
    lower = (330870069.256366, 653537864.32622)  # the upper times 1.4925
    assert lower[1] - lower[0] / upper[0] * upper[1] != 0
    assert invert([upper, lower]) is None
    assert invert([[1e-9, 0], [0, 2e-9]]) is not None
    assert math.prod(invert([[2.0]])[0][0]) == 0.5
