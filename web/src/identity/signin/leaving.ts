/** That somebody signs out in this browser, for its other tabs: one may be turned away by a request
 * of its own before it hears how its sign-in ended. */
const KEPT = 'onmaru.left'
const LATELY_MS = 60_000

export function noteLeaving(): void {
  localStorage.setItem(KEPT, String(Date.now()))
}

export function hasLeftLately(): boolean {
  return Date.now() - Number(localStorage.getItem(KEPT) ?? 0) < LATELY_MS
}
