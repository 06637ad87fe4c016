import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_zone_notice',
  {
    changed: '이 망에서 갈 수 있는 곳을 관리자가 바꿨습니다',
    note: '막힌 곳과 이어져 있던 것은 끊어집니다. 필요한 곳이 열리지 않으면 IT 관리자에게 알려 주십시오.',
  },
  {
    changed: 'An administrator changed where this network leads',
    note: 'What is connected to a place that is closed now breaks off. If a place you need does not open, tell the IT administrators.',
  },
)
