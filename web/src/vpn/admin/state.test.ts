import { expect, test } from 'vitest'
import { isHere } from './state'

test('an address that only the host itself knows is called so', () => {
  for (const host of ['localhost', ' 127.0.0.1', '0.0.0.0']) expect(isHere(host)).toBe(true)
  for (const host of ['gw.agency.go.kr', '203.0.113.1', '10.0.0.1', 'localhost.go.kr'])
    expect(isHere(host)).toBe(false)
})
