/** What kind of line an element of another program is. */
import type { Form } from '../text/schema'
import { isItem } from '../text/schema'
import { styleOf } from './looks'
import { byMarker, type Place } from './signs'

export const isHeadingTag = (tag: string) => /^H[1-6]$/.test(tag)

export function placeOf(
  element: Element,
  style: ReadonlyMap<string, string>,
  around: Place,
  lists: number,
): Place {
  const heading = headingOf(element, style)
  if (heading > 0) return { form: `h${Math.min(heading, 3)}` as Form, level: 1 }
  if (element.getAttribute('data-kind')) return ownPlace(element)
  const list = /\blevel(\d)/.exec(style.get('mso-list') ?? '')
  if (list) return byWord(element, Number(list[1]))
  if (element.tagName === 'LI') return itemOf(element, lists)
  if (element.tagName === 'UL' || element.tagName === 'OL') return around
  // A paragraph within an item is the item.
  return isItem(around.form) && lists > 0 ? around : { form: 'text', level: 1 }
}

function headingOf(element: Element, style: ReadonlyMap<string, string>): number {
  if (isHeadingTag(element.tagName)) return Number(element.tagName[1])
  if (/^MsoTitle/.test(element.className) || isTitle(element, style)) return 1
  return Number(/^[1-9]$/.exec(style.get('mso-outline-level') ?? '')?.[0] ?? 0)
}

const TITLE_PT = 18
const LONGEST_TITLE = 60

/** Hangul copies no levels: a short line in the middle, larger than any text, is a title. */
function isTitle(element: Element, style: ReadonlyMap<string, string>): boolean {
  if (element.tagName !== 'P' || style.get('text-align') !== 'center') return false
  if (element.closest('table, li')) return false
  const text = (element.textContent ?? '').trim()
  const first = [...element.querySelectorAll('span')].find(span => span.textContent?.trim())
  const size = first && /^([\d.]+)pt$/.exec(styleOf(first).get('font-size') ?? '')?.[1]
  return text !== '' && text.length <= LONGEST_TITLE && Number(size ?? 0) >= TITLE_PT
}

function itemOf(element: Element, lists: number): Place {
  const level = element.getAttribute('data-aria-level') ?? element.getAttribute('aria-level')
  const form = element.parentElement?.tagName === 'OL' ? 'number' : 'bullet'
  return { form, level: Math.min(Math.max(Number(level) || lists, 1), 4) }
}

function ownPlace(element: Element): Place {
  const kind = element.getAttribute('data-kind') ?? ''
  const level = Math.min(Math.max(Number(element.getAttribute('data-level')) || 1, 1), 4)
  return isItem(kind) ? { form: kind as Form, level } : { form: 'text', level: 1 }
}

function byWord(element: Element, level: number): Place {
  const ignored = [...element.querySelectorAll('span')].find(
    span => styleOf(span).get('mso-list') === 'ignore',
  )
  const around = [ignored, ignored?.parentElement]
  const fonts = around.map(one => (one ? styleOf(one).get('font-family') : ''))
  const isSymbol = /(symbol|wingdings)/.test(fonts.join(' '))
  return byMarker(ignored?.textContent ?? '', level, isSymbol)
}
