/** A line once its letters are there: its form, and what is taken from its ends. */
import type { Form } from '../text/schema'
import { isItem } from '../text/schema'

export function formed(element: HTMLElement, form: Form, level: number): void {
  if (isItem(form)) {
    element.dataset.kind = form
    element.dataset.level = String(level)
  } else if (form === 'figure' || form === 'tabular') element.dataset.caption = form
}

function isInset(node: Node): boolean {
  return node instanceof Element && node.hasAttribute('data-inset')
}

function isNote(node: Node): boolean {
  return node instanceof Element && node.hasAttribute('data-footnote')
}

export function trimEnd(line: HTMLElement): void {
  while (line.lastChild?.nodeName === 'BR') line.lastChild.remove()
  let last: Node | null = line.lastChild
  while (last?.lastChild) last = last.lastChild
  if (last?.nodeType === 3) last.nodeValue = (last.nodeValue ?? '').replace(/ +$/, '')
}

/** Takes the first letters away, through the marks around them. */
export function takeLetters(from: Node, count: number): number {
  let left = count
  for (let node = from.firstChild; node && left > 0; ) {
    const next = node.nextSibling
    if (node.nodeType === 3) {
      const text = node.nodeValue ?? ''
      node.nodeValue = text.slice(left)
      left -= Math.min(text.length, left)
    } else left = takeLetters(node, left)
    if (
      node.textContent === '' &&
      node.nodeName !== 'IMG' &&
      node.nodeName !== 'BR' &&
      !isNote(node) &&
      !isInset(node)
    ) {
      from.removeChild(node)
    }
    node = next
  }
  return left
}
