import { expect, test } from 'vitest'
import { mayWithdraw, type Stage, steps } from './state'

test('a step is only done once what comes before it is', () => {
  const stages: readonly Stage[] = [
    'inspecting',
    'waiting',
    'blocked',
    'refused',
    'released',
    'delivering',
    'delivered',
    'lost',
    'withdrawn',
    'expired',
  ]
  for (const stage of stages)
    for (const wasDecided of [true, false]) {
      const seen = steps(stage, wasDecided)
      const firstOther = seen.findIndex(step => step !== 'done')
      expect(seen.slice(firstOther === -1 ? 4 : firstOther + 1).every(s => s === 'later')).toBe(
        true,
      )
      expect(seen.filter(step => step === 'now' || step === 'stopped').length).toBe(
        stage === 'delivered' ? 0 : 1,
      )
    }
})

test('what is on its way out of our hands is not withdrawn', () => {
  expect(mayWithdraw({ stage: 'waiting' })).toBe(true)
  expect(mayWithdraw({ stage: 'released' })).toBe(true)
  expect(mayWithdraw({ stage: 'delivering' })).toBe(false)
  expect(mayWithdraw({ stage: 'delivered' })).toBe(false)
})
