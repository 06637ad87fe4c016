import { expect, test } from 'vitest'
import {
  engineOf,
  liesUninspected,
  mayWithdraw,
  placeOf,
  type Stage,
  steps,
  waitsForAntivirus,
  waitsForDesktop,
} from './state'

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

test('what one cannot look into now waits, and a text needs no antivirus', () => {
  const asked = { stage: 'inspecting', source: 'drive' } as const
  expect(waitsForAntivirus(asked, { presence: 'silent', is_unheard: false })).toBe(true)
  expect(waitsForAntivirus(asked, { presence: 'answers', is_unheard: false })).toBe(false)
  expect(waitsForAntivirus(asked, { presence: 'none', is_unheard: false })).toBe(false)
  expect(
    waitsForAntivirus({ ...asked, source: 'text' }, { presence: 'silent', is_unheard: false }),
  ).toBe(false)
  expect(
    waitsForAntivirus({ ...asked, stage: 'waiting' }, { presence: 'silent', is_unheard: false }),
  ).toBe(false)
})

test('while nobody asks the antivirus, nobody looks into what was asked for', () => {
  const asked = { stage: 'inspecting', source: 'drive' } as const
  const unheard = { presence: 'silent', since: '2026-11-27T09:00:00Z', is_unheard: true } as const
  expect(waitsForAntivirus(asked, unheard)).toBe(false)
  expect(liesUninspected(asked, unheard)).toBe(true)
  expect(liesUninspected(asked, { ...unheard, is_unheard: false })).toBe(false)
  expect(liesUninspected(asked, { since: null, is_unheard: true })).toBe(false)
  expect(liesUninspected({ stage: 'waiting' }, unheard)).toBe(false)
})

test('an antivirus without signatures says no day', () => {
  const { engine, signed } = engineOf('ClamAV 1.4.6/27800/Thu Nov 26 09:00:00 2026')
  expect(engine).toBe('ClamAV 1.4.6')
  expect(signed).toContain('2026')
  expect(engineOf('ClamAV 1.4.6')).toEqual({ engine: 'ClamAV 1.4.6', signed: '' })
  expect(engineOf('')).toEqual({ engine: '', signed: '' })
})

test('[DX9] a text goes to a clipboard and waits for no desktop of the other zone', () => {
  const released = { stage: 'released', to: 'internet', source: 'drive', is_mine: true } as const
  expect(placeOf(released)).toBe('internet')
  expect(waitsForDesktop(released)).toBe(true)
  expect(waitsForDesktop({ ...released, stage: 'waiting' })).toBe(false)
  expect(waitsForDesktop({ ...released, is_mine: false })).toBe(false)
  expect(placeOf({ ...released, source: 'text' })).toBe('text')
  expect(waitsForDesktop({ ...released, source: 'text' })).toBe(false)
})
