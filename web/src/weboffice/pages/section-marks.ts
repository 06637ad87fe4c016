/** The blocks of each section by classes: what they look like stands in pages/paper.ts. */
import type { Node } from 'prosemirror-model'
import { Decoration } from 'prosemirror-view'
import { classesOf, type Gap, ON_FIRST_PAGE } from './gap-face'
import { hasSections, sectionsOf } from './sections'
import { USUAL } from './settings'

/** None where all pages are alike. */
export function sectionMarks(doc: Node, gaps: readonly Gap[]): Decoration[] {
  if (!hasSections(doc)) return []
  const sections = sectionsOf(doc, USUAL)
  const ends = sections.map((_one, index) => firstEnd(gaps, index))
  const marks: Decoration[] = []
  let section = 0
  doc.forEach((block, pos, index) => {
    while (index >= (sections[section]?.to ?? doc.childCount)) section += 1
    const names = classesOf(section)
    const end = ends[section] ?? 0
    const isTorn = pos < end && end < pos + block.nodeSize
    if (isTorn) marks.push(...rowsBefore(block, pos, end))
    else if (pos < end) names.push(ON_FIRST_PAGE)
    marks.push(Decoration.node(pos, pos + block.nodeSize, { class: names.join(' ') }))
  })
  return marks
}

/** Of a table that goes on on the next page. */
function rowsBefore(table: Node, pos: number, end: number): Decoration[] {
  const marks: Decoration[] = []
  table.forEach((row, offset) => {
    const at = pos + 1 + offset
    if (at < end) marks.push(Decoration.node(at, at + row.nodeSize, { class: ON_FIRST_PAGE }))
  })
  return marks
}

/** Where the first page of a section ends. */
function firstEnd(gaps: readonly Gap[], section: number): number {
  return gaps.find(({ sections }) => sections?.[0] === section)?.pos ?? 0
}
