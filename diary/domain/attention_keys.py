"""Every key that ``assess_attention`` can give: each needs a sentence in the templates."""

from diary.domain.attention import AttentionKind
from diary.domain.silence import Silence

_SILENT = (Silence.OPTED_OUT, Silence.PAUSED, Silence.NOT_DELIVERED, Silence.NOT_ANSWERED)
_QUIET = tuple(word for word in Silence if word is not Silence.NOT_DELIVERED)

ATTENTION_KEYS = (
    f"{AttentionKind.DANGER}.open",
    f"{AttentionKind.DANGER}.acknowledged",
    f"{AttentionKind.WORSE}",
    f"{AttentionKind.FADING}.confirmed",
    f"{AttentionKind.FADING}.probable",
    f"{AttentionKind.FADING}.watch",
    *(f"{AttentionKind.SILENT_AFTER_DROP}.{word}" for word in _SILENT),
    f"{AttentionKind.NOT_DELIVERED}",
    f"{AttentionKind.SIDE_EFFECTS}.severe",
    f"{AttentionKind.SIDE_EFFECTS}.bothersome",
    f"{AttentionKind.VISIT}.overdue",
    f"{AttentionKind.VISIT}.due",
    *(f"{AttentionKind.NONE}.{word}" for word in _QUIET),
)
