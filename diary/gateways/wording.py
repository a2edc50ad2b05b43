"""What patients are told: one small Jinja template a text, in ``templates/sms/<language>/``."""

from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound


class TemplateWording:
    """A ``Wording`` whose texts a clinician can read and change without touching a program."""

    def __init__(self, folder: Path) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            undefined=StrictUndefined,
            autoescape=False,  # noqa: S701 - the outcome is a text message, never a page
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def say(self, key: str, language: str, params: Mapping[str, object]) -> str:
        """The text ``key`` in ``language``; ``LookupError`` if there is no such text."""
        try:
            template = self._environment.get_template(f"{language}/{key}.txt")
        except TemplateNotFound:
            raise LookupError(f"no wording {key!r} in {language!r}") from None
        return " ".join(template.render(params).split())
