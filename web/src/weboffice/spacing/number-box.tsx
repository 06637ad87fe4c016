/** A number that is typed, or reached by steps; what was typed counts with Enter, or when one leaves. */
import { Minus, Plus } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { isComposing } from '@/kernel/text'
import { IconButton } from '@/kit/button'
import { TextField } from '@/kit/field'
import s from './number-box.module.css'
import { words } from './words'

interface NumberBoxProps {
  readonly label: string
  /** Null where nobody set one, undefined where what is chosen differs. */
  readonly value: number | null | undefined
  readonly least: number
  readonly most: number
  readonly less: { readonly label: string; readonly run: () => void }
  readonly more: { readonly label: string; readonly run: () => void }
  readonly read: (said: string) => number | null
  readonly onSet: (value: number) => void
  /** Enter: one has said what one wants. */
  readonly onDone: () => void
}

export function NumberBox(props: NumberBoxProps) {
  // What others or the steps set stands in it; a key makes the field anew.
  return <Box key={String(props.value)} {...props} />
}

function Box({ label, value, least, most, less, more, read, onSet, onDone }: NumberBoxProps) {
  const t = useWords(words)
  const [said, say] = useState(typeof value === 'number' ? String(value) : '')
  const wanted = Number(said) === 0 && least <= 0 && said.trim() !== '' ? 0 : read(said)
  const isBad = said.trim() !== '' && wanted === null
  function take(): boolean {
    if (wanted !== null && wanted !== value) onSet(wanted)
    return !isBad
  }
  return (
    <div className={s.box}>
      <TextField
        label={label}
        inputMode="decimal"
        value={said}
        placeholder={value === undefined ? t('mixed') : t('usual')}
        onChange={say}
        onBlur={take}
        onKeyDown={event => {
          if (event.key === 'Enter' && !isComposing(event) && take()) onDone()
        }}
        error={isBad ? t('bounds', { least, most }) : null}
      />
      <IconButton icon={Minus} label={less.label} onPress={less.run} />
      <IconButton icon={Plus} label={more.label} onPress={more.run} />
    </div>
  )
}
