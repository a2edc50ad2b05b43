"""The phone app: its page, its service worker, and what it must know without a network.

The app itself is static files that speak to the public API like any other phone. Nothing here is
anybody's: who is signed in is between the app and the API.
"""

from flask import Response, json, redirect
from flask.typing import ResponseReturnValue

from diary.resources import static_folder
from diary.web.api.operations import finish
from diary.web.site import Site


def bare(_: Site) -> ResponseReturnValue:
    """The app's pages lie below ``/app/``, which is all that its service worker may serve."""
    return redirect("/app/", 308)


def shell(_: Site) -> ResponseReturnValue:
    return _file("index.html", "text/html")


def manifest(_: Site) -> ResponseReturnValue:
    return _file("manifest.webmanifest", "application/manifest+json")


def worker(site: Site) -> ResponseReturnValue:
    """The service worker: it changes, and so is installed anew, whenever any file of it does."""
    found = site.phone_files.shell
    said = json.dumps({"version": found.version, "page": "/app/", "files": found.files})
    script = f'import {{ serve }} from "/static/app/worker/worker.js";\n\nserve({said});\n'
    return _answer(script.encode(), "text/javascript")


def crisis_lines(site: Site) -> ResponseReturnValue:
    """Where help is, by language."""
    return _answer(site.phone_files.help, "application/json")


def danger(site: Site) -> ResponseReturnValue:
    """By which words and answers the app itself sees danger."""
    return _answer(site.phone_files.danger, "application/json")


def _file(name: str, kind: str) -> Response:
    return _answer(_read(name), kind)


def _read(name: str) -> bytes:
    return (static_folder() / "app" / name).read_bytes()


def _answer(body: bytes, kind: str) -> Response:
    """``body``, which browsers ask for again by its ETag: a new version is noticed at once."""
    return finish(Response(body, mimetype=kind), cached=True)
