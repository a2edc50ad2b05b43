"""What is wrong with the text of a plan, in the reader's words."""

from diary.domain.plan_text import NOT_TOML, LineProblem
from diary.web.translation import gettext as _


def say_plan_problem(problem: LineProblem) -> str:
    """``check-in 3: unknown key 'windwo'``."""
    values = dict(problem.values)
    if problem.message == NOT_TOML:
        values["said"] = _say_toml(str(values["said"]))
    said = _(problem.message, **values)
    if problem.check_in is None:
        return _("the protocol: %(said)s", said=said)
    return _("check-in %(number)s: %(said)s", number=problem.check_in, said=said)


def _say_toml(said: str) -> str:
    """The library's words for the usual slips; for others, as the library says them."""
    return {
        "Invalid statement": _("this line says nothing that can be read"),
        "Invalid value": _("the value cannot be read: a text stands between quotes"),
        "Expected '=' after a key in a key/value pair": _("a = is missing after the key"),
        "Expected newline or end of document after a statement": _(
            "something follows the value that does not belong there"
        ),
        "Unterminated string": _("a text has no closing quote"),
        "Illegal character '\\n'": _("a text has no closing quote"),
        "Unclosed array": _("a list has no closing ]"),
        "Unclosed inline table": _("a table has no closing }"),
        "Expected ']' at the end of a table declaration": _("a table's name has no closing ]"),
        "Expected ']]' at the end of an array declaration": _("a table's name has no closing ]]"),
        "Cannot overwrite a value": _("the key has a value already"),
    }.get(said, said)
