"""An example of each body that devices send, for those who read the document."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from diary.web.api.schemas import entries, push, sign_in
from diary.web.api.schemas.me import MeChange
from diary.web.api.schemas.sync import SyncRequest

_ID = "7f0c2f0e-3c3e-4f55-9a55-0d6f3c1c2b11"
_CHECK_IN = "01999c1e-8a10-7cc0-b5a4-6d2f0f3f9b01"
_MADE_AT = "2026-11-18T16:00:00Z"
_DIARY = {
    "made_at": _MADE_AT,
    "mood": 6,
    "sleep_hours": 7.5,
    "note": "Slept well.",
    "tags": ["calm"],
}
_ANSWERS = {
    "questionnaire": "daily",
    "questionnaire_version": "1",
    "answers": {"mood": 6, "distress": 3, "sleep_hours": 7},
}

EXAMPLES: Mapping[type[BaseModel], Mapping[str, Any]] = {
    sign_in.CodeRequest: {"phone": "+18065550123"},
    sign_in.CodeTyped: {"request_id": _ID, "code": "123456", "device": "My phone"},
    sign_in.RefreshRequest: {
        "refresh_token": "bq3nV0yXkzT7c1R5mW9sL2dF8hJ4pQ6uE0aG3iKoNxY",
        "exchange_id": _ID,
    },
    push.PushSubscription: {
        "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/gAAAAABexample",
        "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx"
        "aOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "auth": "BTBZMqHH6r4Tts7J_aSIgg",
    },
    MeChange: {"language": "es", "preferred_local": "10:00"},
    entries.ResponsePost: {"id": _ID, "version": 1, "made_at": _MADE_AT, **_ANSWERS},
    entries.DiaryPut: {"version": 1, **_DIARY},
    entries.PlanPut: {
        "id": _ID,
        "version": 1,
        "made_at": _MADE_AT,
        "warning_signs": ["I stop answering my sister"],
        "coping": ["A walk by the river", "The breathing exercise"],
        "people": ["My sister"],
    },
    SyncRequest: {
        "device_now": _MADE_AT,
        "since": "",
        "entries": [
            {"id": _ID, "version": 1, "kind": "diary", **_DIARY},
            {
                "id": "7f0c2f0e-3c3e-4f55-9a55-0d6f3c1c2b12",
                "version": 1,
                "kind": "response",
                "made_at": _MADE_AT,
                "check_in": _CHECK_IN,
                **_ANSWERS,
            },
        ],
    },
}
