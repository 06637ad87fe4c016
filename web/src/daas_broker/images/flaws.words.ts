import { defineWords } from '@/kernel/i18n'
import { defineRefusals } from '@/kernel/refusal-words'

export const words = defineWords(
  'daas_flaws',
  {
    act: '취약점',
    with: '견줄 판',
    alone: '견주지 않음',
    search: 'CVE·패키지·설명 찾기',
    found: '{{all}}개 가운데 {{found}}개',
    first: '처음 {{count}}개만 보입니다. 찾기로 좁히십시오.',
    urgency: '긴급도',
    source: '원본 패키지',
    installed: '이 판',
    fixed: '고친 버전',
    none: '아직 없음',
    repairs: '{{number}}판보다 {{count}}개 고침',
    adds: '새로 생긴 것 {{count}}개',
    nothing: '찾은 취약점이 없습니다',
    clean: '알려진 취약점이 없습니다',
    cleanNote: '가진 자료로는 이 판의 패키지에 열린 취약점이 없습니다.',
    noData: '취약점 자료가 없습니다',
    noDataNote:
      'Debian 보안 추적기의 자료(data.json 또는 .gz)를 올리면 판마다 열린 취약점을 봅니다. 바깥망의 PC에서 아래 주소로 받아 옮기십시오. 서버에서는 var/security-tracker/에 두어도 됩니다.',
    upload: '자료 올리기',
    uploading: '읽는 중',
    uploaded: '자료를 바꿨습니다.',
    dataAt: '자료를 올린 때',
    old: '자료가 {{days}}일 넘게 지났습니다. 그 뒤에 알려진 취약점은 보이지 않습니다.',
    level: {
      high: '높음',
      medium: '중간',
      low: '낮음',
      unknown: '미정',
      unimportant: '사소함',
    },
  },
  {
    act: 'Vulnerabilities',
    with: 'Compare with',
    alone: 'no other version',
    search: 'Search CVE, package or text',
    found: '{{found}} of {{all}}',
    first: 'Only the first {{count}} are shown. Narrow the search.',
    urgency: 'Urgency',
    source: 'Source package',
    installed: 'This version',
    fixed: 'Repaired in',
    none: 'not yet',
    repairs: 'repairs {{count}} of version {{number}}',
    adds: '{{count}} are new',
    nothing: 'No vulnerability was found',
    clean: 'No vulnerability is known',
    cleanNote: 'By the data at hand, nothing is open in the packages of this version.',
    noData: 'There is no data on vulnerabilities',
    noDataNote:
      'Upload the data of the Debian security tracker (data.json or .gz) to see what is open in each version. Get it from the address below on a machine with the Internet, or put it into var/security-tracker/ on the server.',
    upload: 'Upload data',
    uploading: 'Reading',
    uploaded: 'The data was replaced.',
    dataAt: 'Data brought',
    old: 'The data is more than {{days}} days old. What became known since is not shown.',
    level: {
      high: 'high',
      medium: 'medium',
      low: 'low',
      unknown: 'not judged',
      unimportant: 'unimportant',
    },
  },
)

defineRefusals(
  {
    tracker_malformed:
      'Debian 보안 추적기의 자료가 아니거나 너무 큽니다. 받은 파일을 그대로 올리십시오. 앞의 자료는 그대로입니다.',
  },
  {
    tracker_malformed:
      'This is not the data of the Debian security tracker, or too large. Upload the file as you got it. The former data stays.',
  },
)
