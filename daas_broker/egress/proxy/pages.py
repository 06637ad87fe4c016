"""What a person reads where a page of plain HTTP is refused. Within TLS no proxy can say anything:
the browser shows its own words, and the administrator's list of refused names says the rest."""

from html import escape

from daas_broker.desktops.names import shown_name
from daas_broker.desktops.zones import NameRefused
from daas_broker.egress.proxy.rules import Target

WHY = {
    NameRefused.DENIED: ("망 정책에서 막은 곳입니다.", "The policy of this zone denies it."),
    NameRefused.UNLISTED: (
        "이 망에서 갈 수 있는 이름 목록에 없습니다.",
        "It is not among the names that this zone reaches.",
    ),
    NameRefused.ADDRESS: (
        "숫자 주소로는 갈 수 없습니다. 이름으로 여십시오.",
        "A number is no way there. Open it by its name.",
    ),
    NameRefused.PORT: ("웹에 쓰는 포트가 아닙니다.", "That port is none of the web."),
    NameRefused.NETWORK: (
        "이 망에서 갈 수 없는 네트워크에 있습니다.",
        "It lies in a network that this zone never reaches.",
    ),
}
LOST = (
    "그곳에서 답이 없습니다. 잠시 뒤 다시 여십시오.",
    "Nothing answers there. Try again in a while.",
)
ASK = (
    "일에 필요한 곳이면 IT 관리자에게 이 이름을 알려 주십시오.",
    "If work needs it, tell your IT administrator this name.",
)
PAGE = """\
<!doctype html><html lang="ko"><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>{name}</title>
<style>body{{font:1.0625rem/1.7 "Noto Sans CJK KR",sans-serif;max-width:36rem;margin:12vh auto;
padding:0 1.5rem;color:#1e2124}}h1{{font-size:1.5rem;overflow-wrap:anywhere}}
p+p{{color:#464c53}}</style>
<h1>{name}</h1><p>{korean}</p><p lang="en">{english}</p></html>
"""


def refused(target: Target, why: NameRefused) -> bytes:
    korean, english = WHY[why]
    return _page(target, f"{korean} {ASK[0]}", f"{english} {ASK[1]}")


def lost(target: Target) -> bytes:
    return _page(target, *LOST)


def _page(target: Target, korean: str, english: str) -> bytes:
    name = escape(shown_name(target.host))
    return PAGE.format(name=name, korean=korean, english=english).encode()
