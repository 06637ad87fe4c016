import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'weboffice-tables',
  {
    rows: '행',
    columns: '열',
    fewer: { rows: '행 줄이기', columns: '열 줄이기' },
    more: { rows: '행 늘리기', columns: '열 늘리기' },
    head: '첫 행을 제목 행으로',
    shade: '셀 배경색',
    stands: '셀 안의 세로 맞춤',
    noShade: '배경색 없음',
    stand: { top: '위에 맞춤', middle: '가운데에 맞춤', bottom: '아래에 맞춤' },
    insert: '{{rows}}행 {{columns}}열 표 넣기',
  },
  {
    rows: 'Rows',
    columns: 'Columns',
    fewer: { rows: 'Fewer rows', columns: 'Fewer columns' },
    more: { rows: 'More rows', columns: 'More columns' },
    head: 'First row is a header',
    shade: 'Cell shading',
    stands: 'Vertical alignment in cells',
    noShade: 'No shading',
    stand: { top: 'Align to top', middle: 'Align to middle', bottom: 'Align to bottom' },
    insert: 'Insert {{rows}} × {{columns}} table',
  },
)
