/** A number between two: a few as buttons or stars, many as a slider. */
import { Star } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { cx } from '@/kit/cx'
import { useFilling } from '../context'
import { looksOf, type RangeNode } from '../engine/node'
import { useReading } from '../engine/reading'
import { stepsOf } from '../sheet/steps'
import { words } from '../words'
import { type Face, wordsOf } from './face'
import s from './questions.module.css'

const MOST_BUTTONS = 11

export function RangeQuestion({ node, told }: Face<RangeNode>) {
  const { sheet, isRead } = useFilling()
  const value = useReading(() => node.currentState.instanceValue ?? '')
  const isReadonly = useReading(() => node.currentState.readonly) || isRead
  const steps = stepsOf(node.definition.bounds)
  const looks = looksOf(node)
  const props: PartProps = {
    node,
    told,
    value,
    isReadonly,
    steps,
    onAnswer: next => sheet.answer(node, () => node.setValue(next === value ? null : next)),
  }
  if (looks.has('rating') && steps.length <= MOST_BUTTONS) return <Stars {...props} />
  return steps.length <= MOST_BUTTONS ? <Buttons {...props} /> : <Slider {...props} />
}

interface PartProps extends Face<RangeNode> {
  readonly value: string
  readonly isReadonly: boolean
  readonly steps: readonly string[]
  readonly onAnswer: (next: string) => void
}

function Buttons({ node, told, value, isReadonly, steps, onAnswer }: PartProps) {
  return (
    <div role="radiogroup" {...told} className={cx(s.choices, s.beside, s.numbers)}>
      {steps.map(step => {
        const isChosen = Number(step) === Number(value) && value !== ''
        return (
          <label key={step} className={cx(s.choice, isChosen && s.isChosen)}>
            <input
              type="radio"
              name={node.nodeId}
              checked={isChosen}
              disabled={isReadonly}
              onChange={() => onAnswer(step)}
            />
            {step}
          </label>
        )
      })}
    </div>
  )
}

function Stars({ told, value, isReadonly, steps, onAnswer }: PartProps) {
  const t = useWords(words)
  return (
    <div role="radiogroup" {...told} className={s.row}>
      {steps.map(step => {
        const isFull = value !== '' && Number(step) <= Number(value)
        return (
          // biome-ignore lint/a11y/useSemanticElements: stars are filled up to the one pressed
          <button
            key={step}
            type="button"
            role="radio"
            aria-checked={Number(step) === Number(value) && value !== ''}
            aria-label={t('stars', { count: step })}
            disabled={isReadonly}
            className={cx(s.star, isFull && s.isFull)}
            onClick={() => onAnswer(step)}
          >
            <Star size={36} fill={isFull ? 'currentColor' : 'none'} aria-hidden />
          </button>
        )
      })}
    </div>
  )
}

function Slider({ node, told, value, isReadonly, steps, onAnswer }: PartProps) {
  const t = useWords(words)
  const { start, end, step } = node.definition.bounds
  return (
    <div className={s.stack}>
      <output className={s.reading}>{value === '' ? t('notYet') : value}</output>
      <input
        {...wordsOf(told)}
        type="range"
        className={s.slider}
        min={Number(start)}
        max={Number(end)}
        step={Number(step)}
        value={value === '' ? Number(start) : Number(value)}
        disabled={isReadonly}
        onChange={event => onAnswer(event.target.value)}
        onPointerUp={() => value === '' && steps[0] && onAnswer(steps[0])}
      />
      <div className={s.ends} aria-hidden>
        <span>{String(start)}</span>
        <span>{String(end)}</span>
      </div>
    </div>
  )
}
