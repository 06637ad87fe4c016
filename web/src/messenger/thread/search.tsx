/** Finding words in one conversation. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Search } from 'lucide-react'
import { useState } from 'react'
import { api, ask } from '@/kernel/api'
import { useLanguage, useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { IconButton } from '@/kit/button'
import { SearchField } from '@/kit/field'
import { Row, Rows } from '@/kit/list'
import { Popover } from '@/kit/popover'
import { Problem } from '@/kit/problem'
import { nameIn, type People } from '../model'
import { words } from '../words'
import s from './search.module.css'

interface RoomSearchProps {
  readonly room: string
  readonly people: People
}

export function RoomSearch(props: RoomSearchProps) {
  const t = useWords(words)
  return (
    <Popover
      label={t('room.search')}
      placement="bottom end"
      trigger={<IconButton icon={Search} label={t('room.search')} />}
    >
      <Finding {...props} />
    </Popover>
  )
}

function Finding({ room, people }: RoomSearchProps) {
  const t = useWords(words)
  const wanted = useLanguage()
  const [text, search] = useState('')
  const query = { text: text.normalize('NFC').trim() }
  const { data, error, refetch } = useQuery({
    queryKey: ['messenger', 'search', room, query.text],
    queryFn: ({ signal }) =>
      ask(
        api.GET('/api/messenger/rooms/{room_id}/search', {
          params: { path: { room_id: room }, query },
          signal,
        }),
      ),
    enabled: query.text !== '',
    placeholderData: keepPreviousData,
  })
  const found = query.text === '' ? [] : (data?.messages ?? [])
  return (
    <div className={s.search}>
      <SearchField label={t('room.search')} value={text} onChange={search} autoFocus />
      {error && <Problem error={error} onRetry={() => void refetch()} />}
      {query.text !== '' && data && (
        <p className={s.count} role="status">
          {found.length > 0
            ? t('room.found', { count: found.length })
            : t('room.foundNone', { text: query.text })}
        </p>
      )}
      <div className={s.scroll}>
        <Rows>
          {found.map(message => (
            <Row
              key={message.seq}
              title={<Marked text={message.body} part={query.text} />}
              note={`${nameIn(wanted, people, message.sender)} · ${dateTime(message.at)}`}
            />
          ))}
        </Rows>
      </div>
    </div>
  )
}

const AROUND = 24

/** The neighbourhood of what was found. */
function Marked({ text, part }: { readonly text: string; readonly part: string }) {
  const at = text.toLowerCase().indexOf(part.toLowerCase())
  if (at < 0) return text
  const from = Math.max(0, at - AROUND)
  return (
    <>
      {from > 0 && '…'}
      {text.slice(from, at)}
      <mark className={s.mark}>{text.slice(at, at + part.length)}</mark>
      {text.slice(at + part.length, at + part.length + AROUND * 4)}
    </>
  )
}
