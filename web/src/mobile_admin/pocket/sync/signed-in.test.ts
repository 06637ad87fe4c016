import { expect, it } from 'vitest'
import { type Session, session } from '@/kernel/session'
import { followSession } from './signed-in'

it('a session that is only asked for once more is no news, and another one is', () => {
  const signedIn = (csrf: string) => ({ csrf }) as Session
  session.set(signedIn('a'))
  let calls = 0
  const end = followSession(() => {
    calls += 1
  })
  session.set(signedIn('a'))
  expect(calls).toBe(0)
  session.set(signedIn('b'))
  session.set(null)
  expect(calls).toBe(2)
  end()
  session.set(signedIn('a'))
  expect(calls).toBe(2)
})
