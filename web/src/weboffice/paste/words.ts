import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'weboffice-paste',
  { cut: '붙여 넣을 것이 너무 많아 앞부분만 넣었습니다. 파일이면 가져오기로 여십시오.' },
  {
    cut: 'The pasted content is too long, so only the first part was inserted. If you have it as a file, import the file instead.',
  },
)
