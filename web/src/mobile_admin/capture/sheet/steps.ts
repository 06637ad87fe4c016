/** The numbers of a range, as they are written; empty where there would be too many to list. */
const MOST = 200

export function stepsOf(
  bounds: Readonly<Record<'start' | 'end' | 'step', bigint | number>>,
): string[] {
  const [start, end, step] = [
    Number(bounds.start),
    Number(bounds.end),
    Math.abs(Number(bounds.step)),
  ]
  const count = step > 0 ? Math.floor(Math.abs(end - start) / step + 1e-9) + 1 : 0
  if (count > MOST) return Array.from({ length: MOST }, (_, at) => String(at))
  const towards = end < start ? -step : step
  return Array.from({ length: count }, (_, at) => String(Number((start + at * towards).toFixed(9))))
}
