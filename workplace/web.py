"""`gunicorn workplace.web:app`."""

from kernel.log import start_logging
from kernel.settings import read_settings
from workplace.app import create_app
from workplace.foundation import foundation
from workplace.wiring import build

start_logging()
app = create_app(build(foundation(read_settings())))
