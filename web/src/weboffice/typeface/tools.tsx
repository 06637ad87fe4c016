/** Font and size above the sheet: what is chosen has them, or what is typed next. */
import { AArrowDown, AArrowUp, Check, ChevronDown, Type } from 'lucide-react'
import type { Command, EditorState } from 'prosemirror-state'
import { usePick, useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Menu, MenuItem, MenuLine } from '@/kit/menu'
import { chosenFace, setFont, setSize } from './commands'
import { FACES, SIZES } from './faces'
import { LARGER, SMALLER } from './keys'
import s from './tools.module.css'
import { words } from './words'

interface TypefaceToolsProps {
  readonly state: EditorState
  readonly onAct: (act: Command) => void
}

export function TypefaceTools({ state, onAct }: TypefaceToolsProps) {
  const { font, size } = chosenFace(state)
  return (
    <>
      <FontMenu font={font} onAct={onAct} />
      <SizeMenu size={size} onAct={onAct} />
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

interface SizeMenuProps extends Pick<TypefaceToolsProps, 'onAct'> {
  readonly size: number | null | undefined
}

function SizeMenu({ size, onAct }: SizeMenuProps) {
  const t = useWords(words)
  const shown = size === undefined ? t('mixed') : size === null ? t('usual') : String(size)
  const sizes = SIZES.some(one => one === size) || !size ? SIZES : [...SIZES, size]
  return (
    <Menu label={t('size')} trigger={<Shown label={t('size')} shown={shown} />}>
      {[LARGER, SMALLER].map(({ id, keys, run }) => (
        <MenuItem
          key={id}
          label={t(id === 'larger' ? 'larger' : 'smaller')}
          icon={id === 'larger' ? AArrowUp : AArrowDown}
          keys={(keys ?? '').replace('Mod', 'Ctrl')}
          onAction={() => onAct(run)}
        />
      ))}
      <MenuLine />
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
