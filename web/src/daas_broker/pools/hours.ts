/** Which hours of a day the curves of a pool show. */
import type { Day } from './state'

const EARLIEST = 7 * 12
const LATEST = 20 * 12

/** The working day, and whatever happens or is to happen outside of it. */
export function shown({ slots, now }: Pick<Day, 'slots' | 'now'>): Day['slots'] {
  const busy = slots.flatMap((slot, at) =>
    slot.expected > 0.05 || slot.arrivals || slot.used || slot.wanted > now.minimum ? [at] : [],
  )
  return slots.slice(Math.min(EARLIEST, ...busy), Math.max(LATEST, ...busy) + 1)
}
