/**
 * Keeps in this browser what one open document has written and could not send, and takes it up again
 * when the document is next opened: into the text where it is still the same document, aside where
 * it was set back meanwhile [OL1] [OL2].
 */
import * as Y from 'yjs'
import { type Store, store } from '@/kernel/store'
import type { Saving } from '../editing/provider'
import type { Kept, Vault } from './vault'

const PATIENCE_MS = 600 // an acknowledgement takes some 20
const LOOK_MS = 500

/** What is asked of the way to the room. */
export interface Sender {
  readonly saving: Store<Saving>
  /** When the first was written that the server does not have for certain, in ms. */
  unsavedSince: number | null
}

export interface Room {
  readonly generation: number
  readonly open: () => Promise<Vault>
}

interface Options {
  readonly doc: Y.Doc
  readonly sender: Sender
  /** The vault does not work: private windows, a full disk. */
  readonly failed: (error: unknown) => void
}

export class Keep {
  /** All that is unsent is in the vault as well. */
  readonly isSafe: Store<boolean> = store(false)
  /** Of an earlier state of the document: not to be merged. */
  readonly aside: Store<readonly Kept[]> = store<readonly Kept[]>([])
  /** How many records nobody can read any more. */
  readonly closed: Store<number> = store(0)

  private vault: Vault | null = null
  private generation = 0
  private held: readonly number[] = [] // the records whose content is in the document now
  private timer = 0
  private changes = 0
  private isDiscarded = false
  private written = -1 // how many changes what was last put had
  private writing: Promise<void> = Promise.resolve()
  private readonly leave: () => void

  constructor(private readonly options: Options) {
    options.doc.on('update', this.changed)
    const unfollow = options.sender.saving.follow(this.look)
    addEventListener('pagehide', this.flush)
    this.leave = () => {
      options.doc.off('update', this.changed)
      unfollow()
      removeEventListener('pagehide', this.flush)
      clearTimeout(this.timer)
    }
  }

  /** At the first entrance, before anything is exchanged with the room. */
  async begin({ generation, open }: Room): Promise<void> {
    if (this.vault) return
    try {
      const vault = await open()
      const { kept, closed } = await vault.read()
      this.vault = vault
      this.generation = generation
      this.takeUp(kept.filter(each => each.generation === generation))
      this.aside.set(kept.filter(each => each.generation !== generation))
      this.closed.set(closed)
    } catch (error) {
      this.options.failed(error)
    }
  }

  /** What was set aside has found its place, or is not wanted. */
  async forgetAside(): Promise<void> {
    await this.vault?.remove(this.aside.get().map(({ client }) => client))
    this.aside.set([])
  }

  /** The room does not want what is unsent: it is not kept for another try. */
  discard(): void {
    this.leave()
    this.drop([...this.held, this.options.doc.clientID])
    this.isDiscarded = true
  }

  close(): void {
    if (!this.isDiscarded) this.flush()
    this.leave()
  }

  private takeUp(kept: readonly Kept[]): void {
    if (kept.length === 0) return
    const { doc, sender } = this.options
    for (const { state } of kept) Y.applyUpdate(doc, state, this)
    this.held = kept.map(({ client }) => client)
    sender.unsavedSince = Math.min(...kept.map(({ since }) => since))
    clearTimeout(this.timer)
    this.timer = 0
    this.written = this.changes // it lies there
    this.isSafe.set(true)
  }

  private readonly changed = () => {
    if (this.options.sender.unsavedSince === null) return
    this.changes += 1
    this.isSafe.set(false)
    this.soon()
  }

  private soon(): void {
    if (this.timer === 0) this.timer = window.setTimeout(this.due, LOOK_MS)
  }

  private readonly due = () => {
    this.timer = 0
    this.look()
  }

  private readonly look = () => {
    const { unsavedSince, saving } = this.options.sender
    if (saving.get().kind === 'gone') this.drop(undefined)
    else if (unsavedSince === null) this.sent()
    else if (this.written === this.changes) return
    else if (Date.now() - unsavedSince >= PATIENCE_MS) this.write()
    else this.soon()
  }

  private readonly flush = () => {
    if (this.options.sender.unsavedSince !== null && this.written !== this.changes) this.write()
  }

  private write(): void {
    const { doc, sender } = this.options
    const { vault, generation } = this
    const since = sender.unsavedSince
    if (!vault || since === null) return
    const client = doc.clientID
    const state = Y.encodeStateAsUpdate(doc)
    if (!this.held.includes(client)) this.held = [...this.held, client]
    const { changes } = this
    this.written = changes
    this.next(async () => {
      await vault.put({ client, generation, since, state })
      if (this.changes === changes) this.isSafe.set(true)
    })
  }

  private sent(): void {
    this.isSafe.set(false)
    if (this.held.length > 0) this.drop(this.held)
  }

  private drop(clients: readonly number[] | undefined): void {
    const { vault } = this
    this.held = []
    if (vault) this.next(() => vault.remove(clients))
  }

  /** One after another: a removal must not overtake the writing before it. */
  private next(act: () => Promise<void>): void {
    this.writing = this.writing.then(act).catch(error => {
      this.options.failed(error)
    })
  }
}
