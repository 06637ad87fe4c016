import { describe, expect, it } from 'vitest'
import { bandwidthLine, featureLine, lacksOf, overall, tripLine } from './verdict'

describe('the check', () => {
  it('forbids only what no desktop runs without', () => {
    expect(featureLine('socket', false, 'must').verdict).toBe('bad')
    expect(featureLine('video', false, 'better').verdict).toBe('fair')
    expect(featureLine('video', true, 'better').verdict).toBe('good')
  })

  it('judges the line by what typing and pictures need', () => {
    expect([5, 100, 400].map(ms => tripLine(ms).verdict)).toEqual(['good', 'fair', 'bad'])
    expect([50, 5, 0.5].map(mbit => bandwidthLine(mbit).verdict)).toEqual(['good', 'fair', 'bad'])
  })

  it('tells what devices in force lack by their own word', () => {
    const device = (
      id: string,
      platform: 'linux' | 'ios',
      state: 'active' | 'removed' = 'active',
    ) => ({ id, name: id, platform, state }) as const
    const told = lacksOf(
      [
        device('a', 'linux'),
        device('b', 'linux'),
        device('c', 'ios'),
        device('d', 'linux', 'removed'),
      ],
      [{ device_id: 'a', lacks: ['disk'] }],
    )
    expect(told).toEqual([
      { id: 'a', name: 'a', lacks: ['disk'] },
      { id: 'b', name: 'b', lacks: ['never'] },
    ])
  })

  it('is as good as its worst line', () => {
    expect(overall([])).toBe('good')
    expect(overall([tripLine(5), featureLine('keys', false, 'better')])).toBe('fair')
    expect(overall([tripLine(500), bandwidthLine(100)])).toBe('bad')
  })
})
