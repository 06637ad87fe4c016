/** Larger and smaller: by Word's keys as shown, by Hangul's as well. */
import { AArrowDown, AArrowUp } from 'lucide-react'
import type { Command } from 'prosemirror-state'
import type { TextCommand } from '../text/commands'
import { stepSize } from './commands'

export const LARGER: TextCommand = {
  id: 'larger',
  label: { ko: '글자 크게', en: 'Larger text' },
  icon: AArrowUp,
  keys: 'Mod+]',
  run: stepSize(1),
}
export const SMALLER: TextCommand = {
  id: 'smaller',
  label: { ko: '글자 작게', en: 'Smaller text' },
  icon: AArrowDown,
  keys: 'Mod+[',
  run: stepSize(-1),
}

export const TYPEFACE: readonly TextCommand[] = [LARGER, SMALLER]

export const TYPEFACE_KEYS: Record<string, Command> = {
  'Alt-Shift-e': LARGER.run,
  'Alt-Shift-r': SMALLER.run,
  'Mod-Shift->': LARGER.run,
  'Mod-Shift-<': SMALLER.run,
}
