/** Choices out of a list of thousands: searched, never all drawn, and nothing to the engine but text. */
import { useEffect, useMemo } from 'react'
import { useFilling } from '../context'
import { answerAt, pathFrom } from '../engine/elsewhere'
import type { LongList } from '../engine/lifting'
import { type InputNode, type Item, looksOf } from '../engine/node'
import { sameItems, useReading } from '../engine/reading'
import { ChoiceList } from './choices'
import type { Face } from './face'

interface LongChoiceProps extends Face<InputNode> {
  readonly list: LongList
}

export function LongChoiceQuestion({ node, told, list }: LongChoiceProps) {
  const { sheet, isRead, onward } = useFilling()
  const wanted = useReading(
    () =>
      list.conditions.map(({ path }) =>
        answerAt(sheet.root, pathFrom(node.currentState.reference, path)),
      ),
    sameItems,
  )
  const items = useMemo(() => itemsOf(list, wanted), [list, wanted])
  const said = useReading(() => node.currentState.instanceValue ?? '')
  const isReadonly = useReading(() => node.currentState.readonly) || isRead
  const chosen = useMemo(() => said.split(' ').filter(Boolean), [said])
  const looks = looksOf(node)

  function put(values: readonly string[]): void {
    sheet.answer(node, () => node.setValue(values.length > 0 ? values.join(' ') : null))
  }
  // An answer before it was changed: what is no choice any more is no answer.
  const left = chosen.filter(value => items.some(item => item.value === value))
  const isStale = !isReadonly && left.length < chosen.length
  useEffect(() => {
    if (isStale) put(left)
  })
  return (
    <ChoiceList
      {...{ items, chosen, isReadonly, looks, told }}
      isOne={list.isOne}
      group={node.nodeId}
      onChoose={values => {
        put(values)
        if (values.length > 0 && list.isOne && looks.has('quick')) onward()
      }}
    />
  )
}

function itemsOf({ rows, value, label, conditions }: LongList, wanted: readonly string[]): Item[] {
  const fitting = rows.filter(row =>
    conditions.every(({ column }, at) => row[column] === wanted[at]),
  )
  return fitting.map(row => {
    const own = row[value] ?? ''
    const words = row[label] || own
    return {
      value: own,
      label: { asString: words, formatted: [{ id: own, role: 'child', value: words }] },
    }
  })
}
