/** One case: what it is, what was done for it, and what has happened. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ArrowLeft, History, MapPin, Users } from 'lucide-react'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useSession } from '@/kernel/session'
import { date, dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { AssignDialog } from './assign'
import { Edit } from './edit'
import { ASSIGNABLE } from './lanes'
import s from './page.module.css'
import { assignmentsOf, caseOf, casesKey, inspectors, type WholeCase } from './state'
import { Steps } from './steps'
import { words } from './words'
import { Works } from './works'

export function OneCase() {
  const { id = '' } = useParams()
  const { person } = useSession()
  useLive(`field-cases:${person.division_id}`, casesKey)
  return (
    <Boundary>
      <Shown id={id} />
    </Boundary>
  )
}

function Shown({ id }: { readonly id: string }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(caseOf(id))
  const { case: it, subject } = data
  return (
    <Page
      title={`${it.number} ${subject.name}`}
      note={
        <>
          <Badge tone="primary">{t(`state.${it.state}`)}</Badge> {it.kind}
        </>
      }
      acts={
        <LinkButton icon={ArrowLeft} to="/field/cases">
          {t('back')}
        </LinkButton>
      }
    >
      <div className={s.stack}>
        <Steps whole={data} />
        <Works id={id} />
        <div className={s.two}>
          <div className={s.stack}>
            <Facts whole={data} />
            <Leads id={id} whole={data} />
          </div>
          <div className={s.stack}>
            <Told whole={data} />
            <Before whole={data} />
          </div>
        </div>
      </div>
    </Page>
  )
}

function Facts({ whole }: { readonly whole: WholeCase }) {
  const t = useWords(words)
  const { case: it, subject, site } = whole
  const rows = [
    [t('code'), subject.code],
    [t('address'), [site.road_address, site.detail].filter(Boolean).join(' ')],
    [
      t('place'),
      site.lat === null || site.lon === null
        ? ''
        : `${site.lat.toFixed(5)}, ${site.lon.toFixed(5)}${site.accuracy_m === null ? '' : ` ±${Math.round(site.accuracy_m)} m`}`,
    ],
    [t('basis'), it.legal_basis],
    [t('due'), it.due_on ? date(it.due_on) : ''],
    [t('outcome'), it.outcome],
    [t('memo'), it.note],
  ].filter(([, value]) => value)
  return (
    <Card
      title={t('place')}
      icon={MapPin}
      aside={
        it.state !== 'closed' && (
          <span className={s.row}>
            <Edit whole={whole} what="subject" />
            <Edit whole={whole} what="site" />
            <Edit whole={whole} what="case" />
          </span>
        )
      }
    >
      <dl className={s.facts}>
        {rows.map(([label, value]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

function Leads({ id, whole }: { readonly id: string; readonly whole: WholeCase }) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(assignmentsOf(id))
  const { data: staff } = useSuspenseQuery(inspectors)
  const [isAsking, ask] = useState(false)
  const lead = data.find(({ ended_at }) => ended_at === null) ?? null
  const { case: it, subject, site } = whole
  return (
    <Card
      title={t('leads')}
      icon={Users}
      aside={
        ASSIGNABLE.includes(it.state) && (
          <Button size="s" onPress={() => ask(true)}>
            {t(lead ? 'reassign' : 'assign')}
          </Button>
        )
      }
    >
      {data.length === 0 ? (
        <p className={s.quiet}>{t('nobody')}</p>
      ) : (
        <ul className={s.line}>
          {[...data].reverse().map(each => (
            <li key={each.id}>
              <span className={s.row}>
                <b>{each.name}</b>
                {each.ending ? (
                  <Badge>{t(`ending.${each.ending}`)}</Badge>
                ) : (
                  <Badge tone="success">{t('holds')}</Badge>
                )}
              </span>
              <small>
                {t('planned')} {date(each.planned_on)} ·{' '}
                {t('lease', { at: dateTime(each.lease_until) })}
              </small>
            </li>
          ))}
        </ul>
      )}
      {isAsking && (
        <AssignDialog
          cases={[{ case: it, subject, site, lead }]}
          staff={staff}
          onClose={() => ask(false)}
        />
      )}
    </Card>
  )
}

function Told({ whole }: { readonly whole: WholeCase }) {
  const t = useWords(words)
  return (
    <Card title={t('history')} icon={History}>
      <ol className={s.line} aria-label={t('history')}>
        {[...whole.history].reverse().map(({ seq, step, before, after, by, at, reason }) => (
          <li key={seq}>
            <span className={s.row}>
              <b>{t(`step.${step}` as 'step.open')}</b>
              {before !== after && (
                <small>
                  {t(`state.${before}`)} → {t(`state.${after}`)}
                </small>
              )}
            </span>
            {reason && <span>{reason}</span>}
            <small>
              {by} · {dateTime(at)}
            </small>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Before({ whole }: { readonly whole: WholeCase }) {
  const t = useWords(words)
  return (
    <Card title={t('past')} icon={History}>
      {whole.past.length === 0 ? (
        <p className={s.quiet}>{t('noPast')}</p>
      ) : (
        <ul className={s.line}>
          {whole.past.map(({ id, number, kind, outcome, at }) => (
            <li key={id}>
              <span className={s.row}>
                <LinkButton look="plain" size="s" to={`/field/cases/${id}`}>
                  {number}
                </LinkButton>
                {outcome && <Badge tone="information">{outcome}</Badge>}
              </span>
              <small>
                {kind} · {date(at)}
              </small>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
