/** Keys for those who cannot type them: the browser or the system takes them, or there is no keyboard. */
import { Keyboard as KeyboardIcon } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import type { Part } from '../chrome/part'
import type { Desk } from '../desk'
import s from './keys.module.css'
import { words } from './keys.words'

const [CTRL, ALT, SHIFT, SUPER] = [0xffe3, 0xffe9, 0xffe1, 0xffeb]
const [DELETE, TAB, ESCAPE, ENTER, BACKSPACE] = [0xffff, 0xff09, 0xff1b, 0xff0d, 0xff08]
const [LEFT, UP, RIGHT, DOWN, HANGUL] = [0xff51, 0xff52, 0xff53, 0xff54, 0xff31]
const [F4, F11, PRINT] = [0xffc1, 0xffc8, 0xff61]
const letter = (character: string) => character.charCodeAt(0)

const MODIFIERS = [
  ['Ctrl', CTRL],
  ['Alt', ALT],
  ['Shift', SHIFT],
  ['⊞', SUPER],
] as const
const CHORDS = [
  ['Ctrl+Alt+Del', [CTRL, ALT, DELETE]],
  ['Alt+Tab', [ALT, TAB]],
  ['Alt+F4', [ALT, F4]],
  ['Ctrl+W', [CTRL, letter('w')]],
  ['Ctrl+T', [CTRL, letter('t')]],
  ['Ctrl+N', [CTRL, letter('n')]],
  ['F11', [F11]],
  ['PrtSc', [PRINT]],
  ['Esc', [ESCAPE]],
  ['Tab', [TAB]],
  ['Enter', [ENTER]],
  ['⌫', [BACKSPACE]],
  ['←', [LEFT]],
  ['↑', [UP]],
  ['↓', [DOWN]],
  ['→', [RIGHT]],
] as const

export const keys: Part = {
  id: 'keys',
  isOnSecond: true,
  order: 52,
  isPinned: true,
  useFace() {
    const t = useWords(words)
    return { icon: KeyboardIcon, label: t('keys') }
  },
  Panel({ desk }) {
    const t = useWords(words)
    return (
      <>
        <Button icon={KeyboardIcon} wide onPress={() => desk.focus()}>
          {t('type')}
        </Button>
        <p className={s.note}>{t('hold')}</p>
        <div className={s.keys}>
          {MODIFIERS.map(([name, keysym]) => (
            <Modifier key={name} name={name} keysym={keysym} desk={desk} />
          ))}
        </div>
        <p className={s.note}>{t('press')}</p>
        <div className={s.keys}>
          {CHORDS.map(([name, keysyms]) => (
            <Button key={name} size="s" onPress={() => desk.keyboard.tap(...keysyms)}>
              {name}
            </Button>
          ))}
          <Button size="s" onPress={() => desk.keyboard.tap(HANGUL)}>
            {t('hangul')}
          </Button>
        </div>
        <p className={s.note}>{t('touch')}</p>
      </>
    )
  },
}

function Modifier(props: { readonly name: string; readonly keysym: number; readonly desk: Desk }) {
  const { name, keysym, desk } = props
  const [isOn, setOn] = useState(desk.keyboard.isPinned(keysym))
  function turn() {
    desk.keyboard.pin(keysym, !isOn)
    setOn(!isOn)
  }
  return (
    <Button size="s" look={isOn ? 'primary' : 'plain'} aria-pressed={isOn} onPress={turn}>
      {name}
    </Button>
  )
}
