"""What alerts, consents and deliveries are called on screen."""

from diary.domain.consent import ConsentAct
from diary.services.catalogue import Catalogue
from diary.store.care import Route
from diary.store.messaging import OutboundMessage, OutboundStatus
from diary.web.translation import gettext as _
from diary.web.wording.reasons import say_danger_kind


def say_why(rule: str, kind: str, catalogue: Catalogue) -> str:
    """What raised an alert, in a sentence: the rule's own, or the kind of danger."""
    answered = {
        "answer-phq9-item9": _("Thoughts of death or self-harm (PHQ-9 item 9): more than 0"),
        "answer-mood-fell": _("Mood fell far, to the end of its scale"),
        "answer-mood-low": _("Mood is at the low end of its scale"),
        "answer-asq-acute": _("Thoughts of suicide right now, as answered"),
        "answer-asq-positive": _("A question about suicide was answered yes"),
        "answer-not-safe": _("Asked whether they are safe: no, or not sure"),
    }
    if rule in answered:
        return answered[rule]
    why = next((each.why for each in catalogue.lexicon.rules if each.name == rule), None)
    return say_danger_kind(kind) if why is None else _(why).rstrip(".")


def say_subject(rule: str) -> str:
    """What an item asks about, where its number does not say it; else empty."""
    return {"answer-phq9-item9": _("Thoughts of death or self-harm")}.get(rule, "")


def say_severity(tier: str) -> str:
    return {
        "A": _("immediate: intent, means, or an emergency"),
        "B": _("serious: a wish to be dead, or self-harm"),
    }.get(tier) or _("unclear: hopeless, denied, past, or about somebody else")


def say_outcome(code: str) -> str:
    return {
        "spoke_safe": _("Spoke with them: safe"),
        "spoke_care": _("Spoke with them: care is arranged"),
        "emergency": _("Handed over to the emergency services"),
        "no_danger": _("Not about danger"),
        "not_reached": _("Could not be reached, others are informed"),
    }.get(code, code)


def say_consent(act: ConsentAct) -> str:
    return {
        ConsentAct.RECORDED: _("Consent recorded"),
        ConsentAct.JOINED: _("Joined by text"),
        ConsentAct.STOPPED: _("Opted out by text"),
        ConsentAct.RESTARTED: _("Opted in again by text"),
        ConsentAct.FOUND_STOPPED: _("Found opted out at the carrier"),
    }[act]


def say_route(route: Route) -> str:
    return {
        Route.INTRAVENOUS: _("by vein (IV)"),
        Route.INTRAMUSCULAR: _("by muscle (IM)"),
        Route.SUBCUTANEOUS: _("under the skin (SC)"),
        Route.INTRANASAL: _("by nose"),
        Route.ORAL: _("by mouth"),
    }[route]


def say_route_briefly(route: Route) -> str:
    return {
        Route.INTRAVENOUS: "IV",
        Route.INTRAMUSCULAR: "IM",
        Route.SUBCUTANEOUS: "SC",
        Route.INTRANASAL: _("nasal"),
        Route.ORAL: _("oral"),
    }[route]


def say_obstacle(message: OutboundMessage) -> str:
    """Why a text of ours did not go out or arrive; empty if it did, or may."""
    if message.status in (OutboundStatus.FAILED, OutboundStatus.UNDELIVERED):
        code = message.error_code
        return _("carrier's code %(code)s", code=code) if code else ""
    if message.status is OutboundStatus.UNCONFIRMED:
        return _("no trace of it at the carrier")
    if message.status is not OutboundStatus.SKIPPED:
        return ""
    return {
        "stale": _("it was too late"),
        "answered": _("they had written in the meantime"),
        "superseded": _("something newer was asked"),
        "backlog": _("more was due than the clinic's number may send in time"),
        "opted_out": _("they had opted out"),
        "paused": _("they had paused"),
        "texting_invited": _("they had not joined yet"),
        "texting_unreachable": _("the number takes no texts"),
    }.get(message.reason or "", "")
