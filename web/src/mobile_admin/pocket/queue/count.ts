/** How many things wait or want to be looked at: what is held of one visit is one. */
import type { OwnHeld } from '../../submissions/held'
import type { KeptOp, KeptParcel } from '../sync/model'

export interface Kept {
  readonly ops: readonly KeptOp[]
  readonly parcels: readonly KeptParcel[]
  readonly news: readonly OwnHeld[]
}

export function countOf({ ops, parcels, news }: Kept): number {
  return heldVisits(ops, news).length + ops.filter(isOdd).length + parcels.length + news.length
}

export function isOdd({ standing }: KeptOp): boolean {
  return standing !== 'held'
}

/** But for those on which there is news: that is said instead. */
export function heldVisits(
  ops: readonly KeptOp[],
  news: readonly OwnHeld[],
): readonly (readonly KeptOp[])[] {
  const held = ops.filter(kept => !isOdd(kept))
  const ruled = new Set(news.map(({ submission_id }) => submission_id))
  return [...Map.groupBy(held, ({ op }) => op.visit_id).values()].filter(
    visit => !visit.some(({ submission_id }) => submission_id && ruled.has(submission_id)),
  )
}
