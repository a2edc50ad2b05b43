"""Every operation of the API on one screen."""

from collections.abc import Sequence

from diary.web.access import Access, Route
from diary.web.api import (
    check_ins,
    devices,
    diary,
    document,
    export,
    me,
    push,
    record,
    reference,
    sign_in,
    sync,
)
from diary.web.api.operations import BASE, Operation
from diary.web.api.schemas import check_ins as asked
from diary.web.api.schemas import entries, safety
from diary.web.api.schemas import push as notified
from diary.web.api.schemas import record as recorded
from diary.web.api.schemas import sign_in as signing
from diary.web.api.schemas.export import Export
from diary.web.api.schemas.me import Me, MeChange
from diary.web.api.schemas.sync import SyncRequest, SyncResult

_CHECK_IN = "/check-ins/<uuid:check_in_id>"
_ENTRY = "/diary-entries/<uuid:entry_id>"
_DOOR = Access.DOOR
_KEPT = {201: safety.Kept, 200: safety.Kept}
_RECORDED = {201: asked.Recorded, 200: asked.Recorded}

OPERATIONS: Sequence[Operation] = (
    Operation("POST", "/sign-in/codes", "ask_for_code", "Have a code texted to a number",
              sign_in.ask_for_code, {202: signing.CodeSent}, signing.CodeRequest,
              problems=(422, 429), access=_DOOR, tag="sign in"),
    Operation("POST", "/sign-in/tokens", "sign_in", "Sign a device in with the code",
              sign_in.sign_in, {201: signing.Tokens}, signing.CodeTyped,
              problems=(422,), access=_DOOR, tag="sign in"),
    Operation("POST", "/sign-in/refresh", "refresh_tokens", "Exchange a refresh token, once",
              sign_in.renew, {200: signing.Tokens}, signing.RefreshRequest,
              problems=(401, 422), access=_DOOR, tag="sign in"),
    Operation("GET", "/devices", "list_devices", "Devices that are signed in",
              devices.index, {200: signing.Devices}, tag="sign in"),
    Operation("DELETE", "/devices/<uuid:device_id>", "end_device", "Sign a device out",
              devices.end, {204: None}, problems=(404,), tag="sign in"),
    Operation("GET", "/push-subscription", "show_push", "Notifications on this device",
              push.show, {200: notified.Push}, tag="sign in"),
    Operation("PUT", "/push-subscription", "turn_push_on", "Have check-ins notified here",
              push.put, {200: notified.Push}, notified.PushSubscription, problems=(422,),
              tag="sign in"),
    Operation("DELETE", "/push-subscription", "turn_push_off", "Have them texted again",
              push.delete, {204: None}, tag="sign in"),
    Operation("GET", "/me", "show_me", "Name to greet, language, zone, times, pause, consent",
              me.show, {200: Me}, cached=True, tag="me"),
    Operation("PATCH", "/me", "change_me", "Change some of it",
              me.change, {200: Me}, MeChange, problems=(422,), tag="me"),
    Operation("GET", "/export", "export_everything", "Everything about me",
              export.show, {200: Export}, tag="me"),
    Operation("GET", "/check-ins", "list_check_ins", "Check-ins due, to come or past",
              check_ins.index, {200: asked.CheckIns}, query=asked.CheckInQuery, problems=(422,),
              cached=True, tag="check-ins"),
    Operation("GET", _CHECK_IN, "show_check_in", "One check-in",
              check_ins.show, {200: asked.CheckIn}, problems=(404,), cached=True,
              tag="check-ins"),
    Operation("POST", f"{_CHECK_IN}/responses", "answer_check_in", "Answer it, wholly or in part",
              check_ins.answer, _RECORDED, entries.ResponsePost, problems=(404, 409, 422),
              tag="check-ins", may_show_danger=True),
    Operation("POST", f"{_CHECK_IN}/opened", "open_check_in", "Tell that it is on the screen",
              push.open_check_in, {204: None}, problems=(404,), tag="check-ins"),
    Operation("GET", "/questionnaires", "list_questionnaires", "What check-ins may ask",
              check_ins.questionnaires, {200: asked.Questionnaires}, query=asked.InLanguage,
              problems=(422,), cached=True, tag="check-ins"),
    Operation("GET", "/questionnaires/<code>", "show_questionnaire", "One questionnaire",
              check_ins.questionnaire, {200: asked.Questionnaire}, query=asked.InLanguage,
              problems=(404, 422), cached=True, tag="check-ins"),
    Operation("GET", "/diary-entries", "list_diary_entries", "The diary, the newest first",
              diary.index, {200: entries.Entries}, query=asked.Paging, problems=(422,),
              cached=True, tag="diary"),
    Operation("GET", _ENTRY, "show_diary_entry", "One entry as it stands",
              diary.show, {200: entries.Entry}, problems=(404,), cached=True, tag="diary"),
    Operation("PUT", _ENTRY, "keep_diary_entry", "Keep an entry, or a new version of it",
              diary.put, _KEPT, entries.DiaryPut, problems=(409, 422), tag="diary",
              may_show_danger=True),
    Operation("DELETE", _ENTRY, "delete_diary_entry", "Take an entry back",
              diary.delete, {204: None}, problems=(404,), tag="diary"),
    Operation("POST", "/sync", "sync", "Hand over what was made offline, and learn what is new",
              sync.sync, {200: SyncResult}, SyncRequest, problems=(422,), reads_body=False,
              tag="diary"),
    Operation("GET", "/safety", "show_safety", "Where help is, and my safety plan",
              diary.safety, {200: safety.Safety}, cached=True, tag="safety"),
    Operation("PUT", "/safety/plan", "keep_safety_plan", "Keep a version of my safety plan",
              diary.put_plan, _KEPT, entries.PlanPut, problems=(409, 422), tag="safety"),
    Operation("GET", "/infusions", "list_infusions", "Infusions, and what to expect",
              record.infusions, {200: recorded.Infusions}, cached=True),
    Operation("GET", "/messages", "list_messages", "Texts both ways, the newest first",
              record.messages, {200: recorded.Messages}, query=asked.Paging, problems=(422,),
              cached=True),
    Operation("GET", "/trend", "show_trend", "The numbers of the clinician's chart",
              record.trend, {200: recorded.Trend}, cached=True),
)  # fmt: skip

API_ROUTES: Sequence[Route] = (
    *(operation.route for operation in OPERATIONS),
    Route(f"{BASE}/openapi.json", "api.document", _DOOR, document.served(OPERATIONS)),
    Route(f"{BASE}/", "api.reference", _DOOR, reference.served(OPERATIONS)),
)
