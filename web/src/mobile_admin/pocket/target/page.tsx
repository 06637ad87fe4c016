/** 대상 정보 (F03): what is known of where one stands, and what to do there. */
import {
  BookOpen,
  CircleAlert,
  Eye,
  EyeOff,
  FileSignature,
  History,
  MapPinOff,
  Play,
} from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { date, dateTime } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { Row, Rows } from '@/kit/rows'
import type { Earlier } from '../day/earlier'
import type { FormToFill, Target } from '../day/model'
import { useDay, useEarlier, useQueue, useTargets, useVisits } from '../hooks'
import { Navigation } from '../map/navigation'
import { standAt, visitOf } from '../today/stand'
import { beginVisit } from '../visits/doing'
import { words } from '../words'
import { EndDialog } from './end'
import s from './page.module.css'
import { hasPrivate, masked, maskedName } from './private'

const SHOWN_MS = 60_000

export function TargetPage() {
  const t = useWords(words)
  const { assignment = '' } = useParams()
  const target = useTargets().find(each => each.assignment.id === assignment)
  if (!target) {
    return (
      <Empty
        icon={MapPinOff}
        title={t('target.gone')}
        note={t('target.goneNote')}
        action={<LinkButton to="/field">{t('today')}</LinkButton>}
      />
    )
  }
  return <Shown target={target} />
}

function Shown({ target }: { readonly target: Target }) {
  const t = useWords(words)
  const { subject, site, case: about } = target
  const isPerson = subject.kind === 'citizen'
  const [isShown, show] = useShown()
  const { isOver } = useAt(target)
  const name = isPerson && !isShown ? maskedName(subject.name) : subject.name
  const hides = isPerson || hasPrivate(subject.note) || hasPrivate(about.note)
  return (
    <Page title={name} note={site.road_address} width="narrow" acts={<Acts target={target} />}>
      <Elsewhere target={target} />
      {target.sent_back && !isOver && (
        <section className={s.back} aria-label={t('target.sentBack')}>
          <CircleAlert size={18} aria-hidden />
          <div>
            <p>
              <strong>{t('target.sentBack')}</strong> {target.sent_back}
            </p>
            <Prefilled case_id={target.case.id} />
          </div>
        </section>
      )}
      <Card
        title={t('target.ledger')}
        icon={BookOpen}
        aside={
          hides ? (
            <Button size="s" icon={isShown ? EyeOff : Eye} onPress={() => show(!isShown)}>
              {t(isShown ? 'target.hide' : 'target.reveal')}
            </Button>
          ) : undefined
        }
      >
        <Ledger target={target} isShown={isShown} />
      </Card>
      {site.lat !== null && site.lon !== null && (
        <Navigation name={subject.name} lat={site.lat} lon={site.lon} />
      )}
      <Past target={target} />
    </Page>
  )
}

/** That it is somebody else's now, or that nobody has to go there any more. */
function Elsewhere({ target }: { readonly target: Target }) {
  const t = useWords(words)
  const visit = visitOf(useVisits(), target.assignment.id)
  const stand = standAt(target, visit, useQueue(), useDay())
  if (stand !== 'lost' && stand !== 'surveyed') return null
  return (
    <section className={s.back} aria-label={t(`day.${stand}`)}>
      <CircleAlert size={18} aria-hidden />
      <p>
        <strong>{t(`day.${stand}`)}</strong> {t(`target.${stand}Note`)}
      </p>
    </section>
  )
}

function Prefilled({ case_id }: { readonly case_id: string }) {
  const t = useWords(words)
  const earlier = useEarlier().find(each => each.case_id === case_id)
  if (!earlier) return null
  return <p>{t('target.prefilled', { count: earlier.files.length })}</p>
}

