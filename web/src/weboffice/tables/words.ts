import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'weboffice-tables',
  {
    rows: '행',
    columns: '열',
    fewer: { rows: '행 줄이기', columns: '열 줄이기' },
    more: { rows: '행 늘리기', columns: '열 늘리기' },
    head: '첫 행을 제목 행으로',
    insert: '{{rows}}행 {{columns}}열 표 넣기',
  },
  {
    rows: 'Rows',
    columns: 'Columns',
    fewer: { rows: 'Fewer rows', columns: 'Fewer columns' },
    more: { rows: 'More rows', columns: 'More columns' },
    head: 'First row is a header',
    insert: 'Insert {{rows}} × {{columns}} table',
  },
)
