import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'weboffice-spacing',
  {
    title: '줄 간격·자간',
    leading: '줄 간격 (%)',
    tracking: '자간 (%)',
    usual: '기본',
    mixed: '여러 가지',
    bounds: '{{least}}–{{most}}',
  },
  {
    title: 'Line and letter spacing',
    leading: 'Line spacing (%)',
    tracking: 'Letter spacing (%)',
    usual: 'Default',
    mixed: 'Mixed',
    bounds: '{{least}}–{{most}}',
  },
)
