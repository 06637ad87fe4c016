/** Whom cases may be given, with what each has already; a card is dropped on one of them. */
import { type DragEvent, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Avatar } from '@/kit/person'
import s from './page.module.css'
import type { Inspector } from './state'
import { words } from './words'

export const DRAGGED = 'application/x-onmaru-cases'
const FEW = 8

interface StaffProps {
  readonly staff: readonly Inspector[]
  readonly onDrop: (person: string, cases: readonly string[]) => void
}

export function Staff({ staff, onDrop }: StaffProps) {
  const t = useWords(words)
  const [isWhole, show] = useState(false)
  // Those who go out stand first.
  const sorted = [...staff].sort((a, b) => b.open - a.open || a.name.localeCompare(b.name))
  return (
    <section className={s.staff} aria-label={t('staff')}>
      <span className={s.staffNote}>
        <b>{t('staff')}</b> {t('staffNote')}
      </span>
      <ul>
        {sorted.slice(0, isWhole ? undefined : FEW).map(each => (
          <Target key={each.id} inspector={each} onDrop={onDrop} />
        ))}
        {!isWhole && staff.length > FEW && (
          <li>
            <Button size="s" onPress={() => show(true)}>
              {t('showAll')}
            </Button>
          </li>
        )}
      </ul>
    </section>
  )
}

function Target({
  inspector,
  onDrop,
}: { readonly inspector: Inspector } & Pick<StaffProps, 'onDrop'>) {
  const t = useWords(words)
  const [isOver, setOver] = useState(false)
  const { id, name, open, today } = inspector
  function hover(event: DragEvent) {
    if (!event.dataTransfer.types.includes(DRAGGED)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'move'
    setOver(true)
  }
  function drop(event: DragEvent) {
    setOver(false)
    const told = event.dataTransfer.getData(DRAGGED)
    if (!told) return
    event.preventDefault()
    onDrop(id, JSON.parse(told) as readonly string[])
  }
  return (
    <li
      className={cx(s.target, isOver && s.over)}
      onDragEnter={hover}
      onDragOver={hover}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      data-inspector={name}
    >
      <Avatar person={{ id, name }} size="s" />
      <span>
        <b>{isOver ? t('dropHere', { name }) : name}</b>
        <small>{t('load', { today, open })}</small>
      </span>
    </li>
  )
}
