"""An address outside that wants to hear that we live, and calls somebody if it does not."""

import requests

_SECONDS = 3.0


def ping(url: str) -> bool:
    """Tell ``url`` that all is well; whether it heard. Never raises, never takes long."""
    try:
        with requests.get(
            url, timeout=(_SECONDS, _SECONDS), allow_redirects=False, stream=True
        ) as answer:
            return answer.ok
    except (requests.RequestException, ValueError):
        return False
