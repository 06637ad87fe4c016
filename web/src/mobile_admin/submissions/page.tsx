/** 현장행정: what was sent from the field. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ClipboardList, FolderKanban, Inbox, Smartphone, Stamp } from 'lucide-react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { hasRole, useSession } from '@/kernel/session'
import { Badge, type Tone } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Table } from '@/kit/table'
import { HeldBadge } from './held-facts'
import s from './one.module.css'
import { type Line, ownHeld, sent, sentKey, type Verdict, verdicts } from './state'
import { words } from './words'

export function Submissions() {
  const t = useWords(words)
  return (
    <Page
      title={t('title')}
      note={t('note')}
      acts={
        <>
          <LinkButton icon={Stamp} to="/field/notices">
            {t('notices')}
          </LinkButton>
          <LinkButton icon={FolderKanban} to="/field/cases">
            {t('cases')}
          </LinkButton>
          <LinkButton icon={Smartphone} to="/field/devices">
            {t('devices')}
          </LinkButton>
          <LinkButton icon={ClipboardList} to="/field/forms">
            {t('forms')}
          </LinkButton>
        </>
      }
    >
      <Boundary>
        <Shown />
      </Boundary>
    </Page>
  )
}

function Shown() {
  const t = useWords(words)
  const go = useNavigate()
  const { data } = useSuspenseQuery(sent)
  const { person } = useSession()
  useLive(hasRole(person, 'manager') ? `field-submissions:${person.division_id}` : null, sentKey)
  if (data.submissions.length === 0)
    return <Empty icon={Inbox} title={t('none')} note={t('noneNote')} />
  return (
    <Table
      label={t('list')}
      items={data.submissions}
      idOf={({ id }) => id}
      onOpen={({ id }) => void go(`/field/sent/${id}`)}
      columns={[
        {
          id: 'place',
          label: t('place'),
          cell: ({ about }) => <Where about={about} />,
          width: 'wide',
        },
        { id: 'form', label: t('form'), cell: ({ title }) => title },
        { id: 'sender', label: t('sender'), cell: ({ sender }) => sender },
        { id: 'at', label: t('at'), cell: ({ received_at }) => <Moment at={received_at} /> },
        {
          id: 'checked',
          label: t('checked'),
          cell: line => (
            <>
              <Checked line={line} /> <Said line={line} />
            </>
          ),
        },
      ]}
    />
  )
}

function Where({ about: { name, number } }: Pick<Line, 'about'>) {
  const t = useWords(words)
  return (
    <span className={s.where}>
      <span>{name || t(number ? 'otherPlace' : 'noPlace')}</span>
      {number && <small>{number}</small>}
    </span>
  )
}

const TONES: Record<Verdict, Tone> = {
  accepted: 'success',
  sent_back: 'warning',
  set_aside: 'neutral',
}

/** What was said of answers that were corrected since asks nothing of anybody any more. */
function Said({ line: { id, corrected_by } }: { readonly line: Line }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(verdicts)
  const { data: held } = useSuspenseQuery(ownHeld)
  if (corrected_by !== null) return <Badge>{t('corrected')}</Badge>
  const work = held.find(({ submission_id }) => submission_id === id)
  if (work && work.ruling !== 'accepted') return <HeldBadge work={work} />
  const found = data.find(({ submission_id }) => submission_id === id)
  return found ? <Badge tone={TONES[found.verdict]}>{t(found.verdict)}</Badge> : null
}

export function Checked({ line }: { readonly line: Line }) {
  const t = useWords(words)
  if (line.standing === 'held') return <Badge tone="warning">{t('held')}</Badge>
  if (line.findings === 0) return <Badge tone="success">{t('good')}</Badge>
  return <Badge tone="danger">{t('found', { count: line.findings })}</Badge>
}
