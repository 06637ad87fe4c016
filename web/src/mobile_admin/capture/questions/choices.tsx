/** One of several, or some of them: as large buttons, side by side where they are short. */
import { Check } from 'lucide-react'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { finderOf } from '@/kernel/text'
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
/** As many as one reads before typing another letter; a list of thousands is never all drawn. */
const MOST_SHOWN = 40
const MOST_BESIDE = 4
const MOST_LETTERS = 14

export function ChoiceQuestion({ node, told }: Face<SelectNode>) {
  const { sheet, isRead, onward } = useFilling()
  const items = useReading(() => node.currentState.valueOptions)
  const chosen = useReading(() => node.currentState.value, sameItems)
  const isReadonly = useReading(() => node.currentState.readonly) || isRead
  const looks = looksOf(node)
  const isOne = node.selectType === 'select1'
  if (isOne && looks.has('minimal') && items.length > 0 && items.length <= MANY) {
    return <Minimal {...{ node, told, items, chosen, isReadonly }} />
  }
  return (
    <ChoiceList
      {...{ items, chosen, isReadonly, looks, told, isOne }}
      group={node.nodeId}
      onChoose={values => {
        sheet.answer(node, () => node.selectValues(values))
        const isQuick = looks.has('quick') || looks.has('quickcompact')
        if (isOne && values.length > 0 && isQuick) onward()
      }}
    />
  )
}

interface ChoiceListProps {
  readonly items: readonly Item[]
  readonly chosen: readonly string[]
  readonly isReadonly: boolean
  readonly isOne: boolean
  readonly looks: ReadonlySet<string>
  readonly told: Face<unknown>['told']
  readonly group: string
  readonly onChoose: (values: readonly string[]) => void
}

export function ChoiceList(props: ChoiceListProps) {
  const { items, chosen, isReadonly, isOne, looks, told, group, onChoose } = props
  const t = useWords(words)
  const [sought, setSought] = useState('')
  const isLong = items.length > MANY || looks.has('autocomplete')
  const { shown, more } = useSought(items, isLong ? sought : null, chosen)

  function toggle(value: string): void {
    const isThere = chosen.includes(value)
    const rest = isOne ? [] : chosen.filter(each => each !== value)
    onChoose(isThere ? rest : [...rest, value])
  }
  if (items.length === 0) return <p className={s.aside}>{t('noChoices')}</p>
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
            group={group}
          />
        ))}
      </div>
      {shown.length === 0 && <p className={s.aside}>{t('noChoice')}</p>}
      {more > 0 && (
        <p className={s.aside} role="status">
          {t('moreChoices', { count: more })}
        </p>
      )}
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

/** What is drawn of a list: what was chosen, and the first of what is sought; `more` are left out. */
function useSought(items: readonly Item[], sought: string | null, chosen: readonly string[]) {
  const query = useDeferredValue(sought)
  const isSearched = query !== null
  const find = useMemo(
    () => (isSearched ? finderOf(items.map(({ label }) => label.asString)) : null),
    [items, isSearched],
  )
  return useMemo(() => {
    if (find === null || query === null) return { shown: items, more: 0 }
    const found = find(query)
    const first = found.slice(0, MOST_SHOWN).flatMap(at => items[at] ?? [])
    // One does not look for what one has: a choice that is not among them stands before them.
    const rest = chosen.filter(own => !first.some(({ value }) => value === own))
    const taken = rest.length > 0 ? items.filter(({ value }) => rest.includes(value)) : []
    return { shown: [...taken, ...first], more: found.length - first.length }
  }, [find, query, items, chosen])
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
  const isShort = isOne && items.length <= MOST_BESIDE && lettersOf(items) <= MOST_LETTERS
  return looks.has('vertical') || !isShort ? undefined : s.beside
}

function lettersOf(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + item.label.asString.length, 0)
}
