/** The turns of a repeat: what each holds, and buttons to add one or take one away. */
import { ChevronRight, Plus, Trash2 } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button, IconButton } from '@/kit/button'
import { toast } from '@/kit/toast'
import s from './capture.module.css'
import { useFilling } from './context'
import type { QuestionNode, RepeatNode, TurnNode } from './engine/node'
import { sameItems, useReading } from './engine/reading'
import { screensOf } from './sheet/screens'
import { leavesOf } from './sheet/state'
import { removeTurn } from './sheet/turns'
import { words } from './words'

interface TurnsViewProps {
  readonly repeat: RepeatNode
  readonly onOpen: (id: string) => void
}

const MOST_IN_SUMMARY = 3

export function TurnsView({ repeat, onOpen }: TurnsViewProps) {
  const t = useWords(words)
  const { sheet, isRead } = useFilling()
  const turns = useReading(() => repeat.currentState.children, sameItems)
  const title = useReading(() => repeat.currentState.label?.asString ?? '')
  const isOpen = repeat.nodeType === 'repeat-range:uncontrolled' && !isRead

  function add(): void {
    if (repeat.nodeType !== 'repeat-range:uncontrolled') return
    repeat.addInstances(repeat.currentState.children.length - 1)
    sheet.changed('add repeat', repeat.currentState.reference)
    const made = repeat.currentState.children.at(-1)
    if (made) onOpen(firstOf(made))
  }
  function remove(turn: TurnNode): void {
    if (repeat.nodeType !== 'repeat-range:uncontrolled') return
    const number = repeat.currentState.children.indexOf(turn) + 1
    const back = removeTurn(repeat, turn)
    sheet.changed('delete repeat', turn.currentState.reference)
    toast(t('removed', { title, number }), () => {
      back()
      sheet.changed('add repeat', repeat.currentState.reference)
    })
  }
  return (
    <div className={s.stack}>
      {turns.length === 0 && <p className={s.aside}>{t(isOpen ? 'noTurnsNote' : 'noTurns')}</p>}
      <ol className={s.stack}>
        {turns.map((turn, at) => (
          <li key={turn.nodeId} className={s.turn}>
            <button type="button" className={s.turnFace} onClick={() => onOpen(firstOf(turn))}>
              <strong>{t('turn', { title, number: at + 1 })}</strong>
              <Summary turn={turn} />
            </button>
            {isOpen && (
              <IconButton
                icon={Trash2}
                label={`${t('turn', { title, number: at + 1 })} ${t('remove')}`}
                onPress={() => remove(turn)}
              />
            )}
            <ChevronRight size={20} aria-hidden />
          </li>
        ))}
      </ol>
      {isOpen && (
        <Button look="secondary" size="l" icon={Plus} wide onPress={add}>
          {title ? t('add', { title }) : t('addPlain')}
        </Button>
      )}
    </div>
  )
}

function Summary({ turn }: { readonly turn: TurnNode }) {
  const t = useWords(words)
  const text = useReading(() =>
    leavesOf(turn.currentState.children)
      .map(shownOf)
      .filter(Boolean)
      .slice(0, MOST_IN_SUMMARY)
      .join(', '),
  )
  return <span className={s.aside}>{text || t('turnEmpty')}</span>
}

function shownOf(node: QuestionNode): string {
  if (node.nodeType === 'upload' || node.nodeType === 'note') return ''
  if (node.nodeType !== 'select') return node.currentState.instanceValue ?? ''
  const { value, valueOptions } = node.currentState
  const chosen = valueOptions.filter(item => value.includes(item.value))
  return chosen.map(item => item.label.asString).join(', ')
}

function firstOf(turn: TurnNode): string {
  return screensOf(turn.currentState.children, [turn])[0]?.id ?? ''
}
