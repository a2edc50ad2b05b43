"""The questionnaires that are shipped, read once for all tests."""

from pathlib import Path

import diary
from diary.gateways.catalogue import load_questionnaires

FOLDER = Path(diary.__file__).parent / "instruments"
SHIPPED = load_questionnaires(FOLDER)
