import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_access',
  {
    always: '시간을 정하지 않아 언제나 열립니다.',
    limited: '정한 때와 곳',
    unlimited: '제한 없음',
    add: '시간 추가',
    remove: '이 시간 빼기',
    networks: '열리는 주소 범위',
    networksHint: '예: 10.20.0.0/16, 192.168.3.0/24. 비우면 어디서나 열립니다.',
    places: '주소 {{places}}',
    note: '시간이 끝나면 5분 전에 알리고 열린 화면을 닫습니다. 자정을 넘기면 두 줄로 나누어 적으십시오. 거부는 감사기록에 남습니다.',
  },
  {
    always: 'No hours are named: it opens at any time.',
    limited: 'At named times and places',
    unlimited: 'No limit',
    add: 'Add hours',
    remove: 'Leave these hours out',
    networks: 'Addresses from which it opens',
    networksHint: 'For example 10.20.0.0/16, 192.168.3.0/24. Empty: from anywhere.',
    places: 'Addresses {{places}}',
    note: 'Five minutes before the end its users are told, then open screens close. Write two lines for what passes midnight. Refusals stand in the audit log.',
  },
)
