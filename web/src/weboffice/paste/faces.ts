/**
 * Font, size and spacing of pasted letters and lines. Word, Hangul and spreadsheets say in a style
 * sheet how their usual text looks, and Hangul says it again at every word: what is as usual there
 * is as usual here, and what somebody set otherwise comes along if we can show it. Where a
 * clipboard names no usual text, as web pages do not, nobody knows what was set on purpose. Pure.
 */
import { leadingOf, trackingOf } from '../spacing/bounds'
import { canShow, nameOf, sizeOf } from '../typeface/faces'

export interface Face {
  readonly font: string | null
  readonly size: number | null
  readonly tracking: number | null
}

export const NO_FACE: Face = { font: null, size: null, tracking: null }
/** Where classes.ts puts what is usual around an element. */
export const USUAL = 'data-pasted-usual'

const THEME = /mso-(?:ascii|fareast|hansi)-theme-font\s*:/i
/** Word counts in lines of its font, which are about a quarter taller than its letters. */
const WORD_LINE = 1.25

interface Said {
  readonly font: string | null
  readonly pt: number | null
  readonly apartPt: number | null
}

/** `said` is the style as it was written, `around` what the letters have without it. */
export function faceOf(element: Element, said: string, around: Face): Face {
  const usual = usualAt(element)
  const { font, size, tracking } = around
  if (usual === null || said === '') return { font, size, tracking }
  const [own, base] = [readFace(said), readFace(usual)]
  const pt = own.pt ?? size ?? base.pt
  const apart = own.apartPt === null || !pt ? null : (own.apartPt / pt) * 100
  return {
    // One of the theme is how the program's text looks, not what was set.
    font: own.font === null || THEME.test(said) ? font : unless(base.font, own.font),
    size: own.pt === null ? size : unless(base.pt, own.pt),
    tracking: own.apartPt === null ? tracking : trackingOf(apart),
  }
}

/** Where it is not known what is usual, nobody knows what was set. */
function unless<T>(usual: T | null, said: T): T | null {
  return usual === null || said === usual ? null : said
}

/** Percent of the letters; lines of a fixed height have no word here. */
export function pastedLeading(element: Element, said: string): number | null {
  const usual = usualAt(element)
  if (usual === null) return null
  const [own, base] = [percentIn(said), percentIn(usual)]
  if (own === null || unless(base, own) === null) return null
  return leadingOf(/^mso/i.test(element.className) ? own * WORD_LINE : own)
}

function usualAt(element: Element): string | null {
  return element.closest(`[${USUAL}]`)?.getAttribute(USUAL) ?? null
}

function valueIn(said: string, name: string): string | null {
  return new RegExp(`(?:^|;)\\s*${name}\\s*:\\s*([^;]+)`, 'i').exec(said)?.[1]?.trim() ?? null
}

function readFace(said: string): Said {
  const points = (name: string) => {
    const found = /^"?(-?[\d.]+)(?:pt\b|"?$)/.exec(valueIn(said, name) ?? '')
    return found ? Number(found[1]) : null
  }
  return { font: fontIn(said), pt: sizeOf(points('font-size')), apartPt: points('letter-spacing') }
}

/** That of Korean letters. */
function fontIn(said: string): string | null {
  const all = valueIn(said, 'mso-fareast-font-family') ?? valueIn(said, 'font-family') ?? ''
  const name = nameOf(all.split(',')[0])
  return name && canShow(name) ? name : null
}

function percentIn(said: string): number | null {
  const found = /^"?([\d.]+)%/.exec(valueIn(said, 'line-height') ?? '')
  return found ? Number(found[1]) : null
}
