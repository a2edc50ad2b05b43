"""A plan's tables written as TOML, for somebody to edit into the next version."""

import json
from collections.abc import Iterator, Mapping


def write_plan(content: Mapping[str, object]) -> str:
    """The text that reads back as ``content``, the tables of a plan's file."""
    source, check_ins = content.get("source"), content.get("check_ins")
    lines = [f"{key} = {_value(content[key])}" for key in content if key not in _BELOW]
    if isinstance(source, Mapping):
        lines += ["", "[source]", *_pairs(source)]
    if isinstance(check_ins, list | tuple):
        for check_in in check_ins:
            lines += ["", "[[check_ins]]", *_pairs(check_in)]
    return "\n".join(lines) + "\n"


_BELOW = ("source", "check_ins")


def _pairs(table: Mapping[str, object]) -> Iterator[str]:
    return (f"{key} = {_value(value)}" for key, value in table.items())


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_pairs(value))} }}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    # JSON writes texts, whole numbers and truths as TOML does, but for one letter.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
