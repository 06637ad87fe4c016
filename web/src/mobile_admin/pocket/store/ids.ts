/** UUIDv7 as 32 hex digits (RFC 9562 §5.7), each after the one before, also within a millisecond. */
const COUNTS = 0x1000

let lastMs = 0
let count = 0

export function freshId(now: number = Date.now()): string {
  if (now > lastMs) {
    lastMs = now
    count = 0
  } else {
    count += 1
    if (count === COUNTS) {
      lastMs += 1
      count = 0
    }
  }
  return `${hex(lastMs, 12)}7${hex(count, 3)}${random()}`
}

/** The clock may have been put back since: what is made now still sorts after what is kept. */
export function startAfter(id: string): void {
  const ms = Number.parseInt(id.slice(0, 12), 16)
  if (Number.isFinite(ms) && ms >= lastMs) {
    lastMs = ms
    count = COUNTS - 1
  }
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

function random(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8))
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x80
  return [...bytes].map(byte => hex(byte, 2)).join('')
}
