/** How many pixels a point of the page has: another one on another screen, in a window as large. */

/** A browser says nothing of it where the window's size in points stays the same. */
export function followDensity(changed: () => void): () => void {
  let watched: MediaQueryList | null = null
  const watch = () => {
    watched?.removeEventListener('change', heard)
    watched = matchMedia(`(resolution: ${devicePixelRatio}dppx)`)
    watched.addEventListener('change', heard)
  }
  const heard = () => {
    watch()
    changed()
  }
  watch()
  return () => watched?.removeEventListener('change', heard)
}
