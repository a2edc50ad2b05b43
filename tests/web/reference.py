"""The page about the API, of the operations that there are."""

from diary.web.api.document import document
from diary.web.api.reference import page_of
from diary.web.api.routes import OPERATIONS

REFERENCE = page_of(document(OPERATIONS))
