/** Saves a little after each answer, one save at a time, and tells how it stands. */
import { type Store, store } from '@/kernel/store'

export type Saving = 'saved' | 'waiting' | 'failed'

export interface Autosave {
  readonly state: Store<Saving>
  /** Something changed. */
  touch(): void
  /** Comes back when all that was changed before is durable, or the store refused. */
  flush(): Promise<boolean>
  stop(): void
}

const AFTER_MS = 200
const AGAIN_MS = 3_000

export function autosave(save: () => Promise<void>): Autosave {
  const state = store<Saving>('saved')
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<boolean> | null = null
  let isDirty = false

  async function run(): Promise<boolean> {
    while (isDirty) {
      isDirty = false
      try {
        await save()
      } catch {
        isDirty = true
        state.set('failed')
        plan(AGAIN_MS)
        return false
      }
    }
    state.set('saved')
    return true
  }
  function plan(after: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => void flush(), after)
  }
  function flush(): Promise<boolean> {
    clearTimeout(timer)
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
  return {
    state,
    touch() {
      isDirty = true
      if (state.get() === 'saved') state.set('waiting')
      plan(AFTER_MS)
    },
    async flush() {
      await running
      return flush()
    },
    stop: () => clearTimeout(timer),
  }
}
