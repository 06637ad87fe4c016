import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, test } from 'vitest'
import { sayFarewell } from '@/kernel/farewell'
import { queries } from '@/kernel/queries'
import { desktopOf } from '../sessions/state'
import { type Kept, keep, recall, tend } from './kept'
import { meanwhile } from './meanwhile'

const NOW = Date.now()

function kept(desktop: string, minutes: number, person = 'ann'): Kept {
  return {
    desktop,
    given: {
      entitlement: 'abc.def',
      mark: 'e.',
      issued_at: new Date(NOW).toISOString(),
      expires_at: new Date(NOW + minutes * 60_000).toISOString(),
      renew_seconds: 240,
    },
    ahead: 0,
    keys: {} as CryptoKeyPair,
    session: { person: { id: person }, csrf: '' } as Kept['session'],
    view: { desktop_id: desktop, protocol: 'rich' } as Kept['view'],
  }
}

async function until(isSo: () => Promise<boolean>) {
  while (!(await isSo())) await new Promise(done => setTimeout(done, 5))
}

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory()
  queries.clear()
})

test('a viewer that is loaded anew is shown as whom and what it was', async () => {
  await keep(kept('d1', 20))
  expect((await meanwhile('/desktops/view/d1'))?.person.id).toBe('ann')
  expect(queries.getQueryData(desktopOf('d1').queryKey)?.protocol).toBe('rich')
})

test('no other screen is, nor a viewer for which nothing was promised', async () => {
  await keep(kept('d1', 20))
  for (const path of ['/', '/desktops', '/drive', '/desktops/view/d2', '/desktops/view/d1/x'])
    expect(await meanwhile(path)).toBeNull()
})

test('what is too old counts no more, and goes', async () => {
  await keep(kept('d1', 20))
  expect(await recall('d1', NOW + 20 * 60_000)).toBeNull()
  expect(await recall('d1', NOW)).toBeNull()
})

test('at sign-out, and when another person signs in, nothing stays', async () => {
  await keep(kept('d1', 20))
  await keep(kept('d2', 20, 'eve'))
  const end = tend('ann')
  await until(async () => (await recall('d2')) === null)
  expect(await recall('d1')).not.toBeNull()
  expect(await sayFarewell()).toBe(true)
  expect(await recall('d1')).toBeNull()
  end()
})
