import { expect, test } from 'vitest'
import { forget, keep, kept } from './state'

test('keys that wait for approval outlive a page that was thrown away, and no longer than needed', () => {
  const keys = { publicKey: 'p', privateKey: 's', presharedKey: 'h' }
  expect(kept()).toBeNull()
  keep({ keys, pickup: 'x' })
  expect(kept()).toEqual({ keys, pickup: 'x' })
  expect(localStorage.length).toBe(0)
  forget()
  expect(kept()).toBeNull()
})
