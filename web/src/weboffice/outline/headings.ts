/** The headings of a document, as a tree to go by. Pure. */
import type { Node } from 'prosemirror-model'
import { livingText } from '../suggest/list'
import { isHeading } from '../text/schema'

export interface Heading {
  /** The line's own name, or its place among the headings until it has one. */
  readonly id: string
  readonly pos: number
  /** 1 to 3. */
  readonly level: number
  readonly text: string
}

export interface Branch {
  readonly id: string
  readonly label: string
  readonly children: Branch[]
}

/** Those of the page itself; what stands in a table is no part of the outline. Empty ones are not. */
export function headingsOf(doc: Node): Heading[] {
  const found: Heading[] = []
  const names = new Set<string>()
  doc.forEach((node, pos) => {
    const { form, id } = node.attrs
    const text = livingText(node).trim()
    if (!node.isTextblock || !isHeading(form) || text === '') return
    // A line that was just split in two has its name twice for a moment.
    const name = id && !names.has(id) ? String(id) : `@${found.length}`
    names.add(name)
    found.push({ id: name, pos, level: Number(form.slice(1)), text })
  })
  return found
}

/** A heading that skips a level hangs on the nearest higher one. */
export function treeOf(headings: readonly Heading[]): Branch[] {
  const root: Branch[] = []
  const above: { level: number; children: Branch[] }[] = []
  for (const { id, level, text } of headings) {
    while ((above.at(-1)?.level ?? 0) >= level) above.pop()
    const branch = { id, label: text, children: [] }
    const place = above.at(-1)?.children ?? root
    place.push(branch)
    above.push({ level, children: branch.children })
  }
  return root
}

/** The heading under which a position stands. */
export function headingAt(headings: readonly Heading[], pos: number): Heading | undefined {
  return headings.findLast(heading => heading.pos <= pos)
}
