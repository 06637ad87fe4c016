import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'weboffice-insets',
  {
    bar: '고른 개체',
    remove: '개체 지우기',
    note: '여기서 고칠 수 없습니다. 옮기거나 지울 수 있고, 가져온 형식으로 내보내면 그대로 나갑니다.',
    kind: {
      equation: '수식',
      chart: '차트',
      shape: '도형',
      object: '끼워 넣은 개체',
      field: '양식 개체',
      control: '선택 칸',
      section: '구역 나눔',
      unknown: '개체',
    },
    named: '{{kind}}: {{text}}',
  },
  {
    bar: 'Selected object',
    remove: 'Delete object',
    note: 'This object cannot be edited here. You can move or delete it; it is exported unchanged in its original format.',
    kind: {
      equation: 'Equation',
      chart: 'Chart',
      shape: 'Shape',
      object: 'Embedded object',
      field: 'Form field',
      control: 'Content control',
      section: 'Section break',
      unknown: 'Object',
    },
    named: '{{kind}}: {{text}}',
  },
)
