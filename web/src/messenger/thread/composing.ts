/**
 * When Enter sends. While a Hangul syllable is being composed, Enter first ends the syllable: the
 * wish to send waits for that, sends once, and the second Enter that some systems report for the
 * same press is swallowed.
 */
export interface Keys {
  readonly isComposing: boolean
  /** Enter was pressed while composing. */
  readonly wish: boolean
  /** A send has answered this press of Enter; it is over when the key goes up. */
  readonly answered: boolean
}

export const IDLE: Keys = { isComposing: false, wish: false, answered: false }

export type Happening =
  | { readonly kind: 'compositionstart' }
  | { readonly kind: 'compositionend' }
  | { readonly kind: 'enter'; readonly composing: boolean; readonly shift: boolean }
  | { readonly kind: 'enterup' }

export interface Outcome {
  readonly keys: Keys
  /** Send what stands in the field now. */
  readonly send: boolean
  /** The browser must not insert a line break. */
  readonly prevent: boolean
}

export function after(keys: Keys, happening: Happening): Outcome {
  switch (happening.kind) {
    case 'compositionstart':
      return { keys: { ...keys, isComposing: true }, send: false, prevent: false }
    case 'compositionend':
      return {
        keys: { isComposing: false, wish: false, answered: keys.wish || keys.answered },
        send: keys.wish,
        prevent: false,
      }
    case 'enterup':
      return { keys: { ...keys, answered: false }, send: false, prevent: false }
    case 'enter':
      return enter(keys, happening.composing || keys.isComposing, happening.shift)
  }
}

function enter(keys: Keys, composing: boolean, shift: boolean): Outcome {
  if (shift) return { keys, send: false, prevent: false }
  if (composing) return { keys: { ...keys, wish: true }, send: false, prevent: true }
  if (keys.answered) return { keys, send: false, prevent: true }
  return { keys: { ...keys, answered: true }, send: true, prevent: true }
}
