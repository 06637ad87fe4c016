/** Keys for those who cannot type them: the browser or the system takes them, or there is no keyboard. */
import { Keyboard as KeyboardIcon } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
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
  useFace({ keyboard }) {
    const t = useWords(words)
    const holds = useStore(keyboard.holds)
    if (holds.length === 0) return { icon: KeyboardIcon, label: t('keys') }
    // Whoever shut the panel would wonder what becomes of their letters.
    const names = MODIFIERS.filter(([, keysym]) => holds.includes(keysym)).map(([name]) => name)
    const text = names.join('+')
    return { icon: KeyboardIcon, label: t('held', { keys: text }), title: t('keys'), text }
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
  const isOn = useStore(desk.keyboard.holds).includes(keysym)
  const turn = () => desk.keyboard.pin(keysym, !isOn)
  return (
    <Button size="s" look={isOn ? 'primary' : 'plain'} aria-pressed={isOn} onPress={turn}>
      {name}
    </Button>
  )
}
