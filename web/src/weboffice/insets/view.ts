/** An inset on the sheet: a picture of it, or a grey box as large as it is that says what it is. */
import type { Node } from 'prosemirror-model'
import type { NodeViewConstructor } from 'prosemirror-view'
import { say } from '@/kernel/i18n'
import { columnsOf } from '../pages/sections'
import { type InsetAttrs, readInset } from './model'
import { words } from './words'

/** `addressOf` is where the document keeps a picture. */
export function shownInsets(addressOf: (picture: string) => string): NodeViewConstructor {
  return node => {
    let shown = node
    const dom = document.createElement('span')
    dom.className = 'inset'
    const draw = () => {
      dom.toggleAttribute('data-flow', shown.attrs.flow === true)
      fill(dom, shown, addressOf)
    }
    draw()
    return {
      dom,
      update(next: Node) {
        if (next.type !== shown.type) return false
        const isSame = next.hasMarkup(shown.type, shown.attrs, shown.marks)
        shown = next
        if (!isSame) draw()
        return true
      },
      ignoreMutation: () => true,
    }
  }
}

/** `isFlowing`: what follows a break stands on the same page, in other columns. */
export function nameOf({ what, text }: InsetAttrs, isFlowing = false): string {
  const t = say(words)
  if (isFlowing) return t('named', { kind: t('columns'), text: columnsBefore(text) })
  if (what === 'section') return t('named', { kind: t('kind.section'), text: paperIn(text) })
  const kind = t(`kind.${what}`)
  return text === '' ? kind : t('named', { kind, text })
}

/** `297 × 210 mm`, as an office says it. */
function paperIn(text: string): string {
  const [wide = 0, tall = 0] = text.match(/\d+/g)?.map(Number) ?? []
  const t = say(words)
  const paper = t(wide > tall ? 'turned' : 'upright')
  const columns = columnsOf(text)
  return columns > 1 ? t('inColumns', { paper, columns }) : paper
}

function columnsBefore(text: string): string {
  return say(words)('before', { columns: columnsOf(text) })
}

function fill(dom: HTMLElement, inset: Node, addressOf: (picture: string) => string): void {
  const attrs = readInset(inset.attrs)
  const { picture, width, height, what, text } = attrs
  const isFlowing = what === 'section' && inset.attrs.flow === true
  const paper = isFlowing ? columnsBefore : paperIn
  dom.dataset.what = what
  dom.setAttribute('role', 'img')
  dom.setAttribute('aria-label', nameOf(attrs, isFlowing))
  dom.title = nameOf(attrs, isFlowing)
  dom.toggleAttribute('data-sized', width !== null && height !== null)
  dom.style.width = width === null || height === null ? '' : `${width}mm`
  dom.style.aspectRatio = width === null || height === null ? '' : `${width} / ${height}`
  const label = part('inset-label', [
    part('inset-kind', say(words)(isFlowing ? 'columns' : `kind.${what}`)),
    ...(text === '' ? [] : [part('inset-text', what === 'section' ? paper(text) : text)]),
  ])
  dom.replaceChildren(label)
  if (picture === null) return
  const image = document.createElement('img')
  image.alt = ''
  image.draggable = false
  image.addEventListener('load', () => label.replaceWith(image))
  image.src = addressOf(picture)
}

function part(name: string, inside: string | readonly HTMLElement[]): HTMLElement {
  const made = document.createElement('span')
  made.className = name
  if (typeof inside === 'string') made.textContent = inside
  else made.append(...inside)
  return made
}
