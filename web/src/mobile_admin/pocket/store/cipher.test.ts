import { describe, expect, it } from 'vitest'
import {
  newWrappedKey,
  openKey,
  proofOf,
  randomBytes,
  seal,
  stretchPin,
  unseal,
  wrapAgain,
  wrappingKey,
} from './cipher'
import { freshId, startAfter } from './ids'

const salt = randomBytes(32)
const share = randomBytes(32)

describe('keys of a pocket', () => {
  it('need the PIN and the share of the server', async () => {
    const secret = await stretchPin('135790', salt)
    const wrapped = await newWrappedKey(await wrappingKey(secret, share))
    const key = await openKey(wrapped, await wrappingKey(secret, share))
    const sealed = await seal(key, 'a', new TextEncoder().encode('업소'))
    expect(new TextDecoder().decode(await unseal(key, 'a', sealed))).toBe('업소')
    const other = await stretchPin('135791', salt)
    await expect(openKey(wrapped, await wrappingKey(other, share))).rejects.toThrow()
    const foreign = await wrappingKey(secret, randomBytes(32))
    await expect(openKey(wrapped, foreign)).rejects.toThrow()
  })

  it('are readable by no script once they are open', async () => {
    const wrapping = await wrappingKey(await stretchPin('135790', salt), share)
    const key = await openKey(await newWrappedKey(wrapping), wrapping)
    expect([key.extractable, wrapping.extractable]).toEqual([false, false])
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow()
  })

  it('stay the same under another wrapping', async () => {
    const before = await wrappingKey(await stretchPin('135790', salt), share)
    const after = await wrappingKey(await stretchPin('246801', salt), share)
    const wrapped = await newWrappedKey(before)
    const again = await wrapAgain(wrapped, before, after)
    const sealed = await seal(await openKey(wrapped, before), 'a', randomBytes(4))
    await expect(unseal(await openKey(again, after), 'a', sealed)).resolves.toHaveLength(4)
  })

  it('seal a record under its own name', async () => {
    const wrapping = await wrappingKey(await stretchPin('135790', salt), share)
    const key = await openKey(await newWrappedKey(wrapping), wrapping)
    const sealed = await seal(key, 'op 1', randomBytes(4))
    await expect(unseal(key, 'op 2', sealed)).rejects.toThrow()
  })

  it('show the server a proof that is neither PIN nor key', async () => {
    const secret = await stretchPin('135790', salt)
    const proof = await proofOf(secret)
    expect(proof).toMatch(/^[0-9a-f]{64}$/)
    expect(proof).not.toBe([...secret].map(b => b.toString(16).padStart(2, '0')).join(''))
    expect(await proofOf(await stretchPin('135790', salt))).toBe(proof)
  })
})

describe('ids of a phone', () => {
  it('sort as they were made, also within a millisecond and when the clock is put back', () => {
    const made = Array.from({ length: 9000 }, (_, at) => freshId(1_900_000_000_000 - (at % 7)))
    expect([...made].sort()).toEqual(made)
    expect(new Set(made).size).toBe(made.length)
    for (const id of made) expect(id).toMatch(/^[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/)
    const kept = freshId(1_950_000_000_000)
    startAfter('01c7000000007fff8000000000000000')
    expect(freshId(1) > kept).toBe(true)
  })
})
