"""Answers to the demonstration's form, as a phone would send them."""

from collections.abc import Mapping
from html import escape

from mobile_admin.xforms.form import Form
from mobile_admin.xforms.values import Node

QUESTIONS = range(1, 67)
GROUPS = ("kitchen", "stock", "people", "signs", "facility")
USUAL = {
    "province": "hanbit", "district": "jung", "kind": "restaurant", "area": "85.5", "staff": "4",
    "fridge_name": "1호기", "cold": "fridge", "degrees": "4.5", "too_warm": "0", "warm": "0",
    "failed": "0", "measure": "none", "clean": "4", "confirmed": "OK", "signature": "sign.png",
}  # fmt: skip


def answers_xml(form: Form, instance: str, given: Mapping[str, str]) -> bytes:
    """All is well but for what is `given`, by the names of questions."""
    said = {**USUAL, **{f"{group}_failed": "0" for group in GROUPS}}
    said["instanceName"] = given["business"]
    said |= {f"q{number}": "yes" for number in QUESTIONS} | dict(given)

    def text(node: Node) -> str:
        if node.name == "instanceID":
            return f"<instanceID>{instance}</instanceID>"
        inner = "".join(text(child) for child in node.children) or escape(said.get(node.name, ""))
        return f"<{node.name}>{inner}</{node.name}>" if inner else ""

    body = "".join(text(child) for child in form.template.children)
    return f'<data id="{form.form_id}" version="{form.version}">{body}</data>'.encode()
