"""What patients are told: one small Jinja template a text, in ``templates/sms/<language>/``."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, meta, nodes

from diary.domain.clinic_wording import ShippedText


class TemplateWording:
    """A ``Wording`` whose texts a clinician can read and change without touching a program."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
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

    def shipped(self, key: str, language: str) -> ShippedText:
        """The text itself; ``LookupError`` if there is no such text."""
        return self._texts[key, language]

    def all_shipped(self) -> Sequence[ShippedText]:
        """Every text, by key and language."""
        return tuple(self._texts.values())

    @cached_property
    def _texts(self) -> Mapping[tuple[str, str], ShippedText]:
        paths = sorted(self._folder.glob("*/*.txt"), key=lambda path: (path.stem, path.parent.name))
        return {(path.stem, path.parent.name): self._read(path) for path in paths}

    def _read(self, path: Path) -> ShippedText:
        key, language = path.stem, path.parent.name
        parsed = self._environment.parse(path.read_text("utf-8"))
        names = meta.find_undeclared_variables(parsed)
        # Each placeholder stands for itself, so that only what is said by case is decided here.
        text = self.say(key, language, {name: f"{{{{ {name} }}}}" for name in names})
        return ShippedText(key, language, text, is_by_case=parsed.find(nodes.If) is not None)
