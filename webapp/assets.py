"""The files a page is made of, under names that change when they do, so that a browser may keep them for ever."""

from hashlib import sha256
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static/"


def hashed(name: str) -> str:
    """`app.css` gives `app.3f2a9c1b.css`. What is vendored has its version in its name already."""
    if name.startswith("vendor/"):
        return name
    path = FOLDER / name
    digest = sha256(path.read_bytes()).hexdigest()[:8]
    return str(Path(name).with_name(f"{path.stem}.{digest}{path.suffix}"))


def files() -> list[str]:
    """Every file there is, by its name inside the folder."""
    return sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file())


def _alone(headers: Headers, path: str, url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def install(app: Flask) -> None:
    """Serves the folder in front of the application and gives templates `asset(name)`."""
    addresses = {name: PREFIX + hashed(name) for name in files()}
    door = WhiteNoise(
        app.wsgi_app,
        allow_all_origins=False,
        add_headers_function=_alone,
        immutable_file_test=lambda path, url: True,
    )
    for name, address in addresses.items():
        door.add_file_to_dictionary(address, str(FOLDER / name))
    app.wsgi_app = door  # type: ignore[method-assign]  # the way Flask documents to wrap an application

    def asset(name: str) -> str:
        return addresses[name]

    app.jinja_env.globals["asset"] = asset
