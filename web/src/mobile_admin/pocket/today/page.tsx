/** 오늘 점검 (F01): where to go, in which order, and how far each is. */
import { CalendarCheck, Download, Plus, Route, Scale, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { part } from '@/kernel/part'
import { useStore } from '@/kernel/store'
import { date, time } from '@/kernel/time'
import { Badge, type Tone } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Page } from '@/kit/page'
import { Rows } from '@/kit/rows'
import { toast } from '@/kit/toast'
import { type Fetching, fetchDay } from '../day/fetch'
import { coming } from '../day/forms'
import type { Target } from '../day/model'
import { metres } from '../day/route'
import {
  type Queue,
  useDay,
  useDistance,
  useOrder,
  usePlace,
  useQueue,
  useSentBack,
  useTargets,
  useVisits,
} from '../hooks'
import type { Place } from '../sync/model'
import type { Visit } from '../visits/model'
import { words } from '../words'
import { useArranging } from './arranging'
import s from './page.module.css'
import { inOrder, isLeft, type Stand, standAt, standOf, visitOf } from './stand'

/** Its list of forms brings more than the rest of this page. */
const Unplanned = part(async () => (await import('./unplanned')).Unplanned)

const TONES: Record<Stand, Tone> = {
  planned: 'neutral',
  sentBack: 'danger',
  filling: 'primary',
  told: 'warning',
  attention: 'danger',
  held: 'warning',
  sent: 'success',
  absent: 'neutral',
  refusedVisit: 'neutral',
  lost: 'warning',
  surveyed: 'success',
}

export function TodayPage() {
  const t = useWords(words)
  const targets = inOrder(useTargets(), useOrder())
  const visits = useVisits()
  const queue = useQueue()
  const day = useDay()
  const [place] = usePlace()
  const [isBeginning, setBeginning] = useState(false)
  const rows = targets.map(target => {
    const visit = visitOf(visits, target.assignment.id)
    return { target, stand: standAt(target, visit, queue, day) }
  })
  const left = rows.filter(({ stand }) => isLeft(stand)).length
  const unplanned = visits.filter(({ assignment_id }) => assignment_id === null).reverse()
  return (
    <Page
      title={t('day.title')}
      note={targets.length > 0 ? t('day.left', { left, all: targets.length }) : undefined}
      width="narrow"
      acts={<Fetch isPrimary={left === 0} />}
    >
      {queue.news.length > 0 && <Ruled news={queue.news} />}
      <SentBack />
      {rows.length === 0 ? (
        <Nothing />
      ) : (
        <Card title={t('day.list')} icon={CalendarCheck} aside={<Arrange place={place} />} flush>
          <ol className={s.rows}>
            {rows.map(({ target, stand }, at) => (
              <TargetRow key={target.assignment.id} {...{ target, stand, place }} number={at + 1} />
            ))}
          </ol>
        </Card>
      )}
      {unplanned.length > 0 && (
        <Card title={t('day.mine')} flush>
          <Rows>
            {unplanned.map(visit => (
              <UnplannedRow key={visit.id} visit={visit} stand={standOf(visit, queue)} />
            ))}
          </Rows>
        </Card>
      )}
      <div>
        <Button icon={Plus} onPress={() => setBeginning(true)}>
          {t('day.unplanned')}
        </Button>
      </div>
      {isBeginning && <Unplanned isOpen onOpenChange={setBeginning} />}
    </Page>
  )
}

/** What became of held work is told where the day begins [AS10]. */
function Ruled({ news }: Pick<Queue, 'news'>) {
  const t = useWords(words)
  return (
    <div className={s.ruled} role="status">
      <Scale size={20} aria-hidden />
      <span className={s.words}>
        <strong>{t('day.ruled', { count: news.length })}</strong>
        <span className={s.note}>{news.map(({ subject }) => subject).join(', ')}</span>
      </span>
      <LinkButton size="s" to="/field/queue">
        {t('day.ruledShow')}
      </LinkButton>
    </div>
  )
}

