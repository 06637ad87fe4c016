/** The suggestions in a document, in the order of the text. Pure. */
import type { Node } from 'prosemirror-model'
import { type Look, looksOf, looksOfLine } from './looks'
import { DELETION, INSERTION, RESTYLE, stampOn } from './pen'
import { edgeOf, formerOf, type Stamp } from './stamp'

export type Act =
  | { readonly kind: 'added' | 'struck'; readonly text: string }
  | { readonly kind: 'restyled'; readonly text: string; readonly looks: readonly Look[] }
  | { readonly kind: 'split' | 'joined' }
  | {
      readonly kind: 'reformed'
      readonly before: string
      readonly after: string
      readonly looks: readonly Look[]
      readonly text: string
    }
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
      const looks = kind === 'restyled' ? { looks: looksOf(node) } : {}
      return stamp ? [{ stamp, act: { kind, text, ...looks } as Act }] : []
    })
  }
  const [stamp, former] = [edgeOf(node), formerOf(node)]
  const noted: Noted[] = stamp ? [{ stamp, act: edgeAct(node, stamp.kind === 'ins') }] : []
  if (former) {
    const after = String(node.attrs.form)
    const [looks, text] = [looksOfLine(former, node.attrs), livingText(node)]
    const act: Act = { kind: 'reformed', before: former.form, after, looks, text }
    noted.push({ stamp: former, act })
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
  const isMore = isMoreOf(last, act)
  if (isMore && last && 'text' in last && 'text' in act) {
    acts[acts.length - 1] = { ...last, text: last.text + act.text }
  } else if (last?.kind !== act.kind || 'text' in act || !['split', 'joined'].includes(act.kind)) {
    acts.push(act)
  }
}

function isMoreOf(last: Act | undefined, act: Act): boolean {
  if (last?.kind === 'restyled' && act.kind === 'restyled') {
    return JSON.stringify(last.looks) === JSON.stringify(act.looks)
  }
  return last?.kind === act.kind && (act.kind === 'added' || act.kind === 'struck')
}

/** A line's letters as if all suggestions were accepted. */
export function livingText(line: Node): string {
  return line.children.map(node => (stays(node) ? node.textContent : '')).join('')
}

/** Whether a letter is there once all suggestions are accepted. */
export function stays(node: Node): boolean {
  return !node.isText ? edgeOf(node)?.kind !== 'del' : stampOn(node, DELETION) === null
}
