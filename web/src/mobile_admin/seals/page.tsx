/** 관인대장: each use of the seal, found by its document, and as a sheet. */
import { keepPreviousData, queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, BookMarked, Download, Lock } from 'lucide-react'
import { useDeferredValue } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { api, ask } from '@/kernel/api'
import { useWords } from '@/kernel/i18n'
import { hasRole, useSession } from '@/kernel/session'
import { dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { SearchField, Select } from '@/kit/field'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Table } from '@/kit/table'
import s from '../cases/page.module.css'
import { noticesKey } from '../notices/state'
import { words } from './words'

const MOST = 500
const ALL = 'all'

const bookOf = (text: string, year: number) =>
  queryOptions({
    queryKey: [...noticesKey, 'seals', text, year],
    queryFn: () => ask(api.GET('/api/field/seal-book', { params: { query: { text, year } } })),
    placeholderData: keepPreviousData,
  })

export function SealRegister() {
  const t = useWords(words)
  const { person } = useSession()
  return (
    <Page
      title={t('title')}
      note={t('note')}
      width="full"
      acts={
        <LinkButton icon={ArrowLeft} to="/field/notices">
          {t('back')}
        </LinkButton>
      }
    >
      {hasRole(person, 'manager') ? (
        <Boundary>
          <Shown />
        </Boundary>
      ) : (
        <Empty icon={Lock} title={t('denied')} />
      )}
    </Page>
  )
}

function Shown() {
  const t = useWords(words)
  const [address, go] = useSearchParams()
  const text = address.get('text') ?? ''
  const year = Number(address.get('year')) || 0
  const { data } = useSuspenseQuery(bookOf(useDeferredValue(text), useDeferredValue(year)))
  const put = (key: string, value: string) => {
    const next = new URLSearchParams(address)
    if (value) next.set(key, value)
    else next.delete(key)
    go(next, { replace: true })
  }
  if (data.years.length === 0)
    return <Empty icon={BookMarked} title={t('none')} note={t('noneNote')} />
  return (
    <div className={s.stack}>
      <div className={s.filters}>
        <SearchField label={t('search')} value={text} onChange={value => put('text', value)} />
        <Select
          label={t('year')}
          value={year ? String(year) : ALL}
          onChange={value => put('year', value === ALL ? '' : value)}
          choices={[
            { id: ALL, label: t('allYears') },
            ...data.years.map(each => ({ id: String(each), label: String(each) })),
          ]}
        />
        <LinkButton
          icon={Download}
          download
          to={`/api/field/seal-book.csv?${new URLSearchParams({ text, year: String(year) })}`}
        >
          {t('sheet')}
        </LinkButton>
      </div>
      {data.uses.length === 0 ? (
        <Empty icon={BookMarked} title={t('nothing')} />
      ) : (
        <Lines {...data} />
      )}
      {data.uses.length >= MOST && <p className={s.quiet}>{t('most', { count: MOST })}</p>}
    </div>
  )
}

type Book = Awaited<ReturnType<NonNullable<ReturnType<typeof bookOf>['queryFn']>>>

function Lines({ uses }: Pick<Book, 'uses'>) {
  const t = useWords(words)
  const go = useNavigate()
  return (
    <Table
      label={t('title')}
      items={uses}
      idOf={({ notice_id }) => notice_id}
      onOpen={({ notice_id }) => void go(`/field/notices/${notice_id}`)}
      columns={[
        { id: 'number', label: t('number'), cell: ({ number }) => number },
        { id: 'at', label: t('at'), cell: ({ at }) => dateTime(at) },
        {
          id: 'document',
          label: t('document'),
          isRowHeader: true,
          cell: ({ title }) => title,
        },
        { id: 'registered', label: t('registered'), cell: ({ registered }) => registered },
        { id: 'recipients', label: t('recipients'), cell: ({ recipients }) => recipients },
        { id: 'seal', label: t('seal'), cell: ({ seal }) => seal },
        { id: 'by', label: t('by'), cell: ({ by }) => by },
        { id: 'level', label: t('level'), cell: ({ level }) => <Badge>{level}</Badge> },
      ]}
    />
  )
}
