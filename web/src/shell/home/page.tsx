/** 나의 업무 (S04): what must I do now. */
import { ListTodo } from 'lucide-react'
import { type ComponentType, lazy } from 'react'
import type { HomeCard } from '@/kernel/entry'
import { useLanguage, usePick, useWords } from '@/kernel/i18n'
import { type Session, useSession } from '@/kernel/session'
import { day } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Row, Rows } from '@/kit/list'
import { Moment } from '@/kit/moment'
import { useTitle } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { domains } from '../domains'
import { words } from '../words'
import s from './page.module.css'
import { type Todos, useTodos } from './state'

interface Slot extends HomeCard {
  readonly Content: ComponentType
}

const slots: readonly Slot[] = domains
  .flatMap(domain => domain.homeCards ?? [])
  .map(card => ({ ...card, Content: lazy(card.load) }))
  .sort((a, b) => a.order - b.order)

function slotsFor({ zone }: Session, column: Slot['column']): readonly Slot[] {
  return slots.filter(slot => slot.column === column && (!slot.zones || slot.zones.includes(zone)))
}

export function Home() {
  const t = useWords(words)
  useLanguage()
  useTitle(t('home'))
  const current = useSession()
  const todos = useTodos()
  const urgent = todos.items.filter(todo => todo.urgent).length
  return (
    <div className={s.home}>
      <div className={s.head}>
        <h1 className={s.title}>
          <Heading todos={todos} />
        </h1>
        <p className={s.note}>
          {day(Date.now())}
          {urgent > 0 && (
            <strong className={s.urgent}> · {t('today.urgent', { count: urgent })}</strong>
          )}
        </p>
      </div>
      <div className={s.column}>
        <TodoCard todos={todos} />
        {slotsFor(current, 'main').map(slot => (
          <SlotCard key={slot.id} slot={slot} />
        ))}
      </div>
      <div className={s.column}>
        {slotsFor(current, 'side').map(slot => (
          <SlotCard key={slot.id} slot={slot} />
        ))}
      </div>
    </div>
  )
}

/** That nothing is left to do is said only where everybody could be asked. */
function Heading({ todos: { items, isPending, errors } }: { readonly todos: Todos }) {
  const t = useWords(words)
  const isKnown = !isPending && errors.length === 0
  if (items.length > 0) return t('today.title', { count: items.length })
  return t(isKnown ? 'today.none' : 'home')
}

function SlotCard({ slot: { title, icon, more, Content } }: { readonly slot: Slot }) {
  const pick = usePick()
  const aside = more && (
    <LinkButton
      to={more.to}
      look="quiet"
      size="s"
      aria-label={`${pick(title)} ${pick(more.label)}`}
    >
      {pick(more.label)}
    </LinkButton>
  )
  return (
    <Card title={pick(title)} icon={icon} aside={aside}>
      <Content />
    </Card>
  )
}

function TodoCard({ todos }: { readonly todos: Todos }) {
  const t = useWords(words)
  return (
    <Card title={t('todo.title')} icon={ListTodo}>
      {todos.errors[0] !== undefined && <Problem error={todos.errors[0]} onRetry={todos.refetch} />}
      {todos.isPending && todos.items.length === 0 ? <Skeleton /> : <TodoRows todos={todos} />}
    </Card>
  )
}

function TodoRows({ todos: { items, errors } }: { readonly todos: Todos }) {
  const t = useWords(words)
  const pick = usePick()
  if (items.length === 0 && errors.length > 0) return null
  if (items.length === 0)
    return <Empty icon={ListTodo} title={t('todo.none')} note={t('todo.note')} />
  return (
    <Rows>
      {items.map((todo, index) => (
        <Row
          key={todo.id}
          title={todo.title}
          note={
            <>
              {todo.note} · <Moment at={todo.at} />
            </>
          }
          end={
            <>
              {todo.urgent && <Badge tone="danger">{t('todo.due')}</Badge>}
              <LinkButton
                to={todo.to}
                look={index === 0 ? 'primary' : 'plain'}
                aria-label={`${pick(todo.action)}: ${todo.title}`}
              >
                {pick(todo.action)}
              </LinkButton>
            </>
          }
        />
      ))}
    </Rows>
  )
}
