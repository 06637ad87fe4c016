/** Font and size above the sheet: what is chosen has them, or what is typed next. */
import { Check, ChevronDown, Type } from 'lucide-react'
import type { Command, EditorState } from 'prosemirror-state'
import { usePick, useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Menu, MenuItem } from '@/kit/menu'
import { NumberBox } from '../spacing/number-box'
import type { TextCommand } from '../text/commands'
import { chosenFace, setFont, setSize } from './commands'
import { FACES, LARGEST, SIZES, SMALLEST, sizeOf } from './faces'
import { LARGER, SMALLER } from './keys'
import s from './tools.module.css'
import { words } from './words'

interface TypefaceToolsProps {
  readonly state: EditorState
  /** And the focus goes back to the text. */
  readonly onAct: (act: Command) => void
  /** While the menu stays. */
  readonly onStay: (act: Command) => void
  readonly onLeave: () => void
}

export function TypefaceTools({ state, onAct, ...ways }: TypefaceToolsProps) {
  const { font, size } = chosenFace(state)
  return (
    <>
      <FontMenu font={font} onAct={onAct} />
      <SizeMenu size={size} onAct={onAct} {...ways} />
    </>
  )
}

interface FontMenuProps extends Pick<TypefaceToolsProps, 'onAct'> {
  readonly font: string | null | undefined
}

function FontMenu({ font, onAct }: FontMenuProps) {
  const t = useWords(words)
  const pick = usePick()
  const known = FACES.find(({ name }) => name === font)
  const shown = font === undefined ? t('mixed') : known ? pick(known.label) : font
  // One that a file came with is among them: it can be given to more letters.
  const faces = known || !font ? FACES : [...FACES, { name: font, label: { ko: font, en: font } }]
  return (
    <Menu label={t('font')} trigger={<Shown label={t('font')} shown={shown ?? ''} wide />}>
      {faces.map(({ name, label }) => (
        <MenuItem
          key={name}
          label={pick(label)}
          icon={name === font ? Check : Type}
          onAction={() => onAct(setFont(name))}
        />
      ))}
    </Menu>
  )
}

interface SizeMenuProps extends Omit<TypefaceToolsProps, 'state'> {
  readonly size: number | null | undefined
}

function SizeMenu({ size, onAct, ...ways }: SizeMenuProps) {
  const t = useWords(words)
  const shown = size === undefined ? t('mixed') : size === null ? t('usual') : String(size)
  const sizes = SIZES.some(one => one === size) || !size ? SIZES : [...SIZES, size]
  return (
    <Menu
      label={t('size')}
      trigger={<Shown label={t('size')} shown={shown} />}
      head={close => <SizeBox size={size} close={close} {...ways} />}
    >
      <MenuItem
        label={t('usualSize')}
        {...(size === null ? { icon: Check } : {})}
        onAction={() => onAct(setSize(null))}
      />
      {[...sizes]
        .sort((one, other) => one - other)
        .map(pt => (
          <MenuItem
            key={pt}
            label={t('points', { pt })}
            {...(pt === size ? { icon: Check } : {})}
            onAction={() => onAct(setSize(pt))}
          />
        ))}
    </Menu>
  )
}

interface SizeBoxProps extends Omit<SizeMenuProps, 'onAct'> {
  readonly close: () => void
}

/** Any size, typed. */
function SizeBox({ size, onStay, onLeave, close }: SizeBoxProps) {
  const t = useWords(words)
  const step = ({ keys = '', run }: TextCommand, label: string) => ({
    label: `${label} (${keys.replace('Mod', 'Ctrl')})`,
    run: () => onStay(run),
  })
  return (
    <NumberBox
      label={t('typed')}
      value={size}
      least={SMALLEST}
      most={LARGEST}
      less={step(SMALLER, t('smaller'))}
      more={step(LARGER, t('larger'))}
      read={sizeOf}
      onSet={pt => onStay(setSize(pt))}
      onDone={() => {
        close()
        // The menu gives the focus back first.
        setTimeout(onLeave)
      }}
    />
  )
}

interface ShownProps {
  readonly label: string
  readonly shown: string
  readonly wide?: boolean
}

function Shown({ label, shown, wide }: ShownProps) {
  return (
    <Button look="quiet" aria-label={`${label}: ${shown}`}>
      <span className={wide ? s.font : s.size}>{shown}</span>
      <ChevronDown size={15} aria-hidden />
    </Button>
  )
}
