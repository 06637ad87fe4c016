/** A pool as one person finds it: state, and the one act that fits. The same on P01 and at home. */
import { useQuery } from '@tanstack/react-query'
import { LogOut, MonitorPlay, RotateCcw } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { time } from '@/kernel/time'
import { Badge, type Tone, ZoneBadge } from '@/kit/badge'
import { Button, LinkButton } from '@/kit/button'
import { DialogButton } from '@/kit/dialog'
import { toast, toastRefusal } from '@/kit/toast'
import { words } from '../words'
import s from './page.module.css'
import { PlaceFacts, Restart, ShutLine } from './place-facts'
import { type DesktopState, type Place, release } from './state'
import { Stays } from './stays'
import { ownBudget } from './use'
import { words as budgetWords } from './use-words'
import { warmUp } from './warm-up'

export const TONES: Readonly<Record<DesktopState, Tone>> = {
  claimed: 'primary',
  in_use: 'success',
  disconnected: 'warning',
  planned: 'neutral',
  provisioning: 'information',
  booting: 'information',
  warm: 'success',
  recycling: 'neutral',
  failed: 'danger',
  gone: 'neutral',
}

export function StateBadge({ state }: { readonly state: string }) {
  const t = useWords(words)
  const known = state as DesktopState
  return <Badge tone={TONES[known]}>{t(`state.${known}`)}</Badge>
}

/** `isFull` is for P01; the card at home tells less. */
export function PlaceFace({
  place,
  isFull = false,
}: {
  readonly place: Place
  readonly isFull?: boolean
}) {
  const t = useWords(words)
  const say = useWords(budgetWords)
  useEffect(warmUp, [])
  const { desktop } = place
  const lack = lackOf(place)
  return (
    <div className={s.face}>
      <div className={s.line}>
        <ZoneBadge zone={place.zone} />
        {desktop ? <StateBadge state={desktop.state} /> : null}
        {lack && <Badge tone="danger">{say('broken')}</Badge>}
        <span>{useStanding(place)}</span>
      </div>
      {lack && <p>{say(`lacks.${lack}`)}</p>}
      {desktop && <Stays desktop={desktop} />}
      {isLast(place) && <p className={s.quiet}>{say(whyLast(place))}</p>}
      {place.outlives_sign_out && (
        <p className={s.quiet}>{t(place.kind === 'persistent' ? 'own' : 'waits')}</p>
      )}
      {place.homes && <p className={s.quiet}>{t('keepsHome')}</p>}
      <ShutLine opening={place.opening} />
      {isFull && <PlaceFacts place={place} />}
      <Acts place={place} isFull={isFull} />
    </div>
  )
}

/** Nothing is offered that would be refused; what is to be done instead stands in its place. */
function Acts({ place, isFull }: { readonly place: Place; readonly isFull: boolean }) {
  const t = useWords(words)
  const { desktop } = place
  // Where there is nothing to come, a click would lead to a page that says so and nothing else.
  const lack = lackOf(place)
  const isOpen = place.opening.shut_by === null && lack !== 'absent' && lack !== 'image'
  return (
    <div className={s.acts}>
      {isOpen && (
        <LinkButton
          look="primary"
          icon={MonitorPlay}
          to={desktop ? `/desktops/view/${desktop.desktop_id}` : `/desktops/open/${place.pool_id}`}
          aria-label={`${place.name} ${desktop ? t('continue') : t('connect')}`}
        >
          {desktop ? t('continue') : t('connect')}
        </LinkButton>
      )}
      {isOpen && isFull && desktop && place.kind !== 'persistent' && hasAnother(place) && (
        <Restart place={place} desktop={desktop.desktop_id} />
      )}
      {desktop && (
        <GiveBack
          desktop={desktop.desktop_id}
          isOwn={place.kind === 'persistent' && hasAnother(place)}
          keepsHome={place.homes}
        />
      )}
    </div>
  )
}

/** The desktop that they have of it will have no other after it [DP3] [DP12]. */
const isLast = ({ desktop, removed, entitled }: Place) => desktop !== null && (removed || !entitled)

function whyLast({ removed, outlives_sign_out }: Place) {
  if (removed) return 'removed'
  return outlives_sign_out ? 'notEntitledStays' : 'notEntitled'
}

/** Whether what is given back can be followed by another. */
const hasAnother = (place: Place) => !isLast(place) && !(place.imageless && place.warm === 0)

/** Why no desktop of this pool is of use; of one's own desktop its screen says it. */
function lackOf({ desktop, lacks, imageless, warm }: Place): Place['lacks'] | 'image' {
  if (desktop) return null
  return imageless && warm === 0 ? 'image' : lacks
}

/** In words, how one stands with this pool. */
function useStanding(place: Place): string {
  const { desktop, claimed_at, queued, warm, full, opening } = place
  const t = useWords(words)
  const say = useWords(budgetWords)
  const isHeld = useQuery(ownBudget).data?.held_back === 'no_warming'
  if (desktop && claimed_at) return t('since', { at: time(claimed_at) })
  if (queued) return t('queuedAs', { position: queued.position })
  if (opening.shut_by || lackOf(place)) return ''
  if (warm > 0) return t('ready')
  if (full) return t('allTaken')
  return isHeld ? say('heldCold') : t('cold')
}

/** Asks first: what is on the desktop cannot be brought back. */
export function GiveBack({
  desktop,
  isOwn = false,
  keepsHome = false,
  onDone,
}: {
  readonly desktop: string
  /** Of a persistent pool: giving it back starts afresh. */
  readonly isOwn?: boolean
  readonly keepsHome?: boolean
  readonly onDone?: () => void
}) {
  const t = useWords(words)
  const [busy, setBusy] = useState(false)
  async function giveBack(close: () => void) {
    setBusy(true)
    try {
      await release(desktop)
      close()
      toast(t(keepsHome ? 'releasedHome' : isOwn ? 'resetDone' : 'released'))
      onDone?.()
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <DialogButton
      size="s"
      title={t(isOwn ? 'resetTitle' : 'releaseTitle')}
      trigger={<Button icon={isOwn ? RotateCcw : LogOut}>{t(isOwn ? 'reset' : 'release')}</Button>}
      footer={close => (
        <>
          <Button onPress={close}>{t('keep')}</Button>
          <Button look="danger" isPending={busy} onPress={() => void giveBack(close)}>
            {t(isOwn ? 'reset' : 'release')}
          </Button>
        </>
      )}
    >
      <p>{t(keepsHome ? 'releaseAskHome' : isOwn ? 'resetAsk' : 'releaseAsk')}</p>
    </DialogButton>
  )
}
