"""What the clinic has on record of the patient: infusions, texts, the trend."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import render_template

from diary.domain.questionnaire import Item, Questionnaire
from diary.domain.series import Reading
from diary.services import own_messages
from diary.services.chart import RATINGS, Trend, read_trend
from diary.services.own_messages import Message
from diary.services.series import MOOD, infusions_of
from diary.store.messaging import OutboundMessage
from diary.web.api.calls import Call
from diary.web.api.operations import Reply
from diary.web.api.paging import dump_place, load_place
from diary.web.api.saying import localized, say_infusions
from diary.web.api.schemas import record as schemas
from diary.web.api.schemas.check_ins import Paging
from diary.web.charts import Point
from diary.web.present.measures import Measure, held_days, measures_of
from diary.web.present.timeline import rolling_mean

_KEY = re.compile(r"(/a/)\S+")
"""What opens a page is good for whoever holds it: it is not repeated."""


def infusions(call: Call) -> Reply:
    with call.reading("read infusions") as session:
        found = infusions_of(session, call.patient)
    text = render_template(f"app/{call.patient.language}/what_to_expect.txt")
    return Reply(
        schemas.Infusions(
            what_to_expect=[part.strip() for part in text.split("\n\n") if part.strip()],
            items=say_infusions(found),
        )
    )


def messages(call: Call, query: Paging) -> Reply:
    after = load_place(query.cursor)
    with call.reading("read messages") as session:
        found = own_messages.list_messages(
            session, call.patient, after=after, limit=query.limit + 1
        )
    shown = found[: query.limit]
    more = len(found) > query.limit
    return Reply(
        schemas.Messages(
            items=[say_message(each) for each in shown],
            next=dump_place(*own_messages.place_of(shown[-1])) if more else None,
        )
    )


def trend(call: Call) -> Reply:
    with call.reading("read trend") as session:
        found = read_trend(session, call.catalogue, call.patient)
    return Reply(say_trend(found, call.catalogue.questionnaires, call.patient.language))


def say_message(message: Message) -> schemas.Message:
    at, message_id = own_messages.place_of(message)
    is_sent = isinstance(message, OutboundMessage)
    return schemas.Message(
        id=message_id,
        at=at,
        from_me=not is_sent,
        body=_KEY.sub(r"\1…", message.body) if is_sent else message.body,
        delivery=message.status if isinstance(message, OutboundMessage) else None,
    )


def say_trend(
    found: Trend, questionnaires: Mapping[str, Questionnaire], language: str
) -> schemas.Trend:
    """The lines of the clinician's chart, of the same numbers."""
    measures = measures_of(found.course, dict(questionnaires))
    ratings = found.course.readings
    return schemas.Trend(
        series=[
            *(_score(measure, found, language) for measure in measures),
            *(
                _rating(code, ratings[code], found, questionnaires, language)
                for code in (MOOD, *RATINGS)
                if ratings.get(code)
            ),
        ],
        infusions=[
            schemas.Mark(number=number, at=infusion.started_at)
            for number, infusion in enumerate(found.course.given, 1)
        ],
    )


def _score(measure: Measure, found: Trend, language: str) -> schemas.Series:
    questionnaire = measure.questionnaire
    present = measure.held[-1] if measure.held else None
    return schemas.Series(
        code=questionnaire.code,
        title=localized(questionnaire.title, language),
        low=0,
        high=measure.highest,
        high_is_good=bool(questionnaire.change and questionnaire.change.high_is_good),
        unit=None,
        readings=_readings(measure.readings),
        rolling_mean=[],
        missed=_missed(found, questionnaire.code),
        bands=[
            schemas.Band(
                code=band.code,
                label=localized(band.label, language),
                minimum=band.minimum,
                maximum=band.maximum,
            )
            for band in questionnaire.bands
        ],
        baseline=measure.baseline.value if measure.baseline else None,
        half_line=present.half_line if present else None,
        change=measure.change.points if measure.change else None,
        held_days=[held_days(each) if each.best else None for each in measure.held],
    )


def _rating(
    code: str,
    readings: Sequence[Reading],
    found: Trend,
    questionnaires: Mapping[str, Questionnaire],
    language: str,
) -> schemas.Series:
    asked_in, _, link_id = code.partition("/")
    item: Item = questionnaires[asked_in].item(link_id)
    means = rolling_mean([Point(each.at, each.value) for each in readings]) if code == MOOD else []
    return schemas.Series(
        code=code,
        title=localized(item.name, language),
        low=item.minimum,
        high=item.maximum,
        high_is_good=item.high_is_good,
        unit=item.unit,
        readings=_readings(readings),
        rolling_mean=[schemas.Reading(at=point.at, value=point.value) for point in means],
        missed=_missed(found, asked_in),
        bands=[],
        baseline=None,
        half_line=None,
        change=None,
        held_days=[],
    )


def _readings(readings: Sequence[Reading]) -> list[schemas.Reading]:
    return [schemas.Reading(at=each.at, value=each.value) for each in readings]


def _missed(found: Trend, code: str) -> list[datetime]:
    return list(found.missed.get(code, ()))
