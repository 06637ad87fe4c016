/** What is looked for in an open document, and how much of it there is. */
import { type Store, store } from '@/kernel/store'
import type { Wish } from './match'

export interface Found {
  /** From 1; 0 where there is none. */
  readonly at: number
  readonly count: number
}

export type BarMode = 'closed' | 'find' | 'replace'
export const NONE: Found = { at: 0, count: 0 }

export class Finding {
  readonly mode: Store<BarMode> = store<BarMode>('closed')
  readonly wish: Store<Wish> = store<Wish>({ text: '', isCase: false, isWord: false })
  readonly found: Store<Found> = store<Found>(NONE)
}
