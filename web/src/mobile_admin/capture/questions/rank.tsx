import { ArrowDown, ArrowUp } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button, IconButton } from '@/kit/button'
import { useFilling } from '../context'
import type { RankNode } from '../engine/node'
import { sameItems, useReading } from '../engine/reading'
import { words } from '../words'
import { type Face, wordsOf } from './face'
import s from './questions.module.css'

export function RankQuestion({ node, told }: Face<RankNode>) {
  const t = useWords(words)
  const { sheet, isRead } = useFilling()
  const items = useReading(() => node.currentState.valueOptions)
  const order = useReading(() => node.currentState.value, sameItems)
  const isSet = order.length > 0
  const shown = isSet ? order : items.map(({ value }) => value)
  const labels = new Map(items.map(({ value, label }) => [value, label.asString]))

  function move(at: number, by: number): void {
    const next = [...shown]
    const [moved = ''] = next.splice(at, 1)
    next.splice(at + by, 0, moved)
    sheet.answer(node, () => node.setValues(next))
  }
  return (
    <div className={s.stack}>
      {!isRead && <p className={s.aside}>{t('rankHint')}</p>}
      <ol {...wordsOf(told)} className={s.stack}>
        {shown.map((value, at) => {
          const name = labels.get(value) ?? value
          return (
            <li key={value} className={s.ranked}>
              <span className={s.place}>{isSet ? at + 1 : '–'}</span>
              <span className={s.grow}>{name}</span>
              {!isRead && (
                <>
                  <IconButton
                    icon={ArrowUp}
                    label={t('up', { name })}
                    isDisabled={at === 0}
                    onPress={() => move(at, -1)}
                  />
                  <IconButton
                    icon={ArrowDown}
                    label={t('down', { name })}
                    isDisabled={at === shown.length - 1}
                    onPress={() => move(at, 1)}
                  />
                </>
              )}
            </li>
          )
        })}
      </ol>
      {!isSet && !isRead && (
        <Button look="secondary" onPress={() => sheet.answer(node, () => node.setValues(shown))}>
          {t('rankStart')}
        </Button>
      )}
    </div>
  )
}
