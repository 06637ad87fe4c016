/** A turn of a repeat that was taken away can be put back with all that was answered in it. */
import {
  type ChildNode,
  isRepeat,
  nameOf,
  type OpenRepeatNode,
  type QuestionNode,
  type TurnNode,
} from '../engine/node'

type Value = string | readonly string[] | boolean | File | null

export interface Kept {
  readonly name: string
  readonly value?: Value
  readonly children?: readonly Kept[]
  readonly turns?: readonly (readonly Kept[])[]
}

export function kept(children: readonly ChildNode[]): Kept[] {
  return children
    .filter(child => child.nodeType !== 'model-value' && child.nodeType !== 'note')
    .map(child => {
      const name = nameOf(child)
      if (isRepeat(child)) {
        return { name, turns: child.currentState.children.map(t => kept(t.currentState.children)) }
      }
      if (child.nodeType === 'group') return { name, children: kept(child.currentState.children) }
      return { name, value: answerOf(child as QuestionNode) }
    })
}

function answerOf(node: QuestionNode): Value {
  if (node.nodeType === 'select' || node.nodeType === 'rank') return node.currentState.value
  if (node.nodeType === 'upload') return node.currentState.value as File | null
  if (node.nodeType === 'trigger') return node.currentState.value === true
  return node.currentState.instanceValue ?? ''
}

/** In the order of the form, so that what depends on an answer is there when its turn comes. */
export function put(children: readonly ChildNode[], values: readonly Kept[]): void {
  for (const child of children) {
    const found = values.find(({ name }) => name === nameOf(child))
    if (found === undefined || child.nodeType === 'model-value') continue
    if (isRepeat(child)) putTurns(child, found.turns ?? [])
    else if (child.nodeType === 'group') put(child.currentState.children, found.children ?? [])
    else putValue(child, found.value ?? null)
  }
}

function putTurns(
  repeat: Extract<ChildNode, { nodeType: `repeat-range${string}` }>,
  turns: readonly (readonly Kept[])[],
): void {
  if (repeat.nodeType === 'repeat-range:uncontrolled') {
    const lacking = turns.length - repeat.currentState.children.length
    if (lacking > 0) repeat.addInstances(repeat.currentState.children.length - 1, lacking)
    if (lacking < 0) repeat.removeInstances(turns.length, -lacking)
  }
  turns.forEach((values, at) => {
    const turn = repeat.currentState.children[at]
    if (turn) put(turn.currentState.children, values)
  })
}

function putValue(node: QuestionNode, value: Value): void {
  if (node.currentState.readonly) return
  if (node.nodeType === 'select') node.selectValues(value as readonly string[])
  else if (node.nodeType === 'rank') node.setValues(value as readonly string[])
  else if (node.nodeType === 'trigger') node.setValue(value === true)
  else if (node.nodeType === 'upload') node.setValue(value as File | null)
  else if (node.nodeType !== 'note') node.setValue(value === '' ? null : (value as string))
}

/** Returns how it is put back, where it stood. */
export function removeTurn(repeat: OpenRepeatNode, turn: TurnNode): () => void {
  const at = repeat.currentState.children.indexOf(turn)
  const values = kept(turn.currentState.children)
  repeat.removeInstances(at)
  return () => {
    const before = Math.min(at, repeat.currentState.children.length) - 1
    repeat.addInstances(before)
    const back = repeat.currentState.children[before + 1]
    if (back) put(back.currentState.children, values)
  }
}
