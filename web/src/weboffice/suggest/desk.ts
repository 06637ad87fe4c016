/** What one page knows about suggesting: how one works, who one is, and what is shown beside. */
import { type Store, store } from '@/kernel/store'
import { freshId } from '../text/ids'
import type { Pen } from './pen'

export type Mode = 'edit' | 'suggest' | 'view'

export class Suggesting {
  readonly mode: Store<Mode> = store<Mode>('edit')
  readonly isOpen: Store<boolean> = store(false)
  /** Of the suggestion that is looked at. */
  readonly chosen: Store<string | null> = store<string | null>(null)
  /** Counts what could not be suggested, so that it can be said. */
  readonly declined: Store<number> = store(0)

  /** A composition took the place of what was selected: what it did is suggested when it rests. */
  isDeferring = false

  constructor(readonly by: string) {}

  pen(): Pen {
    return { stamp: { id: freshId(), by: this.by, at: Date.now() } }
  }

  decline(): void {
    this.declined.set(this.declined.get() + 1)
  }

  choose(id: string | null): void {
    this.chosen.set(id)
  }
}
