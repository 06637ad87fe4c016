/** Files of the suite; null where somebody else answers, or nobody. */
import { type Bytes, sha256 } from '../store/cipher'

export interface Came {
  readonly bytes: Bytes
  readonly type: string
}

/** Known by its hash: the edge sends it without our header. */
export async function bytesOf(path: string, hash: string): Promise<Came | null> {
  const response = await reached(path)
  const buffer = await response?.arrayBuffer().catch(() => null)
  if (!response || !buffer) return null
  const bytes = new Uint8Array(buffer)
  if ((await sha256(bytes)) !== hash) return null
  return { bytes, type: response.headers.get('Content-Type') ?? '' }
}

export async function textOf(path: string): Promise<string | null> {
  const response = await reached(path)
  if (!response?.headers.get('X-Onmaru-Zone')) return null
  return response.text().catch(() => null)
}

async function reached(path: string): Promise<Response | null> {
  const response = await fetch(path, { cache: 'no-store' }).catch(() => null)
  return response?.ok ? response : null
}
