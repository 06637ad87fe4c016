/** Which X11 keysym a key of the browser stands for. Pure. */

const NAMED: Readonly<Record<string, number>> = {
  Backspace: 0xff08,
  Tab: 0xff09,
  Enter: 0xff0d,
  Pause: 0xff13,
  ScrollLock: 0xff14,
  Escape: 0xff1b,
  Home: 0xff50,
  ArrowLeft: 0xff51,
  ArrowUp: 0xff52,
  ArrowRight: 0xff53,
  ArrowDown: 0xff54,
  PageUp: 0xff55,
  PageDown: 0xff56,
  End: 0xff57,
  PrintScreen: 0xff61,
  Insert: 0xff63,
  ContextMenu: 0xff67,
  NumLock: 0xff7f,
  CapsLock: 0xffe5,
  Delete: 0xffff,
}
const SIDED: Readonly<Record<string, number>> = {
  ShiftLeft: 0xffe1,
  ShiftRight: 0xffe2,
  ControlLeft: 0xffe3,
  ControlRight: 0xffe4,
  AltLeft: 0xffe9,
  AltRight: 0xffea,
  MetaLeft: 0xffeb,
  MetaRight: 0xffec,
  NumpadEnter: 0xff8d,
}
const F1 = 0xffbe
const LATIN_1_END = 0xff
const FIRST_PRINTABLE = 0x20
const UNICODE = 0x01000000

export interface Key {
  readonly key: string
  readonly code: string
}

/** Undefined for keys that mean nothing to a desktop, and for text that the input method takes. */
export function keysymOf({ key, code }: Key): number | undefined {
  const sided = SIDED[code]
  if (sided !== undefined) return sided
  const named = NAMED[key]
  if (named !== undefined) return named
  const f = /^F([1-9]|1\d|2[0-4])$/.exec(key)
  if (f) return F1 + Number(f[1]) - 1
  const [character, more] = [...key]
  if (character === undefined || more !== undefined) return undefined
  return keysymOfCharacter(character)
}

export function keysymOfCharacter(character: string): number | undefined {
  const point = character.codePointAt(0) ?? 0
  if (point < FIRST_PRINTABLE) return undefined
  return point <= LATIN_1_END ? point : UNICODE + point
}

/** Plain ASCII goes as keys, so that a program sees them as keys; the rest goes as text. */
export function isPlain(key: string): boolean {
  return /^[\x20-\x7e]$/.test(key)
}
