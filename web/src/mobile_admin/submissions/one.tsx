/** One submission: what the server found, the answers in the form's words, and the files. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, CircleAlert, FolderKanban, Image, ListChecks, Smartphone } from 'lucide-react'
import { useMemo } from 'react'
import { Link, useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { Table } from '@/kit/table'
import { Decision } from '@/mobile_admin/notices/decision'
import { type Line, linesOf } from './changes'
import { HeldBadge, HeldFacts } from './held-facts'
import s from './one.module.css'
import { Checked } from './page'
import { RecordLink } from './record'
import { Review } from './review'
import {
  type Fault,
  fileOf,
  isPaper,
  isPicture,
  oneOf,
  ownHeld,
  reviewsOf,
  takenOf,
  type Whole,
} from './state'
import { TakenLine } from './taken'
import { faultWords, isKind, kindWords, words } from './words'

export function OneSubmission() {
  const { id = '' } = useParams()
  return (
    <Boundary>
      <Shown id={id} />
    </Boundary>
  )
}

function Shown({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(oneOf(id))
  const { title, sender, version, about } = data
  return (
    <Page
      title={[about.number, about.name].filter(Boolean).join(' ') || title}
      note={t('facts', { title, sender, version })}
      acts={
        <>
          {about.case_id && (
            <LinkButton icon={FolderKanban} to={`/field/cases/${about.case_id}`}>
              {t('toCase')}
            </LinkButton>
          )}
          <LinkButton icon={ArrowLeft} to="/field/sent">
            {t('back')}
          </LinkButton>
          <RecordLink id={id} />
          <LinkButton icon={Smartphone} to={`/field/sent/${id}/sheet`}>
            {t('asSheet')}
          </LinkButton>
        </>
      }
    >
      <div className={s.stack}>
        <div>
          <Checked line={{ ...data, findings: data.found.length }} />
          <Held data={data} />
          <Corrections data={data} />
        </div>
        <Review id={id} />
        <Decision id={id} />
        {data.found.length > 0 && <Findings data={data} />}
        {data.files.length > 0 && <Files data={data} />}
        {data.corrects ? (
          <Corrected data={data} former={data.corrects} />
        ) : (
          <Answers lines={linesOf(data)} />
        )}
      </div>
    </Page>
  )
}

/** Who did it when the case was somebody else's already reads what became of it [AS10]. */
function Held({ data: { id, standing } }: { readonly data: Whole }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(ownHeld)
  const work = data.find(({ submission_id }) => submission_id === id)
  if (!work) return standing === 'held' && <p>{t('heldNote')}</p>
  return (
    <>
      {' '}
      <HeldBadge work={work} />
      <HeldFacts work={work} />
    </>
  )
}

function Answers({ lines }: { readonly lines: readonly Line[] }) {
  const t = useWords(words)
  // Files are shown below; which of them were changed is told here alone.
  const items = lines.filter(({ is_file, before }) => !is_file || before !== undefined)
  return (
    <Card title={t('answers')} icon={ListChecks} flush>
      <Table
        label={t('answers')}
        items={items}
        idOf={({ id }) => id}
        columns={[
          { id: 'q', label: t('question'), cell: line => <Asked {...line} /> },
          {
            id: 'a',
            label: t('answer'),
            cell: line => <Changed {...line} />,
          },
        ]}
      />
    </Card>
  )
}

/** Repeats ask one question several times. */
function Asked({ turn, label, path }: Pick<Line, 'turn' | 'label' | 'path'>) {
  const t = useWords(words)
  return (
    <>
      {turn && <span className={s.turn}>{turn} · </span>}
      {label || path || t('unnamed')}
    </>
  )
}

function Changed({ shown, before }: Pick<Line, 'shown' | 'before'>) {
  const t = useWords(words)
  if (before === undefined) return shown
  return (
    <span className={s.changed}>
      <span>
        {shown ?? '–'}{' '}
        <Badge tone="information">{t(shown === null ? 'takenAway' : 'changed')}</Badge>
      </span>
      <small>{t('before', { before: before || '–' })}</small>
    </span>
  )
}

/** What was wanted, and what was made of it. */
function Corrected({ data, former }: { readonly data: Whole; readonly former: string }) {
  const { data: before } = useSuspenseQuery(oneOf(former))
  const lines = useMemo(() => linesOf(data, before), [data, before])
  return <Answers lines={lines} />
}

function Wanted({ former }: { readonly former: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(reviewsOf(former))
  const last = data.reviews.findLast(({ verdict }) => verdict === 'sent_back')
  if (!last) return null
  return (
    <p>
      <strong>{t('wanted')}</strong> {last.reason}
    </p>
  )
}

/** What it stands for, and what stands for it. */
function Corrections({ data }: { readonly data: Whole }) {
  const t = useWords(words)
  const { corrects, corrected_by: later } = data
  return (
    <>
      {later && (
        <p>
          {t('correctedNote')} <Link to={`/field/sent/${later}`}>{t('toCorrection')}</Link>
        </p>
      )}
      {corrects && (
        <p>
          {t('correctsNote')} <Link to={`/field/sent/${corrects}`}>{t('toFormer')}</Link>
        </p>
      )}
      {corrects && <Wanted former={corrects} />}
    </>
  )
}

/** Repeats ask one question several times. */
function keyed<T>(item: T, at: number): T & { readonly id: string } {
  return { ...item, id: String(at) }
}

function Findings({ data }: { readonly data: Whole }) {
  const t = useWords(words)
  const because = useWords(faultWords)
  const kind = useWords(kindWords)
  // Of an answer of another type it is the form's own name of the type.
  const saidOf = (fault: Fault, note: string) =>
    fault === 'wrong_type' && isKind(note) ? kind(note) : note
  return (
    <Card title={t('findings')} icon={CircleAlert} flush>
      <Table
        label={t('findings')}
        items={data.found.map(keyed)}
        idOf={({ id }) => id}
        columns={[
          {
            id: 'q',
            label: t('question'),
            cell: ({ label, path }) => label || path || t('unnamed'),
          },
          {
            id: 'a',
            label: t('answer'),
            width: 'wide',
            cell: ({ fault, note }) =>
              [because(fault), saidOf(fault, note)].filter(Boolean).join(' · '),
          },
        ]}
      />
    </Card>
  )
}

function Files({ data }: { readonly data: Whole }) {
  const t = useWords(words)
  const { data: taken } = useSuspenseQuery(takenOf(data.id))
  const labels = new Map(
    data.answers.map(({ value, turn, label }) => [
      value,
      [turn, label].filter(Boolean).join(' · '),
    ]),
  )
  return (
    <Card title={t('files')} icon={Image}>
      <ul className={s.files}>
        {data.files.map(({ name, node_id, is_expected }) => (
          <li key={name}>
            {isPicture(name) && <img src={fileOf(data.id, name)} alt={labels.get(name) ?? name} />}
            <div>{labels.get(name) ?? name}</div>
            <TakenLine taken={taken.find(each => each.name === name)} />
            {!is_expected &&
              (isPaper(name) ? (
                <Badge tone="information">{t('paper')}</Badge>
              ) : (
                <Badge tone="warning">{t('extra')}</Badge>
              ))}
            <a href={`/drive/f/${node_id}`}>{t('drive')}</a>
          </li>
        ))}
      </ul>
    </Card>
  )
}
