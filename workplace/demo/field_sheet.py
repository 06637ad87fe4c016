"""The demonstration's form: 식품접객업소 위생점검표, a hundred questions, as an XLSForm."""

from io import BytesIO
from typing import NamedTuple

from openpyxl import Workbook

VERSION = "2026112601"
NAME = "식품접객업소_위생점검표.xlsx"
SURVEY = (
    "type", "name", "label::한국어 (ko)", "label::English (en)", "hint::한국어 (ko)", "required",
    "relevant", "constraint", "constraint_message::한국어 (ko)", "calculation", "appearance",
    "choice_filter", "parameters",
)  # fmt: skip


class Q(NamedTuple):
    """A row of the survey sheet."""

    type: str
    name: str
    ko: str = ""
    en: str = ""
    hint: str = ""
    required: str = ""
    relevant: str = ""
    constraint: str = ""
    said: str = ""
    calculation: str = ""
    appearance: str = ""
    choice_filter: str = ""
    parameters: str = ""


def _items(group: str, title: str, questions: str, since: int) -> list[Q]:
    """Questions answered with 적합, 부적합 or 해당 없음; why not is asked where it is not met."""
    found = [Q("begin group", group, title)]
    for at, line in enumerate(questions.strip().splitlines(), since):
        found.append(Q("select_one verdict", f"q{at}", line.strip(), required="yes"))
    names = [f"q{at}" for at in range(since, since + len(questions.strip().splitlines()))]
    failed = " + ".join(f"if(${{{name}}} = 'no', 1, 0)" for name in names)
    found += [
        Q("calculate", f"{group}_failed", calculation=failed),
        Q(
            "text", f"{group}_why", f"{title}: 부적합 내용", "What is not met",
            hint="무엇이 어떻게 부적합한지 적습니다.", required="yes",
            relevant=f"${{{group}_failed}} > 0", constraint="string-length(.) >= 5",
            said="다섯 글자 이상 적으십시오.", appearance="multiline",
        ),
        Q("end group", ""),
    ]  # fmt: skip
    return found


KITCHEN = """
조리장 바닥에 물이 고이지 않고 청결하다
조리장 벽과 천장에 곰팡이와 거미줄이 없다
환기 시설이 작동하고 기름때가 없다
조리장 조명이 충분하고 보호 덮개가 있다
방충망과 방서 시설이 온전하다
쥐와 해충의 흔적이 없다
배수구에 덮개가 있고 막히지 않는다
손 씻는 시설에 온수와 비누가 있다
폐기물 용기에 뚜껑이 있고 내부가 청결하다
조리장과 화장실이 구획되어 있다
조리대 위에 개인 물품이 없다
칼과 도마를 용도별로 나누어 쓴다
행주와 수세미를 매일 소독한다
식기를 세척한 뒤 건조하여 보관한다
냉장고 문 패킹이 온전하다
"""
STOCK = """
소비기한이 지난 식품이 없다
식품에 한글 표시 사항이 있다
무표시·무신고 제품이 없다
날것과 익힌 것을 나누어 보관한다
바닥에서 15cm 이상 띄워 보관한다
해동을 냉장 또는 흐르는 물에서 한다
해동한 식품을 다시 얼리지 않는다
남은 음식을 다시 쓰지 않는다
보존식 보관 기준을 지킨다
식품첨가물을 따로 보관한다
세제와 소독제를 식품과 떨어뜨려 보관한다
얼음을 식용 얼음으로 쓴다
정수기 필터 교체 기록이 있다
거래 명세서를 보관한다
개봉한 식품에 개봉일을 적는다
"""
PEOPLE = """
종사자 전원의 건강진단결과서가 유효하다
종사자가 위생모를 쓴다
종사자가 위생복을 입는다
손에 상처가 있는 사람이 조리하지 않는다
조리할 때 장신구를 하지 않는다
조리 종사자가 마스크를 쓴다
위생 교육을 이수하였다
영업자가 위생 교육을 이수하였다
종사자 명부가 있다
설사·발열 확인 기록이 있다
조리장 출입 때 손을 씻는다
작업화를 구분하여 신는다
"""
SIGNS = """
영업신고증을 영업장에 보관한다
가격표를 보이는 곳에 붙였다
원산지를 표시하였다
원산지 표시가 거래 명세서와 같다
알레르기 유발 식품을 알린다
영업장 면적이 신고와 같다
신고한 영업 종류와 같은 영업을 한다
옥외 가격 표시를 하였다
금연 구역 표지가 있다
청소년 출입·고용 제한을 지킨다
과대 광고가 없다
모범업소 표시가 사실과 같다
"""
FACILITY = """
소화기가 있고 압력이 정상이다
비상구 앞에 물건이 없다
가스 차단기가 작동한다
누전 차단기가 작동한다
화장실이 청결하고 손 씻는 시설이 있다
객석 바닥과 식탁이 청결하다
수저와 컵을 위생적으로 보관한다
물수건이 위생적이다
음용수가 적합하다
지하수를 쓰면 수질 검사서가 있다
식기 세척기의 헹굼 온도가 80℃ 이상이다
소독수 농도를 매일 확인한다
"""


