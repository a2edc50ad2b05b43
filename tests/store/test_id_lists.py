"""A list of ids as one value: the same rows on both databases, found by an index."""

from sqlalchemy import Engine, and_, not_, select

from diary.store.database import writing_sessions
from diary.store.id_lists import is_one_of
from diary.store.ids import new_ids
from diary.store.people import Organization
from tests.factories import make_clinic


def test_what_is_in_the_list_is_found_and_nothing_else(engine: Engine):
    with writing_sessions(engine).begin() as session:
        clinics = {make_clinic(session).id for _ in range(8)}
        some = set(sorted(clinics)[::2])
        inside = is_one_of(Organization.id, "ids")
        found = select(Organization.id).where(and_(inside, Organization.name != ""))
        for ids in (set(), some, clinics, {*some, *new_ids(500)}):
            assert set(session.scalars(found, {"ids": ids})) == ids & clinics
        others = select(Organization.id).where(not_(inside))
        assert set(session.scalars(others, {"ids": some})) == clinics - some
