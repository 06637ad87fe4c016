import { describe, expect, test } from 'vitest'
import { codeOf, makeKeys, withKeys } from './keys'

describe('keys made in the browser', () => {
  test('[VP1] are WireGuard’s: 32 bytes each, another pair each time', async () => {
    const [one, other] = [await makeKeys(), await makeKeys()]
    expect(atob(one.publicKey)).toHaveLength(32)
    expect(atob(one.privateKey)).toHaveLength(32)
    expect(atob(one.presharedKey)).toHaveLength(32)
    expect(one.privateKey).not.toBe(other.privateKey)
  })

  test('[VP1] [VP13] the secret ones are put into the profile here', () => {
    const profile = '[Interface]\nAddress = 10.128.0.2/32\n\n[Peer]\nPublicKey = x\n'
    const keys = { publicKey: '', privateKey: 'mine', presharedKey: 'ours' }
    expect(withKeys(profile, keys)).toBe(
      '[Interface]\nPrivateKey = mine\nAddress = 10.128.0.2/32\n\n[Peer]\nPresharedKey = ours\nPublicKey = x\n',
    )
  })

  test('the code stands behind the # and is sent to no server by opening the page', () => {
    expect(codeOf('#abcd-efgh-jkmn')).toBe('abcd-efgh-jkmn')
    expect(codeOf('')).toBe('')
  })
})
