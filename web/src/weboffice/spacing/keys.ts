/** Hangul's keys for lines and letters that stand closer or further apart. */
import {
  BetweenHorizontalStart,
  FoldHorizontal,
  FoldVertical,
  UnfoldHorizontal,
} from 'lucide-react'
import type { Command } from 'prosemirror-state'
import type { TextCommand } from '../text/commands'
import { stepTracking } from '../typeface/commands'
import { stepLeading } from './leading'

export const LEADING: readonly TextCommand[] = [
  {
    id: 'leading-wider',
    label: { ko: '줄 간격 넓게', en: 'Wider line spacing' },
    icon: BetweenHorizontalStart,
    keys: 'Alt+Shift+Z',
    run: stepLeading(1),
  },
  {
    id: 'leading-closer',
    label: { ko: '줄 간격 좁게', en: 'Closer line spacing' },
    icon: FoldVertical,
    keys: 'Alt+Shift+A',
    run: stepLeading(-1),
  },
]
export const TRACKING: readonly TextCommand[] = [
  {
    id: 'tracking-wider',
    label: { ko: '자간 넓게', en: 'Wider letter spacing' },
    icon: UnfoldHorizontal,
    keys: 'Alt+Shift+W',
    run: stepTracking(1),
  },
  {
    id: 'tracking-closer',
    label: { ko: '자간 좁게', en: 'Closer letter spacing' },
    icon: FoldHorizontal,
    keys: 'Alt+Shift+N',
    run: stepTracking(-1),
  },
]

export const SPACING_KEYS: Record<string, Command> = Object.fromEntries(
  [...LEADING, ...TRACKING].map(({ keys = '', run }) => [
    `Alt-Shift-${keys.slice(-1).toLowerCase()}`,
    run,
  ]),
)
