/** Answers to other questions, found by their paths. */
import type { ChildNode, NodeState, RootNode } from './node'

/** `/data/shop[2]/town` with `current()/../city` is `/data/shop[2]/city`; turns are one's own. */
export function pathFrom(reference: string, path: string): string {
  const own = reference.split('/').slice(1)
  const [first, ...rest] = path.replace(/^current\(\)/, '').split('/')
  if (first === '' && path.startsWith('/')) return inOwnTurns(own, rest)
  const at = [...own]
  for (const step of rest) {
    if (step === '..') at.pop()
    else at.push(step)
  }
  return `/${at.join('/')}`
}

function inOwnTurns(own: readonly string[], path: readonly string[]): string {
  let isSame = true
  const steps = path.map((step, at) => {
    isSame &&= plain(own[at] ?? '') === step
    return isSame ? own[at] : step
  })
  return `/${steps.join('/')}`
}

export function plain(reference: string): string {
  return reference.replace(/\[\d+\]/g, '')
}

/** Followed while it is read: it changes when the answer does. */
export function answerAt(root: RootNode, reference: string): string {
  const found = nodeAt(root.currentState.children, reference)
  return found?.currentState.instanceValue ?? ''
}

function nodeAt(
  children: readonly ChildNode[],
  reference: string,
): { readonly currentState: NodeState } | null {
  for (const child of children) {
    const { currentState } = child
    if (currentState.reference === reference) return child
    const inner = (currentState as { children?: readonly ChildNode[] }).children
    const isAround =
      plain(reference).startsWith(`${plain(currentState.reference)}/`) || !currentState.reference
    const found = inner && isAround ? nodeAt(inner, reference) : null
    if (found) return found
  }
  return null
}
