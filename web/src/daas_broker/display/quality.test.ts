import { describe, expect, it } from 'vitest'
import { adapt, LADDER, qualityOf, type Sample, START, type Standing, stirred } from './quality'

function seen(seconds: number, sample: Partial<Sample>, from: Standing = START): Standing {
  let standing = from
  for (let second = 0; second < seconds; second += 1)
    standing = adapt(standing, { trip: 5, frames: 0, mbit: 0, ...sample })
  return standing
}

describe('automatic quality', () => {
  it('stays with sharp pictures while nothing moves', () => {
    expect(seen(59, {})).toMatchObject({ level: 0, why: 'calm' })
    expect(qualityOf('auto', START, true).encoder).toBe('jpeg')
  })

  it('rests when nothing happens for a minute, and is awake at the first key or change', () => {
    const resting = seen(60, {})
    expect(resting.why).toBe('resting')
    expect(qualityOf('auto', resting, true).framerate).toBe(8)
    expect(seen(1, { frames: 5 }, resting).why).toBe('calm')
    expect(seen(59, {}, stirred(resting)).why).toBe('calm')
  })

  it('takes H.264 for what moves, and pictures again once it is calm', () => {
    const moving = seen(3, { mbit: 20 })
    expect(moving).toMatchObject({ level: 1, why: 'moving' })
    expect(seen(7, {}, moving).level).toBe(1)
    expect(seen(8, {}, moving).level).toBe(0)
  })

  it('goes down while words come late, and never below the last step', () => {
    const known = seen(1, { trip: 10 })
    expect(seen(1, { trip: 300 }, known).level).toBe(0)
    expect(seen(2, { trip: 300 }, known)).toMatchObject({ level: 2, why: 'congested' })
    expect(seen(60, { trip: 300 }, known).level).toBe(LADDER.length - 1)
  })

  it('takes a far but even network for what it is', () => {
    expect(seen(30, { trip: 280 }).level).toBe(0)
  })

  it('comes back step by step, and slower after each relapse', () => {
    const down = seen(2, { trip: 300 }, seen(1, { trip: 10 }))
    expect(seen(19, { trip: 12 }, down).level).toBe(2)
    const up = seen(20, { trip: 12 }, down)
    expect(up.level).toBe(1)
    expect(seen(2, { trip: 300 }, up).patience).toBe(40)
  })

  it('finds a way without H.264 too', () => {
    for (const choice of ['auto', 'sharp', 'smooth', 'saving'] as const)
      for (const level of [0, 1, 4])
        expect(qualityOf(choice, { level, why: 'calm' }, false).encoder).toBe('jpeg')
  })
})
