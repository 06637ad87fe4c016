/** Files on their way, as the tray shows them. */
import type { Refusal } from '@/kernel/refusal'
import type { OnConflict } from './wire'

export type Phase =
  | { readonly name: 'waiting' }
  | { readonly name: 'sending' }
  | { readonly name: 'lost' }
  | { readonly name: 'paused' }
  | { readonly name: 'taken'; readonly version: number | null }
  | { readonly name: 'failed'; readonly refusal: Refusal }
  | { readonly name: 'saved'; readonly node: string }

export interface Item {
  readonly key: number
  readonly target: string
  readonly file: File
  readonly onConflict: OnConflict
  readonly seen?: number
  /** Where the server keeps it; null before it began. */
  readonly upload: string | null
  readonly sent: number
  readonly phase: Phase
}

export const MOST_AT_ONCE = 2

export function isBusy({ phase }: Item): boolean {
  return phase.name === 'sending' || phase.name === 'lost'
}

/** The next to send, as long as few enough are under way. */
export function nextOf(items: readonly Item[]): Item | undefined {
  if (items.filter(isBusy).length >= MOST_AT_ONCE) return undefined
  return items.find(({ phase }) => phase.name === 'waiting')
}

export function isOver({ phase }: Item): boolean {
  return phase.name === 'saved'
}

export function percentOf({ sent, file }: Item): number {
  return file.size === 0 ? 100 : Math.floor((sent / file.size) * 100)
}
