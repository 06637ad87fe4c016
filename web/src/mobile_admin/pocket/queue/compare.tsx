/** Mine and the server's, side by side: answers where they differ, else what is known of the visit. */
import { useQuery } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Spinner } from '@/kit/progress'
import type { Operation } from '../sync/model'
import { ask } from '../sync/wire'
import { words } from '../words'
import { type Difference, differencesOf, leavesOf } from './differing'
import s from './page.module.css'

type Lines = components['schemas']['SubmissionsBody']
type Submission = components['schemas']['SubmissionBody']
type Visits = components['schemas']['ToldVisitsBody']

export function Compare({ op }: { readonly op: Operation }) {
  const t = useWords(words)
  const { data, isPending } = useQuery({
    queryKey: ['pocket', 'compare', op.id],
    queryFn: () => (op.xml ? answersOf(op.xml) : visitOf(op)),
    staleTime: 0,
  })
  if (isPending) return <Spinner />
  if (!data) return <p className={s.note}>{t('q.unknown')}</p>
  if (data.length === 0) return <p className={s.note}>{t('q.same')}</p>
  return (
    <div className={s.both}>
      <span className={s.columnHead}>{t('q.mine')}</span>
      <span className={s.columnHead}>{t('q.theirs')}</span>
      {data.map(each => (
        <Line key={each.path} difference={each} />
      ))}
    </div>
  )
}

function Line({ difference: { label, mine, theirs } }: { readonly difference: Difference }) {
  const t = useWords(words)
  return (
    <>
      <span className={s.asked}>{label}</span>
      <span>{mine || t('q.empty')}</span>
      <span>{theirs || t('q.empty')}</span>
    </>
  )
}

async function answersOf(xml: string): Promise<readonly Difference[] | null> {
  const instance = [...leavesOf(xml)].find(([path]) => path.endsWith('/instanceID'))?.[1]
  const lines = await ask<Lines>('/api/field/submissions')
  if (lines.kind !== 'ok') return null
  const line = lines.value.submissions.find(({ instance_id }) => instance_id === instance)
  if (!line) return null
  const whole = await ask<Submission>(`/api/field/submissions/${line.id}`)
  return whole.kind === 'ok' ? differencesOf(xml, whole.value.answers) : null
}

async function visitOf(op: Operation): Promise<readonly Difference[] | null> {
  const visits = await ask<Visits>('/api/field/dispatches/visits')
  if (visits.kind !== 'ok') return null
  const found = visits.value.visits.find(({ id }) => id === op.visit_id)
  if (!found) return null
  const at = (moment: string | null) => (moment ? dateTime(moment) : '')
  const theirs = op.kind === 'start' ? at(found.started_at) : at(found.ended_at)
  return [
    { path: 'at', label: op.kind, mine: at(op.did_at), theirs },
    { path: 'result', label: 'result', mine: op.result ?? '', theirs: found.result ?? '' },
    { path: 'note', label: 'note', mine: op.note ?? '', theirs: found.note },
  ].filter(({ mine, theirs }) => mine || theirs)
}
