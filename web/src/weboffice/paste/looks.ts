/** What the style of a pasted element says, as far as the document has a word for it. Pure. */
import type { Align, Ink } from '../text/schema'
import { rulesIn, usualIn, withClasses, withUsual } from './classes'
import { type Face, faceOf, NO_FACE, USUAL } from './faces'

export interface Marks extends Face {
  readonly bold: boolean
  readonly italic: boolean
  readonly underline: boolean
  readonly strike: boolean
  readonly ink: Ink | null
  readonly link: string | null
}

export const PLAIN: Marks = {
  ...NO_FACE,
  bold: false,
  italic: false,
  underline: false,
  strike: false,
  ink: null,
  link: null,
}

const LONGEST_STYLE = 4_096
const ASIDE = 'data-pasted-style'
const SAFE = /^(https?:|mailto:|tel:)/i
const TAGS: Readonly<Record<string, Partial<Marks>>> = {
  B: { bold: true },
  STRONG: { bold: true },
  I: { italic: true },
  EM: { italic: true },
  U: { underline: true },
  INS: { underline: true },
  S: { strike: true },
  STRIKE: { strike: true },
  DEL: { strike: true },
}
const BOLD_FROM = 600

/** Pasted text with its styles put aside: where it is parsed, the suite's policy complains of each style, script and handler. */
export function stylesAside(html: string): string {
  const [rules, usual] = [rulesIn(html), usualIn(html)]
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, '')
    .replace(/<[a-z][^<>]*>/gi, tag => {
      const plain = tag
        .replace(/(\s)style(\s*=)/gi, `$1${ASIDE}$2`)
        .replace(/(\s)on[a-z]+(\s*=)/gi, '$1data-was$2')
      return withUsual(withClasses(plain, rules, ASIDE), usual, USUAL)
    })
}

/** As it was written. */
export function saidIn(element: Element): string {
  const said = element.getAttribute(ASIDE) ?? element.getAttribute('style') ?? ''
  return said.slice(0, LONGEST_STYLE)
}

/**
 * By the attribute's text: what the browser parses leaves out Word's own words, and the suite's
 * policy need not let it parse at all. Hangul quotes its values.
 */
export function styleOf(element: Element): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const one of saidIn(element).split(';')) {
    const colon = one.indexOf(':')
    if (colon < 0) continue
    const value = one
      .slice(colon + 1)
      .trim()
      .replace(/^["']|["']$/g, '')
    found.set(one.slice(0, colon).trim().toLowerCase(), value.toLowerCase())
  }
  return found
}

export function isHidden(style: ReadonlyMap<string, string>): boolean {
  return (
    style.get('display') === 'none' ||
    style.get('visibility') === 'hidden' ||
    style.get('mso-hide') === 'all'
  )
}

const DRAWN = /\b(solid|double|dashed|dotted)\b/
const BARE = /(^|\s)0(px|pt|mm|cm)?(\s|$)/

/** Whether a line goes around it, on all four sides. */
export function isFramed(style: ReadonlyMap<string, string>): boolean {
  const sides = ['top', 'right', 'bottom', 'left'].map(
    side => style.get(`border-${side}`) ?? style.get('border') ?? style.get('border-style') ?? '',
  )
  return sides.every(said => DRAWN.test(said) && !BARE.test(said))
}

export function alignOf(element: Element, style: ReadonlyMap<string, string>): Align {
  const said = style.get('text-align') ?? element.getAttribute('align')?.toLowerCase()
  if (said === 'center' || said === '-webkit-center') return 'center'
  if (said === 'right' || said === 'end') return 'right'
  return null
}

/** `fill` and `stand` as tables/shade.ts reads them; white is no shade. */
export function cellLooks(element: Element, style: ReadonlyMap<string, string>) {
  const said = style.get('background') ?? style.get('background-color')
  const rgb = rgbOf((said ?? element.getAttribute('bgcolor') ?? '').trim().toLowerCase())
  const hex = rgb?.map(one => Math.min(one, 255).toString(16).padStart(2, '0')).join('')
  const stand = style.get('vertical-align') ?? element.getAttribute('valign')?.toLowerCase()
  return { fill: hex && hex !== 'ffffff' ? `#${hex}` : null, stand: stand ?? '' }
}

export function marksOf(
  element: Element,
  style: ReadonlyMap<string, string>,
  around: Marks,
): Marks {
  const link = element.tagName === 'A' ? linkOf(element) : null
  const face = faceOf(element, saidIn(element), around)
  const marks = { ...around, ...TAGS[element.tagName], ...face, ...(link ? { link } : {}) }
  const weight = style.get('font-weight')
  if (weight) marks.bold = weight === 'bold' || weight === 'bolder' || Number(weight) >= BOLD_FROM
  const slant = style.get('font-style')
  if (slant) marks.italic = slant === 'italic' || slant === 'oblique'
  // What a link looks like is its kind, not a mark that somebody set.
  return marks.link ? { ...marks, underline: false, ink: null } : drawn(marks, element, style)
}

function drawn(marks: Marks, element: Element, style: ReadonlyMap<string, string>): Marks {
  const lines = `${style.get('text-decoration') ?? ''} ${style.get('text-decoration-line') ?? ''} ${
    style.get('text-underline') ?? ''
  }`
  const colour = style.get('color') ?? element.getAttribute('color')
  return {
    ...marks,
    underline: marks.underline || /\b(underline|single)\b/.test(lines),
    strike: marks.strike || lines.includes('line-through'),
    ink: colour ? inkOf(colour) : marks.ink,
  }
}

function linkOf(element: Element): string | null {
  const href = element.getAttribute('href')?.trim() ?? ''
  return SAFE.test(href) ? href : null
}

const NAMED: Readonly<Record<string, string>> = {
  red: '#ff0000',
  blue: '#0000ff',
  green: '#008000',
  orange: '#ffa500',
  purple: '#800080',
  gray: '#808080',
  grey: '#808080',
}

/** The nearest of our inks by its hue; black and near black are none. */
export function inkOf(colour: string): Ink | null {
  const rgb = rgbOf(NAMED[colour] ?? colour)
  if (!rgb) return null
  const [r, g, b] = rgb
  const [most, least] = [Math.max(r, g, b), Math.min(r, g, b)]
  if (most < 60 || least > 235) return null
  if (most - least < 30) return most > 90 ? 'gray' : null
  const hue = hueOf(r, g, b, most, most - least)
  if (hue < 18 || hue >= 335) return 'red'
  if (hue < 65) return 'orange'
  if (hue < 170) return 'green'
  return hue < 255 ? 'blue' : 'purple'
}

function hueOf(r: number, g: number, b: number, most: number, range: number): number {
  if (most === r) return (((g - b) / range + 6) % 6) * 60
  if (most === g) return ((b - r) / range + 2) * 60
  return ((r - g) / range + 4) * 60
}

function rgbOf(said: string): [number, number, number] | null {
  const hex = /^#([0-9a-f]{6})\b/.exec(said)?.[1] ?? doubled(/^#([0-9a-f]{3})$/.exec(said)?.[1])
  if (hex) return [0, 2, 4].map(at => Number.parseInt(hex.slice(at, at + 2), 16)) as never
  const parts = /^rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)/.exec(said)
  return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3])] : null
}

function doubled(short: string | undefined): string | undefined {
  return short?.replace(/./g, sign => sign + sign)
}
