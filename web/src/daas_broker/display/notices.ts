/** What the viewer says without standing in the way: at the top of the picture, until it is put away. */
import type { LucideIcon } from 'lucide-react'
import { type Store, store } from '@/kernel/store'

export interface Notice {
  /** A later notice with the same id takes the place of the earlier. */
  readonly id: string
  readonly text: string
  readonly note?: string
  readonly icon?: LucideIcon
  readonly tone?: 'information' | 'warning' | 'danger'
  readonly action?: { readonly label: string; readonly run: () => void }
  /** Goes by itself after so long; without it, it stays until it is put away. */
  readonly seconds?: number
  /** False for what must stay on the screen as long as it holds. */
  readonly isDismissable?: boolean
}

const MOST = 4

export class Notices {
  readonly shown: Store<readonly Notice[]> = store<readonly Notice[]>([])
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>()

  show(notice: Notice): void {
    this.stop(notice.id)
    const others = this.shown.get().filter(({ id }) => id !== notice.id)
    this.shown.set([...others, notice].slice(-MOST))
    if (notice.seconds !== undefined)
      this.timers.set(
        notice.id,
        setTimeout(() => this.dismiss(notice.id), notice.seconds * 1_000),
      )
  }

  dismiss(id: string): void {
    this.stop(id)
    if (this.shown.get().some(each => each.id === id))
      this.shown.set(this.shown.get().filter(each => each.id !== id))
  }

  /** What was said of a desktop that is shown here no more; what must be read waits. */
  clear(): void {
    for (const { id, isDismissable = true } of this.shown.get()) if (isDismissable) this.dismiss(id)
  }

  close(): void {
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.timers.clear()
  }

  private stop(id: string): void {
    clearTimeout(this.timers.get(id))
    this.timers.delete(id)
  }
}
