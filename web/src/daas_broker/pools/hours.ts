/** Which hours of a day the curves of a pool show. */
import type { Day } from './state'

const EARLIEST = 7 * 12
const LATEST = 20 * 12

/** The working day, in the evening as far as now, and whatever happens or is to happen besides. */
export function shown({ slots, now }: Pick<Day, 'slots' | 'now'>): Day['slots'] {
  // Headroom for those who are here now is supposed of each hour to come, and says nothing of it.
  const usual = Math.max(now.minimum, now.headroom)
  const busy = slots.flatMap((slot, at) =>
    slot.expected > 0.05 || slot.arrivals || slot.used || slot.wanted > usual ? [at] : [],
  )
  const present = slots.findLastIndex(({ ready }) => ready !== null)
  return slots.slice(Math.min(EARLIEST, ...busy), Math.max(LATEST, present, ...busy) + 1)
}
