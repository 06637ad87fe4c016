import { expect, test } from 'vitest'
import { type Snapshot, whenOf } from './state'

const at = (taken_at: string): Snapshot => ({ id: taken_at, taken_at, files: 1, bytes: 1 })

test('moments of one minute are told apart', () => {
  const snapshots = ['01:00:05', '01:00:41', '02:00:09'].map(time => at(`2030-01-02T${time}Z`))
  const [one, two, alone] = snapshots.map(each => whenOf(each, { snapshots }).split(' ').at(-1))
  expect([one, two, alone]).toEqual(['10:00:05', '10:00:41', '11:00'])
})
