"""Notifications on the device that calls, and telling that a check-in was opened."""

from uuid import UUID

from diary.services import own_check_ins, push, push_subscriptions
from diary.web.api import problems
from diary.web.api.calls import Call
from diary.web.api.operations import Reply
from diary.web.api.schemas import push as schemas


def show(call: Call) -> Reply:
    with call.reading("read notifications") as session:
        is_on = push_subscriptions.subscription_of(session, call.device) is not None
    return Reply(_say(call, is_on=is_on))


def put(call: Call, body: schemas.PushSubscription) -> Reply:
    """Check-ins come as notifications on this device from now on, and as texts when they fail."""
    with call.writing() as session:
        push_subscriptions.subscribe(
            session,
            call.device,
            endpoint=body.endpoint,
            p256dh=body.p256dh,
            auth=body.auth,
            hosts=call.site.services.settings.hosts_of_push(),
            now=call.now,
        )
        call.write_down(session, "turn notifications on")
    return Reply(_say(call, is_on=True))


def delete(call: Call) -> Reply:
    with call.writing() as session:
        push_subscriptions.unsubscribe(session, call.device)
        call.write_down(session, "turn notifications off")
    return Reply(status=204)


def open_check_in(call: Call, check_in_id: UUID) -> Reply:
    """The check-in is on the screen. Telling it again changes nothing."""
    with call.writing() as session:
        found = own_check_ins.check_in_of(session, call.patient, check_in_id, call.now)
        if found is None:
            raise problems.not_found()
        push.open_in_app(session, found.id, call.now)
    return Reply(status=204)


def _say(call: Call, *, is_on: bool) -> schemas.Push:
    gateway = call.site.services.push
    return schemas.Push(server_key=gateway.public_key if gateway else None, is_on=is_on)
