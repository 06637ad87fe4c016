import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_waiting',
  {
    title: '기다리는 사람 {{count}}명',
    label: '기다리는 사람',
    position: '순서',
    place: '{{position}}번째',
    since: '언제부터',
    why: '까닭',
    plain: '예열된 가상PC가 나기를 기다립니다',
    held: {
      no_warming: '부서 예산이 다해 새로 켜지 않습니다',
      queue: '부서 예산이 다해 다른 부서 다음입니다',
    },
  },
  {
    title: 'Waiting: {{count}}',
    label: 'Who waits',
    position: 'Place',
    place: '{{position}}',
    since: 'Since',
    why: 'Why',
    plain: 'No desktop of the pool is warm',
    held: {
      no_warming: 'The division’s budget is spent: none is started',
      queue: 'The division’s budget is spent: after the others',
    },
  },
)
