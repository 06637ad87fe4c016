/**
 * Whether somebody is at this page. What the page asks by itself while nobody is there must not
 * keep the session open; what is typed into a document over a socket must.
 */
const ABSENT_AFTER_MS = 5 * 60_000
const SIGNS = ['keydown', 'compositionupdate', 'pointerdown', 'pointermove', 'wheel'] as const

let lastSign = Date.now()

/** True from five minutes after the last key, composition, pointer or wheel. */
export function isAbsent(): boolean {
  return Date.now() - lastSign >= ABSENT_AFTER_MS
}

/** Headers of what the page asks by itself: while nobody is there, it keeps no session open. */
export function absence(): Readonly<Record<string, string>> {
  return isAbsent() ? { 'X-Onmaru-Absent': '1' } : {}
}

/** Also for what only a frame of another origin can tell us: that somebody types in it. */
export function note(): void {
  lastSign = Date.now()
}

for (const sign of SIGNS) addEventListener(sign, note, { capture: true, passive: true })
