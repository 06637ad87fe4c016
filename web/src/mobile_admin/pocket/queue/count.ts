/** How many things wait or want to be looked at: what is held of one visit is one. */
import type { KeptOp, KeptParcel } from '../sync/model'

interface Kept {
  readonly ops: readonly KeptOp[]
  readonly parcels: readonly KeptParcel[]
}

export function countOf({ ops, parcels }: Kept): number {
  return heldVisits(ops).length + ops.filter(isOdd).length + parcels.length
}

export function isOdd({ standing }: KeptOp): boolean {
  return standing !== 'held'
}

export function heldVisits(ops: readonly KeptOp[]): readonly (readonly KeptOp[])[] {
  const held = ops.filter(kept => !isOdd(kept))
  return [...Map.groupBy(held, ({ op }) => op.visit_id).values()]
}
