/** What the clipboard of a desk is about just now, for its part and for its panel. */
import type { Store } from '@/kernel/store'
import type { Clipboard } from '../clipboard'
import type { Desk } from '../desk'
import type { Crossing } from '../permit'
import type { Askable } from './release'

export type Asked = Extract<Crossing, { verdict: 'reason' }>

export interface Running {
  readonly clipboard: Clipboard
  readonly asked: Store<Asked | null>
  /** The text that was refused last and may be asked for. */
  readonly askable: Store<Askable | null>
}

export const running = new WeakMap<Desk, Running>()
