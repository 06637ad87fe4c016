import { Bell } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Empty } from '@/kit/empty'
import { Row, Rows } from '@/kit/list'
import { Moment } from '@/kit/moment'
import type { Todos } from '../home/state'
import { words } from '../words'
import s from './notices.module.css'

/** What waits for the reader, newest first; each leads to its place. */
export function Notices({ todos, onGo }: { readonly todos: Todos; readonly onGo: () => void }) {
  const t = useWords(words)
  if (todos.items.length === 0) {
    return <Empty icon={Bell} title={t('notices.none')} note={t('notices.note')} />
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the links inside act; this only notices
    <div className={s.notices} onClick={onGo}>
      <h2 className={s.title}>{t('notices.title')}</h2>
      <Rows>
        {todos.items.map(todo => (
          <Row
            key={todo.id}
            title={todo.title}
            note={todo.note}
            to={todo.to}
            end={<Moment at={todo.at} />}
          />
        ))}
      </Rows>
    </div>
  )
}
