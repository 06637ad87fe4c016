/** The map as the suite has it: nobody else is asked [MP5]. */
import type { components } from '@/generated/api'
import { type Cell, idOf } from './cells'

export type GroundMap = components['schemas']['GroundMapBody']
type Bytes = Uint8Array<ArrayBuffer>
const PATIENCE_MS = 15_000 // also of a line that hangs and says nothing

/** Null where somebody else answers or nobody, or where the map is another one by now. */
export async function squareBytes(cell: Cell, revision: string): Promise<Bytes | null> {
  const path = `/api/field/map/tiles/${idOf(cell)}`
  const signal = AbortSignal.timeout(PATIENCE_MS)
  const response = await fetch(path, { cache: 'no-store', signal }).catch(() => null)
  if (!response?.ok || response.headers.get('X-Onmaru-Map') !== revision) return null
  const buffer = await response.arrayBuffer().catch(() => null)
  return buffer && new Uint8Array(buffer)
}
