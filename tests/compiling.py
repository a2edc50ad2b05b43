"""Statements, routes and rules that are compiled once a process, not once for each test.

An engine compiles a statement the first time, keeps that, and is thrown away with its test: nearly
half of a test's time went there. Engines of one kind and with the same keys share one dialect here,
and with it what was compiled. An application compiles two functions for each of its routes, and the
lexicon's rules take half a second.
"""

from collections.abc import Callable
from functools import cache
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine
from werkzeug.routing import Rule

from diary import bootstrap
from diary.settings import Settings
from diary.store import database
from diary.store.sealing import Keyring

_first: dict[tuple[str, Keyring], Engine] = {}
_hand_keys_to = database.hand_keys_to
_builders: dict[tuple[object, ...], Callable[..., Any]] = {}
_compile_builder = Rule._compile_builder


def share_what_is_compiled() -> None:
    """From now on, for as long as this process lives."""
    patch.object(Rule, "_compile_builder", _compile_builder_once).start()
    patch.object(database, "hand_keys_to", _hand_keys_and_share).start()
    patch.object(bootstrap, "keyring_of", _keyring_of).start()
    patch.object(bootstrap, "load_lexicon", cache(bootstrap.load_lexicon)).start()


def _hand_keys_and_share(engine: Engine, keyring: Keyring) -> None:
    _hand_keys_to(engine, keyring)
    if engine.dialect._on_connect_isolation_level is not None:
        return  # its dialect is not like the others'
    first = _first.setdefault((engine.dialect.name, keyring), engine)
    if first.dialect.server_version_info is None:
        # It never met its server, and so does not know what that can do.
        _first[engine.dialect.name, keyring] = engine
    elif first is not engine:
        engine.dialect = first.dialect
        engine.update_execution_options(compiled_cache=first._compiled_cache)


def _keyring_of(settings: Settings) -> Keyring:
    return _keyring(tuple(settings.keys().items()), settings.blind_index_key())


@cache
def _keyring(keys: tuple[tuple[int, bytes], ...], index_key: bytes) -> Keyring:
    return Keyring(dict(keys), keys[-1][0], index_key)


def _compile_builder_once(rule: Rule, append_unknown: bool = True) -> Callable[..., Any]:
    """What builds the addresses of ``rule``: a function of all that is written here."""
    said = (rule.host, rule.subdomain, rule.rule, rule.merge_slashes, repr(rule.defaults))
    key = (*said, append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]
