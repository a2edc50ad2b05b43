"""The patient's own devices."""

from uuid import UUID

from diary.services import devices
from diary.store.devices import DeviceEnd
from diary.web.api import problems
from diary.web.api.calls import Call
from diary.web.api.operations import Reply
from diary.web.api.saying import say_device
from diary.web.api.schemas import sign_in as schemas


def index(call: Call) -> Reply:
    with call.reading("read devices") as session:
        found = devices.devices_of(session, call.patient)
    return Reply(schemas.Devices(items=[say_device(each, call.device) for each in found]))


def end(call: Call, device_id: UUID) -> Reply:
    """Sign a device out, this one or another; its tokens count no more."""
    with call.writing() as session:
        device = devices.device_of(session, call.patient, device_id)
        if device is None:
            raise problems.not_found()
        devices.end(device, DeviceEnd.PATIENT, call.now)
        call.write_down(session, "end device", device.id)
    return Reply(status=204)
