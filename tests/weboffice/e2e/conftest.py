"""The product's editor twice on one page, for tests that compose Hangul."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.weboffice.node import WEB, node_environment


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The product's editor, twice, as one script."""
    directory = tmp_path_factory.mktemp("harness")
    subprocess.run(
        ["node", "tools/harness.mjs", str(directory)],
        cwd=WEB, env=node_environment(), check=True, capture_output=True,
    )  # fmt: skip
    return directory / "harness.js"


@pytest.fixture(scope="module")
def page(browser: Browser, harness: Path) -> Iterator[Page]:
    page = browser.new_page()
    page.goto("about:blank")
    page.add_style_tag(content=".doc { white-space: break-spaces }")  # as text/sheet.css has it
    page.add_script_tag(path=harness)
    yield page
    page.close()


@pytest.fixture(scope="module")
def keyboard(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)
