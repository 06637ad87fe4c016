import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_overview_calls',
  {
    title: '도움 요청',
    none: '기다리는 도움 요청이 없습니다',
    waiting: '{{count}}명이 기다립니다',
    oldest: '가장 오래된 요청',
    helped: '{{count}}명을 돕고 있습니다',
    see: '헬프데스크 보기',
  },
  {
    title: 'Calls for help',
    none: 'Nobody waits for help',
    waiting_one: '{{count}} person waits',
    waiting: '{{count}} people wait',
    oldest: 'The first since',
    helped_one: '{{count}} person is being helped',
    helped: '{{count}} people are being helped',
    see: 'See the help desk',
  },
)