def survey() -> list[Q]:
    return [
        Q("start", "started"),
        Q("end", "ended"),
        Q("today", "day"),
        Q("begin group", "place", "점검 대상", "Site"),
        Q("text", "business", "업소명", "Business", required="yes"),
        Q(
            "text", "licence", "영업신고번호", "Licence", hint="예: 제2026-0123호",
            constraint="regex(., '제?[0-9]{4}-[0-9]{4,7}호?')",
            said="‘제2026-0123호’처럼 적으십시오.",
        ),
        Q("barcode", "tag", "점검 표지 바코드", "Tag"),
        Q("text", "owner", "영업자 성명", "Owner", required="yes"),
        Q("select_one province", "province", "시·도", "Province", required="yes"),
        Q(
            "select_one district", "district", "시·군·구", "District", required="yes",
            choice_filter="province = ${province}",
        ),
        Q("text", "address", "도로명주소", "Address"),
        Q("geopoint", "spot", "위치", "Position"),
        Q("select_one kind", "kind", "영업의 종류", "Kind", required="yes"),
        Q("decimal", "area", "영업장 면적(㎡)", "Area", constraint=". > 0 and . <= 10000",
          said="0보다 크고 10,000 이하이어야 합니다."),
        Q("integer", "staff", "종사자 수", "Staff", required="yes",
          constraint=". >= 1 and . <= 500", said="1명에서 500명까지 적습니다."),
        Q("date", "last_visit", "지난 점검일", "Last visit", constraint=". <= today()",
          said="지난 날짜이어야 합니다."),
        Q("image", "front", "영업장 전경 사진", "Front", parameters="max-pixels=1600"),
        Q("end group", ""),
        *_items("kitchen", "조리장", KITCHEN, 1),
        *_items("stock", "식품 보관", STOCK, 16),
        *_items("people", "종사자 위생", PEOPLE, 31),
        *_items("signs", "표시와 신고", SIGNS, 43),
        *_items("facility", "시설", FACILITY, 55),
        Q("begin repeat", "fridge", "냉장·냉동 시설", "Fridges"),
        Q("text", "fridge_name", "시설 이름", "Name", required="yes"),
        Q("select_one cold", "cold", "구분", "Kind", required="yes"),
        Q("decimal", "degrees", "현재 온도(℃)", "Temperature", required="yes",
          constraint=". >= -40 and . <= 40", said="-40℃에서 40℃ 사이이어야 합니다."),
        Q("calculate", "too_warm",
          calculation="if((${cold} = 'fridge' and ${degrees} > 10) or "
          "(${cold} = 'freezer' and ${degrees} > -18), 1, 0)"),
        Q("image", "display", "온도 표시 사진", "Display", relevant="${too_warm} = 1",
          parameters="max-pixels=1600"),
        Q("end repeat", ""),
        Q("begin group", "result", "종합 판정", "Result"),
        Q("calculate", "warm", calculation="sum(${too_warm})"),
        Q("calculate", "failed",
          calculation="${kitchen_failed} + ${stock_failed} + ${people_failed} + ${signs_failed}"
          " + ${facility_failed} + if(${warm} > 0, 1, 0)"),
        Q("note", "told", "부적합 항목 ${failed}건"),
        Q("select_multiple law", "laws", "위반 법령", "Laws", required="yes",
          relevant="${failed} > 0"),
        Q("select_one measure", "measure", "처분 의견", "Measure", required="yes"),
        Q("date", "due", "시정 기한", "Due", required="yes", relevant="${measure} = 'correct'",
          constraint=". > today()", said="오늘보다 뒤의 날짜이어야 합니다."),
        Q("integer", "fine", "과태료 예고 금액(원)", "Fine", required="yes",
          relevant="${measure} = 'fine'",
          constraint=". >= 10000 and . <= 10000000 and . mod 10000 = 0",
          said="만 원 단위로 1만 원에서 1,000만 원까지 적습니다."),
        Q("range", "clean", "전반적 청결도", "Cleanliness", parameters="start=1 end=5 step=1"),
        Q("image", "proof", "위반 사항 사진", "Evidence", relevant="${failed} > 0",
          parameters="max-pixels=1600"),
        Q("text", "opinion", "점검자 의견", "Opinion", appearance="multiline"),
        Q("text", "objection", "영업자 의견", "Owner says", appearance="multiline"),
        Q("text", "attendee", "입회자 성명", "Attendee", required="yes"),
        Q("text", "phone", "입회자 연락처", "Phone",
          constraint="regex(., '0[0-9]{1,2}-[0-9]{3,4}-[0-9]{4}')",
          said="‘010-1234-5678’처럼 적으십시오."),
        Q("image", "signature", "입회자 서명", "Signature", required="yes",
          appearance="signature", parameters="max-pixels=800"),
        Q("acknowledge", "confirmed", "점검 내용을 입회자에게 설명하였습니다", "Explained",
          required="yes"),
        Q("end group", ""),
    ]  # fmt: skip


