/** After an act that takes its own button away: the keyboard goes on where `find` says. */

const SOON_MS = 200 // after a dialog has closed and tried to give the focus back

export function focusIfLost(find: () => Element | null | undefined): void {
  setTimeout(() => {
    if (document.activeElement !== document.body) return
    const found = find()
    if (found instanceof HTMLElement) found.focus()
  }, SOON_MS)
}
