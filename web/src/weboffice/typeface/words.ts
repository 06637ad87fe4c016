import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'weboffice-typeface',
  {
    font: '글꼴',
    size: '글자 크기',
    usual: '기본',
    usualSize: '기본 크기',
    mixed: '여러 가지',
    points: '{{pt}}pt',
    typed: '크기 (pt)',
    larger: '크게',
    smaller: '작게',
  },
  {
    font: 'Font',
    size: 'Text size',
    usual: 'Default',
    usualSize: 'Default size',
    mixed: 'Mixed',
    points: '{{pt}} pt',
    typed: 'Size (pt)',
    larger: 'Larger',
    smaller: 'Smaller',
  },
)
