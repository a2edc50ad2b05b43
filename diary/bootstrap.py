"""Where things are put together: settings in, everything that entry points need out."""

import gc
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from diary.gateways.catalogue import CatalogueError, load_questionnaires
from diary.gateways.crisis_lines import load_crisis_help
from diary.gateways.lexicons import load_lexicon
from diary.gateways.nowhere import NoCarrier
from diary.gateways.plans import load_plans
from diary.gateways.twilio import TwilioGateway
from diary.gateways.twilio_wire import NoWayError
from diary.gateways.webpush import WebPush
from diary.gateways.wording import TemplateWording
from diary.resources import (
    crisis_lines_folder,
    instruments_folder,
    lexicons_folder,
    plans_folder,
    templates_folder,
)
from diary.services.catalogue import Catalogue
from diary.services.ports import PushGateway, SmsGateway
from diary.settings import Settings, SmsVia
from diary.store.database import (
    create_engine_for,
    reading_sessions,
    single_statements,
    writing_sessions,
)
from diary.store.sealing import Keyring

Clock = Callable[[], datetime]
_MADE_BETWEEN_COLLECTIONS = 10_000
_OTHER_CALLERS = 4
"""Jobs that look something up while texts are being sent."""


class Bell:
    """Wakes whoever waits for work in this process; the jobs' tick is the safety net."""

    def __init__(self) -> None:
        self._rung = threading.Event()

    def ring(self) -> None:
        self._rung.set()

    def wait(self, seconds: float) -> bool:
        """Wait for a ring, and whether there was one."""
        rung = self._rung.wait(seconds)
        self._rung.clear()
        return rung


@dataclass(frozen=True, slots=True)
class Services:
    """What views, jobs and commands work with. ``clock`` is read by them alone."""

    settings: Settings
    engine: Engine
    sessions: sessionmaker[Session]
    readers: sessionmaker[Session]
    single_statements: sessionmaker[Session]
    """For what is written with one statement and hangs on nothing else."""
    clock: Clock
    gateway: SmsGateway
    catalogue: Catalogue
    push: PushGateway | None = None
    """``None`` where no notifications are sent."""
    bell: Bell = field(default_factory=Bell)
    stopping: threading.Event = field(default_factory=threading.Event)
    """Set when the process is to end: jobs stop between two records."""
    pause: Callable[[float], None] = time.sleep
    """Let so many seconds pass; on a virtual clock they pass at once."""
    checks_clock: bool = False
    """Whether ``clock`` is the machine's and the database has one to compare it with."""


NOT_AS_SET = (CatalogueError, NoWayError)
"""What ``build`` raises where the operator has something to set right; the message says what."""


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    gateway: SmsGateway | None = None,
    catalogue: Catalogue | None = None,
    durable: bool = True,
) -> Services:
    """Everything, by the settings; a demo or a test hands in its own clock or carrier.

    Raises one of ``NOT_AS_SET``.
    """
    engine = create_engine_for(
        settings.database_url,
        keyring_of(settings),
        durable=durable,
        connections=settings.database_connections,
    )
    return Services(
        settings=settings,
        engine=engine,
        sessions=writing_sessions(engine),
        readers=reading_sessions(engine),
        single_statements=single_statements(engine),
        clock=clock or _now,
        gateway=gateway or _gateway(settings),
        catalogue=catalogue or load_catalogue(settings.own_instruments, settings.own_crisis_lines),
        push=_push_gateway(settings),
        pause=time.sleep if clock is None else _pass_at_once,
        checks_clock=clock is None and engine.dialect.name == "postgresql",
    )


def settle_in() -> None:
    """Spare the garbage collector what stays for as long as the process does.

    With the lexicon among it, it would be walked through again and again, in the midst of requests.
    What a request makes is let go when it is answered: it is looked through less often than usual.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE_BETWEEN_COLLECTIONS)


def load_catalogue(own_instruments: str = "", own_crisis_lines: str = "") -> Catalogue:
    """The clinical content that comes with the program, with that of own folders.

    ``CatalogueError`` names a file of those folders that cannot be used.
    """
    questionnaires = load_questionnaires(instruments_folder(), *_folders(own_instruments))
    return Catalogue(
        questionnaires=questionnaires,
        plans=load_plans(plans_folder(), questionnaires),
        lexicon=load_lexicon(lexicons_folder()),
        wording=TemplateWording(templates_folder() / "sms"),
        crisis_help=load_crisis_help(crisis_lines_folder(), *_folders(own_crisis_lines)),
    )


def _folders(named: str) -> list[Path]:
    return [Path(named)] if named else []


def keyring_of(settings: Settings) -> Keyring:
    keys = settings.keys()
    return Keyring(keys, list(keys)[-1], settings.blind_index_key())


def _gateway(settings: Settings) -> SmsGateway:
    match settings.sms_via:
        case SmsVia.NOWHERE:
            return NoCarrier()
        case SmsVia.TWILIO:
            key_sid = settings.twilio_api_key_sid or None
            secret = settings.twilio_api_key_secret if key_sid else settings.twilio_auth_token
            return TwilioGateway(
                settings.twilio_account_sid,
                secret.get_secret_value(),
                api_key_sid=key_sid,
                base_url=settings.twilio_api_base_url,
                connect_seconds=settings.twilio_connect_seconds,
                read_seconds=settings.twilio_read_seconds,
                connections=settings.senders + _OTHER_CALLERS,
            )


def _push_gateway(settings: Settings) -> PushGateway | None:
    scalar = settings.push_scalar()
    if scalar is None:
        return None
    base_url = settings.public_base_url
    # Push services take these two kinds of address, and plain http is for development.
    subject = base_url if base_url.startswith("https:") else "mailto:operator@localhost"
    return WebPush(scalar, subject, settings.hosts_of_push())


def _pass_at_once(_seconds: float) -> None:
    """A virtual clock is moved by whoever holds it."""


def _now() -> datetime:
    return datetime.now(UTC)
