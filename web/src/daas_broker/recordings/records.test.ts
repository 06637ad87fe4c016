import { describe, expect, it } from 'vitest'
import { type Entry, parseStretch, visible } from './records'
import { clock } from './state'

function record(kind: number, at: number, payload: Uint8Array): number[] {
  const head = new DataView(new ArrayBuffer(9))
  head.setUint8(0, kind)
  head.setUint32(1, at)
  head.setUint32(5, payload.length)
  return [...new Uint8Array(head.buffer), ...payload]
}
const text = (words: string) => new TextEncoder().encode(words)
const number = (value: number) => new Uint8Array([0, 0, value >> 8, value & 255])

describe('a stretch of a recording', () => {
  it('gives its entries in order, and where it goes on', () => {
    const bytes = new Uint8Array([
      ...record(1, 5, text('{"type": "stream_resolution"}')),
      ...record(2, 7, new Uint8Array([3, 0])),
      ...record(3, 9, text('m,10,20,1,0')),
      ...record(5, 10, new Uint8Array()),
      ...record(99, 11, new Uint8Array([1])),
      ...record(0x20, 0, number(300)),
    ])
    const { entries, next, broken } = parseStretch(bytes)
    expect(entries.map(({ kind, at }) => [kind, at])).toEqual([
      ['said', 5],
      ['picture', 7],
      ['pointer', 9],
      ['rfb-anew', 10],
    ])
    expect(entries[2]).toEqual({ kind: 'pointer', at: 9, x: 10, y: 20, isDown: true })
    expect([next, broken]).toEqual([300, null])
  })

  it('says which chunk is not whole, and stops at half a record', () => {
    expect(parseStretch(new Uint8Array(record(0x22, 0, number(4)))).broken).toBe(4)
    expect(parseStretch(new Uint8Array([2, 0, 0])).entries).toEqual([])
  })
})

describe('a seek', () => {
  const jpeg = (top: number, at: number): Entry => ({
    kind: 'picture',
    at,
    bytes: new Uint8Array([3, 0, 0, 1, 0, top]),
  })
  const video = (at: number): Entry => ({ kind: 'picture', at, bytes: new Uint8Array([4]) })
  const size = (at: number): Entry => ({ kind: 'said', at, text: '{"type": "stream_resolution"}' })
  const shape = (at: number): Entry => ({ kind: 'said', at, text: '{"type":"cursor"}' })

  it('draws the newest of each line, and nothing of another size', () => {
    const drawn = [jpeg(0, 1), size(2), jpeg(0, 3), jpeg(64, 4), shape(5), jpeg(0, 6)]
    expect(visible(drawn).map(({ at }) => at)).toEqual([2, 4, 5, 6])
  })

  it('leaves out nothing of a video', () => {
    expect(visible([video(1), video(2), size(3), video(4)])).toHaveLength(4)
  })
})

it('says times as a player does', () => {
  expect([clock(0), clock(61_500), clock(3_723_000)]).toEqual(['0:00', '1:01', '1:02:03'])
})
