"""Doses that can be meant. A misplaced decimal lies outside; an unusual clinic lies inside.

Usual doses are 0.5 mg/kg over 40 minutes intravenously (Murrough 2013), 0.5 to 1 mg/kg by vein or
muscle (ASKP3); by nose and mouth less of the dose arrives, and more is given. The limits below are
a factor of three and more from those, and a factor of ten is what a misplaced decimal makes.
"""

LOWEST_MG_PER_KG = 0.1
HIGHEST_MG_PER_KG = {
    "intravenous": 3.0,
    "intramuscular": 3.0,
    "subcutaneous": 3.0,
    "intranasal": 5.0,
    "oral": 8.0,
}
WEIGHTS_KG = (25.0, 350.0)


def dose_is_plausible(dose_mg: float, weight_kg: float, route: str) -> bool:
    """Whether the dose for this weight could be meant, by the route given."""
    return LOWEST_MG_PER_KG <= dose_mg / weight_kg <= HIGHEST_MG_PER_KG[route]


def weight_is_plausible(weight_kg: float) -> bool:
    return WEIGHTS_KG[0] <= weight_kg <= WEIGHTS_KG[1]
