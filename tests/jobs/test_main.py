"""``python -m jobs`` refuses in one line what it cannot run on."""

import pytest

from jobs.__main__ import main


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("DIARY_OWN_INSTRUMENTS", "{}", "{}/ours.toml: "),
        ("DIARY_THREADS", "many", "DIARY_THREADS"),
    ],
)
def test_what_is_set_wrong_is_named(monkeypatch, capsys, tmp_path, variable, value, said):
    (tmp_path / "ours.toml").write_text("code = ", encoding="utf-8")
    monkeypatch.setenv(variable, value.format(tmp_path))
    assert main(["run"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(said.format(tmp_path))
    assert printed.err.count("\n") == 1
