/** Every key of the editor, in groups: what the toolbar has, and what is typed without one. */
import type { Bilingual } from '@/kernel/i18n'
import { LEADING, TRACKING } from '../spacing/keys'
import { TABLE } from '../tables/commands'
import { ALIGNS, HISTORY, INSERTS, LISTS, MARKS, STYLES, type TextCommand } from '../text/commands'
import { TYPEFACE } from '../typeface/keys'
import type { words } from './words'

type Shape = NonNullable<(typeof words)['shape']>
type Told = Exclude<keyof Shape, 'group' | 'title' | 'note'>
export type Group = keyof Shape['group']

/** `keys` as on the keyboard: a space parts keys that are pressed after one another. */
export interface Shortcut {
  readonly keys: readonly string[]
  readonly does: Told | Bilingual
}

const told = (does: Told, ...keys: readonly string[]): Shortcut => ({ keys, does })

function of(...commands: readonly (readonly TextCommand[])[]): Shortcut[] {
  return commands
    .flat()
    .flatMap(({ keys, label }) => (keys ? [{ keys: [shown(keys)], does: label }] : []))
}

export function shown(keys: string): string {
  return keys.replace('Mod', 'Ctrl')
}

export const GROUPS: readonly (readonly [Group, readonly Shortcut[]])[] = [
  [
    'signs',
    [
      told('outline1', '□ ␣'),
      told('outline2', '○ ␣'),
      told('outline3', '- ␣'),
      told('outline4', '· ␣'),
      told('bullet', '* ␣'),
      told('number', '1. ␣', '가. ␣', '1) ␣', '가) ␣'),
      told('headings', '# ␣', '## ␣', '### ␣'),
      told('undoSign', 'Ctrl+Z', 'Backspace'),
    ],
  ],
  [
    'letters',
    [...of(MARKS, TYPEFACE, TRACKING), told('link', 'Ctrl+K'), told('address', 'https://… ␣')],
  ],
  [
    'lines',
    [
      ...of(STYLES, LISTS, ALIGNS, LEADING),
      told('again', 'Enter'),
      told('leave', 'Backspace'),
      told('lineBreak', 'Shift+Enter'),
      told('tab', 'Tab'),
    ],
  ],
  ['inserts', of(INSERTS)],
  [
    'table',
    [
      told('nextCell', 'Tab'),
      told('previousCell', 'Shift+Tab'),
      ...of(...TABLE),
      told('emptied', 'Delete'),
    ],
  ],
  ['picture', [told('pictureWidth', 'Shift+←', 'Shift+→'), told('letGo', 'Esc')]],
  [
    'review',
    [
      told('find', 'Ctrl+F'),
      told('replace', 'Ctrl+H'),
      told('comment', 'Ctrl+Alt+M'),
      told('nextSuggestion', 'Ctrl+Alt+N', 'Ctrl+Alt+P'),
      told('modes', 'Ctrl+Alt+Shift+Z', 'X', 'C'),
    ],
  ],
  [
    'page',
    [
      ...of(HISTORY),
      told('select', 'Ctrl+A'),
      told('plain', 'Ctrl+Shift+V'),
      told('save', 'Ctrl+S'),
      told('print', 'Ctrl+P'),
      told('tools', 'Alt+F10'),
      told('out', 'Esc, Tab'),
      told('help', 'Ctrl+/'),
    ],
  ],
]
