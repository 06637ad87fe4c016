"""What an agency's own script does with pyodk: `python by_pyodk.py BASE NAME SECRET`, in an
environment of its own, for pyodk wants an older pydantic than ours. Says as JSON what it saw."""

# mypy: ignore-errors
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pyodk.client import Client
from pyodk.errors import PyODKError

FORM = "food_hygiene"


def main(base, name, secret):
    with TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text(
            f'[central]\nbase_url = "{base}"\nusername = "{name}"\npassword = "{secret}"\n'
            "default_project_id = 1\n"
        )
        with Client(config_path=config, cache_path=Path(folder) / "cache.toml") as client:
            return walk(client)


def walk(client):
    sent = client.submissions
    [form] = client.forms.list()
    listed = sent.list(form_id=FORM)
    first = listed[-1]
    xml = client.get(f"projects/1/forms/{FORM}/submissions/{first.instanceId}.xml").text
    xml = xml.replace(first.instanceId, "uuid:by-pyodk")
    made = sent.create(form_id=FORM, xml=xml)
    sent.edit(instance_id=made.instanceId, form_id=FORM, xml=corrected(xml))
    sent.review(first.instanceId, "approved", form_id=FORM)
    told = {
        "project": client.projects.get().name,
        "form": form.xmlFormId,
        "xml": client.forms.get_xml(FORM)[:5],
        "listed": [each.instanceId for each in listed],
        "got": sent.get(first.instanceId, form_id=FORM).instanceId,
        "table": sent.get_table(form_id=FORM, top=2, count=True),
        "later": sent.get_table(
            form_id=FORM, filter="year(__system/submissionDate) ge 2020", select="__id"
        ),
        "expanded": sent.get_table(form_id=FORM, expand="*"),
        "made": made.instanceId,
        "review": sent.get(first.instanceId, form_id=FORM).reviewState,
        "comments": len(sent.list_comments(first.instanceId, form_id=FORM)),
        "refused": {},
    }
    for call, act in {
        "forms.create": lambda: client.forms.create(form_id="x", definition="<h:html/>"),
        "entity_lists.list": client.entity_lists.list,
        "add_comment": lambda: sent.add_comment(first.instanceId, "전화함", form_id=FORM),
    }.items():
        try:
            act()
        except PyODKError as error:
            told["refused"][call] = str(error)
    return told


def corrected(xml):
    named = "<deprecatedID>uuid:by-pyodk</deprecatedID><instanceID>uuid:by-pyodk-2</instanceID>"
    return xml.replace("<instanceID>uuid:by-pyodk</instanceID>", named)


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:4]), sys.stdout, default=str)
