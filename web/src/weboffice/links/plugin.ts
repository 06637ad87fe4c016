/** Links that are typed, pasted and followed. */
import { InputRule } from 'prosemirror-inputrules'
import type { MarkType } from 'prosemirror-model'
import { type EditorState, Plugin, TextSelection } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { hrefFrom } from '@/kernel/outside'
import { zone } from '@/kernel/session'
import { schema } from '../text/schema'
import { addressBefore, addressOf, setLink } from './model'

const LINK = schema.marks.link as MarkType
const ONE_ADDRESS = /^https?:\/\/\S+$/i
const MIDDLE = 1

/** A space behind an address makes it a link; one undo takes the link back, not the words. */
export const typedLink = new InputRule(/(\S+)\s$/, (state: EditorState, match, from, to) => {
  const found = addressBefore(state.doc.textBetween(state.doc.resolve(from).start(), to, '', ' '))
  if (!found || state.doc.rangeHasMark(from, to, LINK)) return null
  const end = to - found.after
  return state.tr
    .insertText(match[0].slice(-1), to)
    .addMark(end - found.length, end, LINK.create({ href: found.href }))
    .removeStoredMark(LINK)
})

/** Where a press on a link leads: while one writes, with Ctrl held; else at once, beside this page. */
export function links(): Plugin {
  return new Plugin({
    props: {
      handleDOMEvents: {
        click(view, event) {
          const found = event.target instanceof Element ? event.target.closest('a') : null
          if (!found || !view.dom.contains(found)) return false
          event.preventDefault()
          if (view.editable && !event.ctrlKey && !event.metaKey) return false
          follow(found.getAttribute('href') ?? '')
          return true
        },
        // The middle button goes where the others do, and not past the look at the address.
        auxclick(view, event) {
          const found = event.target instanceof Element ? event.target.closest('a') : null
          if (event.button !== MIDDLE || !found || !view.dom.contains(found)) return false
          event.preventDefault()
          follow(found.getAttribute('href') ?? '')
          return true
        },
      },
      handlePaste: (view, event) => pasted(view, event.clipboardData),
    },
  })
}

/** What leads out of the work zone opens in one's Internet desktop, after a look at its address. */
export function follow(href: string): void {
  const address = addressOf(href)
  if (address === null) return
  window.open(hrefFrom(zone.get(), address), '_blank', 'noopener,noreferrer')
}

/** Whether `follow` leads out of the zone one is in. */
export function leadsOutside(href: string): boolean {
  const address = addressOf(href)
  return address !== null && hrefFrom(zone.get(), address) !== address
}

/** An address alone: what is chosen leads there, else it stands there as a link. */
function pasted(view: EditorView, data: DataTransfer | null): boolean {
  const text = data?.getData('text/plain').trim() ?? ''
  const { selection } = view.state
  if (!ONE_ADDRESS.test(text) || (data?.files.length ?? 0) > 0) return false
  if (data?.getData('text/html') && selection.empty) return false
  if (!(selection instanceof TextSelection) || !selection.$from.sameParent(selection.$to)) {
    return false
  }
  const href = addressOf(text)
  return href !== null && setLink(href, selection.empty ? text : '')(view.state, view.dispatch)
}
