/** What a stretch of a recording holds (daas_broker/recordings/chunks.py, playing.py). Pure. */

export type Entry =
  | { readonly kind: 'said'; readonly at: number; readonly text: string }
  | { readonly kind: 'picture'; readonly at: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'pointer'
      readonly at: number
      readonly x: number
      readonly y: number
      readonly isDown: boolean
    }
  | { readonly kind: 'rfb'; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'rfb-anew'; readonly at: number }

export interface Stretch {
  readonly entries: readonly Entry[]
  /** The chunk that follows; null where there is none. */
  readonly next: number | null
  /** The chunk that is not what was written; null where all is whole. */
  readonly broken: number | null
}

const HEADER = 9
const [SAID, PICTURE, POINTER, RFB, RFB_ANEW] = [1, 2, 3, 4, 5]
const [NEXT, BROKEN] = [0x20, 0x22]

export function parseStretch(bytes: Uint8Array<ArrayBufferLike>): Stretch {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const entries: Entry[] = []
  let [next, broken]: [number | null, number | null] = [null, null]
  let place = 0
  while (place + HEADER <= bytes.length) {
    const [kind, at, length] = [bytes[place], view.getUint32(place + 1), view.getUint32(place + 5)]
    const payload = bytes.subarray(place + HEADER, place + HEADER + length)
    place += HEADER + length
    if (kind === NEXT) next = numberOf(payload)
    else if (kind === BROKEN) broken = numberOf(payload)
    else {
      const entry = entryOf(kind, at, payload)
      if (entry) entries.push(entry)
    }
  }
  return { entries, next, broken }
}

function numberOf(payload: Uint8Array): number {
  return new DataView(payload.buffer, payload.byteOffset, payload.byteLength).getUint32(0)
}

function entryOf(kind: number | undefined, at: number, payload: Uint8Array): Entry | null {
  if (kind === SAID) return { kind: 'said', at, text: new TextDecoder().decode(payload) }
  if (kind === PICTURE) return { kind: 'picture', at, bytes: payload }
  if (kind === POINTER) return pointerOf(at, new TextDecoder().decode(payload))
  if (kind === RFB) return { kind: 'rfb', at, bytes: payload }
  if (kind === RFB_ANEW) return { kind: 'rfb-anew', at }
  return null
}

/** `m,x,y,buttons,scroll` */
function pointerOf(at: number, text: string): Entry {
  const [x = 0, y = 0, buttons = 0] = text.split(',').slice(1).map(Number)
  return { kind: 'pointer', at, x, y, isDown: (buttons & 7) !== 0 }
}

const JPEG = 3

/** Without the pictures that a later one of the same line, or another size, has covered: what a
 * seek draws. Video and RFB stay whole, because each frame stands on those before it. */
export function visible(entries: readonly Entry[]): Entry[] {
  const covered = new Set<number>()
  const kept: Entry[] = []
  let isCleared = false
  for (const entry of entries.toReversed()) {
    const top = topOf(entry)
    if (top !== null && (isCleared || covered.has(top))) continue
    if (top !== null) covered.add(top)
    if (entry.kind === 'said' && !entry.text.startsWith('{"type":"cursor"')) isCleared = true
    kept.push(entry)
  }
  return kept.reverse()
}

/** The top line of a picture that needs no other. */
function topOf(entry: Entry): number | null {
  if (entry.kind !== 'picture' || entry.bytes[0] !== JPEG) return null
  return ((entry.bytes[4] ?? 0) << 8) | (entry.bytes[5] ?? 0)
}
