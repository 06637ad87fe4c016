import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_trial',
  {
    late: '입력한 한글이 제때 나오지 않았습니다. 서버가 바쁠 때에도 그럴 수 있으니, 한가할 때 다시 시험하십시오',
  },
  {
    late: 'The Hangul that was typed did not come back in time. A busy server does that as well: try again when it is calm',
  },
)
