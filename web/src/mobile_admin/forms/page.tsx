/** 현장조사표: forms of one's division and their versions. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, ClipboardList, Download, Eye } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge, type Tone } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Table } from '@/kit/table'
import { toast, toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { ProblemList } from './problem-list'
import {
  discard,
  type FieldForm,
  type FormState,
  type FormVersion,
  fieldForms,
  missingOf,
  move,
  sheetOf,
} from './state'
import { UploadButton } from './upload'
import { words } from './words'

const TONES: Record<FormState, Tone> = {
  draft: 'information',
  open: 'success',
  closing: 'warning',
  closed: 'neutral',
}
const NEXT: Record<FormState, readonly FormState[]> = {
  draft: ['open'],
  open: ['closing'],
  closing: ['open', 'closed'],
  closed: ['closing'],
}
const ACTS = { open: 'doOpen', closing: 'doClosing', closed: 'doClosed', draft: 'draft' } as const

export function FieldForms() {
  const t = useWords(words)
  return (
    <Boundary>
      <Shown title={t('title')} />
    </Boundary>
  )
}

function Shown({ title }: { readonly title: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(fieldForms)
  return (
    <Page
      title={title}
      note={t('note')}
      acts={
        <>
          <LinkButton icon={ArrowLeft} to="/field/sent">
            {t('toSent')}
          </LinkButton>
          {data.may_change && <UploadButton />}
        </>
      }
    >
      {data.forms.length === 0 ? (
        <Empty
          icon={ClipboardList}
          title={t('none')}
          note={t(data.may_change ? 'noneNote' : 'noneRead')}
        />
      ) : (
        <div className={s.stack}>
          {data.forms.map(form => (
            <OneForm key={form.id} form={form} mayChange={data.may_change} />
          ))}
        </div>
      )}
    </Page>
  )
}

function OneForm({ form, mayChange }: { readonly form: FieldForm; readonly mayChange: boolean }) {
  const t = useWords(words)
  const warnings = form.versions[0]?.warnings ?? []
  return (
    <Card title={form.title} icon={ClipboardList} aside={<code>{form.form_id}</code>}>
      <div className={s.stack}>
        <Table
          label={t('versions', { title: form.title })}
          items={form.versions}
          idOf={({ version }) => version}
          columns={[
            { id: 'version', label: t('version'), cell: ({ version }) => version },
            {
              id: 'state',
              label: t('state'),
              cell: ({ state }) => <Badge tone={TONES[state]}>{t(state)}</Badge>,
            },
            {
              id: 'questions',
              label: t('questions'),
              align: 'end',
              cell: ({ questions }) => questions,
            },
            {
              id: 'files',
              label: t('filesOf'),
              cell: version => <Files version={version} />,
            },
            {
              id: 'opened',
              label: t('opened'),
              cell: ({ opened_at }) => (opened_at ? <Moment at={opened_at} /> : t('never')),
            },
            {
              id: 'acts',
              label: t('acts'),
              cell: version => <Acts form={form} version={version} mayChange={mayChange} />,
            },
          ]}
        />
        {mayChange && warnings.length > 0 && (
          <details>
            <summary>{t('warnings', { count: warnings.length })}</summary>
            <ProblemList label={t('warnings', { count: warnings.length })} problems={warnings} />
          </details>
        )}
      </div>
    </Card>
  )
}

function Files({ version }: { readonly version: FormVersion }) {
  const t = useWords(words)
  const missing = missingOf(version).length
  if (missing > 0) return <Badge tone="danger">{t('filesMissing', { count: missing })}</Badge>
  return version.files.length > 0 ? t('filesCount', { count: version.files.length }) : t('never')
}

interface ActsProps {
  readonly form: FieldForm
  readonly version: FormVersion
  readonly mayChange: boolean
}

function Acts({ form, version: { version, state }, mayChange }: ActsProps) {
  const t = useWords(words)
  async function go(next: FormState) {
    await move(form.id, version, next)
    toast(t('moved', { version, state: t(next) }))
  }
  return (
    <div className={s.acts}>
      {(mayChange || state !== 'draft') && (
        <>
          <LinkButton
            size="s"
            icon={Eye}
            {...(mayChange && state === 'draft' ? { look: 'secondary' as const } : {})}
            to={`/field/forms/${form.id}/${encodeURIComponent(version)}`}
          >
            {t(mayChange && state === 'draft' ? 'look' : 'preview')}
          </LinkButton>
          <LinkButton size="s" icon={Download} download to={sheetOf(form.id, version)}>
            {t('sheet')}
          </LinkButton>
        </>
      )}
      {mayChange &&
        state !== 'draft' &&
        NEXT[state].map(next => (
          <Button
            key={next}
            size="s"
            {...(next === 'open' ? { look: 'secondary' as const } : {})}
            onPress={() => void go(next).catch(toastRefusal)}
          >
            {t(ACTS[next])}
          </Button>
        ))}
      {mayChange && state === 'draft' && (
        <Button size="s" onPress={() => void discard(form.id, version).catch(toastRefusal)}>
          {t('discard')}
        </Button>
      )}
    </div>
  )
}
