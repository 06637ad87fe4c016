/** What the text and the panel beside it share: threads, which is looked at, what is being begun. */
import { type Store, store } from '@/kernel/store'
import type { Anchor, Thread } from './state'

export class Margin {
  readonly threads: Store<readonly Thread[]> = store<readonly Thread[]>([])
  readonly chosen: Store<string | null> = store<string | null>(null)
  /** A place about which somebody is about to say something. */
  readonly draft: Store<Anchor | null> = store<Anchor | null>(null)
  readonly isOpen: Store<boolean> = store(false)

  choose(id: string | null): void {
    this.chosen.set(id)
    if (id !== null) this.isOpen.set(true)
  }

  begin(anchor: Anchor): void {
    this.chosen.set(null)
    this.draft.set(anchor)
    this.isOpen.set(true)
  }

  close(): void {
    this.draft.set(null)
    this.chosen.set(null)
    this.isOpen.set(false)
  }
}
