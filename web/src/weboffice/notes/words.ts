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
    bar: 'Selected footnote',
    text: 'Footnote',
    hint: 'Shown at the bottom of the page',
    remove: 'Delete footnote',
    bold: 'Bold',
    italic: 'Italic',
    underline: 'Underline',
    link: 'Link',
    address: 'Address',
    addressHint: 'Leave empty to remove the link',
    badAddress: 'Enter an address that starts with https:, mailto: or tel:',
    apply: 'Apply',
  },
)
