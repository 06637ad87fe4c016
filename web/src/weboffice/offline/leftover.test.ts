import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { sayFarewell } from '@/kernel/farewell'
import { type Session, session } from '@/kernel/session'
import { guard, leftovers } from './leftover'

const HANEUL = { person: { id: 'haneul' } } as Session

describe('where the browser may keep nothing', () => {
  beforeEach(() => {
    session.set(HANEUL)
    vi.stubGlobal('IDBKeyRange', { bound: () => null })
    vi.stubGlobal('indexedDB', {
      open() {
        throw new DOMException('by policy', 'SecurityError')
      },
    })
  })
  afterEach(() => {
    session.set('unknown')
    vi.unstubAllGlobals()
  })

  it('nothing waits to be saved', async () => {
    expect(await leftovers()).toEqual([])
  })

  it('a person can sign out all the same', async () => {
    const end = guard(HANEUL)
    expect(await sayFarewell()).toBe(true)
    end()
  })
})
