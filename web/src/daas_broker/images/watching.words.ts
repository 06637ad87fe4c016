/** What is said of a version that is watched: why its desktops failed, and before it is hurried. */
import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_watching',
  {
    early: '지켜볼 부팅 {{enough}}번 가운데 {{boots}}번만 보았습니다.',
    failing: '지금까지 {{count}}번 실패했습니다. 모두에게 적용하기 전에 최근 실패를 살펴보십시오.',
    lost: '쓰거나 기다리는 동안 저절로 꺼졌습니다',
    stopped: '켜지는 동안 저절로 꺼졌습니다',
  },
  {
    early: 'Of the {{enough}} boots to watch {{boots}} have been seen.',
    failing: 'It has failed {{count}} times. Look at the last failures before everybody gets it.',
    failing_one: 'It has failed once. Look at the failure before everybody gets it.',
    lost: 'It went down by itself while it was held or stood ready',
    stopped: 'It went down by itself while it started',
  },
)
