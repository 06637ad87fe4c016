import { expect, test, vi } from 'vitest'
import { AfterPaint } from './after-paint'

test('many changes are told once, after the frame', async () => {
  let told = 0
  const after = new AfterPaint(() => {
    told += 1
  })
  after.ask()
  after.ask()
  expect(told).toBe(0)
  await vi.waitFor(() => expect(told).toBe(1))
  after.ask()
  await vi.waitFor(() => expect(told).toBe(2))
})

test('nothing is told twice, or to who has left', async () => {
  let told = 0
  const after = new AfterPaint(() => {
    told += 1
  })
  after.tell()
  expect(told).toBe(0)
  after.ask()
  after.tell()
  expect(told).toBe(1)
  after.ask()
  after.end()
  after.ask()
  await new Promise(done => setTimeout(done, 400))
  expect(told).toBe(1)
})
