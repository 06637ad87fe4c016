import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'weboffice-insets',
  {
    bar: '고른 개체',
    remove: '개체 지우기',
    note: '여기서 고칠 수 없습니다. 옮기거나 지울 수 있고, 가져온 형식으로 내보내면 그대로 나갑니다.',
    sectionNote:
      '앞 구역의 쪽 모양을 담고 있습니다. 지우면 앞 구역이 뒤 구역의 쪽 모양을 따릅니다. 쪽 모양은 더보기의 쪽 설정에서 바꿉니다.',
    pageNote: '다음 줄은 새 쪽에서 시작합니다.',
    upright: '앞은 A4 세로',
    turned: '앞은 A4 가로',
    inColumns: '{{paper}}, {{columns}}단 (한 단으로 보임)',
    kind: {
      equation: '수식',
      chart: '차트',
      shape: '도형',
      object: '끼워 넣은 개체',
      field: '양식 개체',
      control: '선택 칸',
      section: '구역 나눔',
      page_break: '쪽 나눔',
      unknown: '개체',
    },
    named: '{{kind}}: {{text}}',
  },
  {
    bar: 'Selected object',
    remove: 'Delete object',
    note: 'This object cannot be edited here. You can move or delete it; it is exported unchanged in its original format.',
    sectionNote:
      'Holds the page setup of the section before it. If you delete it, that section takes the setup of the next one. Change it in More › Page setup.',
    pageNote: 'The next line begins a new page.',
    upright: 'A4 portrait before',
    turned: 'A4 landscape before',
    inColumns: '{{paper}}, {{columns}} columns (shown as one)',
    kind: {
      equation: 'Equation',
      chart: 'Chart',
      shape: 'Shape',
      object: 'Embedded object',
      field: 'Form field',
      control: 'Content control',
      section: 'Section break',
      page_break: 'Page break',
      unknown: 'Object',
    },
    named: '{{kind}}: {{text}}',
  },
)
