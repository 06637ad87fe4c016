/** Where values stand in a picture. Pure. */

/**
 * From 0 to at least `most`, in steps that people count in: 1, 2, 2.5 or 5 times a power of ten; of
 * bytes, such a number of KB, MB or GB.
 */
export function ticks(most: number, count = 4, ofBytes = false): readonly number[] {
  if (!Number.isFinite(most) || most <= 0) return [0, 1]
  const unit = ofBytes ? 1024 ** Math.floor(Math.log(Math.max(1, most)) / Math.log(1024)) : 1
  const rough = most / unit / count
  const power = 10 ** Math.floor(Math.log10(rough)) * unit
  // Of people there is no half: where whole numbers are counted, none of the steps is 2.5.
  const steps = power === 1 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10]
  const step = (steps.find(each => each * power >= rough * unit) ?? 10) * power
  const length = Math.ceil(most / step - 1e-9)
  return Array.from({ length: length + 1 }, (_, index) => Number((index * step).toPrecision(12)))
}

/** Which of `count` places carry a word, when so many fit. */
export function labelled(count: number, fit: number): readonly number[] {
  if (count === 0) return []
  const every = Math.max(1, Math.ceil(count / Math.max(1, fit)))
  return Array.from({ length: Math.ceil(count / every) }, (_, index) => index * every)
}

export type Value = number | null

/** Points joined; a gap where nothing was measured, so that no line claims what nobody saw. */
export function line(
  values: readonly Value[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let pen = 'M'
  const parts: string[] = []
  values.forEach((value, index) => {
    if (value === null) {
      pen = 'M'
      return
    }
    const isAlone = pen === 'M' && (values[index + 1] ?? null) === null
    // A point without neighbours is a dot.
    parts.push(`${pen}${round(x(index))} ${round(y(value))}${isAlone ? 'h0' : ''}`)
    pen = 'L'
  })
  return parts.join('')
}

function round(at: number): number {
  return Math.round(at * 10) / 10
}

export function largest(series: readonly (readonly Value[])[]): number {
  return Math.max(0, ...series.flatMap(values => values.filter(value => value !== null)))
}
