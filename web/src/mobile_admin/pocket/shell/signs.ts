/** By what a page sees that somebody is at it. */
const SIGNS = ['keydown', 'compositionupdate', 'pointerdown', 'touchstart'] as const

/** Returns how it ends. */
export function watchSigns(act: () => void): () => void {
  for (const name of SIGNS) addEventListener(name, act, { capture: true, passive: true })
  return () => {
    for (const name of SIGNS) removeEventListener(name, act, { capture: true })
  }
}
