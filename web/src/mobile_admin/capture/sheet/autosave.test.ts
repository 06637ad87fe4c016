import { expect, it, vi } from 'vitest'
import { autosave } from './autosave'

it('[FC4] what changed while a save ran is saved by the next one', async () => {
  const saved: number[] = []
  let at = 0
  let finish: (() => void) | undefined
  const saver = autosave(async () => {
    const seen = at
    if (saved.length === 0)
      await new Promise<void>(done => {
        finish = done
      })
    saved.push(seen)
  })
  at = 1
  saver.touch()
  const first = saver.flush()
  at = 2
  saver.touch()
  await vi.waitFor(() => expect(finish).toBeDefined())
  finish?.()
  await first
  await saver.flush()
  expect(saved.at(-1)).toBe(2)
  expect(saver.state.get()).toBe('saved')
  saver.stop()
})

it('a store that refuses is told and tried again', async () => {
  let isBroken = true
  const saver = autosave(async () => {
    if (isBroken) throw new Error('full')
  })
  saver.touch()
  expect(await saver.flush()).toBe(false)
  expect(saver.state.get()).toBe('failed')
  isBroken = false
  expect(await saver.flush()).toBe(true)
  expect(saver.state.get()).toBe('saved')
  saver.stop()
})
