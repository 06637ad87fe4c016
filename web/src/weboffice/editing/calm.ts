/**
 * What the state line says. That something is not saved it says at once [ED1]; that all is saved it
 * says when it has been so for a moment, so that the line does not flicker with each letter.
 */
import { type Store, store } from '@/kernel/store'
import type { Saving } from './provider'

const CALM_MS = 400

export class StateLine {
  readonly shown: Store<Saving>
  private timer: ReturnType<typeof setTimeout> | undefined
  private readonly leave: () => void

  constructor(private readonly saving: Store<Saving>) {
    this.shown = store(saving.get())
    this.leave = saving.follow(this.changed)
  }

  close(): void {
    clearTimeout(this.timer)
    this.leave()
  }

  private readonly changed = () => {
    clearTimeout(this.timer)
    const now = this.saving.get()
    if (now.kind === 'saved' && this.shown.get().kind === 'saving') {
      this.timer = setTimeout(() => this.shown.set(now), CALM_MS)
    } else this.shown.set(now)
  }
}
