import { defineWords, say } from '@/kernel/i18n'

export const printing = defineWords(
  'daas_policies_printing',
  { off: '닫힘', drive: '문서함에 저장만', print: '내 프린터와 문서함', go: '인쇄한 것이 갈 곳' },
  {
    off: 'Closed',
    drive: 'To the drive only',
    print: 'Own printer and drive',
    go: 'Where prints may go',
  },
)

export const ofPrinting = say(printing)
