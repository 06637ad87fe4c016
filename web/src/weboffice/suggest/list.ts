/** The suggestions in a document, in the order of the text. Pure. */
import type { Node } from 'prosemirror-model'
import { DELETION, INSERTION, RESTYLE, stampOn } from './pen'
import { edgeOf, formerOf, type Stamp } from './stamp'

export type Act =
  | { readonly kind: 'added' | 'struck' | 'restyled'; readonly text: string }
  | { readonly kind: 'split' | 'joined' }
  | { readonly kind: 'reformed'; readonly before: string; readonly after: string }
  | { readonly kind: 'addedBlock' | 'struckBlock'; readonly what: string }

export interface Suggestion extends Stamp {
  readonly from: number
  readonly to: number
  readonly acts: readonly Act[]
}

interface Growing extends Stamp {
  from: number
  to: number
  readonly acts: Act[]
}

export function suggestionsIn(doc: Node): Suggestion[] {
  const found = new Map<string, Growing>()
  doc.descendants((node, pos) => {
    for (const { stamp, act } of actsOn(node)) {
      const { id, by, at } = stamp
      const known = found.get(`${by} ${id}`) ?? { id, by, at, from: pos, to: pos, acts: [] }
      found.set(`${by} ${id}`, known)
      known.to = pos + (node.isTextblock ? 1 : node.nodeSize)
      add(known.acts, act)
    }
  })
  return [...found.values()]
}

interface Noted {
  readonly stamp: Stamp
  readonly act: Act
}

const ON_TEXT = [
  [INSERTION, 'added'],
  [DELETION, 'struck'],
  [RESTYLE, 'restyled'],
] as const

function actsOn(node: Node): Noted[] {
  if (node.isText) {
    const text = node.text ?? ''
    return ON_TEXT.flatMap(([type, kind]) => {
      const stamp = stampOn(node, type)
      return stamp ? [{ stamp, act: { kind, text } }] : []
    })
  }
  const [stamp, former] = [edgeOf(node), formerOf(node)]
  const noted: Noted[] = stamp ? [{ stamp, act: edgeAct(node, stamp.kind === 'ins') }] : []
  if (former) {
    const after = String(node.attrs.form)
    noted.push({ stamp: former, act: { kind: 'reformed', before: former.form, after } })
  }
  return noted
}

function edgeAct(node: Node, isAdded: boolean): Act {
  if (node.isTextblock) return { kind: isAdded ? 'split' : 'joined' }
  return { kind: isAdded ? 'addedBlock' : 'struckBlock', what: node.type.name }
}

/** Letters that follow one another under one mark are one act, also across lines. */
function add(acts: Act[], act: Act): void {
  const last = acts.at(-1)
  const isMore = last?.kind === act.kind && 'text' in act && last && 'text' in last
  if (isMore) acts[acts.length - 1] = { ...last, text: last.text + act.text } as Act
  else if (last?.kind !== act.kind || 'text' in act || !['split', 'joined'].includes(act.kind)) {
    acts.push(act)
  }
}

/** A line's letters as if all suggestions were accepted. */
export function livingText(line: Node): string {
  return line.children.map(node => (stays(node) ? node.textContent : '')).join('')
}

/** Whether a letter is there once all suggestions are accepted. */
export function stays(node: Node): boolean {
  return !node.isText ? edgeOf(node)?.kind !== 'del' : stampOn(node, DELETION) === null
}
