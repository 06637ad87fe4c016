import { describe, expect, it } from 'vitest'
import type { Fix } from '../ports'
import { areaOf, distance, lengthOf } from './geometry'
import { sha256 } from './hash'
import { freshName } from './name'
import { endingOf } from './picture'
import { minutesLate, placeOfPhoto } from './place'
import { within } from './size'

const at = (latitude: number, longitude: number) => ({
  latitude,
  longitude,
  altitude: null,
  accuracy: null,
})

describe('what a question keeps of a photo', () => {
  it('is within the pixels of the form, never blown up', () => {
    expect(within(4000, 3000, 1600)).toEqual({ width: 1600, height: 1200 })
    expect(within(300, 4000, 1600)).toEqual({ width: 120, height: 1600 })
    expect(within(640, 480, 1600)).toEqual({ width: 640, height: 480 })
  })

  it('has a hash that anybody can compute again', async () => {
    expect(await sha256(new Blob(['abc']))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  it('has a name of its own that every server takes', () => {
    const name = freshName('위반 사진/1', '.jpg', new Date(2026, 7, 1, 9, 30))
    expect(name).toMatch(/^위반_사진_1-20260801-093000-[\da-f]{4}\.jpg$/)
    expect(endingOf('audio/webm;codecs=opus')).toBe('.webm')
    expect(endingOf('', '계획서.HWPX')).toBe('.hwpx')
  })
})

describe('a walk around a plot', () => {
  it('is as long and as wide as on the ground', () => {
    expect(distance(at(37, 127), at(38, 127))).toBeCloseTo(111_195, -1)
    const plot = [at(37, 127), at(37, 127.001), at(37.001, 127.001), at(37.001, 127)]
    expect(lengthOf(plot)).toBeCloseTo(111.2 + 88.8 + 88.8, 0)
    expect(areaOf(plot) / (111.19 * 88.81)).toBeCloseTo(1, 2)
    expect(areaOf([...plot].reverse()) / areaOf(plot)).toBeCloseTo(1, 4)
  })
})

describe('the place of a photo', () => {
  const taken = Date.now() // once: two looks at the clock may lie a millisecond apart
  const at = (ms: number) => new Date(taken + ms).toISOString()
  const fix = (ms: number): Fix => ({
    latitude: 37.5,
    longitude: 127,
    altitude: null,
    accuracy: 9,
    at: at(ms),
  })

  it('[FC8] is looked for again where the camera took longer than the search, or the place is old', async () => {
    const [old, now] = [fix(-180_000), fix(0)]
    const find = async () => now
    expect(await placeOfPhoto(Promise.resolve('unavailable'), find)).toBe(now)
    expect(await placeOfPhoto(Promise.resolve(old), find)).toBe(now)
    expect(await placeOfPhoto(Promise.resolve(old), async () => 'unavailable')).toBe(old)
    expect(await placeOfPhoto(Promise.resolve('denied'), find)).toBe('denied')
    expect(await placeOfPhoto(null, find)).toBe(now)
  })

  it('[FC8] that was found minutes later is told to be', () => {
    expect(minutesLate(at(0), at(-59_000))).toBe(0)
    expect(minutesLate(at(0), at(-60_000))).toBe(1)
    expect(minutesLate(at(0), at(-180_000))).toBe(3)
    expect(minutesLate(at(-30_000), at(0))).toBe(0)
  })
})
