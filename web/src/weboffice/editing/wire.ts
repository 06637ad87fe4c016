/**
 * The messages of a room: y-websocket's, and two of the suite's own that only `onmaru.y` clients get.
 * The server's side is weboffice/editing/codec.py.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

const SYNC = 0
const AWARENESS = 1
const AUTH = 2
const SAVED = 8
const MODE = 9
const STEP1 = 0
const STEP2 = 1
const UPDATE = 2

/** By their numbers in weboffice/editing/model.py. */
const RIGHTS = ['read', 'write', 'suggest'] as const
export type Right = (typeof RIGHTS)[number]

export type Incoming =
  | { readonly kind: 'asked'; readonly state: Uint8Array }
  | { readonly kind: 'update'; readonly update: Uint8Array; readonly isAnswer: boolean }
  | { readonly kind: 'presence'; readonly body: Uint8Array }
  | { readonly kind: 'denied'; readonly reason: string }
  | { readonly kind: 'saved'; readonly count: number }
  | { readonly kind: 'mode'; readonly right: Right; readonly reason: string }

export function read(data: ArrayBuffer): Incoming | null {
  const from = decoding.createDecoder(new Uint8Array(data))
  switch (decoding.readVarUint(from)) {
    case SYNC:
      return readSync(from)
    case AWARENESS:
      return { kind: 'presence', body: decoding.readVarUint8Array(from) }
    case AUTH:
      decoding.readVarUint(from)
      return { kind: 'denied', reason: decoding.readVarString(from) }
    case SAVED:
      return { kind: 'saved', count: decoding.readVarUint(from) }
    case MODE: {
      const right = RIGHTS[decoding.readVarUint(from)] ?? 'read'
      return { kind: 'mode', right, reason: decoding.readVarString(from) }
    }
    default:
      return null // of a later release
  }
}

function readSync(from: decoding.Decoder): Incoming {
  const step = decoding.readVarUint(from)
  const body = decoding.readVarUint8Array(from)
  if (step === STEP1) return { kind: 'asked', state: body }
  return { kind: 'update', update: body, isAnswer: step === STEP2 }
}

function message(kinds: readonly number[], body: Uint8Array): Uint8Array<ArrayBuffer> {
  const to = encoding.createEncoder()
  for (const kind of kinds) encoding.writeVarUint(to, kind)
  encoding.writeVarUint8Array(to, body)
  return encoding.toUint8Array(to) as Uint8Array<ArrayBuffer>
}

export const ask = (state: Uint8Array) => message([SYNC, STEP1], state)
export const answer = (update: Uint8Array) => message([SYNC, STEP2], update)
export const update = (body: Uint8Array) => message([SYNC, UPDATE], body)
export const presence = (body: Uint8Array) => message([AWARENESS], body)
