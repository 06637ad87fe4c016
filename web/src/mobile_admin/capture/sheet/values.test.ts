import { describe, expect, it } from 'vitest'
import { stepsOf } from './steps'
import {
  isDecimal,
  isWhole,
  keptDateTime,
  keptPoints,
  keptTime,
  offsetOf,
  plainNumber,
  pointsOf,
  shownDateTime,
  shownTime,
  withCommas,
} from './values'

describe('answers between people and forms', () => {
  it('take numbers as Korean keyboards give them', () => {
    expect(plainNumber('１２，０００')).toBe('12000')
    expect(plainNumber(' −3.5 ')).toBe('-3.5')
    expect(isWhole('-3')).toBe(true)
    expect(isWhole('3.5')).toBe(false)
    expect(isDecimal('.5')).toBe(true)
    expect(isDecimal('3-')).toBe(false)
    expect(withCommas('-12000000.5')).toBe('-12,000,000.5')
  })

  it('keep the offset of the place where a time was said', () => {
    const offset = offsetOf(new Date(2026, 7, 1))
    expect(keptTime('09:30', new Date(2026, 7, 1))).toBe(`09:30:00.000${offset}`)
    expect(keptTime('')).toBeNull()
    const kept = keptDateTime('2026-08-01T09:30') ?? ''
    expect(kept).toBe(`2026-08-01T09:30:00.000${offset}`)
    expect(shownDateTime(kept)).toBe('2026-08-01T09:30')
    expect(shownTime('09:30:00.000+09:00')).toBe('09:30')
  })

  it('close a shape and refuse one that is none', () => {
    const at = (latitude: number) => ({ latitude, longitude: 127, altitude: null, accuracy: 4 })
    expect(keptPoints([at(37), at(38)], true)).toBeNull()
    const kept = keptPoints([at(37), at(38), at(39)], true) ?? ''
    expect(pointsOf(kept).map(({ latitude }) => latitude)).toEqual([37, 38, 39, 37])
  })

  it('count the steps of a range without crumbs', () => {
    expect(stepsOf({ start: 0, end: 1, step: 0.1 })).toEqual([
      '0',
      '0.1',
      '0.2',
      '0.3',
      '0.4',
      '0.5',
      '0.6',
      '0.7',
      '0.8',
      '0.9',
      '1',
    ])
    expect(stepsOf({ start: 5n, end: 1n, step: 2n })).toEqual(['5', '3', '1'])
  })
})
