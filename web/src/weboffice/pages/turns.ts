/** Columns on the sheet and in print: what a column begins with is moved up beside the one before. */
import type { Node } from 'prosemirror-model'
import { Decoration } from 'prosemirror-view'
import type { Turn } from './columns'
import { classesOf, type Gap, ON_FIRST_PAGE, part } from './gap-face'
import { hasColumns, namesOf, type Stretch } from './stretches'

/** In pixels; `gap` in millimetres where a line parts the columns. */
export interface Turned extends Omit<Turn, 'first'> {
  readonly pos: number
  readonly gap: number | null
  /** By index, where there are several, and whether it is on the first page of it. */
  readonly section: number | null
  readonly isFirst: boolean
}

interface Begun {
  readonly gaps: readonly Gap[]
  readonly turns: readonly Turned[]
}

/** Each block knows its column by a class; none where all text stands in one. */
export function columnMarks(
  doc: Node,
  stretches: readonly Stretch[],
  { gaps, turns }: Begun,
): Decoration[] {
  if (!hasColumns(stretches)) return []
  const begins = [...gaps.map(({ pos }) => ({ pos, column: 0 })), ...turns]
  begins.sort((one, other) => one.pos - other.pos)
  const marks: Decoration[] = []
  let [next, column, stretch] = [0, 0, 0]
  doc.forEach((block, pos, index) => {
    while (index >= (stretches[stretch]?.to ?? doc.childCount)) stretch += 1
    for (; (begins[next]?.pos ?? Number.POSITIVE_INFINITY) <= pos; next += 1) {
      column = begins[next]?.column ?? 0
    }
    if ((stretches[stretch]?.columns ?? 1) < 2) return
    const names = namesOf(stretch, column).join(' ')
    marks.push(Decoration.node(pos, pos + block.nodeSize, { class: names }))
  })
  return marks
}

export function turnMarks(turns: readonly Turned[]): Decoration[] {
  return turns.map(turn =>
    Decoration.widget(turn.pos, () => turnFace(turn), {
      side: -1,
      key: `turn-${JSON.stringify({ ...turn, pos: 0 })}`,
      ignoreSelection: true,
    }),
  )
}

function turnFace({ section, isFirst, ...turn }: Turned): HTMLElement {
  const { stretch, column, move, tall, lead, gap } = turn
  const isRuled = gap !== null && column > 0
  const line = part('span', 'page-turn-line', [])
  const made = part('div', 'page-turn', isRuled ? [line] : [])
  made.classList.add(...namesOf(stretch, column))
  // To the printer it is on the page that the blocks around it are on.
  if (section !== null) made.classList.add(...classesOf(section))
  made.classList.toggle(ON_FIRST_PAGE, isFirst)
  made.dataset.move = String(move)
  // Moved up, its margin and those around it become one; moved down it takes the room itself.
  made.style.marginTop = `${Math.min(move, 0)}px`
  made.style.height = `${Math.max(move, 0)}px`
  line.style.top = `${lead}px`
  line.style.height = `${tall}px`
  line.style.left = `-${(gap ?? 0) / 2}mm`
  return made
}

/**
 * How far down each block and row stands on account of page ends and columns above it, in pixels;
 * null where no columns stand beside one another: there heights go by the order of the text.
 */
export function movesIn(sheet: Element): Map<Element, number> | null {
  if (!sheet.querySelector(':scope > .page-turn')) return null
  const moves = new Map<Element, number>()
  let moved = 0
  const follow = (element: Element) => {
    if (element.matches('.page-gap')) moved += element.getBoundingClientRect().height
    else if (element.matches('.page-turn')) moved += Number((element as HTMLElement).dataset.move)
    else moves.set(element, moved)
  }
  for (const child of sheet.children) {
    follow(child)
    if (!child.matches('.page-gap')) for (const row of child.querySelectorAll('tr')) follow(row)
  }
  return moves
}
