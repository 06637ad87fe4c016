/** X07 정책, for desktops: what may cross in each zone, staged, previewed, applied and undone. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
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
import { toast, toastRefusal } from '@/kit/toast'
import { actsOf, FIELDS, type Field, faceOf } from './fields'
import { PolicyForm } from './form'
import { baseOf, NewOverride } from './override'
import s from './page.module.css'
import {
  apply,
  type Change,
  discard,
  overview,
  type Policy,
  type Preview,
  policiesKey,
  previewOf,
  type Scope,
  type Stream,
  stage,
  streams,
  undo,
} from './state'
import { Trace } from './trace'
import { type inGeneral, words } from './words'

interface Editing {
  readonly scope: Scope
  readonly title: string
  readonly policy: Policy
  readonly own?: readonly Field[]
}

export function Policies() {
  const t = useWords(words)
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
      <Card title={t('admin.trace')} icon={ScanSearch} flush rows={2}>
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

async function act(work: () => Promise<void>, done: string): Promise<void> {
  try {
    await work()
    toast(done)
  } catch (error) {
    toastRefusal(error)
  }
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

function useScopeName() {
  const t = useWords(words)
  return ({ kind, scope_id, scope_name }: Change) =>
    kind === 'zone' && (scope_id === 'work' || scope_id === 'internet')
      ? t(`admin.${scope_id}`)
      : `${t(`admin.scope.${kind}`)} ${scope_name}`
}

function useChanges() {
  const t = useWords(words)
  return ({ body, changes }: Pick<Change, 'body' | 'changes'>) =>
    body === null
      ? t('admin.takesAway')
      : actsOf(changes)
          .map(field => t(`admin.${field}`))
          .join(', ')
}

function Drafts() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(overview)
  if (data.drafts.length === 0) return <Empty icon={ListChecks} title={t('admin.noDrafts')} />
  return (
    <div className={s.drafts}>
      {data.drafts.map(draft => (
        <Draft key={`${draft.kind} ${draft.scope_id}`} draft={draft} />
      ))}
    </div>
  )
}

/** An undoing is a change like all: it is staged, previewed and applied. */
async function applyNow(draft: Change, done: string, undone: string): Promise<void> {
  try {
    const revision = await apply(draft)
    toast(done, () => void act(() => undo(revision), undone))
  } catch (error) {
    toastRefusal(error)
  }
}

function Draft({ draft }: { readonly draft: Change }) {
  const t = useWords(words)
  const nameOf = useScopeName()
  const changesOf = useChanges()
  const { data } = useQuery(previewOf(draft))
  const names = data?.connected.map(({ person, division }) => `${person}(${division})`).join(', ')
  return (
    <div className={s.draft} data-draft={draft.scope_id}>
      <div className={s.line}>
        <span className={s.grow}>
          <span className={s.strong}>{nameOf(draft)}</span> · {changesOf(draft)}
        </span>
        <Button onPress={() => void discard(draft)}>{t('admin.discard')}</Button>
        <Button
          look="primary"
          onPress={() => void applyNow(draft, t('admin.applied'), t('admin.undone'))}
        >
          {t('admin.apply')}
        </Button>
      </div>
      <p data-preview>
        {data
          ? t('admin.preview', { connected: data.connected.length, able: data.able })
          : t('admin.previewing')}
      </p>
      {data && data.divisions.length > 0 && (
        <p className={s.quiet} data-affected>
          {affectedIn(t, data.divisions)}
        </p>
      )}
      {names && <p className={s.quiet}>{names}</p>}
      <p className={s.quiet}>
        {draft.author} · <Moment at={draft.at} />
      </p>
    </div>
  )
}

const MOST_NAMED = 5

function affectedIn(t: typeof inGeneral, divisions: Preview['divisions']): string {
  const named = divisions
    .slice(0, MOST_NAMED)
    .map(({ division, people }) => `${division} ${t('admin.people', { count: people })}`)
  const rest = divisions.length - named.length
  return [...named, ...(rest > 0 ? [t('admin.moreDivisions', { count: rest })] : [])].join(' · ')
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
      cell: ({ changes }) =>
        actsOf(changes)
          .map(field => t(`admin.${field}`))
          .join(', '),
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
  const changesOf = useChanges()
  const columns: Column<Change>[] = [
    { id: 'for', label: t('admin.for'), isRowHeader: true, cell: nameOf },
    { id: 'what', label: t('admin.changes'), width: 'wide', cell: changesOf },
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
