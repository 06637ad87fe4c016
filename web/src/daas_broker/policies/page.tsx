/** X07 정책, for desktops: what may cross in each zone, staged, previewed, applied and undone. */
import { useSuspenseQuery } from '@tanstack/react-query'
import {
  History,
  ListChecks,
  MonitorPlay,
  Pencil,
  ScanSearch,
  ShieldCheck,
  Split,
} from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { Badge } from '@/kit/badge'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { type Column, Table } from '@/kit/table'
import { act, useScopeName } from './changes'
import { Drafts } from './drafts'
import { actsOf, FIELDS, type Field, faceOf, saidOf } from './fields'
import { PolicyForm } from './form'
import { baseOf, NewOverride } from './override'
import s from './page.module.css'
import {
  type Change,
  overview,
  type Policy,
  policiesKey,
  type Scope,
  type Stream,
  stage,
  streams,
  undo,
} from './state'
import { Trace } from './trace'
import { words as traceWords } from './trace.words'
import { TurnList } from './turns'
import { words } from './words'

interface Editing {
  readonly scope: Scope
  readonly title: string
  readonly policy: Policy
  readonly own?: readonly Field[]
}

export function Policies() {
  const t = useWords(words)
  const ofTrace = useWords(traceWords)
  const [editing, edit] = useState<Editing | null>(null)
  useLive('policies:all', policiesKey)
  return (
    <Page title={t('admin.title')} note={t('admin.note')}>
      <Card title={t('admin.matrix')} icon={ShieldCheck} flush rows={9}>
        <Matrix onEdit={edit} />
      </Card>
      <Card title={t('admin.drafts')} icon={ListChecks} flush rows={2}>
        <Drafts />
      </Card>
      <Card
        title={t('admin.overrides')}
        icon={Split}
        flush
        rows={2}
        aside={<NewOverride onMade={edit} />}
      >
        <Overrides onEdit={edit} />
      </Card>
      <Card title={t('admin.streams')} icon={MonitorPlay} flush rows={2}>
        <Streams />
      </Card>
      <Card title={ofTrace('title')} icon={ScanSearch} flush rows={2}>
        <Trace />
      </Card>
      <Card title={t('admin.history')} icon={History} flush rows={3}>
        <Past />
      </Card>
      <Dialog
        title={editing?.title ?? ''}
        size="l"
        isOpen={editing !== null}
        onOpenChange={isOpen => !isOpen && edit(null)}
        isDismissable={false}
      >
        {editing && <PolicyForm {...editing} onDone={() => edit(null)} />}
      </Dialog>
    </Page>
  )
}

type EditProps = { readonly onEdit: (editing: Editing) => void }

function Matrix({ onEdit }: EditProps) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(overview)
  const column = (zone: 'work' | 'internet'): Column<{ field: Field }> => ({
    id: zone,
    label: t(`admin.${zone}`),
    cell: ({ field }) => <Standing policy={data[zone]} field={field} />,
  })
  const columns: Column<{ field: Field }>[] = [
    {
      id: 'act',
      label: t('admin.act'),
      isRowHeader: true,
      cell: ({ field }) => t(`admin.${field}`),
    },
    column('work'),
    column('internet'),
  ]
  return (
    <>
      <Table
        label={t('admin.matrix')}
        columns={columns}
        items={FIELDS.map(field => ({ field }))}
        idOf={({ field }) => field}
        empty={null}
      />
      <div className={s.drafts}>
        <div className={s.line}>
          {(['work', 'internet'] as const).map(zone => (
            <Button
              key={zone}
              icon={Pencil}
              onPress={() =>
                onEdit({
                  scope: { kind: 'zone', scope_id: zone },
                  title: t('admin.editZone', { zone: t(`admin.${zone}`) }),
                  policy: data[zone],
                })
              }
            >
              {t('admin.editZone', { zone: t(`admin.${zone}`) })}
            </Button>
          ))}
        </div>
      </div>
    </>
  )
}

