/** Links of the text: where one stands, and what somebody who types an address means. Pure. */
import type { Mark, MarkType, Node } from 'prosemirror-model'
import { type Command, type EditorState, TextSelection } from 'prosemirror-state'
import { isSafeLink, schema } from '../text/schema'

const LINK = schema.marks.link as MarkType
const LONGEST = 2_000
const MAIL = /^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/
/** `portal:8080` names a place, `javascript:1` a program. */
const SCHEME = /^(?:(?:javascript|vbscript|data|file|blob|about):|[a-z][a-z0-9+.-]*:(?!\d))/i

export interface LinkPlace {
  readonly from: number
  readonly to: number
  readonly href: string
}

/** With what people leave out put before it; null where no link may lead there. */
export function addressOf(said: string): string | null {
  const text = said.trim()
  if (text === '' || text.length > LONGEST || /\s/.test(text)) return null
  if (isSafeLink(text)) return text
  if (MAIL.test(text)) return `mailto:${text}`
  if (SCHEME.test(text)) return null
  return `https://${text}`
}

function linkOn(node: Node | null | undefined): Mark | undefined {
  return node?.marks.find(mark => mark.type === LINK)
}

/** The link around the caret, or the one that all of what is chosen lies in. */
export function linkAt({ selection }: EditorState): LinkPlace | null {
  if (!(selection instanceof TextSelection)) return null
  const { $from, $to, empty } = selection
  if (!$from.sameParent($to)) return null
  const mark = linkOn($from.nodeAfter) ?? (empty ? linkOn($from.nodeBefore) : undefined)
  if (!mark) return null
  const place = around($from.parent, $from.start(), $from.pos, mark)
  return place && place.to >= $to.pos ? place : null
}

/** The whole stretch of one link, whatever other marks its words have. */
function around(parent: Node, start: number, pos: number, mark: Mark): LinkPlace | null {
  const pieces: { from: number; to: number }[] = []
  parent.forEach((node, offset) => {
    if (linkOn(node)?.attrs.href !== mark.attrs.href) return
    const from = start + offset
    const last = pieces.at(-1)
    if (last?.to === from) last.to = from + node.nodeSize
    else pieces.push({ from, to: from + node.nodeSize })
  })
  const found = pieces.find(({ from, to }) => pos >= from && pos <= to)
  return found ? { ...found, href: String(mark.attrs.href) } : null
}

/**
 * Leads the link around the caret, else what is chosen, to `href`; with nothing chosen `text` is
 * written there. An empty `text` is the address itself.
 */
export function setLink(href: string, text: string): Command {
  return (state, dispatch) => {
    const { selection, tr } = state
    const { from, to } = linkAt(state) ?? selection
    const was = state.doc.textBetween(from, to, '', '\uFFFC')
    const wanted = text.trim() === '' ? was || href : text
    const mark = LINK.create({ href })
    if (wanted === was) tr.removeMark(from, to, LINK).addMark(from, to, mark)
    else tr.replaceWith(from, to, schema.text(wanted, mark.addToSet(marksAt(state, from, to))))
    dispatch?.(tr.removeStoredMark(LINK).scrollIntoView())
    return true
  }
}

/** Of words that stand there, or that one is about to write. */
function marksAt({ doc, storedMarks }: EditorState, from: number, to: number): readonly Mark[] {
  const around = doc.resolve(from).marksAcross(doc.resolve(to)) ?? []
  const here = from === to ? (storedMarks ?? doc.resolve(from).marks()) : around
  return here.filter(one => one.type !== LINK)
}

export const removeLink: Command = (state, dispatch) => {
  const { from, to } = linkAt(state) ?? state.selection
  if (!state.doc.rangeHasMark(from, to, LINK)) return false
  dispatch?.(state.tr.removeMark(from, to, LINK))
  return true
}

const ADDRESS = /(?:^|[\s([])((?:https?:\/\/|www\.)[^\s<>"]+)$/i
const AT_ITS_END = /[.,;:!?)\]}'"」』〉》]+$/

/** An address that ends where `text` does, and how many letters behind it are not of it. */
export function addressBefore(
  text: string,
): { href: string; length: number; after: number } | null {
  const said = ADDRESS.exec(text)?.[1]
  if (!said) return null
  const own = said.replace(AT_ITS_END, '')
  const href = addressOf(own)
  return href && /\.[^.]/.test(own)
    ? { href, length: own.length, after: said.length - own.length }
    : null
}
