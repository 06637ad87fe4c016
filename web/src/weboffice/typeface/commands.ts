/** Setting the font, the size and the space of what is chosen, and of what is typed next. */
import { splitBlock } from 'prosemirror-commands'
import { type Attrs, Mark, type MarkType, type Node } from 'prosemirror-model'
import type { Command, EditorState, Transaction } from 'prosemirror-state'
import { CLOSEST, LOOSEST, trackingOf } from '../spacing/bounds'
import { schema } from '../text/schema'
import { LARGEST, SMALLEST, sizeOf, usualSize } from './faces'

type Name = 'font' | 'size' | 'tracking'

const TYPES = {
  font: schema.marks.font as MarkType,
  size: schema.marks.size as MarkType,
  tracking: schema.marks.tracking as MarkType,
} as const

function isFace({ type }: Mark): boolean {
  return Object.values(TYPES).includes(type)
}

interface Stretch {
  readonly node: Node
  readonly line: Node
  readonly from: number
  readonly to: number
}

/** The letters that are chosen, each stretch with its line. */
function stretches({ doc, selection }: EditorState): Stretch[] {
  const found: Stretch[] = []
  for (const { $from, $to } of selection.ranges) {
    doc.nodesBetween($from.pos, $to.pos, (node, pos, parent) => {
      if (!node.isText || !parent) return
      const to = Math.min($to.pos, pos + node.nodeSize)
      found.push({ node, line: parent, from: Math.max($from.pos, pos), to })
    })
  }
  return found
}

function marksHere(state: EditorState): readonly Mark[] {
  return state.storedMarks ?? state.selection.$from.marks()
}

/** Null takes it away: the letters are as their line is. */
function set(name: Name, attrs: Attrs | null): Command {
  const type = TYPES[name]
  return (state, dispatch) => {
    const { tr, selection } = state
    const mark = attrs && type.create(attrs)
    if (selection.empty && mark) tr.addStoredMark(mark)
    else if (selection.empty) tr.removeStoredMark(type)
    else for (const stretch of stretches(state)) put(tr, stretch, mark ?? type)
    dispatch?.(tr)
    return true
  }
}

function put(tr: Transaction, { from, to }: Pick<Stretch, 'from' | 'to'>, what: Mark | MarkType) {
  if (what instanceof Mark) tr.addMark(from, to, what)
  else tr.removeMark(from, to, what)
}

export const setFont = (name: string | null) => set('font', name === null ? null : { name })

export const setSize = (pt: number | null) => set('size', pt === null ? null : { pt })

export const setTracking = (percent: number | null) =>
  set('tracking', percent === null ? null : { percent })

function sizeFrom(marks: readonly Mark[], line: Node): number {
  return sizeOf(TYPES.size.isInSet(marks)?.attrs.pt) ?? usualSize(line.attrs.form)
}

function stepped(pt: number, by: 1 | -1): number {
  const next = by > 0 ? Math.floor(pt) + 1 : Math.ceil(pt) - 1
  return Math.min(Math.max(next, SMALLEST), LARGEST)
}

/** By a point: each stretch from where it is. */
export function stepSize(by: 1 | -1): Command {
  return (state, dispatch) => {
    const { tr, selection } = state
    if (selection.empty) {
      const pt = stepped(sizeFrom(marksHere(state), selection.$from.parent), by)
      return setSize(pt)(state, dispatch)
    }
    for (const { node, line, from, to } of stretches(state)) {
      tr.addMark(from, to, TYPES.size.create({ pt: stepped(sizeFrom(node.marks, line), by) }))
    }
    dispatch?.(tr)
    return true
  }
}

function closer(marks: readonly Mark[], by: number): number {
  const now = trackingOf(TYPES.tracking.isInSet(marks)?.attrs.percent) ?? 0
  return Math.min(Math.max(now + by, CLOSEST), LOOSEST)
}

/** By a percent: each stretch from where it is. */
export function stepTracking(by: 1 | -1): Command {
  return (state, dispatch) => {
    const { tr, selection } = state
    if (selection.empty) {
      return setTracking(closer(marksHere(state), by) || null)(state, dispatch)
    }
    for (const stretch of stretches(state)) {
      const percent = closer(stretch.node.marks, by)
      put(tr, stretch, percent ? TYPES.tracking.create({ percent }) : TYPES.tracking)
    }
    dispatch?.(tr)
    return true
  }
}

/** What all chosen letters have: undefined where they differ, null where none was set. */
export interface Chosen {
  readonly font: string | null | undefined
  readonly size: number | null | undefined
  readonly tracking: number | null | undefined
}

export function chosenFace(state: EditorState): Chosen {
  const all = state.selection.empty ? [] : stretches(state).map(({ node }) => node.marks)
  const sets = all.length > 0 ? all : [marksHere(state)]
  return {
    font: same(sets.map(marks => TYPES.font.isInSet(marks)?.attrs.name ?? null)),
    size: same(sets.map(marks => TYPES.size.isInSet(marks)?.attrs.pt ?? null)),
    tracking: same(sets.map(marks => TYPES.tracking.isInSet(marks)?.attrs.percent ?? null)),
  }
}

function same<T>(all: readonly T[]): T | undefined {
  return all.every(one => one === all[0]) ? all[0] : undefined
}

/** Enter goes on in the same font and size, as other word processors do. */
export function keepingFace(act: Command): Command {
  return (state, dispatch, view) =>
    act(state, dispatch && (tr => dispatch(withFace(tr, marksHere(state)))), view)
}

/** Where no letter would have one, Enter is left to others. */
export const enterWithFace: Command = (state, dispatch, view) =>
  state.selection.$from.parent.isTextblock &&
  marksHere(state).some(isFace) &&
  keepingFace(splitBlock)(state, dispatch, view)

function withFace(tr: Transaction, marks: readonly Mark[]): Transaction {
  const kept = marks.filter(isFace)
  return kept.length > 0 ? tr.ensureMarks(kept) : tr
}