function Standing({ policy, field }: { readonly policy: Policy; readonly field: Field }) {
  const t = useWords(words)
  const { tone, word, notes } = faceOf(t, policy, field)
  return (
    <span className={s.cell}>
      <Badge tone={tone}>{word}</Badge>
      {notes.length > 0 && <span className={s.quiet}>{notes.join(' · ')}</span>}
    </span>
  )
}

function Overrides({ onEdit }: EditProps) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(overview)
  const nameOf = useScopeName()
  const columns: Column<Change>[] = [
    { id: 'for', label: t('admin.for'), isRowHeader: true, cell: nameOf },
    {
      id: 'what',
      label: t('admin.changes'),
      width: 'wide',
      cell: ({ turns }) => turns.map(turn => saidOf(t, turn)).join(' · '),
    },
    {
      id: 'acts',
      label: t('admin.acts'),
      align: 'end',
      cell: change => (
        <span className={s.line}>
          <Button
            size="s"
            icon={Pencil}
            onPress={() =>
              onEdit({
                scope: change,
                title: t('admin.overrideFor', { name: change.scope_name }),
                policy: { ...baseOf(data, change), ...change.body } as Policy,
                own: actsOf(change.changes),
              })
            }
          >
            {t('admin.edit')}
          </Button>
          <Button size="s" onPress={() => void act(() => stage(change, null), t('admin.drafted'))}>
            {t('admin.remove')}
          </Button>
        </span>
      ),
    },
  ]
  return (
    <Table
      label={t('admin.overrides')}
      columns={columns}
      items={data.overrides}
      idOf={({ kind, scope_id }) => `${kind} ${scope_id}`}
      empty={
        <Empty icon={Split} title={t('admin.noOverrides')} note={t('admin.noOverridesNote')} />
      }
    />
  )
}

function Streams() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(streams)
  const { revision } = useSuspenseQuery(overview).data
  const columns: Column<Stream>[] = [
    {
      id: 'person',
      label: t('admin.person'),
      isRowHeader: true,
      cell: ({ person, division }) => `${person} · ${division}`,
    },
    { id: 'pool', label: t('admin.pool'), cell: ({ pool }) => pool },
    {
      id: 'taken',
      label: t('admin.taken'),
      cell: stream =>
        stream.revision === revision ? (
          <Badge tone="success">{t('admin.upToDate')}</Badge>
        ) : (
          <Badge tone="warning">{t('admin.waits')}</Badge>
        ),
    },
    {
      id: 'at',
      label: t('admin.when'),
      cell: ({ taken_at }) => (taken_at ? <Moment at={taken_at} /> : '–'),
    },
  ]
  return (
    <Table
      label={t('admin.streams')}
      columns={columns}
      items={data}
      idOf={({ desktop_id }) => desktop_id}
      empty={<Empty icon={MonitorPlay} title={t('admin.noStreams')} />}
    />
  )
}

function Past() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(overview)
  const nameOf = useScopeName()
  const columns: Column<Change>[] = [
    { id: 'for', label: t('admin.for'), isRowHeader: true, cell: nameOf },
    {
      id: 'what',
      label: t('admin.changes'),
      width: 'wide',
      cell: ({ body, turns }) => (
        <>
          {body === null && t('admin.takesAway')}
          <TurnList turns={turns} />
        </>
      ),
    },
    { id: 'who', label: t('admin.who'), cell: ({ author }) => author },
    { id: 'when', label: t('admin.when'), cell: ({ at }) => <Moment at={at} /> },
    {
      id: 'acts',
      label: t('admin.acts'),
      align: 'end',
      cell: ({ seq }) =>
        seq !== null && (
          <Button size="s" onPress={() => void act(() => undo(seq), t('admin.undone'))}>
            {t('admin.undo')}
          </Button>
        ),
    },
  ]
  return (
    <Table
      label={t('admin.history')}
      columns={columns}
      items={data.history}
      idOf={({ seq }) => String(seq)}
      empty={<Empty icon={History} title={t('admin.noHistory')} />}
    />
  )
}
