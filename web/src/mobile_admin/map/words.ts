import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'field-map',
  {
    zoomIn: '크게',
    zoomOut: '작게',
    fit: '모두 보기',
    sources: '지도 자료: {{names}}',
    missing: '받지 않은 구역이 있습니다.',
  },
  {
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    fit: 'Show all',
    sources: 'Map data: {{names}}',
    missing: 'Some of this area was not fetched.',
  },
)
