import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'weboffice-notes',
  {
    bar: '고른 각주',
    text: '각주 내용',
    hint: '쪽 아래에 찍힙니다',
    remove: '각주 지우기',
    bold: '굵게',
    italic: '기울임',
    underline: '밑줄',
    link: '링크',
    address: '주소',
    addressHint: '비우면 링크를 없앱니다',
    badAddress: 'https:, mailto:, tel: 로 시작하는 주소를 쓰십시오',
    apply: '적용',
  },
  {
    bar: 'Chosen footnote',
    text: 'Footnote',
    hint: 'At the foot of its page',
    remove: 'Delete',
    bold: 'Bold',
    italic: 'Italic',
    underline: 'Underline',
    link: 'Link',
    address: 'Address',
    addressHint: 'Empty: no link',
    badAddress: 'Write an address that begins with https:, mailto: or tel:',
    apply: 'Apply',
  },
)
