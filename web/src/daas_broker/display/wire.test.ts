import { describe, expect, it } from 'vitest'
import { codecOf } from './video'
import { dpiFor, isOlder, parse, understand, wantFor } from './wire'

const STRIPE = [3, 0, 1, 2, 0, 64]

/** What begins it: its kind, a segment that tells nothing, and its size. */
function jpegOf(width: number, height: number, frame = 0xc0): number[] {
  const size = [height >> 8, height & 0xff, width >> 8, width & 0xff]
  return [0xff, 0xd8, 0xff, 0xe0, 0, 4, 7, 7, 0xff, frame, 0, 11, 8, ...size, 1, 1, 0x11, 0]
}

describe('the wire', () => {
  it('reads a stripe and a packet of sound, and nothing of what is cut off', () => {
    const jpeg = jpegOf(1280, 64)
    expect(parse(Uint8Array.of(...STRIPE, ...jpeg))).toEqual({
      kind: 'picture',
      frame: 258,
      top: 64,
      jpeg: Uint8Array.from(jpeg),
    })
    expect(parse(Uint8Array.of(1, 0, 7))).toEqual({ kind: 'sound', packet: Uint8Array.of(7) })
    for (const bytes of [[], [1, 0x80], [3, 0, 0], [9, 9, 9, 9, 9, 9, 9, 9]])
      expect(parse(Uint8Array.from(bytes))).toEqual({ kind: 'nothing' })
  })

  it('[DK16] knows a picture that no screen shows before anybody decodes it', () => {
    const kindOf = (jpeg: readonly number[]) => parse(Uint8Array.of(...STRIPE, ...jpeg)).kind
    expect(kindOf(jpegOf(2560, 1600))).toBe('picture')
    for (const frame of [0xc0, 0xc2, 0xcf]) {
      expect(kindOf(jpegOf(2561, 16, frame))).toBe('garbled')
      expect(kindOf(jpegOf(65_535, 65_535, frame))).toBe('garbled')
    }
    const none = [
      [0xff, 0xd8],
      jpegOf(9, 9, 0xc4),
      jpegOf(9, 9).slice(0, 14),
      jpegOf(9, 9).slice(3),
    ]
    for (const jpeg of none) expect(kindOf(jpeg)).toBe('garbled')
    const video = [4, 0x11, 0, 9, 0, 64, 0xff, 0xff, 0xff, 0xff, 0, 9, 0, 0, 0, 1]
    expect(parse(Uint8Array.from(video)).kind).toBe('garbled')
  })

  it('reads a stripe of H.264, and none of another codec', () => {
    const header = [4, 0x11, 0, 9, 0, 64, 5, 0, 0, 32, 0, 9]
    expect(parse(Uint8Array.of(...header, 0, 0, 0, 1))).toEqual({
      kind: 'video',
      frame: 9,
      top: 64,
      width: 1280,
      height: 32,
      isKey: true,
      data: Uint8Array.of(0, 0, 0, 1),
    })
    expect(parse(Uint8Array.of(4, 0x21, ...header.slice(2), 1)).kind).toBe('nothing')
    expect(parse(Uint8Array.from(header)).kind).toBe('nothing')
  })

  it('finds the profile in the parameter set', () => {
    expect(codecOf(Uint8Array.of(0, 0, 0, 1, 0x67, 0x42, 0xc0, 0x1f, 1, 2))).toBe('avc1.42c01f')
    expect(codecOf(Uint8Array.of(0, 0, 0, 1, 0x65, 0x42, 0xc0, 0x1f))).toBeUndefined()
  })

  it('knows which frame is older, across the wrap', () => {
    expect(isOlder(1, 2)).toBe(true)
    expect(isOlder(2, 1)).toBe(false)
    expect(isOlder(7, 7)).toBe(false)
    expect(isOlder(65535, 0)).toBe(true)
  })

  it('asks for a size that the desktop can draw', () => {
    expect(wantFor(1216, 758, 1)).toEqual({ width: 1216, height: 758, dpi: 96 })
    expect(wantFor(1216, 758, 1.5)).toEqual({ width: 1824, height: 1136, dpi: 144 })
    expect(wantFor(1216, 758, 2)).toEqual({ width: 2432, height: 1516, dpi: 192 })
    expect(wantFor(5000, 10, 1)).toEqual({ width: 2560, height: 200, dpi: 96 })
    expect([1, 1.25, 1.5, 2, 4].map(dpiFor)).toEqual([96, 120, 144, 192, 288])
  })

  it('keeps the shape of a stage that has more pixels than a desktop draws', () => {
    const { width, height, dpi } = wantFor(1600, 900, 2)
    expect(width / height).toBeCloseTo(1600 / 900, 2)
    expect(width).toBe(2560)
    expect(dpi).toBe(144)
  })

  it('gives a phone a desktop on which windows have room', () => {
    expect(wantFor(380, 640, 3)).toEqual({ width: 950, height: 1600, dpi: 120 })
    expect(wantFor(380, 400, 3)).toMatchObject({ width: 1140, height: 1200, dpi: 144 })
  })

  it('understands what it needs and no more', () => {
    expect(understand('pong,12')).toEqual({ type: 'pong' })
    expect(understand('PIPELINE_RESETTING primary')).toEqual({ type: 'restart' })
    expect(understand('MODE websockets')).toBeUndefined()
    expect(understand('{"type":"note.said","text":"가"}')).toEqual({
      type: 'control',
      message: { type: 'note.said', text: '가' },
    })
  })
})
