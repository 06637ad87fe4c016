import { describe, expect, test } from 'vitest'
import { renewsAt } from './state'

describe('a device', () => {
  const certificate_until = '2030-04-07T00:00:00Z'
  test('[VP11] renews itself thirty days before its end where it has a line and a certificate', () => {
    expect(renewsAt({ platform: 'linux', certificate_until })).toBe('2030-03-08T00:00:00.000Z')
    expect(renewsAt({ platform: 'ios', certificate_until })).toBeNull()
    expect(renewsAt({ platform: 'macos', certificate_until: null })).toBeNull()
  })
})
