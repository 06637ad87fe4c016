/** An evidence file, as `GET /api/releases/{id}/evidence` hands it out. */

interface Signed {
  readonly name: string
  readonly division: string
}

export interface Said {
  readonly name: string
  readonly sha256: string
  readonly reason: string
  readonly asked_at: string
  readonly asked_by: Signed
  readonly approved_at: string
  readonly approved_by: Signed
  readonly answer: string
}

export interface Proof {
  readonly record: string
  readonly signature: string
  readonly said: Said
}

const TEXTS = ['name', 'sha256', 'reason', 'asked_at', 'approved_at', 'answer'] as const
const PEOPLE = ['asked_by', 'approved_by'] as const

/** Null where it is none: the file may be anybody's. */
export function read(text: string): Proof | null {
  const file = parsed(text)
  if (typeof file?.record !== 'string' || typeof file.signature !== 'string') return null
  const said = parsed(file.record)
  if (said?.format !== 'onmaru release 1') return null
  if (TEXTS.some(name => typeof said[name] !== 'string')) return null
  if (PEOPLE.some(name => !isPerson(said[name]))) return null
  return { record: file.record, signature: file.signature, said: said as unknown as Said }
}

function isPerson(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { name, division } = value as Record<string, unknown>
  return typeof name === 'string' && typeof division === 'string'
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null ? (found as Record<string, unknown>) : null
  } catch {
    return null
  }
}

/** Of a file that stays on this device, in hex. */
export async function sha256(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer())
  return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
