/** After an act that takes its own button away: the keyboard goes on where `find` says. */

const SOON_MS = 200 // after a dialog has closed and tried to give the focus back

/** `dialog` is around it: whatever of its own that one has put the focus on is lost too. */
export function focusIfLost(find: () => Element | null | undefined, dialog?: Element | null): void {
  setTimeout(() => {
    const { activeElement: at, body } = document
    const found = find()
    const isLost = at === body || (dialog?.contains(at) && !found?.contains(at))
    if (isLost && found instanceof HTMLElement) found.focus()
  }, SOON_MS)
}
