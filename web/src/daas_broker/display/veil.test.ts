import { describe, expect, it } from 'vitest'
import type { Desktop } from '../sessions/state'
import { endOf } from './veil'

const known = (homes: boolean, outlives_sign_out: boolean) =>
  ({ homes, outlives_sign_out }) as Desktop

describe('what a page says when its desktop is over', () => {
  it('tells nobody that a desktop has ended which is still theirs', () => {
    expect(endOf('signed-out', known(false, true))).toBe('signedOutStays')
    expect(endOf('signed-out', known(true, true))).toBe('signedOutStays')
    expect(endOf('signed-out', known(false, false))).toBe('signedOut')
  })

  it('tells nobody that all was erased whose documents lie in their home', () => {
    expect(endOf('ended', known(true, false))).toBe('endedHome')
    expect(endOf('signed-out', known(true, false))).toBe('signedOutHome')
    expect(endOf('ended', known(false, false))).toBe('ended')
    expect(endOf('ended', undefined)).toBe('ended')
    expect(endOf('refused', known(true, true))).toBe('refused')
  })
})
