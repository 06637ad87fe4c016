/**
 * A form as a row of screens: one group of questions each, as one walks through a building. A
 * long group takes several, a repeat one that lists its turns and then those of each turn.
 */
import {
  type ChildNode,
  type GroupNode,
  isQuestion,
  isRepeat,
  looksOf,
  type QuestionNode,
  type RepeatNode,
  type TurnNode,
} from '../engine/node'

/** More than this and one loses one's place by scrolling. */
export const MOST_ON_A_SCREEN = 20

export interface Heading {
  readonly kind: 'heading'
  readonly group: GroupNode
}
export type Line = QuestionNode | Heading

export interface Screen {
  readonly id: string
  /** From the outside in: the groups and turns that it lies in. */
  readonly around: readonly (GroupNode | TurnNode)[]
  /** The list of a repeat's turns; it has no lines of its own. */
  readonly repeat?: RepeatNode
  readonly lines: readonly Line[]
  /** Which part of how many, where one group takes several screens. */
  readonly part?: readonly [number, number]
}

type Around = Screen['around']

/** pyxform's own lines of a table-list: its title, and a head of choices that nobody answers. */
const MADE = /\/(?:generated_table_list_label|reserved_name_for_field_list_labels)_\d+$/

function isDrawn({ currentState, nodeType }: ChildNode): boolean {
  return currentState.relevant && nodeType !== 'model-value' && !MADE.test(currentState.reference)
}

export function screensOf(children: readonly ChildNode[], around: Around = []): Screen[] {
  const screens: Screen[] = []
  let loose: Line[] = []
  for (const child of children) {
    if (!isDrawn(child)) continue
    const here = around.length > 0 ? joined(child) : isQuestion(child) ? [child] : null
    if (here) loose.push(...here)
    else {
      screens.push(...split(loose, around), ...ownScreens(child, around))
      loose = []
    }
  }
  return [...screens, ...split(loose, around)]
}

function ownScreens(child: ChildNode, around: Around): Screen[] {
  if (isRepeat(child)) return turnsOf(child, around)
  if (child.nodeType !== 'group') return []
  return screensOf(child.currentState.children, [...around, child])
}

/** What stands on the screen around it: a question, or a small group under a heading. */
function joined(child: ChildNode): readonly Line[] | null {
  if (isQuestion(child)) return [child]
  if (child.nodeType !== 'group' || looksOf(child).has('field-list')) return null
  const lines = linesOf(child)
  return lines && lines.length <= MOST_ON_A_SCREEN ? lines : null
}

/** With a heading before them; null where a repeat among them wants screens of its own. */
function linesOf(group: GroupNode): readonly Line[] | null {
  const inside = group.currentState.children.filter(isDrawn).map(child => {
    if (isQuestion(child)) return [child]
    return child.nodeType === 'group' ? linesOf(child) : null
  })
  if (inside.includes(null)) return null
  const lines = inside.flatMap(each => each ?? [])
  return lines.length === 0 ? [] : [{ kind: 'heading', group }, ...lines]
}

function split(lines: readonly Line[], around: Around): Screen[] {
  if (lines.length === 0) return []
  const isWhole = around.some(node => node.nodeType === 'group' && looksOf(node).has('field-list'))
  const parts = isWhole ? 1 : Math.ceil(lines.length / MOST_ON_A_SCREEN)
  const size = Math.ceil(lines.length / parts)
  return Array.from({ length: parts }, (_, at) => {
    const own = lines.slice(at * size, (at + 1) * size)
    const screen = { id: idOf(own[0]), around, lines: own }
    return parts === 1 ? screen : { ...screen, part: [at + 1, parts] as const }
  })
}

function turnsOf(repeat: RepeatNode, around: Around): Screen[] {
  const list: Screen = { id: repeat.nodeId, around, repeat, lines: [] }
  const turns = repeat.currentState.children
  return [list, ...turns.flatMap(turn => screensOf(turn.currentState.children, [...around, turn]))]
}

function idOf(line: Line | undefined): string {
  if (line === undefined) return ''
  return 'kind' in line ? line.group.nodeId : line.nodeId
}

export function questionsOf(screen: Screen): QuestionNode[] {
  return screen.lines.filter(line => !('kind' in line)) as QuestionNode[]
}

/** Where the screen begins, so that a draft opens again where it was left. */
export function placeOf(screen: Screen): string | null {
  const first = screen.repeat ?? questionsOf(screen)[0]
  return first?.currentState.reference ?? null
}

export function sameScreens(before: readonly Screen[], after: readonly Screen[]): boolean {
  return before.length === after.length && before.every((one, at) => isSame(one, after[at]))
}

function isSame(one: Screen, other: Screen | undefined): boolean {
  return (
    other !== undefined &&
    one.id === other.id &&
    one.part?.[1] === other.part?.[1] &&
    one.lines.length === other.lines.length &&
    one.lines.every((line, at) => idOf(line) === idOf(other.lines[at]))
  )
}
