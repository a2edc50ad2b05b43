"""The measure of growth tells work by the square from work in proportion."""

from tests.growth import grows_in_proportion


def test_work_in_proportion_passes():
    assert grows_in_proportion("a b ", lambda text: [word.upper() for word in text.split()])


def test_work_by_the_square_does_not():
    assert not grows_in_proportion(
        "ab", lambda text: [text[n:].count("b") for n in range(len(text))]
    )
