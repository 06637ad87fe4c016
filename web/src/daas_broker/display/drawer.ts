/**
 * noVNC as it is published, without what our policy of contents forbids: pictures and pointers as
 * `data:` addresses. It draws into a canvas that is never on the page. Loaded when a light desktop
 * is opened, and tied to its version by package.json: it overrides what noVNC keeps for itself.
 */
import RFB, { type Channel } from '@novnc/novnc'
import type { Cursor } from './stream'

export interface Drawn {
  onDrawn(picture: HTMLCanvasElement): void
  onCursor(cursor: Cursor): void
}

export class Drawer extends RFB {
  private readonly drawn: Drawn

  constructor(channel: Channel, drawn: Drawn) {
    const nowhere = document.createElement('div')
    super(nowhere, channel)
    this.drawn = drawn
    // Keys, pointer, size and clipboard go the way of every desktop.
    this.viewOnly = true
    this.focusOnClick = false
    this.showPictures()
    this.tellOfFlips(nowhere)
  }

  protected override _refreshCursor(): void {
    // The page shows the pointer itself.
  }

  protected override _updateCursor(
    rgba: Uint8ClampedArray,
    x: number,
    y: number,
    w: number,
    h: number,
  ): void {
    this.drawn.onCursor({ picture: w > 0 && h > 0 ? png(rgba, w, h) : '', x, y })
  }

  private showPictures(): void {
    const display = this._display
    display.imageRect = (x, y, width, height, mime, bytes) => {
      if (width === 0 || height === 0) return
      const img = new Image()
      const address = URL.createObjectURL(new Blob([bytes as BlobPart], { type: mime }))
      const forget = () => URL.revokeObjectURL(address)
      img.addEventListener('load', forget)
      img.addEventListener('error', forget)
      img.src = address
      display._renderQPush({ type: 'img', img, x, y, width, height })
    }
  }

  private tellOfFlips(around: HTMLElement): void {
    const display = this._display
    const flip = display.flip.bind(display)
    display.flip = fromQueue => {
      flip(fromQueue)
      const picture = around.querySelector('canvas')
      if (picture) this.drawn.onDrawn(picture)
    }
  }
}

function png(rgba: Uint8ClampedArray, width: number, height: number): string {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pixels = new Uint8ClampedArray(rgba)
  canvas.getContext('2d')?.putImageData(new ImageData(pixels, width, height), 0, 0)
  return canvas.toDataURL('image/png').split(',', 2)[1] ?? ''
}
