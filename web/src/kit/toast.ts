/** Says briefly what was done, with the way back. Refusals stay until they are read. */
import { UNSTABLE_ToastQueue as ToastQueue } from 'react-aria-components'

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
  notices.add({ kind: 'news', text }, { timeout: SHOWN_MS })
}

export function toastRefusal(error: unknown): void {
  notices.add({ kind: 'refused', error })
}
