import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_continuity',
  {
    title: '연속성',
    on: '연속성 모드',
    onNote:
      '서버나 데이터베이스가 답하지 않습니다. 열린 가상PC는 계속 쓰이고, 쓰던 사람은 20분 동안 다시 들어올 수 있습니다. 일어난 일은 게이트웨이에 적혀 있다가 돌아오면 감사기록에 들어갑니다.',
    off: '정상',
    offNote: '데이터베이스가 답합니다. 그렇지 않을 때에도 열린 가상PC는 계속 쓰입니다.',
    past: '데이터베이스 없이 이어진 때',
    when: '언제부터',
    long: '얼마 동안',
    gateway: '게이트웨이',
    admitted: '다시 들어옴',
    refused: '거절',
    journal: '일지',
    whole: '온전함',
    broken: '훼손됨',
  },
  {
    title: 'Continuity',
    on: 'Continuity mode',
    onNote:
      'Server or database do not answer. Open desktops go on, and who had one may come back for 20 minutes. What happens is written down at the gateway and told to the audit log afterwards.',
    off: 'Normal',
    offNote: 'The database answers. Where it does not, open desktops go on.',
    past: 'Times without the database',
    when: 'From',
    long: 'For',
    gateway: 'Gateway',
    admitted: 'Came back',
    refused: 'Refused',
    journal: 'Journal',
    whole: 'Whole',
    broken: 'Changed',
  },
)
