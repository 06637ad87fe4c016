/** A few choices that one would rather look at than read, one of them chosen. */
import type { LucideIcon } from 'lucide-react'
import { Radio, RadioGroup } from 'react-aria-components'
import { cx } from './cx'
import s from './tiles.module.css'

interface TilesProps<K extends string> {
  readonly label: string
  readonly choices: readonly {
    readonly id: K
    readonly label: string
    readonly icon: LucideIcon
  }[]
  readonly value: K
  readonly onChange: (value: K) => void
}

export function Tiles<K extends string>({ label, choices, value, onChange }: TilesProps<K>) {
  return (
    <RadioGroup
      aria-label={label}
      orientation="horizontal"
      className={cx(s.tiles)}
      value={value}
      onChange={key => onChange(key as K)}
    >
      {choices.map(({ id, label: name, icon: Icon }) => (
        <Radio key={id} value={id} className={cx(s.tile)}>
          <Icon size={26} aria-hidden />
          {name}
        </Radio>
      ))}
    </RadioGroup>
  )
}