/** Told as soon as the suite says it; its answers and photos come with the day [FO16]. */
function SentBack() {
  const t = useWords(words)
  const back = useSentBack()
  const day = useDay()
  const [isBusy, fetchNow] = useFetch()
  if (back.length === 0 || day === null) return null
  const names = [...new Set(back.map(({ name }) => name))].filter(Boolean)
  return (
    <div className={s.ruled} role="status">
      <Undo2 size={20} aria-hidden />
      <span className={s.words}>
        <strong>{t('day.back', { count: back.length })}</strong>
        <span className={s.note}>{names.join(', ')}</span>
      </span>
      <Button size="s" icon={Download} isPending={isBusy} onPress={() => void fetchNow()}>
        {t('day.backFetch')}
      </Button>
    </div>
  )
}

function useFetch(): readonly [boolean, () => Promise<void>] {
  const t = useWords(words)
  const [isBusy, setBusy] = useState(false)
  async function fetchNow(): Promise<void> {
    setBusy(true)
    const found: Fetching = await fetchDay().finally(() => setBusy(false))
    toast(t(`day.${found}`))
  }
  return [isBusy, fetchNow]
}

function Nothing() {
  const t = useWords(words)
  const day = useDay()
  return day ? (
    <Empty icon={CalendarCheck} title={t('day.none')} note={t('day.noneNote')} />
  ) : (
    <Empty icon={Download} title={t('day.never')} note={t('day.neverNote')} />
  )
}

function Fetch({ isPrimary }: { readonly isPrimary: boolean }) {
  const t = useWords(words)
  const day = useDay()
  const files = useStore(coming)
  const [isBusy, fetchNow] = useFetch()
  return (
    <div className={s.fetch}>
      <Button
        look={day === null || isPrimary ? 'primary' : 'plain'}
        icon={Download}
        isPending={isBusy}
        onPress={() => void fetchNow()}
      >
        {t(day ? 'day.again' : 'day.fetch')}
      </Button>
      {files && (
        <span className={s.note} role="status">
          {t('day.files', { at: files.at + 1, all: files.all })}
        </span>
      )}
      {day && !files && <span className={s.note}>{t('day.fetched', { at: time(day.at) })}</span>}
    </div>
  )
}

function Arrange({ place }: { readonly place: Place | null }) {
  const t = useWords(words)
  const arrange = useArranging()
  return (
    <Button size="s" icon={Route} onPress={() => void arrange(place)}>
      {t('day.optimize')}
    </Button>
  )
}

interface RowProps {
  readonly target: Target
  readonly stand: Stand
  readonly number: number
  readonly place: Place | null
}

function TargetRow({ target, stand, number, place }: RowProps) {
  const t = useWords(words)
  const go = useNavigate()
  const distance = useDistance()
  const { assignment, case: about, subject, site } = target
  const away =
    place && site.lat !== null && site.lon !== null
      ? distance(metres(place, { lat: site.lat, lon: site.lon }))
      : null
  const notes = [
    assignment.planned_at && time(assignment.planned_at),
    about.kind,
    away,
    about.due_on && t('day.due', { on: date(about.due_on) }),
  ]
  return (
    <li>
      <button
        type="button"
        className={s.row}
        onClick={() => void go(`/field/target/${assignment.id}`)}
      >
        <span className={s.number} aria-hidden>
          {number}
        </span>
        <span className={s.words}>
          <span className={s.name}>{subject.name}</span>
          <span className={s.note}>{site.road_address}</span>
          <span className={s.note}>{notes.filter(Boolean).join(' · ')}</span>
        </span>
        <Badge tone={TONES[stand]}>{t(`day.${stand}`)}</Badge>
      </button>
    </li>
  )
}

function UnplannedRow({ visit, stand }: { readonly visit: Visit; readonly stand: Stand }) {
  const t = useWords(words)
  const go = useNavigate()
  return (
    <li>
      <button
        type="button"
        className={s.row}
        disabled={visit.endedAt !== null}
        onClick={() => void go(`/field/visit/${visit.id}`)}
      >
        <span className={s.words}>
          <span className={s.name}>{visit.title}</span>
          <span className={s.note}>
            {[time(visit.startedAt), visit.form?.title].filter(Boolean).join(' · ')}
          </span>
        </span>
        <Badge tone={TONES[stand]}>{t(`day.${stand}`)}</Badge>
      </button>
    </li>
  )
}
