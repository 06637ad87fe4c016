"""A link of an HWPX: a field that begins before its words and ends behind them."""

import re

from weboffice.paper.markup import quoted, said


def around(link: str, inner: str, number: int, letters: int) -> str:
    """`number` names the field in its file, `letters` is the look of its marks."""
    command = link.replace("\\", "\\\\").replace(":", "\\:").replace("?", "\\?")
    texts = {
        "Command": f"{command.replace(';', chr(92) + ';')};1;0;0;",
        "Path": link,
        "Category": "HWPHYPERLINK_TYPE_URL",
        "TargetType": "HWPHYPERLINK_TARGET_BOOKMARK",
        "DocOpenType": "HWPHYPERLINK_JUMP_CURRENTTAB",
    }
    parameters = '<hp:integerParam name="Prop">0</hp:integerParam>' + "".join(
        f'<hp:stringParam name="{name}">{said(value)}</hp:stringParam>'
        for name, value in texts.items()
    )
    return (
        f'<hp:run charPrIDRef="{letters}"><hp:ctrl><hp:fieldBegin id="{number}" '
        f'type="HYPERLINK" name={quoted(link)} editable="0" dirty="0" zorder="-1" '
        f'fieldid="{number}"><hp:parameters cnt="6" name="">{parameters}</hp:parameters>'
        f"</hp:fieldBegin></hp:ctrl></hp:run>{inner}"
        f'<hp:run charPrIDRef="{letters}"><hp:ctrl><hp:fieldEnd beginIDRef="{number}" '
        f'fieldid="{number}"/></hp:ctrl></hp:run>'
    )


def target_of(command: str) -> str | None:
    """The address in a hyperlink's command, where `\\` escapes."""
    said = re.split(r"(?<!\\);", command)[0]
    return re.sub(r"\\(.)", r"\1", said) or None
