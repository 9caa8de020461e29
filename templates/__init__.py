"""Every word and line the product shows: one set of drawing rules for the web door and the queue door."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from templates import cells, labels, targets, told, words, written
from templates.filters import FILTERS, when_drawn
from templates.lists import law

FOLDER = Path(__file__).parent


class Sentence(Markup):
    """A sentence of the catalogue: ours, so it may go into a page as it is; what is put into it is escaped."""


@lru_cache(4096)
def _drawn(_language: str, message: str) -> Markup:
    return Sentence(words.gettext(message))


@lru_cache(4096)
def _whole(language: str, message: str) -> Markup:
    return _drawn(language, message) % {}


def _sentence(message: str, /, **values: object) -> Markup:
    """What Jinja's own `_` gives (always a format, values escaped), at a tenth of its price: a page has a hundred."""
    if values:
        return Sentence(words.elided(_drawn(words.language(), message), values)) % values
    return _whole(words.language(), message)


def _counted(one: str, many: str, count: int) -> str:
    # Jinja fills %(num)s itself, with escaping; filling it here would do it twice.
    return words.plural(one, many, count)


def loader() -> FileSystemLoader:
    """Where templates are found: this package's own folder."""
    return FileSystemLoader(FOLDER)


def configure(env: Environment) -> None:
    """Gives an environment the product's rules: escaping always on, an unknown name is an error, words and
    filters are ours. Flask's environment and the worker's go through here, so both draw alike."""
    env.loader = loader()
    env.undefined = StrictUndefined
    env.autoescape = True
    env.trim_blocks = True
    env.lstrip_blocks = True
    env.add_extension("jinja2.ext.i18n")
    install: Callable[..., Any] = getattr(env, "install_gettext_callables")  # noqa: B009 - added by the extension
    install(words.gettext, _counted, newstyle=True)
    env.globals.update(_=_sentence, gettext=_sentence)
    env.globals.update(cells=cells.cells, targets=targets.targets)
    env.globals["language"] = words.language
    env.globals["language_tag"] = words.tag
    env.filters.update(FILTERS)
    env.filters.update(label=when_drawn(labels.label), source=told.source_words, field=told.field_words)
    env.filters.update(in_groups=written.in_groups, base64=written.base64)
    env.filters.update(told=told.value_words, excerpt=told.excerpt, duties=law.duties)


def environment() -> Environment:
    """A fresh environment for a door that has no Flask: documents and e-mail."""
    env = Environment(autoescape=True)
    configure(env)
    return env
