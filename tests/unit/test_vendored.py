"""What others made is as it came, named and licensed, and points nowhere else."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "webapp" / "static"
VENDOR = STATIC / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text())["packages"]


def test_every_file_is_in_the_manifest_with_its_hash():
    listed = {f"{p['folder']}/{name}": digest for p in MANIFEST for name, digest in p["files"].items()}
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert found == listed


@pytest.mark.parametrize("package", MANIFEST, ids=lambda package: package["name"])
def test_every_package_has_a_version_in_its_name_and_its_licence_beside_it(package):
    assert package["folder"].endswith(package["version"])
    assert package["licence"]
    assert "LICENSE" in package["files"]


def test_no_script_or_style_points_outside():
    for path in [*STATIC.rglob("*.js"), *STATIC.rglob("*.css"), *STATIC.rglob("*.svg")]:
        text = path.read_text().replace("http://www.w3.org/", "")
        assert "sourceMappingURL" not in text, path.name
        assert not re.search(r"(?:url\(|from |import\()[\"']?(?:https?:)?//", text), path.name


@pytest.mark.parametrize("name", sorted(path.name for path in STATIC.glob("*.js")))
def test_our_script_is_small_and_writes_no_html(name):
    script = (STATIC / name).read_text()
    assert len(script.splitlines()) <= 250
    assert len(gzip.compress(script.encode())) <= 12 * 1024
    assert not re.search(
        r"innerHTML|outerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function", script
    )


def test_history_is_never_kept_in_the_browser():
    assert not list(VENDOR.rglob("*history-cache*"))
    assert "Storage" not in (STATIC / "app.js").read_text()


def test_every_icon_used_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (VENDOR / "lucide-1.62.0" / "icons.svg").read_text()))
    templates = Path(__file__).parents[2] / "templates"
    used = {
        name
        for path in templates.rglob("*.html")
        for name in re.findall(r"(?:\bicon\(|picture=)[\"']([\w-]+)[\"']", path.read_text())
    }
    assert used <= drawn, used - drawn
