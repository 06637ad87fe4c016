"""The images that come with the suite have a title in both languages."""

import re
import tomllib

from kernel.settings import ROOT

ENGLISH = ROOT / "web/src/daas_broker/pools/suite-titles.ts"


def test_each_title_of_an_image_has_its_english() -> None:
    described = [
        tomllib.loads(file.read_text()) for file in (ROOT / "deploy/desktops").glob("*.toml")
    ]
    titles = {one["title"] for one in described if "title" in one}
    translated = dict(re.findall(r"\['([^']+)', '([^']+)'\]", ENGLISH.read_text()))
    assert titles
    assert set(translated) == titles
    assert not [one for one in translated.values() if re.search("[가-힣]", one)]
