"""Signing in."""

from dataclasses import dataclass

from diary.web.screens.forms import Form


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A sign-in that the demo offers at one press; its password is no secret."""

    name: str
    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """Fields: email, password. ``next`` is the path to go on to."""

    form: Form
    next: str = ""
    demo_accounts: tuple[DemoAccount, ...] = ()
