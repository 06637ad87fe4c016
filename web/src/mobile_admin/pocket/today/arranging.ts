/** Puts what is left of the day in the order of the shortest way. */
import { useWords } from '@/kernel/i18n'
import { toast } from '@/kit/toast'
import { isLocated, pointOf, type Target } from '../day/model'
import { lengthOf, type Point, shortestWay } from '../day/route'
import { useDistance, useOrder, useTargets } from '../hooks'
import { keep } from '../own'
import { findPlace } from '../visits/place'
import { words } from '../words'
import { inOrder } from './stand'

export function useArranging(): (place: Point | null) => Promise<void> {
  const t = useWords(words)
  const targets = useTargets()
  const order = useOrder()
  const distance = useDistance()
  return async place => {
    const start = place ?? (await findPlace(3_000)) ?? undefined
    const here = inOrder(targets, order)
    const located = here.filter(isLocated)
    const points = located.map(pointOf)
    const way = shortestWay(points, start)
    const found = way.map(at => (located[at] as Target).assignment.id)
    const others = here.filter(target => !isLocated(target)).map(({ assignment }) => assignment.id)
    await keep([{ kind: 'fact', id: 'order', value: [...found, ...others] }])
    const before = distance(lengthOf(points, start))
    const after = distance(
      lengthOf(
        way.map(at => points[at] as Point),
        start,
      ),
    )
    toast(t('day.optimized', { before, after }))
  }
}
