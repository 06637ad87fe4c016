import { expect, test, vi } from 'vitest'

const post = vi.fn()
vi.mock('@/kernel/api', () => ({
  api: { POST: (path: string, options: unknown) => post(path, options) },
  ask: (answer: unknown) => answer,
}))

const { coded, Entitlement } = await import('./entitlement')

const NOW = 1_900_000_000_000

function promise(seconds: number) {
  return {
    entitlement: 'abc.def',
    mark: 'e.',
    issued_at: new Date(NOW + 5_000).toISOString(),
    expires_at: new Date(NOW + 5_000 + seconds * 1_000).toISOString(),
    renew_seconds: 240,
  }
}

test('what was promised is shown with a signature that its key verifies', async () => {
  post.mockResolvedValue(promise(1200))
  const kept = new Entitlement('d1', 'http://here', () => NOW)
  expect(await kept.word()).toBeNull()
  await kept.renew()
  const [[, asked] = []] = post.mock.calls
  const { device } = (asked as { body: { device: string } }).body
  const word = (await kept.word()) ?? ''
  const [mark, first, second, at, proof = ''] = word.split('.')
  expect([mark, first, second, at]).toEqual(['e', 'abc', 'def', String(NOW + 5_000)])
  const curve = { name: 'ECDSA', namedCurve: 'P-256' }
  const key = await crypto.subtle.importKey('spki', bytes(device), curve, true, ['verify'])
  const said = `onmaru.desktop.continuity\nabc.def\n${NOW + 5_000}\nhttp://here`
  const hash = { name: 'ECDSA', hash: 'SHA-256' }
  expect(await crypto.subtle.verify(hash, key, bytes(proof), new TextEncoder().encode(said))).toBe(
    true,
  )
})

test('after its time nothing is shown, and it is renewed when it is due', async () => {
  post.mockReset()
  post.mockResolvedValue(promise(60))
  let now = NOW
  const kept = new Entitlement('d1', 'http://here', () => now)
  await kept.renew()
  await kept.renew()
  expect(post).toHaveBeenCalledTimes(1)
  await kept.renew(true)
  expect(post).toHaveBeenCalledTimes(2)
  now = NOW + 61_000
  expect(await kept.word()).toBeNull()
})

test('base64url has no padding', () => {
  expect(coded(new Uint8Array([255, 254, 253, 252]))).toBe('__79_A')
})

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, letter => letter.charCodeAt(0))
}
