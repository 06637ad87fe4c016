/** What a card of P01 tells beyond the state, and what a spent budget means for its reader. */
import { useQuery } from '@tanstack/react-query'
import { CircleAlert, Clock, MapPinOff, RotateCw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { zone as entered } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { day, time } from '@/kernel/time'
import { Button } from '@/kit/button'
import { AskFoot, DialogButton } from '@/kit/dialog'
import { Moment } from '@/kit/moment'
import { toastRefusal } from '@/kit/toast'
import { hoursText } from '../pools/days'
import { useSuiteTitle } from '../pools/suite-titles'
import { words as outside } from './outside.words'
import s from './page.module.css'
import { type Place, release } from './state'
import { ownBudget, ownUse, worked } from './use'
import { words } from './use-words'

export function PlaceFacts({ place }: { readonly place: Place }) {
  const t = useWords(words)
  const titled = useSuiteTitle()
  const use = useQuery(ownUse).data?.find(({ pool_id }) => pool_id === place.pool_id)
  const { hours, minutes } = worked(use?.used_seconds_today ?? 0)
  const latency = use?.latency_ms
  return (
    <dl className={s.details}>
      <div>
        <dt>{t('image')}</dt>
        <dd>
          {titled(place.image_title)} · {t(`kinds.${place.kind}`)}
        </dd>
      </div>
      <div>
        <dt>{t('today')}</dt>
        <dd>{hours > 0 ? t('hours', { hours, minutes }) : t('minutes', { minutes })}</dd>
      </div>
      <div>
        <dt>{t('last')}</dt>
        <dd>
          {typeof latency === 'number'
            ? t('ms', { ms: latency })
            : t(use?.last_at ? 'unmeasured' : 'none')}
        </dd>
      </div>
      {use?.last_at && (
        <div>
          <dt>{t('lastAt')}</dt>
          <dd>
            <Moment at={use.last_at} />
          </dd>
        </div>
      )}
      {place.opening.hours.length > 0 && (
        <div>
          <dt>{t('open')}</dt>
          {place.opening.hours.map(hoursText).map(text => (
            <dd key={text}>{text}</dd>
          ))}
        </div>
      )}
    </dl>
  )
}

/** Said before the click: not now, or not from here. */
export function ShutLine({ opening }: { readonly opening: Place['opening'] }) {
  const t = useWords(outside)
  const zone = useStore(entered)
  const { shut_by, opens_at } = opening
  if (!shut_by) return null
  const Icon = shut_by === 'access_place' ? MapPinOff : Clock
  return (
    <p className={s.shut} data-shut={shut_by}>
      <Icon size={18} aria-hidden />
      <span>
        {t(shut_by === 'access_place' ? 'place' : 'hours')}{' '}
        {opens_at && <b>{t('opens', { at: `${day(opens_at)} ${time(opens_at)}` })}</b>}
        <br />
        {t(shut_by === 'access_place' ? 'placeNote' : 'hoursNote')}
        {zone === 'work' && ` ${t('meanwhile')}`}
      </span>
    </p>
  )
}

/** Another desktop in the place of this one; a personal one is reset on its own button. */
export function Restart({ place, desktop }: { readonly place: Place; readonly desktop: string }) {
  const t = useWords(words)
  const go = useNavigate()
  const [busy, setBusy] = useState(false)
  async function restart(close: () => void) {
    setBusy(true)
    try {
      await release(desktop)
      close()
      await go(`/desktops/open/${place.pool_id}`)
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  return (
    <DialogButton
      size="s"
      title={t('restartTitle')}
      trigger={<Button icon={RotateCw}>{t('restart')}</Button>}
      footer={close => (
        <AskFoot leave={close} look="danger" isPending={busy} onPress={() => void restart(close)}>
          {t('restart')}
        </AskFoot>
      )}
    >
      <p>{t('restartAsk')}</p>
    </DialogButton>
  )
}

/** Shown from 80 % on, where one would otherwise wonder why one waits. */
export function BudgetNotice() {
  const t = useWords(words)
  const { data } = useQuery(ownBudget)
  if (!data?.level || data.share === null) return null
  const isOver = data.level === 'over'
  const Icon = isOver ? CircleAlert : TriangleAlert
  const share = Math.round(data.share * 100)
  return (
    <div className={s.budget} data-level={data.level} role="status">
      <Icon size={18} aria-hidden />
      <p>
        <b>{t(isOver ? 'over' : 'near', { share })}</b> {t(`held.${data.held_back ?? 'none'}`)}{' '}
        {t('ask')}
      </p>
    </div>
  )
}
