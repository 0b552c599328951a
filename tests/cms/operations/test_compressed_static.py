"""Our own style sheets and scripts go compressed over the line, also without a public server's preparations."""

import gzip
import urllib.request
from pathlib import Path

import pytest

from cms.operations.compressed_static import compress
from tests.instances import Instance


def test_texts_get_a_compressed_copy_and_a_changed_one_gets_a_new_one(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    (source / "css").mkdir(parents=True)
    for content in (b"a { color: red }", b"a { color: blue }"):
        (source / "css" / "site.css").write_bytes(content)
        (source / "letter.woff2").write_bytes(b"compressed already")
        compress(source, target)
        assert (target / "css" / "site.css").read_bytes() == content
        assert gzip.decompress((target / "css" / "site.css.gz").read_bytes()) == content
    assert sorted(path.name for path in target.rglob("*.*")) == ["site.css", "site.css.gz"]


@pytest.mark.processes
def test_the_style_sheet_comes_compressed(instance: Instance) -> None:
    instance.serve()
    asked = urllib.request.Request(f"{instance.url}/static/css/site.css", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(asked) as response:
        assert response.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.read()) == Path("templates/static/css/site.css").read_bytes()
