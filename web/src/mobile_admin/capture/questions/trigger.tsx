import { Check } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { cx } from '@/kit/cx'
import { useFilling } from '../context'
import type { TriggerNode } from '../engine/node'
import { useReading } from '../engine/reading'
import { words } from '../words'
import type { Face } from './face'
import s from './questions.module.css'

export function TriggerQuestion({ node, told }: Face<TriggerNode>) {
  const t = useWords(words)
  const { sheet, isRead } = useFilling()
  const isSet = useReading(() => node.currentState.value === true)
  return (
    <label className={cx(s.choice, isSet && s.isChosen)}>
      <input
        {...told}
        type="checkbox"
        checked={isSet}
        disabled={isRead}
        onChange={event => sheet.answer(node, () => node.setValue(event.target.checked))}
      />
      <span className={s.box} aria-hidden>
        {isSet && <Check size={20} strokeWidth={3} />}
      </span>
      <span>{t('confirm')}</span>
    </label>
  )
}
