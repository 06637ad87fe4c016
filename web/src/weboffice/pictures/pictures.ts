/**
 * Pictures of one document on their way to the server. The text has a place for each from the start,
 * named by a token; when a picture has arrived its place is filled, wherever it has moved to.
 */
import { connectionLost } from '@/kernel/connection'
import { asRefusal } from '@/kernel/refusal'
import { type Store, store } from '@/kernel/store'
import type { Editor } from '../text/editor'
import { nodes } from '../text/schema'
import { asReason, type PictureAttrs, sizeOf, WAIT } from './model'
import { addressOf, copyPicture, type Placed, sendPicture } from './wire'

const LOOK_AGAIN_MS = 200

export interface Going {
  readonly name: string
  /** From 0 to 1. */
  readonly share: number
  /** The connection is away; it is sent when that is back. */
  readonly isLost: boolean
}

export class Pictures {
  readonly going: Store<ReadonlyMap<string, Going>> = store<ReadonlyMap<string, Going>>(new Map())
  private last = 0
  private line: Promise<void> = Promise.resolve()
  private isClosed = false

  constructor(
    private readonly document: string,
    private readonly client: number,
    private readonly editor: () => Editor | null,
  ) {}

  /** True while closing the page would lose a picture. */
  get isBusy(): boolean {
    return this.going.get().size > 0
  }

  addressOf(picture: string): string {
    return addressOf(this.document, picture)
  }

  /** The token of the place that this picture will fill. */
  send(data: Blob, name: string): string {
    return this.begin(name, async token => {
      const placed = await sendPicture(this.document, data, share => {
        this.tell(token, { name, share, isLost: false })
      })
      return filledBy(placed)
    })
  }

  /** A picture that another document keeps. */
  copy(picture: string): string {
    return this.begin('', async () => ({
      picture: await copyPicture(this.document, picture),
      missing: null,
    }))
  }

  close(): void {
    this.isClosed = true
  }

  private begin(name: string, work: (token: string) => Promise<Partial<PictureAttrs>>): string {
    this.last += 1
    const token = `${WAIT}${this.client}:${this.last}`
    this.tell(token, { name, share: 0, isLost: false })
    this.line = this.line.then(() => this.finish(token, name, work))
    return token
  }

  private async finish(
    token: string,
    name: string,
    work: (token: string) => Promise<Partial<PictureAttrs>>,
  ): Promise<void> {
    while (!this.isClosed) {
      try {
        this.fill(token, await work(token))
        return
      } catch (error) {
        const refusal = asRefusal(error)
        if (!refusal.passes) {
          const said = refusal.code === 'picture_refused' ? refusal.facts.reason : refusal.code
          this.fill(token, { missing: asReason(String(said)) })
          return
        }
        this.tell(token, { name, share: 0, isLost: true })
        await connectionLost()
      }
    }
  }

  /** As soon as no syllable is being composed: the place may be in the same paragraph. */
  private fill(token: string, attrs: Partial<PictureAttrs>): void {
    if (this.isClosed) return
    const editor = this.editor()
    if (!editor || editor.isHolding()) {
      setTimeout(() => this.fill(token, attrs), LOOK_AGAIN_MS)
      return
    }
    const { state } = editor.view
    const { tr } = state
    state.doc.descendants((node, pos) => {
      if (node.type !== nodes.picture || node.attrs.missing !== token) return
      for (const [name, value] of Object.entries(attrs)) tr.setNodeAttribute(pos, name, value)
    })
    // To undo takes the picture away, not only its pixels.
    if (tr.docChanged) editor.view.dispatch(tr.setMeta('addToHistory', false))
    this.tell(token, null)
  }

  private tell(token: string, going: Going | null): void {
    const next = new Map(this.going.get())
    if (going) next.set(token, going)
    else next.delete(token)
    this.going.set(next)
  }
}

function filledBy({ id, wide, tall }: Placed): Partial<PictureAttrs> {
  return { picture: id, missing: null, ...sizeOf(wide, tall) }
}
