"""Twilio's error codes, and what each asks of us.

Sources: Twilio's error dictionary and its guidance on 429; codes of 30000 and above mostly arrive
with a status callback, the others with the answer to a request.
"""

from http import HTTPStatus

from diary.services.ports import SendErrorKind

_CODES: dict[SendErrorKind, tuple[int, ...]] = {
    SendErrorKind.PERMANENT: (
        21201,  # no 'To' number
        21211,  # 'To' is not a valid number
        21214,  # 'To' cannot be reached
        21217,  # number does not appear to be valid
        21604,  # 'To' is missing
        21612,  # no route from this sender to this number
        21614,  # 'To' is not a mobile number
        21635,  # 'To' is a landline
        30004,  # the handset or its carrier blocks us
        30005,  # unknown number, or no longer in service
        30006,  # landline, or the carrier takes no texts
        30640,  # the number belongs to a known litigator
    ),
    SendErrorKind.OPTED_OUT: (21610,),
    SendErrorKind.REFUSED: (
        14107,  # fifteen replies in thirty seconds: two machines talk to each other
        21602,  # no body
        21617,  # body over 1600 characters
        21619,  # body or media missing
        30007,  # filtered as unwanted by a carrier
        30036,  # its validity ran out before it was delivered
        30610,  # held back: quiet hours where the number is
    ),
    SendErrorKind.TRANSIENT: (
        20429,  # too many requests: never processed, always safe to repeat
        21611,  # the sender's queue is full
        30001,  # the sender's queue is full
        30003,  # handset switched off or out of reach
        30008,  # unknown
        30022,  # the campaign's rate is used up for the moment
        30023,  # a carrier's daily cap is reached
        63017,  # the account's rate is used up for the moment
        63018,  # the sender's rate is used up for the moment
        63038,  # the account's daily cap is reached
    ),
    SendErrorKind.CONFIGURATION: (
        20003,  # credentials are wrong
        20404,  # no such account or resource
        21212,  # 'From' is not a valid number
        21408,  # texting to this country is switched off
        21603,  # 'From' is missing
        21606,  # 'From' is not ours, or cannot send texts
        21703,  # the messaging service has no senders
        21704,  # the messaging service has no senders for this
        21705,  # the messaging service does not exist
        21712,  # the sender is not of this messaging service
        30002,  # the account is suspended
        30032,  # the toll-free number is not verified
        30034,  # the number is not registered for a campaign
        30035,  # the number is still being configured
        30450,  # held back as a sign of fraud
    ),
    SendErrorKind.AMBIGUOUS: (
        30410,  # the provider timed out, and was not asked again lest the text goes out twice
    ),
}

_KINDS = {code: kind for kind, codes in _CODES.items() for code in codes}


def kind_of_code(code: int) -> SendErrorKind | None:
    """What a code asks of us, in an answer or in a receipt; None for one not known here."""
    return _KINDS.get(code)


def kind_of_answer(status: int, code: int | None) -> SendErrorKind:
    """What an answer other than 2xx asks of us: its HTTP status, and Twilio's code if it gave one.

    The status goes first where Twilio may have acted on the request before it failed.
    """
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.REQUEST_TIMEOUT:
        return SendErrorKind.AMBIGUOUS
    known = None if code is None else kind_of_code(code)
    if known is not None:
        return known
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return SendErrorKind.TRANSIENT
    if code is not None and status == HTTPStatus.BAD_REQUEST:
        return SendErrorKind.REFUSED
    # No Twilio speaks like this: a proxy, a wrong address or a login page does.
    return SendErrorKind.CONFIGURATION
