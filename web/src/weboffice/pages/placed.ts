/** Where blocks stand on the sheet by rules of a document's own, as no style may stand in the text. Pure. */
import type { Frame } from './sections'

/** In millimetres from both sides; items keep their indent, tables take what is left. */
export function placed(own: string, left: number, right: number): string {
  const table = own.replace('.doc > ', '.doc > table')
  return `${own} {
    margin-inline: calc(${left}mm + var(--step, 0mm) * var(--level, 1)) ${right}mm;
  }
  ${table} { width: calc(100% - ${left + right}mm) }`
}

/** Only where pages are shown, or are measured for the printer. */
export function onPages(frame: Frame, rules: string): string {
  const least = frame.wide - frame.left - frame.right - 1
  return `@container (min-width: ${least}mm) { ${rules} }
  ${rules.replaceAll('.doc > ', '.doc-print .doc > ')}`
}
