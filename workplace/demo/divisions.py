"""The demonstration agency's tree: 6 bureaus, 24 divisions, and what each division does."""

from dataclasses import dataclass

AGENCY = ("hanbit", "한빛부", "Ministry of Hanbit")


@dataclass(frozen=True)
class Division:
    id: str
    name: str
    name_en: str
    size: int
    duties: tuple[str, ...]

    @property
    def head(self) -> str:
        """An office (담당관실) is led by its 담당관, a division (과) by its 과장."""
        return self.name.removesuffix("실") if self.name.endswith("담당관실") else "과장"


@dataclass(frozen=True)
class Bureau:
    id: str
    name: str
    name_en: str
    divisions: tuple[Division, ...]


def _division(id_: str, name: str, name_en: str, size: int, duties: str) -> Division:
    return Division(id_, name, name_en, size, tuple(duties.split("|")))


BUREAUS = (
    Bureau(
        "planning",
        "기획조정국",
        "Planning and Coordination Bureau",
        (
            _division("budget", "기획예산과", "Planning and Budget Division", 14,
                "예산 편성|예산 집행 점검|주요업무계획 수립|국회 협력|성과관리|국제협력"),
            _division("audit", "감사담당관실", "Audit and Inspection Office", 9,
                "종합감사|일상감사|공직기강|청렴시책|감사결과 이행 점검"),
            _division("it", "정보화담당관실", "Information Technology Office", 15,
                "업무시스템 운영|가상PC 운영|네트워크 운영|헬프데스크|전산장비 관리|정보화사업"),
            _division("security", "정보보호담당관실", "Information Security Office", 10,
                "보안관제|침해사고 대응|개인정보 보호|보안성 검토|보안교육"),
        ),
    ),
    Bureau(
        "administration",
        "자치행정국",
        "Local Administration Bureau",
        (
            _division("innovation", "혁신행정과", "Administrative Innovation Division", 12,
                "정부혁신 과제 관리|조직문화 개선|제도개선|협업과제 발굴|적극행정"),
            _division("civil", "민원서비스과", "Civil Service Division", 14,
                "민원제도 개선|민원실 운영|국민신문고 처리|증명서 발급|고충민원 조사"),
            _division("personnel", "인사운영과", "Personnel Division", 11,
                "인사발령|채용|교육훈련|성과평가|복무관리"),
            _division("support", "운영지원과", "General Affairs Division", 13,
                "계약|지출|청사관리|기록물 관리|문서수발|행사 지원"),
        ),
    ),
    Bureau(
        "digital",
        "디지털정부국",
        "Digital Government Bureau",
        (
            _division("strategy", "디지털전략과", "Digital Strategy Division", 14,
                "디지털 전환 기본계획|온마루 이용 지원|전자문서 표준|클라우드 전환|성과지표 관리"),
            _division("data", "공공데이터과", "Public Data Division", 12,
                "데이터 개방|데이터 품질관리|통계 분석|데이터 표준화|공동활용 협의"),
            _division("fieldwork", "현장업무혁신과", "Field Work Innovation Division", 11,
                "현장행정 앱 기획|모바일 단말 관리|현장 양식 관리|이용자 교육|현장 의견 수렴"),
            _division("ai", "인공지능행정과", "AI in Administration Division", 10,
                "업무 자동화|말뭉치 구축|알고리즘 영향평가|시범서비스 운영|윤리기준 마련"),
        ),
    ),
    Bureau(
        "safety",
        "안전관리국",
        "Safety Management Bureau",
        (
            _division("safetyplan", "안전기획과", "Safety Planning Division", 11,
                "안전관리계획|안전예산|안전문화 확산|안전지수 관리|관계기관 협력"),
            _division("inspection", "현장점검과", "Site Inspection Division", 16,
                "다중이용시설 점검|건설현장 점검|위험물시설 점검|점검결과 통보|과태료 부과"),
            _division("facility", "시설안전과", "Facility Safety Division", 12,
                "교량 안전진단|노후시설 관리|승강기 안전|시설물 대장 관리|보수공사 감독"),
            _division("disaster", "재난대응과", "Disaster Response Division", 13,
                "상황실 운영|풍수해 대응|재난문자 발송|대피시설 관리|복구지원"),
        ),
    ),
    Bureau(
        "economy",
        "지역경제국",
        "Regional Economy Bureau",
        (
            _division("regional", "지역경제과", "Regional Economy Division", 12,
                "전통시장 지원|소상공인 지원|지역화폐 운영|물가 관리|기업 애로 해소"),
            _division("jobs", "일자리정책과", "Employment Policy Division", 11,
                "청년 일자리|직업훈련|고용서비스|일자리 통계|사회적경제 지원"),
            _division("transport", "교통정책과", "Transport Policy Division", 12,
                "버스노선 조정|교통약자 이동지원|주차정책|자전거길 조성|교통량 조사"),
            _division("renewal", "도시재생과", "Urban Renewal Division", 10,
                "도시재생 공모|빈집 정비|주민협의체 지원|골목길 정비|한빛시 원도심 사업"),
        ),
    ),
    Bureau(
        "welfare",
        "환경복지국",
        "Environment and Welfare Bureau",
        (
            _division("environment", "환경보전과", "Environmental Protection Division", 12,
                "대기질 측정|수질 관리|폐기물 관리|환경영향 협의|생태공원 관리"),
            _division("climate", "기후대응과", "Climate Action Division", 10,
                "온실가스 감축|탄소중립 계획|신재생에너지 보급|기후적응 대책|녹색구매"),
            _division("benefits", "복지정책과", "Welfare Policy Division", 13,
                "기초생활 보장|긴급복지|복지사각지대 발굴|장애인 지원|자원봉사 지원"),
            _division("childcare", "아동돌봄과", "Child Care Division", 11,
                "어린이집 지도점검|아이돌봄 서비스|아동급식 지원|아동보호|놀이시설 관리"),
        ),
    ),
)  # fmt: skip
