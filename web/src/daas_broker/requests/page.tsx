/** 신청 (P04): what may be asked for, who decides and how soon, and what became of one's requests. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { ClipboardList, FilePlus2, MonitorOff, MonitorUp, Send } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useSession } from '@/kernel/session'
import { bytes } from '@/kernel/text'
import { date, duration } from '@/kernel/time'
import { Badge, ZoneBadge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { DialogButton } from '@/kit/dialog'
import { Empty } from '@/kit/empty'
import { Select, TextArea } from '@/kit/field'
import { focusIfLost } from '@/kit/focus'
import { Page } from '@/kit/page'
import { Boundary } from '@/kit/problem'
import { toast, toastRefusal } from '@/kit/toast'
import { useSuiteTitle } from '../pools/suite-titles'
import s from './page.module.css'
import { opens, StageBadge } from './stage'
import { type Asked, desk, look, type Offer, request, requestsKey, withdraw } from './state'
import { words } from './words'

const MIB = 1024 * 1024

const SPANS = { week: 7, month: 30, quarter: 90, half: 180, year: 366 } as const
type Days = keyof typeof SPANS
const DAYS = Object.keys(SPANS) as Days[]

export function RequestDesk() {
  const t = useWords(words)
  const { person } = useSession()
  useLive(`person:${person.id}`, requestsKey)
  return (
    <Page title={t('title')} note={t('note')}>
      <Boundary>
        <Offers />
        <Mine />
      </Boundary>
    </Page>
  )
}

function Offers() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(desk)
  const { offers, mine, usual_seconds: usual } = data
  const waits = new Set(mine.filter(one => one.stage === 'asked').map(one => one.pool_id))
  if (offers.length === 0)
    return <Empty icon={MonitorOff} title={t('noOffers')} note={t('noOffersNote')} />
  return (
    <>
      <p className={s.quiet}>
        {t('approver')} ·{' '}
        {usual === null ? t('noUsual') : t('usual', { time: duration(Math.max(60, usual)) })}
      </p>
      <div className={s.cards}>
        {offers.map(offer => (
          <Card key={offer.pool_id} title={offer.name} icon={MonitorUp}>
            <OfferFace offer={offer} isWaiting={waits.has(offer.pool_id)} />
          </Card>
        ))}
      </div>
    </>
  )
}

interface OfferProps {
  readonly offer: Offer
  readonly isWaiting: boolean
}

function OfferFace({ offer, isWaiting }: OfferProps) {
  const t = useWords(words)
  const titled = useSuiteTitle()
  return (
    <div className={s.face}>
      <div className={s.line}>
        <ZoneBadge zone={offer.zone} />
        {isWaiting && <Badge tone="information">{t('waits')}</Badge>}
        {offer.is_open && <Badge tone="success">{t('isOpen')}</Badge>}
      </div>
      <dl className={s.facts}>
        <dt>{t('memory')}</dt>
        <dd>{bytes(offer.memory_mib * MIB)}</dd>
        <dt>{t('cpus')}</dt>
        <dd>{t('cores', { count: offer.cpus })}</dd>
        <dt>{t('image')}</dt>
        <dd>{titled(offer.image_title)}</dd>
        <dt>{t('kind')}</dt>
        <dd>
          {t(`kinds.${offer.kind}`)}
          {offer.homes && ` · ${t('homes')}`}
        </dd>
      </dl>
      <div className={s.acts}>
        {offer.is_open ? (
          <LinkButton to="/desktops">{t('open')}</LinkButton>
        ) : (
          !isWaiting && <Ask offer={offer} />
        )}
      </div>
    </div>
  )
}

function Ask({ offer: { pool_id, name } }: { readonly offer: Offer }) {
  const t = useWords(words)
  const [days, choose] = useState<Days>('month')
  const [reason, setReason] = useState('')
  const [isBusy, setBusy] = useState(false)
  async function send(close: () => void) {
    setBusy(true)
    try {
      await request(pool_id, SPANS[days], reason)
      close()
      toast(t('sent'))
      focusIfLost(() => document.querySelector('[data-request="asked"]')) // who waits cannot ask again
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <DialogButton
      title={t('askFor', { name })}
      trigger={
        <Button look="primary" icon={FilePlus2} aria-label={t('askFor', { name })}>
          {t('ask')}
        </Button>
      }
      footer={close => (
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button
            look="primary"
            icon={Send}
            isPending={isBusy}
            isDisabled={reason.trim().length < 5}
            onPress={() => void send(close)}
          >
            {t('ask')}
          </Button>
        </>
      )}
    >
      <div className={s.form}>
        <Select<Days>
          label={t('days')}
          value={days}
          onChange={choose}
          choices={DAYS.map(id => ({ id, label: t(`dayChoices.${id}`) }))}
        />
        <TextArea
          label={t('reason')}
          hint={t('reasonHint')}
          value={reason}
          onChange={setReason}
          maxLength={500}
          isRequired
        />
        <p className={s.quiet}>{t('approver')}</p>
      </div>
    </DialogButton>
  )
}

function Mine() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(desk)
  const hasNews = data.mine.some(one => one.is_news)
  useEffect(() => {
    if (hasNews) void look().catch(toastRefusal)
  }, [hasNews])
  return (
    <Card title={t('mine')} icon={ClipboardList}>
      {data.mine.length === 0 ? (
        <p className={s.quiet}>{t('noMine')}</p>
      ) : (
        <ul className={s.list}>
          {data.mine.map(asked => (
            <OneOfMine key={asked.id} asked={asked} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function OneOfMine({ asked }: { readonly asked: Asked }) {
  const t = useWords(words)
  async function leave() {
    try {
      await withdraw(asked.id)
      toast(t('withdrawn'))
      focusIfLost(() => document.getElementById(asked.id))
    } catch (error) {
      toastRefusal(error)
    }
  }
  const { until, decided_at: decided, decided_by: who, answer } = asked
  return (
    <li id={asked.id} tabIndex={-1} className={s.row} data-request={asked.stage}>
      <div className={s.line}>
        <strong>{asked.pool}</strong>
        <StageBadge asked={asked} />
        {until && asked.stage === 'approved' && !asked.is_gone && (
          <span>{t('until', { at: date(until) })}</span>
        )}
      </div>
      <p className={s.quiet}>
        {t('askedAt', { at: date(asked.asked_at) })} · {asked.reason}
      </p>
      {who && decided && (
        <p>
          {answer && `${answer} `}
          <span className={s.quiet}>{t('by', { who, at: date(decided) })}</span>
        </p>
      )}
      <div className={s.acts}>
        {asked.stage === 'asked' && (
          <Button size="s" onPress={() => void leave()}>
            {t('withdraw')}
          </Button>
        )}
        {opens(asked) && (
          <LinkButton size="s" to="/desktops">
            {t('open')}
          </LinkButton>
        )}
      </div>
    </li>
  )
}
