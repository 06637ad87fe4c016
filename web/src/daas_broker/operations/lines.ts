/** Words for the foot of a chart. */
import { dayKey, time } from '@/kernel/time'
import type { Span } from './state'

export const SPANS: readonly Span[] = ['hour', 'day', 'week', 'month']

export function placeOf(at: string, span: Span): string {
  if (span === 'hour' || span === 'day') return time(at)
  const [, month, day] = dayKey(at).split('-').map(Number)
  return `${month}/${day} ${time(at).slice(0, 2)}h`
}
