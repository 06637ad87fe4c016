import { defineWords } from '@/kernel/i18n'
import { defineRefusals } from '@/kernel/refusal-words'

export const words = defineWords(
  'daas_calendar',
  {
    title: '쉬는 날과 휴가',
    note: '예측이 공휴일과 휴가만큼 덜 예열합니다. 누가 쉬는지는 보이지 않고 몇 명인지만 보입니다.',
    month: '{{at}}부터 {{count}}주',
    today: '오늘',
    away: '휴가 {{count}}명',
    share: '전체 {{people}}명 가운데 {{count}}명',
    legend: { off: '쉬는 날', own: '기관이 정한 날', away: '휴가(막대가 길수록 많음)' },
    set: '{{at}} 바꾸기',
    is: { off: '쉬는 날: {{name}}', work: '일하는 날', ownWork: '공휴일이지만 일하는 날' },
    name: '쉬는 까닭',
    nameHint: '예: 창립기념일, 재량휴무',
    makeOff: '쉬는 날로',
    makeWork: '일하는 날로',
    forget: '공휴일 달력대로',
    done: '바꾸었습니다. 예측은 10분 안에 따라갑니다.',
    leave: '휴가 자료 올리기',
    leaveNote:
      '복무 시스템에서 내보낸 CSV를 고르거나 붙여 넣으십시오. 한 줄에 로그인 이름, 첫날, 끝날입니다. 올린 자료가 지금까지의 자료를 모두 대신합니다.',
    file: 'CSV 파일 고르기',
    sheet: '휴가 자료',
    sheetHint: 'kim,2026-12-24,2026-12-26',
    take: '올리기',
    taken: '{{people}}명의 휴가 {{leaves}}건을 읽었습니다.',
    unknown: '모르는 로그인 이름이 {{count}}줄 있어 뺐습니다: {{lines}}번째 줄.',
    ahead: '앞으로 2주의 예상 도착(명)',
    expected: '예상 도착(하루)',
    offDay: '{{at}} {{name}}',
  },
  {
    title: 'Days off and leave',
    note: 'The forecast keeps fewer desktops warm on public holidays and for who is on leave. Not who is away is shown, only how many are.',
    month_one: '{{count}} week from {{at}}',
    month: '{{count}} weeks from {{at}}',
    today: 'today',
    away: '{{count}} on leave',
    share: '{{count}} of {{people}} people',
    legend: { off: 'Day off', own: 'Set by the agency', away: 'On leave (a longer bar is more)' },
    set: 'Change {{at}}',
    is: { off: 'Day off: {{name}}', work: 'Working day', ownWork: 'A holiday on which we work' },
    name: 'Why it is off',
    nameHint: 'For example: foundation day',
    makeOff: 'Make it a day off',
    makeWork: 'Make it a working day',
    forget: 'As the public calendar says',
    done: 'Changed. The forecast follows within ten minutes.',
    leave: 'Bring leave',
    leaveNote:
      'Choose or paste the CSV that your attendance system exports: on each line the name to sign in, the first and the last day. It replaces all that was known.',
    file: 'Choose a CSV file',
    sheet: 'Leave',
    sheetHint: 'kim,2026-12-24,2026-12-26',
    take: 'Bring it',
    taken: 'Read: stretches of leave {{leaves}}, people {{people}}.',
    unknown: '{{count}} lines with unknown names were left out: {{lines}}.',
    unknown_one: '1 line with an unknown name was left out: {{lines}}.',
    ahead: 'Arrivals expected in the next two weeks',
    expected: 'Expected arrivals (a day)',
    offDay: '{{at}} {{name}}',
  },
)

defineRefusals(
  {
    day_nameless: '쉬는 까닭을 적으십시오.',
    leave_unreadable:
      '읽을 수 없는 줄이 {{count}}개 있습니다: {{lines}}번째. 한 줄에 로그인 이름, 첫날, 끝날을 쉼표로 나누어 적으십시오. 아무것도 바뀌지 않았습니다.',
    span_too_long: '한 번에 92일까지 볼 수 있습니다.',
  },
  {
    day_nameless: 'Say why it is off.',
    leave_unreadable_one:
      '{{count}} line cannot be read: {{lines}}. Put the name to sign in, the first and the last day on a line, with commas. Nothing was changed.',
    leave_unreadable:
      '{{count}} lines cannot be read: {{lines}}. Put the name to sign in, the first and the last day on a line, with commas. Nothing was changed.',
    span_too_long: 'At most 92 days are shown at once.',
  },
)
