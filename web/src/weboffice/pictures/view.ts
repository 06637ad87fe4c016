/** A picture on the sheet: what it shows, or why it is not there; a handle to make it wider. */
import type { Node } from 'prosemirror-model'
import type { EditorView, NodeView } from 'prosemirror-view'
import { say } from '@/kernel/i18n'
import { asReason, boundedWidth, type PictureAttrs, readAttrs, senderOf } from './model'
import type { Going } from './pictures'
import { words } from './words'

const MM = 96 / 25.4

export interface PictureHome {
  addressOf(picture: string): string
  /** What is known here of one on its way. */
  readonly goingOf: (token: string) => Going | undefined
  readonly isHere: (client: number) => boolean
  /** Calls back when the above may have changed; returns how to stop. */
  readonly follow: (again: () => void) => () => void
}

export class PictureView implements NodeView {
  readonly dom = document.createElement('span')
  private readonly leave: () => void
  private readonly handle = document.createElement('span')

  constructor(
    private node: Node,
    private readonly view: EditorView,
    private readonly getPos: () => number | undefined,
    private readonly home: PictureHome,
  ) {
    this.dom.className = 'picture'
    this.handle.className = 'picture-handle'
    this.handle.addEventListener('pointerdown', this.grab)
    this.leave = home.follow(() => {
      if (this.node.attrs.missing !== null) this.draw()
    })
    this.draw()
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false
    const isSame = node.hasMarkup(this.node.type, this.node.attrs, this.node.marks)
    this.node = node
    if (!isSame) this.draw()
    return true
  }

  ignoreMutation(): boolean {
    return true
  }

  stopEvent(event: Event): boolean {
    return event.target === this.handle
  }

  destroy(): void {
    this.leave()
  }

  private draw(): void {
    const attrs = readAttrs(this.node.attrs)
    this.dom.style.width = `${attrs.width}mm`
    this.dom.toggleAttribute('data-bare', attrs.picture !== null && attrs.alt === '')
    const shown = attrs.picture === null ? this.box(attrs) : this.image(attrs.picture, attrs)
    this.dom.replaceChildren(shown, this.handle)
  }

  private image(picture: string, { alt, ratio }: PictureAttrs): HTMLElement {
    const image = document.createElement('img')
    image.alt = alt || say(words)('bare')
    image.style.aspectRatio = String(1 / ratio)
    image.draggable = false
    image.addEventListener('error', () => {
      if (image.isConnected) image.replaceWith(boxed(say(words)('unseen'), null))
    })
    image.src = this.home.addressOf(picture)
    return image
  }

  private box({ missing, alt, ratio }: PictureAttrs): HTMLElement {
    const t = say(words)
    const going = missing === null ? undefined : this.home.goingOf(missing)
    const sender = missing === null ? null : senderOf(missing)
    let text: string
    if (going?.isLost) text = t('lost', { name: going.name })
    else if (going) text = t('going', { name: going.name, percent: Math.floor(going.share * 100) })
    else if (sender !== null) text = this.home.isHere(sender) ? t('theirs') : t('stranded')
    else text = t(`reason.${asReason(missing ?? '')}`)
    const box = boxed(alt ? `${alt}: ${text}` : text, going?.share ?? null)
    box.style.aspectRatio = String(1 / Math.min(ratio, 0.4))
    return box
  }

  private readonly grab = (event: PointerEvent) => {
    if (!this.view.editable || event.button !== 0) return
    event.preventDefault()
    const { handle, dom } = this
    const from = event.clientX
    const before = dom.getBoundingClientRect().width
    const widthAt = (x: number) => boundedWidth((before + (x - from) * 2 ** this.sides()) / MM)
    const move = (to: PointerEvent) => {
      dom.style.width = `${widthAt(to.clientX)}mm`
    }
    const end = (to: PointerEvent) => {
      handle.removeEventListener('pointermove', move)
      handle.removeEventListener('pointerup', end)
      handle.removeEventListener('pointercancel', end)
      this.widen(widthAt(to.clientX))
    }
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener('pointermove', move)
    handle.addEventListener('pointerup', end)
    handle.addEventListener('pointercancel', end)
  }

  /** Centred, it grows to both sides: the handle stays below the pointer. */
  private sides(): number {
    return this.dom.closest('[data-align="center"]') ? 1 : 0
  }

  private widen(width: number): void {
    const pos = this.getPos()
    if (pos === undefined || width === this.node.attrs.width) this.draw()
    else this.view.dispatch(this.view.state.tr.setNodeAttribute(pos, 'width', width))
  }
}

function boxed(text: string, share: number | null): HTMLElement {
  const box = document.createElement('span')
  box.className = 'picture-box'
  box.setAttribute('role', 'img')
  box.setAttribute('aria-label', text)
  const words = document.createElement('span')
  words.textContent = text
  box.append(words)
  if (share !== null) {
    const bar = document.createElement('span')
    bar.className = 'picture-share'
    bar.style.inlineSize = `${Math.round(share * 100)}%`
    box.append(bar)
  }
  return box
}
