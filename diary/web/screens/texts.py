"""Texts from numbers that belong to no patient."""

from dataclasses import dataclass

from diary.web.screens.frame import Id, Moment


@dataclass(frozen=True, slots=True)
class UnknownText:
    phone_shown: str
    phone: str
    body: str
    moment: Moment
    danger: bool = False
    alert_id: Id | None = None


@dataclass(frozen=True, slots=True)
class UnknownTexts:
    texts: tuple[UnknownText, ...] = ()
    is_cut: bool = False
