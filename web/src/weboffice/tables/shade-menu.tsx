/** The shade of the cells that are chosen, or of the one with the caret; and where their lines stand. */
import {
  AlignVerticalJustifyCenter,
  AlignVerticalJustifyEnd,
  AlignVerticalJustifyStart,
  PaintBucket,
  Square,
} from 'lucide-react'
import type { Command } from 'prosemirror-state'
import { usePick, useWords } from '@/kernel/i18n'
import { IconButton } from '@/kit/button'
import { Menu, MenuItem } from '@/kit/menu'
import { oneStep } from './one-step'
import { SHADES, setShade, setStand } from './shade'
import { words } from './words'

const STANDS = [
  ['top', 'top', AlignVerticalJustifyStart],
  ['middle', null, AlignVerticalJustifyCenter],
  ['bottom', 'bottom', AlignVerticalJustifyEnd],
] as const

export function ShadeMenu({ onAct }: { readonly onAct: (act: Command) => void }) {
  const t = useWords(words)
  const pick = usePick()
  return (
    <Menu label={t('shade')} trigger={<IconButton icon={PaintBucket} label={t('shade')} />}>
      <MenuItem
        label={t('noShade')}
        icon={Square}
        onAction={() => onAct(oneStep(setShade(null)))}
      />
      {SHADES.map(([id, colour, label]) => (
        <MenuItem
          key={id}
          label={pick(label)}
          icon={Square}
          inkClass={`shade-${id}`}
          onAction={() => onAct(oneStep(setShade(colour)))}
        />
      ))}
    </Menu>
  )
}

export function StandMenu({ onAct }: { readonly onAct: (act: Command) => void }) {
  const t = useWords(words)
  return (
    <Menu
      label={t('stands')}
      trigger={<IconButton icon={AlignVerticalJustifyCenter} label={t('stands')} />}
    >
      {STANDS.map(([name, stand, icon]) => (
        <MenuItem
          key={name}
          label={t(`stand.${name}`)}
          icon={icon}
          onAction={() => onAct(oneStep(setStand(stand)))}
        />
      ))}
    </Menu>
  )
}
