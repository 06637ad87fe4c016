/** Files one after the other: what is refused stays where it is, and the next one goes. */
import { asRefusal, type Refusal } from '@/kernel/refusal'
import type { Moved } from './looked-at'

export interface All {
  readonly count: number
  /** Tried, whatever came of it. */
  readonly done: number
  /** The one that is on its way. */
  readonly name: string
  readonly refused: readonly { readonly name: string; readonly why: Refusal }[]
  /** Saved, and no antivirus looked at it. */
  readonly unscanned: number
  readonly isStopped: boolean
}

export async function saveAll(
  names: readonly string[],
  move: (name: string) => Promise<Pick<Moved, 'is_scanned'>>,
  tell: (all: All) => void,
  stop: AbortSignal,
): Promise<void> {
  let all: All = {
    count: names.length,
    done: 0,
    name: '',
    refused: [],
    unscanned: 0,
    isStopped: false,
  }
  const say = (change: Partial<All>) => {
    all = { ...all, ...change }
    tell(all)
  }
  for (const name of names) {
    if (stop.aborted) break
    say({ name })
    try {
      const { is_scanned } = await move(name)
      if (!is_scanned) say({ unscanned: all.unscanned + 1 })
    } catch (error) {
      if (stop.aborted) continue // taken back on its way: it stays where it was
      say({ refused: [...all.refused, { name, why: asRefusal(error) }] })
    }
    say({ done: all.done + 1 })
  }
  if (all.done < all.count) say({ isStopped: true })
}
