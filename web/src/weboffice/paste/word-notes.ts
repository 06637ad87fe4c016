/** Footnotes of Word: a reference in the text, its words in a list below. Pure. */
import { styleOf } from './looks'

const LONGEST = 2_000

/** The name under which Word refers to a note; empty for any other element. */
export function noteWordOf(element: Element): string {
  return element.tagName === 'A' ? (styleOf(element).get('mso-footnote-id') ?? '') : ''
}

export function noteTexts(root: Element): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const element of root.querySelectorAll('[id^="ftn"], [id^="edn"]')) {
    if (!/^(foot|end)note$/.test(styleOf(element).get('mso-element') ?? '')) continue
    found.set(element.id.toLowerCase(), wordsOf(element))
  }
  return found
}

/** Without the number that leads back. */
function wordsOf(note: Element): string {
  const copy = note.cloneNode(true) as Element
  for (const back of copy.querySelectorAll('a')) if (noteWordOf(back) !== '') back.remove()
  const text = (copy.textContent ?? '').normalize('NFC')
  return text
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    .slice(0, LONGEST)
}
