/** Says briefly what was done, with the way back. Refusals stay until they are read. */
import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components'
import { asRefusal } from '@/kernel/refusal'

const SHOWN_MS = 7_000

export type Notice =
  | { readonly kind: 'done'; readonly text: string; readonly undo?: () => void }
  | { readonly kind: 'news'; readonly text: string }
  | { readonly kind: 'refused'; readonly error: unknown }

export const notices = new ToastQueue<Notice>({ maxVisibleToasts: 3 })

/** `undo` is offered instead of asking beforehand. */
export function toast(text: string, undo?: () => void): void {
  notices.add({ kind: 'done', text, ...(undo ? { undo } : {}) }, { timeout: SHOWN_MS })
}

/** What came by itself: nothing that somebody did here. */
export function toastNews(text: string): void {
  const again: Notice = { kind: 'news', text }
  withdraw(again)
  notices.add(again, { timeout: SHOWN_MS })
}

export function toastRefusal(error: unknown): void {
  const again: Notice = { kind: 'refused', error }
  withdraw(again)
  notices.add(again)
}

/** What was refused is not so any more: whoever reads it beside the success believes both. */
export function withdrawRefusal(error: unknown): void {
  withdraw({ kind: 'refused', error })
}

/** What is said again stands once: a button pressed three times without a line hid all else. */
function withdraw(again: Notice): void {
  for (const { key, content } of notices.visibleToasts) {
    if (sense(content) === sense(again)) {
      notices.close(key)
    }
  }
}

/** A wait that has grown shorter, or a count that has grown, says the same anew. */
function sense(notice: Notice): string {
  if (notice.kind !== 'refused') {
    return `${notice.kind} ${notice.text}`
  }
  const { code, facts } = asRefusal(notice.error)
  const about = Object.entries(facts).filter(([, fact]) => typeof fact !== 'number')
  return `${notice.kind} ${code} ${JSON.stringify(about)}`
}
