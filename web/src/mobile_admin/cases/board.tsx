/** Cases in columns by how far they are. A card is dragged onto somebody, or assigned by its button. */
import { CalendarClock, UserPlus } from 'lucide-react'
import type { DragEvent } from 'react'
import { Link } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { date, dayKey } from '@/kernel/time'
import { Badge, Count } from '@/kit/badge'
import { IconButton } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Checkbox } from '@/kit/field'
import s from './board.module.css'
import { countOf, type Filled, filled, isAssignable, isOverdue } from './lanes'
import { DRAGGED } from './staff'
import type { BoardCase, CaseState } from './state'
import { words } from './words'

interface BoardProps {
  readonly cases: readonly BoardCase[]
  readonly counts: readonly { readonly state: CaseState; readonly count: number }[]
  readonly held: readonly string[]
  readonly chosen: readonly string[]
  readonly onChoose: (ids: readonly string[]) => void
  readonly onAssign: (one: BoardCase) => void
}

export function Board(props: BoardProps) {
  return (
    <div className={s.board} data-testid="board">
      {filled(props.cases).map(lane => (
        <LaneColumn key={lane.id} lane={lane} {...props} />
      ))}
    </div>
  )
}

function LaneColumn({ lane, counts, ...rest }: BoardProps & { readonly lane: Filled }) {
  const t = useWords(words)
  const name = t(`lane.${lane.id}`)
  return (
    <section className={s.lane} data-lane={lane.id} aria-label={name}>
      <h2>
        {name} <Count value={countOf(lane, counts)} />
      </h2>
      <ul>
        {lane.cases.map(one => (
          <li key={one.case.id}>
            <CaseCard one={one} isPlain={lane.states.length === 1} {...rest} />
          </li>
        ))}
      </ul>
    </section>
  )
}

type CardProps = Omit<BoardProps, 'cases' | 'counts'> & {
  readonly one: BoardCase
  /** Its state is what the column says. */
  readonly isPlain: boolean
}

function CaseCard({ one, isPlain, held, chosen, onChoose, onAssign }: CardProps) {
  const t = useWords(words)
  const { case: it, subject, site, lead } = one
  const mayAssign = isAssignable(one)
  const isChosen = chosen.includes(it.id)
  function drag({ dataTransfer }: DragEvent) {
    const ids = isChosen ? chosen : [it.id]
    dataTransfer.setData(DRAGGED, JSON.stringify(ids))
    dataTransfer.effectAllowed = 'move'
  }
  return (
    <article
      className={cx(s.card, isChosen && s.chosen)}
      draggable={mayAssign}
      onDragStart={drag}
      data-case={it.number}
    >
      <div className={s.head}>
        {mayAssign && (
          <Checkbox
            aria-label={t('choose', { number: it.number })}
            isSelected={isChosen}
            onChange={on =>
              onChoose(on ? [...chosen, it.id] : chosen.filter(each => each !== it.id))
            }
          >
            {null}
          </Checkbox>
        )}
        <span className={s.number}>{it.number}</span>
        <span className={s.kind}>{it.kind}</span>
      </div>
      <Link className={s.name} to={`/field/cases/${it.id}`}>
        {subject.name}
      </Link>
      <span className={s.address}>{site.road_address}</span>
      <div className={s.marks}>
        {!isPlain && <Badge>{t(`state.${it.state}`)}</Badge>}
        {held.includes(it.id) && <Badge tone="warning">{t('held')}</Badge>}
        {it.outcome && <Badge tone="information">{it.outcome}</Badge>}
        {it.due_on && (
          <Badge
            tone={isOverdue(one, dayKey(Date.now())) ? 'danger' : 'neutral'}
            icon={CalendarClock}
          >
            <span>
              {isOverdue(one, dayKey(Date.now())) ? t('overdue') : t('due')}{' '}
              <time dateTime={it.due_on}>{date(it.due_on)}</time>
            </span>
          </Badge>
        )}
      </div>
      <div className={s.foot}>
        <span className={s.lead}>{lead ? lead.name : t('nobody')}</span>
        {mayAssign && (
          <IconButton
            icon={UserPlus}
            label={`${t(lead ? 'reassign' : 'assign')}: ${it.number}`}
            onPress={() => onAssign(one)}
          />
        )}
      </div>
    </article>
  )
}
