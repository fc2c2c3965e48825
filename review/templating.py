"""The template engine: escapes everything, and fails on a name that is not there."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from review import words

HERE = Path(__file__).parent


@cache
def environment() -> Environment:
    """Return the engine that draws review/templates."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {
        "percent": words.percent,
        "count": words.count,
        "listed": words.listed,
        "sentence": words.sentence,
        "commands": commands,
        "pretty": pretty,
    }
    env.globals |= {"plural": words.plural}
    return env


@cache
def static(name: str) -> Markup:
    """Return a file of review/static, to be put into a page as it is."""
    return Markup((HERE / "static" / name).read_text(encoding="utf-8"))


def fingerprint(content: str) -> str:
    """Return how a content security policy names an inline script or style sheet."""
    return f"'sha256-{b64encode(sha256(content.encode('utf-8')).digest()).decode('ascii')}'"


def commands(text: str) -> Markup:
    """Return plain text with what stands between backticks set as code."""
    return Markup(re.sub("`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def pretty(value: object) -> str:
    """Return a value as JSON to read, in a fixed order."""
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True, default=str)
