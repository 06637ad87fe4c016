"""What may be decided upon the demonstration's form, in the words of the law it is about."""

from mobile_admin.decisions.model import By, Measure, Outcome, Passage, Share, Template

OBJECT = Passage(
    "이의가 있을 때",
    "이 처분에 불복하면 처분이 있음을 안 날부터 90일 안에 「행정심판법」에 따른 행정심판을"
    " 청구하거나 「행정소송법」에 따른 취소소송을 제기할 수 있습니다.",
)
SAY = Passage(
    "의견을 내려면",
    "「질서위반행위규제법」 제16조에 따라 위 기한까지 서면, 말 또는 정보통신망으로 의견을 낼 수"
    " 있습니다. 기한까지 내지 않으면 의견이 없는 것으로 봅니다.",
)
LESS = Passage("미리 내면", "위 기한까지 자진하여 내면 과태료의 100분의 20까지 줄일 수 있습니다.")
ELSE = Passage(
    "따르지 않을 때",
    "기한까지 시정하지 않으면 「식품위생법」 제75조에 따라 영업정지 등의 처분을 받을 수 있습니다.",
)
TEMPLATE = Template(
    shares=(
        Share("업소명", ("/data/place/business",)),
        Share("영업신고번호", ("/data/place/licence",)),
        Share("영업자", ("/data/place/owner",)),
        Share("영업의 종류", ("/data/place/kind",)),
        Share("부적합 항목", choice="no"),
        Share("위반 법령", ("/data/result/laws",)),
        Share("점검자 의견", ("/data/result/opinion",)),
    ),
    outcomes=(
        Outcome(
            "fit", Measure.FIT, "적합", "식품접객업소 위생점검 결과(적합) 알림",
            "귀하가 운영하는 {business}의 위생 상태를 점검한 결과 관계 법령에 적합함을 알려"
            " 드립니다. 점검에 협조하여 주셔서 감사합니다.",
            "「식품위생법」 제22조", (), By.INSPECTOR, when="none",
        ),
        Outcome(
            "guidance", Measure.GUIDANCE, "현장 지도",
            "식품접객업소 위생점검 결과에 따른 현장 지도",
            "귀하가 운영하는 {business}를 점검한 결과를 알려 드리니 아래 사항을 스스로 고쳐 주시기"
            " 바랍니다.",
            "「행정절차법」 제48조",
            (Passage("알아 두실 것", "따르지 않았다는 이유로 불이익한 조치를 하지 않습니다."),),
            By.INSPECTOR, when="guide",
        ),
        Outcome(
            "correction", Measure.CORRECTION, "시정명령", "「식품위생법」 위반에 따른 시정명령",
            "귀하가 운영하는 {business}를 점검한 결과 「식품위생법」을 위반한 사실이 확인되어"
            " 아래와 같이 시정을 명합니다. 기한까지 시정하고 그 결과를 알려 주시기 바랍니다.",
            "「식품위생법」 제44조 및 제71조", (ELSE, OBJECT), wants_due=True, when="correct",
        ),
        Outcome(
            "fine", Measure.FINE, "과태료 부과 사전통지",
            "「식품위생법」 위반 과태료 부과 사전통지",
            "귀하가 운영하는 {business}를 점검한 결과 「식품위생법」을 위반한 사실이 확인되어"
            " 과태료를 부과하기 전에 미리 알려 드립니다.",
            "「식품위생법」 제101조, 「질서위반행위규제법」 제16조", (SAY, LESS),
            wants_due=True, wants_amount=True, when="fine",
        ),
    ),
    recipient="/data/place/owner", address="/data/place/address", measure="/data/result/measure",
    due="/data/result/due", amount="/data/result/fine",
)  # fmt: skip
