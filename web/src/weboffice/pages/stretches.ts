/**
 * Stretches: where the text of a section stands in another number of columns. A break that flows
 * ends one as a section's own break ends the last, and says how many there were before it. Pure.
 */
import type { Node } from 'prosemirror-model'
import { onPages, placed } from './placed'
import { frameOf, sectionsOf, stretchesIn } from './sections'
import { type Columned, type PageSettings, paperOf, USUAL } from './settings'

export interface Stretch extends Columned {
  /** Its blocks, by index: from the first to before the last. */
  readonly from: number
  readonly to: number
}

/** In order, one at least for each section. */
export function stretchesOf(doc: Node, last: PageSettings): Stretch[] {
  const sections = sectionsOf(doc, last)
  let section = 0
  return stretchesIn(doc, last).map(({ from, to, settings }) => {
    while (to > (sections[section]?.to ?? to)) section += 1
    const { columns, gap, ruled } = settings
    return { from, to, section, columns, gap, ruled }
  })
}

export function hasColumns(stretches: readonly Columned[]): boolean {
  return stretches.some(({ columns }) => columns > 1)
}

/** What the rules of a stretch know its blocks by, and those of a column in it. */
export function namesOf(stretch: number, column: number): string[] {
  return [`in-stretch-${stretch}`, `in-column-${column}`]
}

/** Blocks stand in their columns: on the sheet within the widest page, in print within their own. */
export function stretchCss(
  sections: readonly PageSettings[],
  stretches: readonly Columned[],
): string {
  const frame = frameOf(sections)
  const rules = stretches.flatMap(({ section, columns, gap }, index) => {
    if (columns < 2) return []
    const page = sections[section] ?? USUAL
    const { wide } = paperOf(page)
    const beside = (frame.wide - wide) / 2
    const column = (wide - page.left - page.right - (columns - 1) * gap) / columns
    return Array.from({ length: columns }, (_, at) => {
      const own = `.doc > .${namesOf(index, at).join('.')}`
      const [left, right] = [at * (column + gap), (columns - 1 - at) * (column + gap)]
      const [before, behind] = [beside + page.left - frame.left, beside + page.right - frame.right]
      return `@media screen { ${onPages(frame, placed(own, before + left, behind + right))} }
@media print { ${placed(own, left, right)} }`
    })
  })
  return rules.join('\n')
}
