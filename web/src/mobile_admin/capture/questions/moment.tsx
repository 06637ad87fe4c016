/** Dates and times, with the device's own picker and the days one usually means. */
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { useFilling } from '../context'
import { type InputNode, looksOf } from '../engine/node'
import { useReading } from '../engine/reading'
import { keptDateTime, keptTime, localOf, shownDateTime, shownTime } from '../sheet/values'
import { words } from '../words'
import type { Face } from './face'
import s from './questions.module.css'

type Kind = 'date' | 'month' | 'year' | 'time' | 'datetime-local'

export function MomentQuestion({ node, told }: Face<InputNode>) {
  const { sheet, isRead } = useFilling()
  const kept = useReading(() => node.currentState.instanceValue ?? '')
  const isReadonly = useReading(() => node.currentState.readonly) || isRead
  const kind = kindOf(node)
  function answer(shown: string): void {
    sheet.answer(node, () => node.setValue(keptOf(kind, shown)))
  }
  return (
    <div className={s.row}>
      <input
        {...told}
        className={s.input}
        {...(kind === 'year'
          ? { type: 'number', min: 1900, max: 2200, inputMode: 'numeric' as const }
          : { type: kind })}
        key={kind === 'year' ? 'year' : 'moment'}
        value={shownOf(kind, kept)}
        readOnly={isReadonly}
        onChange={event => answer(event.target.value)}
      />
      {!isReadonly && <Usual kind={kind} onAnswer={answer} />}
    </div>
  )
}

function Usual({
  kind,
  onAnswer,
}: {
  readonly kind: Kind
  readonly onAnswer: (shown: string) => void
}) {
  const t = useWords(words)
  if (kind !== 'date') {
    return <Button onPress={() => onAnswer(localPart(kind, new Date()))}>{t('now')}</Button>
  }
  const yesterday = new Date()
  yesterday.setDate(yesterday.getDate() - 1)
  return (
    <>
      <Button onPress={() => onAnswer(localPart('date', new Date()))}>{t('today')}</Button>
      <Button onPress={() => onAnswer(localPart('date', yesterday))}>{t('yesterday')}</Button>
    </>
  )
}

function kindOf(node: InputNode): Kind {
  if (node.valueType === 'time') return 'time'
  if (node.valueType === 'dateTime') return 'datetime-local'
  const looks = looksOf(node)
  if (looks.has('year')) return 'year'
  return looks.has('month-year') ? 'month' : 'date'
}

function localPart(kind: Kind, at: Date): string {
  const local = localOf(at)
  if (kind === 'time') return local.slice(11, 16)
  if (kind === 'datetime-local') return local.slice(0, 16)
  return local.slice(0, { date: 10, month: 7, year: 4 }[kind])
}

function shownOf(kind: Kind, kept: string): string {
  if (kind === 'time') return shownTime(kept)
  if (kind === 'datetime-local') return shownDateTime(kept)
  return kept.slice(0, { date: 10, month: 7, year: 4 }[kind])
}

function keptOf(kind: Kind, shown: string): string | null {
  if (shown === '') return null
  if (kind === 'time') return keptTime(shown)
  if (kind === 'datetime-local') return keptDateTime(shown)
  if (kind === 'month') return `${shown}-01`
  if (kind === 'year') return /^\d{4}$/.test(shown) ? `${shown}-01-01` : null
  return shown
}
