/** 현장 사건: the board of a division, as columns or as a table. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { ChartColumn, FilterX, Inbox, Lock, Plus, Smartphone } from 'lucide-react'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { hasRole, useSession } from '@/kernel/session'
import { Badge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { SearchField, Segments, Select } from '@/kit/field'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { AssignDialog } from './assign'
import { Board } from './board'
import { CaseTable } from './list'
import { OpenCase } from './open-case'
import s from './page.module.css'
import { Staff } from './staff'
import {
  type BoardCase,
  type Board as BoardOfAll,
  boardOf,
  casesKey,
  type Inspector,
  inspectors,
  waiting,
} from './state'
import { words } from './words'

export function Cases() {
  const t = useWords(words)
  const { person } = useSession()
  const isHead = hasRole(person, 'manager')
  useLive(isHead ? `field-cases:${person.division_id}` : null, casesKey)
  const [isOpening, setOpening] = useState(false)
  return (
    <Page
      title={t('title')}
      note={t('note')}
      width="full"
      acts={
        isHead && (
          <>
            <LinkButton icon={Inbox} to="/field/sent">
              {t('sent')}
            </LinkButton>
            <LinkButton icon={ChartColumn} to="/field/figures">
              {t('figures')}
            </LinkButton>
            <Button look="primary" icon={Plus} onPress={() => setOpening(true)}>
              {t('newCase')}
            </Button>
          </>
        )
      }
    >
      {isHead ? (
        <Boundary>
          <Desk />
        </Boundary>
      ) : (
        <Empty
          icon={Lock}
          title={t('denied')}
          note={t('deniedNote')}
          action={
            <LinkButton icon={Smartphone} to="/field">
              {t('toApp')}
            </LinkButton>
          }
        />
      )}
      {isOpening && <OpenCase onClose={() => setOpening(false)} />}
    </Page>
  )
}

function useFilters() {
  const [address, go] = useSearchParams()
  const put = (change: Readonly<Record<string, string>>) => {
    const next = new URLSearchParams(address)
    for (const [key, value] of Object.entries(change))
      if (value) next.set(key, value)
      else next.delete(key)
    go(next, { replace: true })
  }
  const wanted = {
    text: address.get('text') ?? '',
    kind: address.get('kind') ?? '',
    assignee: address.get('assignee') ?? '',
    state: [],
  }
  const view = address.get('view') === 'table' ? 'table' : 'board'
  return {
    wanted,
    put,
    view,
    isFiltered: Boolean(wanted.text || wanted.kind || wanted.assignee),
  } as const
}

function Desk() {
  const t = useWords(words)
  const { wanted, view } = useFilters()
  const { data } = useSuspenseQuery(boardOf(wanted))
  const { data: staff } = useSuspenseQuery(inspectors)
  const held = useQuery(waiting).data ?? []
  const [chosen, choose] = useState<readonly string[]>([])
  const [asked, ask] = useState<{ cases: readonly BoardCase[]; person?: string } | null>(null)
  const picked = data.cases.filter(({ case: { id } }) => chosen.includes(id))
  const give = (cases: readonly BoardCase[], person?: string) =>
    ask(person === undefined ? { cases } : { cases, person })
  return (
    <div className={s.stack}>
      {held.length > 0 && <HeldLine id={held[0]?.case_id ?? ''} count={held.length} />}
      <Filters kinds={data.kinds} staff={staff} />
      <Staff
        staff={staff}
        onDrop={(person, ids) =>
          give(
            data.cases.filter(({ case: { id } }) => ids.includes(id)),
            person,
          )
        }
      />
      {picked.length > 0 && (
        <div className={s.bulk} role="status">
          <b>{t('chosen', { count: picked.length })}</b>
          <Button look="primary" onPress={() => give(picked)}>
            {t('assignMany', { count: picked.length })}
          </Button>
        </div>
      )}
      <Listed
        board={data}
        view={view}
        held={held.map(({ case_id }) => case_id)}
        chosen={chosen}
        onChoose={choose}
        onAssign={one => give([one])}
      />
      {asked && (
        <AssignDialog
          cases={asked.cases}
          staff={staff}
          {...(asked.person === undefined ? {} : { person: asked.person })}
          onClose={() => {
            ask(null)
            choose([])
          }}
        />
      )}
    </div>
  )
}

function HeldLine({ id, count }: { readonly id: string; readonly count: number }) {
  const t = useWords(words)
  return (
    <div className={s.held}>
      <Badge tone="warning">{t('heldCount', { count })}</Badge>
      <span>{t('heldNote')}</span>
      <LinkButton size="s" to={`/field/cases/${id}`}>
        {t('heldOpen')}
      </LinkButton>
    </div>
  )
}

interface ListedProps {
  readonly board: BoardOfAll
  readonly view: 'board' | 'table'
  readonly held: readonly string[]
  readonly chosen: readonly string[]
  readonly onChoose: (ids: readonly string[]) => void
  readonly onAssign: (one: BoardCase) => void
}

function Listed({ board: { cases, counts }, view, ...rest }: ListedProps) {
  const t = useWords(words)
  const isNew = counts.every(({ count }) => count === 0)
  if (isNew) return <Empty icon={Inbox} title={t('noneYet')} note={t('noneNote')} />
  if (cases.length === 0) return <Empty icon={Inbox} title={t('none')} />
  return view === 'table' ? (
    <CaseTable cases={cases} chosen={rest.chosen} onChoose={rest.onChoose} />
  ) : (
    <Board cases={cases} counts={counts} {...rest} />
  )
}

interface FiltersProps {
  readonly kinds: readonly string[]
  readonly staff: readonly Inspector[]
}

function Filters({ kinds, staff }: FiltersProps) {
  const t = useWords(words)
  const { wanted, put, view, isFiltered } = useFilters()
  return (
    <div className={s.filters}>
      <SearchField
        label={t('search')}
        placeholder={t('search')}
        value={wanted.text}
        onChange={text => put({ text })}
      />
      <Select
        label={t('kind')}
        value={wanted.kind || 'all'}
        onChange={kind => put({ kind: kind === 'all' ? '' : kind })}
        choices={[
          { id: 'all', label: t('allKinds') },
          ...kinds.map(kind => ({ id: kind, label: kind })),
        ]}
      />
      <Select
        label={t('assignee')}
        value={wanted.assignee || 'all'}
        onChange={assignee => put({ assignee: assignee === 'all' ? '' : assignee })}
        choices={[
          { id: 'all', label: t('everybody') },
          { id: '-', label: t('nobody') },
          ...staff.map(({ id, name }) => ({ id, label: name })),
        ]}
      />
      <Segments
        label={t('view')}
        value={view}
        onChange={next => put({ view: next === 'table' ? 'table' : '' })}
        choices={[
          { id: 'board', label: t('board') },
          { id: 'table', label: t('table') },
        ]}
      />
      {isFiltered && (
        <Button icon={FilterX} onPress={() => put({ text: '', kind: '', assignee: '' })}>
          {t('clear')}
        </Button>
      )}
    </div>
  )
}