CHOICES: tuple[tuple[str, str, str, str, str], ...] = (
    ("verdict", "yes", "적합", "Met", ""),
    ("verdict", "no", "부적합", "Not met", ""),
    ("verdict", "na", "해당 없음", "Not applicable", ""),
    ("province", "hanbit", "한빛시", "Hanbit", ""),
    ("province", "garam", "가람도", "Garam", ""),
    ("district", "jung", "중구", "Jung", "hanbit"),
    ("district", "seo", "서구", "Seo", "hanbit"),
    ("district", "sol", "솔군", "Sol", "garam"),
    ("district", "mir", "미르시", "Mir", "garam"),
    ("kind", "restaurant", "일반음식점", "Restaurant", ""),
    ("kind", "cafe", "휴게음식점", "Café", ""),
    ("kind", "bakery", "제과점", "Bakery", ""),
    ("kind", "canteen", "집단급식소", "Canteen", ""),
    ("cold", "fridge", "냉장", "Fridge", ""),
    ("cold", "freezer", "냉동", "Freezer", ""),
    ("law", "hygiene", "식품위생법 제44조", "Food sanitation", ""),
    ("law", "label", "식품표시광고법 제4조", "Labelling", ""),
    ("law", "origin", "원산지표시법 제5조", "Origin", ""),
    ("measure", "none", "적합", "None", ""),
    ("measure", "guide", "현장 지도", "Guidance", ""),
    ("measure", "correct", "시정 명령", "Correction order", ""),
    ("measure", "fine", "과태료 예고", "Notice of a fine", ""),
)


def workbook(rows: list[Q] | None = None) -> bytes:
    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("survey")
    sheet.append(SURVEY)
    for row in survey() if rows is None else rows:
        sheet.append(list(row))
    choices = book.create_sheet("choices")
    choices.append(("list_name", "name", "label::한국어 (ko)", "label::English (en)", "province"))
    for choice in CHOICES:
        choices.append(choice)
    settings = book.create_sheet("settings")
    settings.append(("form_title", "form_id", "version", "default_language", "instance_name"))
    called = "${business}" if rows is None else ""  # other rows may ask for no business
    settings.append(("식품접객업소 위생점검표", "food_hygiene", VERSION, "한국어 (ko)", called))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def count_of_questions() -> int:
    """What a person may be asked; starts, calculations and notes are no questions."""
    silent = {"start", "end", "today", "calculate", "note"}
    return sum(1 for q in survey() if q.type not in silent and " group" not in q.type
               and " repeat" not in q.type)  # fmt: skip
