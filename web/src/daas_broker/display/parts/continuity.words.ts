import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_continuity_notice',
  {
    on: '연속성 모드로 이어서 씁니다',
    onNote:
      '데이터베이스가 답하지 않습니다. 화면과 입력은 그대로이고, 클립보드·파일·인쇄·마이크는 돌아올 때까지 쉽니다. 저장되지 않은 것은 가상PC 안에 그대로 있습니다.',
  },
  {
    on: 'Going on in continuity mode',
    onNote:
      'The database does not answer. Picture and input go on; clipboard, files, printing and microphone rest until it is back. What is not saved stays in the desktop.',
  },
)
