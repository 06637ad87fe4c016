import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_strained',
  {
    title: '부서 예산',
    fine: '이 달 예산의 80%를 넘은 부서가 없습니다',
    none: '예산을 정한 부서가 없습니다',
    see: '예산 보기',
    rule: {
      warn: '알리기만 하고 그대로 쓰게 합니다',
      no_warming: '이 부서를 위해 새로 켜지 않습니다. 예열된 것만 씁니다',
      queue: '예산이 남은 부서 다음에 배정합니다',
    },
    later: '아직 그대로입니다',
  },
  {
    title: 'Budgets of divisions',
    fine: 'No division has passed 80 % of this month’s budget',
    none: 'No division has a budget',
    see: 'See the budgets',
    rule: {
      warn: 'Warned, and nothing else',
      no_warming: 'Nothing is started for it; it takes what is warm',
      queue: 'Served after divisions that have budget left',
    },
    later: 'Nothing changes yet',
  },
)
