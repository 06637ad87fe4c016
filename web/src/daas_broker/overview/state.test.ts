import { expect, it } from 'vitest'
import { type Gauges, sum, worst } from './state'

const found = {
  gauges: [
    { name: 'streams', subject: 'display-work', value: 2, level: 'ok' },
    { name: 'streams', subject: 'display-internet', value: 5, level: 'ok' },
    { name: 'disk_free', subject: 'a', value: 9, level: 'ok' },
    { name: 'disk_free', subject: 'b', value: 1, level: 'over' },
  ],
  thresholds: {},
} as unknown as Gauges

it('shows the worst of several hosts', () => {
  expect(worst(found, 'disk_free')).toEqual({ level: 'over', value: 1 })
})

it('says that it does not know, instead of that all is well', () => {
  expect(worst(found, 'latency')).toEqual({ level: 'unknown', value: null })
  expect(sum(found, 'latency')).toBeNull()
})

it('adds gateways up', () => {
  expect(sum(found, 'streams')).toBe(7)
  expect(sum(found, 'streams', 'display-work')).toBe(2)
})
