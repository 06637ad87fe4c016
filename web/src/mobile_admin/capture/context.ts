import { createContext, use } from 'react'
import type { Sheet } from './sheet/sheet'

export interface Filling {
  readonly sheet: Sheet
  /** Nothing can be changed: a sheet that was sent. */
  readonly isRead: boolean
  /** Whether what is missing on the screen is told: somebody wanted to go on from it. */
  readonly isTold: boolean
  /** To the next screen, as an answer of the look `quick` does. */
  readonly onward: () => void
}

export const FillingContext = createContext<Filling | null>(null)

export function useFilling(): Filling {
  const filling = use(FillingContext)
  if (filling === null) throw new Error('no sheet around this question')
  return filling
}
