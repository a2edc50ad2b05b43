"""The texts of one patient, both ways, as one thread."""

import re
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from diary.services.chart import Thread
from diary.services.settling import IN_APP
from diary.store.messaging import InboundMessage, OutboundMessage, OutboundStatus
from diary.web.screens.patient import Delivery, Text, ThreadDay
from diary.web.wording.alerts import say_obstacle
from diary.web.wording.readings import say_reading
from diary.web.wording.speaker import Speaker

_DELIVERY = {
    OutboundStatus.QUEUED: Delivery.QUEUED,
    OutboundStatus.SUBMITTING: Delivery.SENDING,
    OutboundStatus.ACCEPTED: Delivery.SENDING,
    OutboundStatus.SENT: Delivery.SENT,
    OutboundStatus.DELIVERED: Delivery.DELIVERED,
    OutboundStatus.UNDELIVERED: Delivery.FAILED,
    OutboundStatus.FAILED: Delivery.FAILED,
    OutboundStatus.UNKNOWN: Delivery.UNKNOWN,
    OutboundStatus.UNCONFIRMED: Delivery.UNKNOWN,
    OutboundStatus.SKIPPED: Delivery.CANCELLED,
}


def thread_days(thread: Thread, speaker: Speaker) -> tuple[ThreadDay, ...]:
    """Oldest first, by the day where the patient is."""
    texts = [(m.received_at, 0, _received(m, speaker)) for m in thread.received]
    texts += [(_left_at(m), 1, _sent(m, speaker)) for m in thread.sent]
    ordered = sorted(texts, key=lambda entry: entry[:2])
    return by_day((text for _at, _side, text in ordered), speaker)


_KEY = re.compile(r"(/a/)\S+")
"""What opens a patient's own page is for the patient alone."""


def by_day(texts: Iterable[Text], speaker: Speaker) -> tuple[ThreadDay, ...]:
    """Texts in order of time, under the days on which they were written."""
    return tuple(
        ThreadDay(day, tuple(group))
        for day, group in groupby(texts, key=lambda text: speaker.day(text.moment.at))
    )


def _received(message: InboundMessage, speaker: Speaker) -> Text:
    return Text(
        body=message.body,
        moment=speaker.moment(message.received_at),
        from_patient=True,
        delivery=Delivery.RECEIVED,
        read_as=say_reading(message.read_as, speaker),
        danger=message.danger_tier is not None,
        text_id=message.id if _may_be_reread(message) else None,
    )


def _may_be_reread(message: InboundMessage) -> bool:
    """It was read as an answer, or nothing could be made of it."""
    read_as = str((message.read_as or {}).get("key", "")).rpartition("/")[2]
    return read_as in {"answers", "part", "correction", "unclear"}


def _sent(message: OutboundMessage, speaker: Speaker) -> Text:
    return Text(
        body=_KEY.sub(r"\1…", message.body),
        moment=speaker.moment(_left_at(message)),
        from_patient=False,
        delivery=_delivery(message),
        read_as=say_obstacle(message),
    )


def _delivery(message: OutboundMessage) -> Delivery:
    if message.status is OutboundStatus.DELIVERED and message.reason == IN_APP:
        return Delivery.NOTIFIED
    return _DELIVERY[message.status]


def _left_at(message: OutboundMessage) -> datetime:
    """When it was handed to the carrier; while it waits, when it is to be."""
    return message.submitted_at or max(message.created_at, message.not_before)
