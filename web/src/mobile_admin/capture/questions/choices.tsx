/** One of several, or some of them: as large buttons, side by side where they are short. */
import { Check } from 'lucide-react'
import { useId, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { matches } from '@/kernel/text'
import { cx } from '@/kit/cx'
import { useFilling } from '../context'
import { type Item, looksOf, type SelectNode } from '../engine/node'
import { sameItems, useReading } from '../engine/reading'
import { LabelMedia } from '../label-media'
import { Said } from '../said'
import { words } from '../words'
import { type Face, wordsOf } from './face'
import s from './questions.module.css'

/** More than this and one looks for a choice instead of reading all. */
const MANY = 12
const MOST_BESIDE = 4
const MOST_LETTERS = 14

export function ChoiceQuestion({ node, told }: Face<SelectNode>) {
  const t = useWords(words)
  const { sheet, isRead, onward } = useFilling()
  const items = useReading(() => node.currentState.valueOptions)
  const chosen = useReading(() => node.currentState.value, sameItems)
  const isReadonly = useReading(() => node.currentState.readonly) || isRead
  const looks = looksOf(node)
  const isOne = node.selectType === 'select1'
  const [sought, setSought] = useState('')

  function toggle(value: string): void {
    const isThere = chosen.includes(value)
    const rest = isOne ? [] : chosen.filter(each => each !== value)
    sheet.answer(node, () => node.selectValues(isThere ? rest : [...rest, value]))
    if (isOne && !isThere && (looks.has('quick') || looks.has('quickcompact'))) onward()
  }
  if (items.length === 0) return <p className={s.aside}>{t('noChoices')}</p>
  if (isOne && looks.has('minimal') && items.length <= MANY) {
    return <Minimal {...{ node, told, items, chosen, isReadonly }} />
  }
  const isLong = items.length > MANY || looks.has('autocomplete')
  const shown = isLong ? items.filter(item => isWanted(item, sought, chosen)) : items
  return (
    <div
      role={isOne ? 'radiogroup' : 'group'}
      {...(isOne ? told : wordsOf(told))}
      className={s.stack}
    >
      {isLong && (
        <input
          type="search"
          className={s.input}
          aria-label={t('findChoice')}
          placeholder={t('findChoice')}
          onChange={event => setSought(event.target.value)}
        />
      )}
      <div className={cx(s.choices, layoutOf(items, looks, isOne))}>
        {shown.map(item => (
          <Choice
            key={item.value}
            item={item}
            isOne={isOne}
            isChosen={chosen.includes(item.value)}
            isReadonly={isReadonly}
            onToggle={() => toggle(item.value)}
            group={node.nodeId}
          />
        ))}
      </div>
      {shown.length === 0 && <p className={s.aside}>{t('noChoice')}</p>}
    </div>
  )
}

interface ChoiceProps {
  readonly item: Item
  readonly isOne: boolean
  readonly isChosen: boolean
  readonly isReadonly: boolean
  readonly group: string
  readonly onToggle: () => void
}

/** A radio button that can be let go of again: what was touched by mistake is no answer. */
function Choice({ item, isOne, isChosen, isReadonly, group, onToggle }: ChoiceProps) {
  const label = useReading(() => item.label.formatted)
  const hasMedia = useReading(() => item.label.imageSource !== undefined)
  const own = useId()
  return (
    <label className={cx(s.choice, isChosen && s.isChosen, isReadonly && s.isFixed)}>
      <input
        type={isOne ? 'radio' : 'checkbox'}
        name={group}
        value={item.value}
        checked={isChosen}
        disabled={isReadonly}
        aria-labelledby={own}
        onChange={onToggle}
        onClick={() => isOne && isChosen && onToggle()}
      />
      <span className={cx(s.box, isOne && s.isRound)} aria-hidden>
        {isChosen && <Check size={20} strokeWidth={3} />}
      </span>
      <span id={own} className={s.choiceLabel}>
        {hasMedia && <LabelMedia said={item.label} />}
        <Said text={{ ...item.label, formatted: label, asString: '' }} />
      </span>
    </label>
  )
}

interface MinimalProps extends Face<SelectNode> {
  readonly items: readonly Item[]
  readonly chosen: readonly string[]
  readonly isReadonly: boolean
}

function Minimal({ node, told, items, chosen, isReadonly }: MinimalProps) {
  const t = useWords(words)
  const { sheet } = useFilling()
  return (
    <select
      {...told}
      className={s.input}
      value={chosen[0] ?? ''}
      disabled={isReadonly}
      onChange={({ target }) =>
        sheet.answer(node, () => node.selectValues(target.value ? [target.value] : []))
      }
    >
      <option value="">{t('choose')}</option>
      {items.map(item => (
        <option key={item.value} value={item.value}>
          {item.label.asString}
        </option>
      ))}
    </select>
  )
}

function isWanted(item: Item, sought: string, chosen: readonly string[]): boolean {
  return chosen.includes(item.value) || matches(item.label.asString, sought)
}

function layoutOf(
  items: readonly Item[],
  looks: ReadonlySet<string>,
  isOne: boolean,
): string | undefined {
  const columns = [...looks].map(look => /^columns-(\d)$/.exec(look)?.[1]).find(Boolean)
  if (columns) return s[`columns${Math.min(Number(columns), MOST_BESIDE)}`]
  if (looks.has('columns') || looks.has('columns-pack') || looks.has('compact')) return s.columns2
  if (looks.has('likert') || looks.has('list-nolabel') || looks.has('label')) return s.beside
  const letters = items.reduce((sum, item) => sum + item.label.asString.length, 0)
  const isShort = isOne && items.length <= MOST_BESIDE && letters <= MOST_LETTERS
  return looks.has('vertical') || !isShort ? undefined : s.beside
}
