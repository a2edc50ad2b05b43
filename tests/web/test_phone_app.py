"""The phone app as files: all of it is named to its service worker, and nothing in it is stale."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from diary.resources import static_folder
from diary.web.present import phone_app
from diary.web.present.phone_app import shell_of
from tests.factories import PUBLIC_URL

PNG_SIZE = slice(16, 24)


def test_the_service_worker_names_every_file_that_the_app_asks_for(app: Flask):
    client = app.test_client()
    said = _get(client, "/app/sw.js").text
    files = json.loads(said.partition("serve(")[2].rpartition(")")[0])["files"]
    for address in files:
        assert _get(client, address).status_code == 200, address
    imported = {
        f"/static/app/{(path.parent / target).resolve().relative_to(_folder()).as_posix()}"
        for path in _folder().rglob("*.js")
        for target in re.findall(r'from "(\.[^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert imported <= set(files)
    page = _get(client, "/app/").text
    assert set(re.findall(r'(?:href|src)="(/[^"]+)"', page)) <= set(files)


def test_what_every_phone_asks_for_is_put_together_once(
    app: Flask, monkeypatch: pytest.MonkeyPatch
):
    client = app.test_client()
    asked = ("/app/sw.js", "/app/danger.json", "/app/help.json")
    first = [_get(client, address).data for address in asked]
    for made in ("dangers", "help_everywhere", "shell_of"):
        monkeypatch.delattr(phone_app, made)
    assert [_get(client, address).data for address in asked] == first


def test_another_byte_in_any_file_is_another_version(tmp_path: Path):
    (tmp_path / "app").mkdir()
    for name in ("app.css", "mark.svg", "app/main.js", "app/notes.txt"):
        (tmp_path / name).write_text("a")
    before = shell_of(tmp_path, {"/app/help.json": b"{}"})
    assert "/static/app/notes.txt" not in before.files
    (tmp_path / "app/main.js").write_text("b")
    after = shell_of(tmp_path, {"/app/help.json": b"{}"})
    assert after.version not in (before.version, shell_of(tmp_path, {}).version)


def test_the_pages_of_the_app_are_asked_for_again_and_run_nothing_inline(app: Flask):
    client = app.test_client()
    answer = _get(client, "/app/")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "<style" not in answer.text
    assert not re.search(r"<script(?![^>]* src=)|\son\w+=|style=", answer.text)
    again = _get(client, "/app/", {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert _get(client, "/app").headers["Location"].endswith("/app/")


def test_the_manifest_names_icons_of_the_sizes_that_it_says(app: Flask):
    client = app.test_client()
    manifest = _get(client, "/app/manifest.webmanifest").get_json(force=True)
    assert manifest["name"] == "Infusion Diary"
    assert manifest["start_url"] == manifest["scope"] == manifest["id"] == "/app/"
    for icon in manifest["icons"]:
        picture = _get(client, icon["src"])
        assert picture.mimetype == icon["type"]
        if icon["type"] == "image/png":
            size = [int.from_bytes(picture.data[PNG_SIZE][i : i + 4]) for i in (0, 4)]
            assert "x".join(map(str, size)) == icon["sizes"]


def test_a_phone_knows_help_and_grave_answers_without_signing_in(app: Flask):
    client = app.test_client()
    lines = _get(client, "/app/help.json").get_json()
    assert all({"911", "988"} <= {line["call"] for line in lines[each]["lines"]} for each in lines)
    answers = _get(client, "/app/danger.json").get_json()["answers"]
    assert answers["phq9"] == {"9": [1, 2, 3]}
    assert answers["daily"] == {"mood": [0, 1]}
    assert answers["asq"]["5"] == [1]


def _folder() -> Path:
    return static_folder() / "app"


def _get(client: FlaskClient, path: str, headers: dict[str, str] | None = None):
    return client.get(path, headers=headers, base_url=PUBLIC_URL, buffered=True)
