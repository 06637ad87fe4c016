import { describe, expect, it } from 'vitest'
import type { Desktop, End } from '../sessions/state'
import { leftOf, whyOf } from './veil'

const known = (homes: boolean, outlives_sign_out: boolean) =>
  ({ homes, outlives_sign_out }) as Desktop

describe('what a page says when its desktop is over', () => {
  it('tells nobody that a desktop has ended which is still theirs', () => {
    expect(leftOf('signed-out', known(false, true), null)).toBe('signedOutStays')
    expect(leftOf('signed-out', known(true, true), null)).toBe('signedOutStays')
    expect(leftOf('signed-out', known(false, false), null)).toBe('signedOut')
  })

  it('tells nobody that all was erased whose documents lie in their home', () => {
    expect(leftOf('ended', known(true, false), null)).toBe('endedHome')
    expect(leftOf('signed-out', known(true, false), null)).toBe('signedOutHome')
    expect(leftOf('ended', known(false, false), null)).toBe('ended')
    expect(leftOf('ended', undefined, null)).toBe('ended')
    expect(leftOf('refused', known(true, true), null)).toBe('refused')
  })

  it('tells the one reason that is so', () => {
    const end = (reason: string, persistent = false) => ({ reason, persistent, homes: true }) as End
    expect(whyOf(end('released'))).toBe('released')
    expect(whyOf(end('released', true))).toBe('reset')
    expect(whyOf(end('grace_over'))).toBe('grace_over')
    expect(whyOf(end('of tomorrow'))).toBe('unknown')
    expect(whyOf(null)).toBe('unknown')
    expect(leftOf('ended', undefined, end('lost'))).toBe('endedHome')
  })
})
