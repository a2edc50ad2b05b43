"""How many SMS segments a text costs (3GPP TS 23.038 and 23.040).

A text of the GSM 7-bit alphabet fits 160 characters, or 153 a part; one character outside it turns
the whole text into UCS-2: 70, or 67 a part.
"""

from dataclasses import dataclass

PLAIN = "GSM-7"
"""The encoding of the alphabet that takes the least room."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")


@dataclass(frozen=True, slots=True)
class SmsSize:
    """``units`` are septets in GSM-7 and UTF-16 code units in UCS-2."""

    encoding: str
    units: int
    segments: int


def sms_size(text: str) -> SmsSize:
    """The encoding, length and number of segments of ``text``; an empty text costs one."""
    if all(c in _BASIC or c in _EXTENDED for c in text):
        widths = [2 if c in _EXTENDED else 1 for c in text]
        return SmsSize(PLAIN, sum(widths), _parts(widths, single=160, part=153))
    widths = [2 if ord(c) > 0xFFFF else 1 for c in text]
    return SmsSize("UCS-2", sum(widths), _parts(widths, single=70, part=67))


def _parts(widths: list[int], *, single: int, part: int) -> int:
    if sum(widths) <= single:
        return 1
    # A character of two units is never cut in half, so a part may end one unit early.
    parts, used = 1, 0
    for width in widths:
        if used + width > part:
            parts, used = parts + 1, 0
        used += width
    return parts
