/** Mine and the server's, side by side: answers where they differ, else what is known of the visit. */
import { useQuery } from '@tanstack/react-query'
import type { components } from '@/generated/api'
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Spinner } from '@/kit/progress'
import { instanceIdOf } from '../../capture/sheet/instance'
import type { Operation, VisitResult } from '../sync/model'
import { ask } from '../sync/wire'
import { words } from '../words'
import { type Difference, differencesOf } from './differing'
import s from './page.module.css'

type Lines = components['schemas']['SubmissionsBody']
type Read = components['schemas']['ReadAnswersBody']
type Submission = components['schemas']['SubmissionBody']
type Visits = components['schemas']['ToldVisitsBody']

const useOwnWords = () => useWords(words)

export function Compare({ op }: { readonly op: Operation }) {
  const t = useOwnWords()
  const { data, isPending } = useQuery({
    queryKey: ['pocket', 'compare', op.id],
    queryFn: () => (op.xml ? answersOf(op.xml) : visitOf(op, t)),
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
        <Line key={each.id} difference={each} />
      ))}
    </div>
  )
}

function Line({ difference: { label, mine, theirs } }: { readonly difference: Difference }) {
  const t = useOwnWords()
  return (
    <>
      <span className={s.asked}>{label}</span>
      <span>{mine || t('q.empty')}</span>
      <span>{theirs || t('q.empty')}</span>
    </>
  )
}

/** Both as the server shows answers: one who compares reads the same words on either side [FS8]. */
async function answersOf(xml: string): Promise<readonly Difference[] | null> {
  const instance = instanceIdOf(xml)
  const lines = await ask<Lines>('/api/field/submissions')
  if (lines.kind !== 'ok') return null
  const line = lines.value.submissions.find(({ instance_id }) => instance_id === instance)
  if (!line) return null
  const [mine, theirs] = await Promise.all([
    ask<Read>('/api/field/submissions/reading', { method: 'POST', body: { xml } }),
    ask<Submission>(`/api/field/submissions/${line.id}`),
  ])
  if (mine.kind !== 'ok' || theirs.kind !== 'ok') return null
  return differencesOf(mine.value.answers, theirs.value.answers)
}

async function visitOf(
  op: Operation,
  t: ReturnType<typeof useOwnWords>,
): Promise<readonly Difference[] | null> {
  const visits = await ask<Visits>('/api/field/dispatches/visits')
  if (visits.kind !== 'ok') return null
  const found = visits.value.visits.find(({ id }) => id === op.visit_id)
  if (!found) return null
  const at = (moment: string | null) => (moment ? dateTime(moment) : '')
  const resultOf = (result?: VisitResult | null) => (result ? t(`q.${result}`) : '')
  const theirs = op.kind === 'start' ? at(found.started_at) : at(found.ended_at)
  return [
    { id: 'at', label: t(`q.${op.kind}`), mine: at(op.did_at), theirs },
    {
      id: 'result',
      label: t('target.result'),
      mine: resultOf(op.result),
      theirs: resultOf(found.result),
    },
    { id: 'note', label: t('q.note'), mine: op.note ?? '', theirs: found.note },
  ].filter(({ mine, theirs }) => mine || theirs)
}
