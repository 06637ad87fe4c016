import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useFilling } from '../context'
import { type InputNode, looksOf } from '../engine/node'
import { useReading } from '../engine/reading'
import { isDecimal, isWhole, plainNumber, withCommas } from '../sheet/values'
import { words } from '../words'
import type { Face } from './face'
import { OwnInput } from './own-input'
import s from './questions.module.css'

type Wrong = 'numberSaid' | 'wholeSaid' | 'tooLargeSaid'

/** Grouped below the field as soon as one no longer sees how large it is. */
const LONG = 5

export function NumberQuestion({ node, told }: Face<InputNode>) {
  const t = useWords(words)
  const { sheet, isRead } = useFilling()
  const value = useReading(() => node.currentState.instanceValue ?? '')
  const isReadonly = useReading(() => node.currentState.readonly)
  const [wrong, setWrong] = useState<Wrong | null>(null)
  const isInt = node.valueType === 'int'

  function commit(text: string): void {
    const plain = plainNumber(text)
    const problem = plain === '' ? null : problemOf(plain, isInt)
    sheet.answer(node, () => node.setValue(problem || plain === '' ? null : plain))
    const isLost = plain !== '' && !problem && (node.currentState.instanceValue ?? '') === ''
    setWrong(isLost ? 'tooLargeSaid' : problem)
  }
  const isLong = looksOf(node).has('thousands-sep') || (value.split('.')[0] ?? '').length >= LONG
  return (
    <>
      <OwnInput
        {...told}
        {...(wrong ? { 'aria-invalid': true } : {})}
        value={value}
        onCommit={commit}
        inputMode={isInt ? 'numeric' : 'decimal'}
        autoComplete="off"
        enterKeyHint="next"
        readOnly={isRead || isReadonly}
        className={s.number}
      />
      {wrong ? (
        <p className={s.wrong} role="alert">
          {t(wrong)}
        </p>
      ) : (
        isLong && value !== '' && <p className={s.aside}>{withCommas(value)}</p>
      )}
    </>
  )
}

function problemOf(plain: string, isInt: boolean): Wrong | null {
  if (isWhole(plain)) return null
  if (!isDecimal(plain)) return 'numberSaid'
  return isInt ? 'wholeSaid' : null
}
