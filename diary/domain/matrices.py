"""The inverse of a small matrix, for the few statistics that need one."""

from collections.abc import Sequence

Matrix = Sequence[Sequence[float]]

_SINGULAR = 1e-12
"""Of the largest entry: what is left of a pivot by rounding alone grows with the entries."""


def invert(matrix: Matrix) -> tuple[list[list[float]], float] | None:
    """The inverse and the determinant, by Gauss-Jordan with pivoting; ``None`` if singular."""
    size = len(matrix)
    rows = [[*row, *(float(n == m) for m in range(size))] for n, row in enumerate(matrix)]
    least = _SINGULAR * max((abs(value) for row in matrix for value in row), default=0.0)
    determinant = 1.0
    for column in range(size):
        pivot = max(range(column, size), key=lambda n: abs(rows[n][column]))
        if abs(rows[pivot][column]) <= least:
            return None
        if pivot != column:
            rows[column], rows[pivot] = rows[pivot], rows[column]
            determinant = -determinant
        scale = rows[column][column]
        determinant *= scale
        rows[column] = [value / scale for value in rows[column]]
        for n, row in enumerate(rows):
            if n != column and row[column]:
                factor = row[column]
                rows[n] = [a - factor * b for a, b in zip(row, rows[column], strict=True)]
    return [row[size:] for row in rows], determinant


def times(matrix: Matrix, vector: Sequence[float]) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]
