/** The signs that begin a line, and what form they give it. Pure. */
import { DEEPEST, type Form } from '../text/schema'

export interface Place {
  readonly form: Form
  readonly level: number
}

/** 개조식, by level; as weboffice/paper/outline.py has them. */
const OUTLINE: readonly string[] = ['□■▢❏', '○◦ㅇ❍◯', '-–―−', '·•∙‧*']
const STRONGEST = 2 // □ and ○ mean it anywhere, - and · only below them
const NUMBER = /^[([]?(\d{1,3}|[a-z]|[ivxl]{1,6}|[가-하]|[①-⑳])[.)\]]?$/i
const TYPED = new RegExp(
  `^[\\s\\u3000]*([${OUTLINE.join('').replace('-', '\\-')}])[\\s\\u3000]+(?=\\S)`,
)
const CAPTION = /^\s*[<〈＜[](그림|표)\s*\d{1,3}(?:[-.]\d{1,3})?[>〉＞\]]\s*/

/** From the marker that Word draws before an item; its font may turn letters into signs. */
export function byMarker(marker: string, level: number, isSymbol: boolean): Place {
  const sign = marker.replace(/[\s\u00a0]+/g, '')
  const bounded = Math.min(Math.max(level, 1), DEEPEST)
  if (!isSymbol && NUMBER.test(sign) && sign !== 'o') return { form: 'number', level: bounded }
  const depth = isSymbol
    ? -1
    : OUTLINE.slice(0, STRONGEST).findIndex(signs => sign && signs.includes(sign))
  return depth >= 0 ? { form: 'outline', level: depth + 1 } : { form: 'bullet', level: bounded }
}

export interface Typed extends Place {
  /** How many letters the sign takes. */
  readonly length: number
}

/** From a sign that somebody typed at the start of a line; `isBelow` after a line of 개조식. */
export function byTyping(text: string, isBelow: boolean): Typed | null {
  const caption = CAPTION.exec(text)
  if (caption) {
    const form = caption[1] === '표' ? 'tabular' : 'figure'
    return { form, level: 1, length: caption[0].length }
  }
  const found = TYPED.exec(text)
  const depth = found ? OUTLINE.findIndex(signs => signs.includes(found[1] ?? '')) : -1
  if (!found || depth < 0 || (depth >= STRONGEST && !isBelow)) return null
  return { form: 'outline', level: depth + 1, length: found[0].length }
}
