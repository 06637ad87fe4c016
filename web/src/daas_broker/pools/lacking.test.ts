import { expect, test } from 'vitest'
import { isImageless } from './lacking'
import type { Image, Pool } from './state'

const pool = { provider: 'podman', image: 'work' } as Pool
const image = (name: string, ...stages: string[]) =>
  ({ provider: 'podman', name, versions: stages.map(stage => ({ stage })) }) as unknown as Image

test('a pool of an image of which no version is for everybody has none [DP14]', () => {
  expect(isImageless(pool, [image('internet', 'stable')])).toBe(true)
  expect(isImageless(pool, [image('internet', 'stable'), image('work', 'built')])).toBe(true)
  expect(isImageless(pool, [image('work', 'canary', 'stable')])).toBe(false)
})

test('where no host has answered nothing is claimed', () => {
  expect(isImageless(pool, [])).toBe(false)
})
