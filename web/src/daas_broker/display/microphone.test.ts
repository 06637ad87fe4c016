import { describe, expect, it } from 'vitest'
import { packet, RATE, Resampler } from './microphone'

function tone(rate: number, seconds: number): Float32Array {
  return Float32Array.from({ length: rate * seconds }, (_, at) => Math.sin((at * 880) / rate))
}

describe('a voice on its way to the desktop', () => {
  it.each([8_000, 16_000, 44_100, 48_000, 96_000])('%i samples a second become ours', rate => {
    const resampler = new Resampler(rate)
    const samples = tone(rate, 1)
    let count = 0
    for (let at = 0; at < samples.length; at += 1024)
      count += resampler.take(samples.subarray(at, at + 1024)).length
    expect(Math.abs(count - RATE)).toBeLessThan(2)
  })

  it('keeps its loudness and never wraps over', () => {
    expect([...new Resampler(RATE).take(Float32Array.of(0, 0.5, -1, 7))]).toEqual([
      0, 16384, -32767, 32767,
    ])
  })

  it('is said in pairs of bytes, the smaller first', () => {
    expect([...packet(Int16Array.of(1, -2))]).toEqual([2, 1, 0, 254, 255])
  })
})
