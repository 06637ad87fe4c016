import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'weboffice-notes',
  { bar: '고른 각주', text: '각주 내용', hint: '쪽 아래에 찍힙니다', remove: '각주 지우기' },
  { bar: 'Chosen footnote', text: 'Footnote', hint: 'At the foot of its page', remove: 'Delete' },
)
