import { describe, expect, test } from 'vitest'
import { toMend } from '../beside/todos'
import type { Device } from '../devices/state'
import { few } from './state'

describe('networks that changed', () => {
  test('[VB6] are named as far as there is room', () => {
    expect(few(['10.0.0.0/8'])).toEqual({ networks: '10.0.0.0/8', count: 0 })
    expect(few(['a', 'b', 'c', 'd', 'e'])).toEqual({ networks: 'a, b, c', count: 2 })
  })
  test('[VB6] are a matter of its owner only where the device does not follow by itself', () => {
    const certificate_until = '2030-04-07T00:00:00Z'
    const own = [
      { id: 'phone', platform: 'ios', certificate_until: null },
      { id: 'laptop', platform: 'linux', certificate_until },
      { id: 'tablet', platform: 'android', certificate_until: null },
    ] as unknown as Device[]
    const old = [{ device_id: 'phone' }, { device_id: 'laptop' }]
    expect(toMend(own, old).map(({ id }) => id)).toEqual(['phone'])
  })
})
