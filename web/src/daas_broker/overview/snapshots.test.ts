import { expect, test } from 'vitest'
import { keptOf } from './snapshots'

const NOW = Date.parse('2030-01-08T09:00:00Z')
const home = (kept_at: string | null, in_use = false, error = '') => ({ kept_at, in_use, error })

test('a home at rest has its newest state in the snapshot of its last use', () => {
  const at = '2029-12-01T09:00:00Z'
  expect(keptOf([home(at), home(null)], NOW)).toEqual({ failing: 0, late: 0, last: at })
})

test('one in use without a snapshot for more than a day is told, and one that fails once', () => {
  const old = home('2030-01-06T09:00:00Z', true)
  const fresh = home('2030-01-08T08:00:00Z', true)
  const told = keptOf([old, fresh, home(null, true), { ...old, error: 'no space' }], NOW)
  expect(told).toEqual({ failing: 1, late: 1, last: fresh.kept_at })
})
