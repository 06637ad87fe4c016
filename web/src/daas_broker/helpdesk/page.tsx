/** 헬프데스크 (X13): who waits for help, and for how long. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CheckCheck, LifeBuoy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { duration } from '@/kernel/time'
import { Badge, type Tone, ZoneBadge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Dialog } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { TextArea } from '@/kit/field'
import { Moment } from '@/kit/moment'
import { Page } from '@/kit/page'
import { type Column, Table } from '@/kit/table'
import { toastRefusal } from '@/kit/toast'
import s from './page.module.css'
import { type Call, calls, callsKey, helper, type Step } from './state'
import { words } from './words'

const TONES: Readonly<Record<Step, Tone>> = {
  waiting: 'warning',
  taken: 'information',
  watch_asked: 'information',
  watching: 'danger',
  control_asked: 'danger',
  controlling: 'danger',
  closed: 'neutral',
}

export function StepBadge({ step }: { readonly step: Step }) {
  const t = useWords(words)
  return <Badge tone={TONES[step]}>{t(`step.${step}`)}</Badge>
}

export function HelpDesk() {
  const t = useWords(words)
  useLive('helpdesk:all', callsKey)
  return (
    <Page title={t('desk.title')} note={t('desk.note')}>
      <Card title={t('desk.queue')} icon={LifeBuoy} flush rows={3}>
        <Queue />
      </Card>
      <Card title={t('desk.recent')} icon={CheckCheck} flush rows={3}>
        <Recent />
      </Card>
      <Offer />
    </Page>
  )
}

const who = ({ person }: Call) => (person ? `${person.name} · ${person.division}` : '–')

function Queue() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(calls)
  const go = useNavigate()
  const columns: Column<Call>[] = [
    {
      id: 'who',
      label: t('desk.who'),
      isRowHeader: true,
      cell: call => (
        <span className={s.who}>
          <strong>{who(call)}</strong>
          {call.note && <span className={s.note}>{call.note}</span>}
        </span>
      ),
    },
    {
      id: 'place',
      label: t('desk.place'),
      cell: call => (
        <span className={s.line}>
          <ZoneBadge zone={call.zone} /> {call.seat?.pool ?? '–'}
        </span>
      ),
    },
    {
      id: 'step',
      label: t('desk.step'),
      cell: call => (
        <span className={s.line}>
          <StepBadge step={call.step} />
          {call.step === 'waiting' && <Waited since={call.asked_at} />}
        </span>
      ),
    },
    { id: 'helper', label: t('desk.helper'), cell: call => call.helper?.name ?? '–' },
    {
      id: 'acts',
      label: t('desk.acts'),
      align: 'end',
      cell: call => (
        <LinkButton size="s" look="secondary" to={`/admin/help/${call.id}`}>
          {t('desk.open')}
        </LinkButton>
      ),
    },
  ]
  return (
    <Table
      label={t('desk.queue')}
      columns={columns}
      items={data.waiting}
      idOf={({ id }) => id}
      onOpen={({ id }) => void go(`/admin/help/${id}`)}
      empty={<Empty icon={LifeBuoy} title={t('desk.none')} note={t('desk.noneNote')} />}
    />
  )
}

/** How long somebody has waited, as it grows. */
function Waited({ since }: { readonly since: string }) {
  const t = useWords(words)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5_000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, (now - new Date(since).getTime()) / 1_000)
  return <span className={s.note}>{t('desk.waited', { time: duration(seconds) })}</span>
}

function Recent() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(calls)
  const said = (outcome: string) =>
    outcome === 'by_user' || outcome === 'desktop_ended' ? t(`outcomes.${outcome}`) : outcome
  const columns: Column<Call>[] = [
    { id: 'who', label: t('desk.who'), isRowHeader: true, cell: who },
    { id: 'note', label: t('what'), cell: ({ note }) => note || '–' },
    { id: 'helper', label: t('desk.helper'), cell: call => call.helper?.name ?? '–' },
    { id: 'outcome', label: t('desk.outcome'), cell: ({ outcome }) => said(outcome) || '–' },
    {
      id: 'when',
      label: t('step.closed'),
      align: 'end',
      cell: ({ closed_at }) => closed_at && <Moment at={closed_at} />,
    },
  ]
  return (
    <Table
      label={t('desk.recent')}
      columns={columns}
      items={data.closed}
      idOf={({ id }) => id}
      empty={<Empty icon={CheckCheck} title={t('desk.noneRecent')} />}
    />
  )
}

/** `?desktop=<id>` comes from the page of sessions: a helper begins it, and has to ask all the same. */
function Offer() {
  const t = useWords(words)
  const [search, setSearch] = useSearchParams()
  const go = useNavigate()
  const desktop = search.get('desktop')
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  async function offer(to: string) {
    setBusy(true)
    try {
      const made = await helper.offer(to, reason)
      await go(`/admin/help/${made.id}`, { replace: true })
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  const close = () => setSearch({}, { replace: true })
  return (
    <Dialog
      title={t('desk.offerTitle')}
      isOpen={desktop !== null}
      onOpenChange={open => !open && close()}
      footer={() => (
        <>
          <Button onPress={close}>{t('desk.cancel')}</Button>
          <Button
            look="primary"
            isDisabled={reason.trim().length < 2}
            isPending={busy}
            onPress={() => desktop && void offer(desktop)}
          >
            {t('desk.offer')}
          </Button>
        </>
      )}
    >
      <p>{t('desk.offerAsk')}</p>
      <TextArea label={t('desk.reason')} value={reason} onChange={setReason} maxLength={500} />
    </Dialog>
  )
}