/** What was revealed hides itself again. */
function useShown(): readonly [boolean, (shown: boolean) => void] {
  const [isShown, show] = useState(false)
  useEffect(() => {
    if (!isShown) return
    const timer = setTimeout(() => show(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isShown])
  return [isShown, show]
}

function Ledger({ target, isShown }: { readonly target: Target; readonly isShown: boolean }) {
  const t = useWords(words)
  const { assignment, case: about, subject, site } = target
  const said = (text: string) => (isShown ? text : masked(text))
  return (
    <dl className={s.facts}>
      <Fact label={t('target.code')}>{subject.code}</Fact>
      <Fact label={t('target.number')}>{about.number}</Fact>
      <Fact label={t('target.kind')}>{about.kind}</Fact>
      <Fact label={t('target.address')}>
        {[site.road_address, site.detail].filter(Boolean).join(' ')}
      </Fact>
      <Fact label={t('target.basis')}>{about.legal_basis}</Fact>
      <Fact label={t('target.due')}>{about.due_on && date(about.due_on)}</Fact>
      <Fact label={t('target.lease')}>
        {dateTime(assignment.lease_until)}
        <small className={s.small}>{t('target.leaseNote')}</small>
      </Fact>
      <Fact label={t('target.form')}>{target.form?.title ?? t('target.noForm')}</Fact>
      <Fact label={t('target.note')}>
        {[subject.note, about.note].filter(Boolean).map(said).join('\n')}
      </Fact>
    </dl>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  if (!children) return null
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  )
}

function Past({ target }: { readonly target: Target }) {
  const t = useWords(words)
  return (
    <Card title={t('target.past')} icon={History} flush={target.past.length > 0}>
      {target.past.length === 0 ? (
        <p className={s.small}>{t('target.noPast')}</p>
      ) : (
        <Rows>
          {target.past.map(({ id, number, kind, outcome, at }) => (
            <Row
              key={id}
              title={kind}
              note={`${number} · ${date(at)}`}
              end={<Badge>{outcome}</Badge>}
            />
          ))}
        </Rows>
      )}
    </Card>
  )
}

/** A correction goes on with the answers and the version of before. */
function begun(target: Target, earlier: Earlier | undefined): Correction {
  if (!earlier) return { form: target.form }
  const { form_key: key, version, case_id } = earlier
  return { form: { key, version, title: target.form?.title ?? '' }, corrects: case_id }
}

interface Correction {
  readonly form: FormToFill | null
  readonly corrects?: string
}

function Acts({ target }: { readonly target: Target }) {
  const t = useWords(words)
  const go = useNavigate()
  const { visit, isOpen, isOver, earlier } = useAt(target)
  const [isBusy, setBusy] = useState(false)
  async function begin(): Promise<void> {
    setBusy(true)
    const found =
      visit && isOpen
        ? visit
        : await beginVisit({
            assignment_id: target.assignment.id,
            title: target.subject.name,
            ...begun(target, earlier),
          })
    await go(`/field/visit/${found.id}`)
  }
  if (isOver && visit) {
    return (
      <LinkButton look="primary" size="l" icon={FileSignature} to={`/field/paper/${visit.id}`}>
        {t('target.paper')}
      </LinkButton>
    )
  }
  const word = earlier ? 'target.correct' : 'target.begin'
  return (
    <div className={s.acts}>
      <Button
        look="primary"
        size="l"
        icon={Play}
        isPending={isBusy}
        isDisabled={target.form === null && !earlier}
        onPress={() => void begin()}
      >
        {t(isBusy ? 'target.starting' : isOpen ? 'target.goOn' : word)}
      </Button>
      <EndDialog target={target} result="absent" />
      <EndDialog target={target} result="refused" />
    </div>
  )
}

/** How far it is: `isOver` where it was sent, and not sent back since. */
function useAt(target: Target) {
  const visit = visitOf(useVisits(), target.assignment.id)
  const earlier = useEarlier().find(each => each.case_id === target.case.id)
  const heardAt = useDay()?.at ?? 0
  const endedAt = visit?.endedAt ?? null
  const isBack = target.sent_back !== '' && (endedAt ?? 0) < heardAt
  const isOver = endedAt !== null && visit?.result === 'visited' && !isBack
  return { visit, isOpen: visit !== undefined && endedAt === null, isOver, earlier }
}
