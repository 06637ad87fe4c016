"""Where in a desktop a home lies, and what its programs keep there."""

import ast
from xml.etree import ElementTree as ET

from daas_broker.desktops.recipes import offers_unsaved
from kernel.settings import ROOT
from workplace.hostd.definition import read
from workplace.hostd.homes.house import PLACES
from workplace.hostd.recipes import describe

DESKTOPS = ROOT / "deploy/desktops"
OFFICE = DESKTOPS / "files-desk/etc/libreoffice/registry/onmaru.xcd"
MACHINE = DESKTOPS / "files-machine/usr/lib/onmaru/machine.py"
NAME = "{http://openoffice.org/2001/registry}name"


def test_a_machine_lays_a_home_to_the_same_places_as_a_container() -> None:
    """[HD20] [DVM9]"""
    told = [line for line in ast.parse(MACHINE.read_text()).body if isinstance(line, ast.Assign)]
    places = next(one.value for one in told if ast.unparse(one.targets[0]) == "PLACES")
    assert set(ast.literal_eval(places)) == set(PLACES.values())


def test_the_office_keeps_what_is_not_saved_where_a_home_takes_it_along() -> None:
    """[HD35] Where LibreOffice 7.4 looks: it saves nothing by Office.Recovery/AutoSave."""
    assert PLACES["office"] == ".config/libreoffice"
    document = ET.parse(OFFICE).find(f".//node[@{NAME}='Save']/node[@{NAME}='Document']")  # noqa: S314 - our own
    assert document is not None
    said = {prop.get(NAME): prop.findtext("value") for prop in document}
    assert said == {"AutoSave": "true", "AutoSaveTimeIntervall": "1"}


def test_which_images_of_the_release_keep_it_is_read_from_their_recipes() -> None:
    """[HD35] [DH12]"""
    said = {name: describe(read(name, DESKTOPS)) for name in ("internet", "work", "browser")}
    keeping = [name for name, made in said.items() if offers_unsaved(made)]
    assert keeping == ["internet", "work"]
