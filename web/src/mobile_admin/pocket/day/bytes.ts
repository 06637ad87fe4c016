/** A file of ours; null where somebody else answers, or nobody. */
import type { Bytes } from '../store/cipher'

export interface Fetched {
  readonly bytes: Bytes
  readonly type: string
}

export async function bytesOf(path: string): Promise<Fetched | null> {
  const response = await ours(path)
  const buffer = await response?.arrayBuffer().catch(() => null)
  if (!response || !buffer) return null
  return { bytes: new Uint8Array(buffer), type: response.headers.get('Content-Type') ?? '' }
}

export async function textOf(path: string): Promise<string | null> {
  return (await (await ours(path))?.text().catch(() => null)) ?? null
}

async function ours(path: string): Promise<Response | null> {
  const response = await fetch(path, { cache: 'no-store' }).catch(() => null)
  return response?.ok && response.headers.get('X-Onmaru-Zone') ? response : null
}
