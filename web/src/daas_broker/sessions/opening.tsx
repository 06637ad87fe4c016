/** Between the click and the screen: a warm desktop at once, or a place in the queue. */
import { useQuery } from '@tanstack/react-query'
import { MonitorOff } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useLanguage, useWords } from '@/kernel/i18n'
import { watch } from '@/kernel/live'
import { asRefusal } from '@/kernel/refusal'
import { duration } from '@/kernel/time'
import { Button, LinkButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { useTitle } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Spinner } from '@/kit/progress'
import { toastRefusal } from '@/kit/toast'
import { words } from '../words'
import { OUTSIDE, outsideOf } from './outside'
import { OutsideFace } from './outside-face'
import s from './page.module.css'
import { BudgetNotice } from './place-facts'
import { claim, leaveQueue, places, type Queued } from './state'
import { words as budgetWords } from './use-words'

const ASK_AGAIN_MS = 2_000

export function Opening() {
  const { pool = '' } = useParams()
  const t = useWords(words)
  const name = useQuery(places).data?.find(({ pool_id }) => pool_id === pool)?.name
  const title = name ? t('opening.of', { name }) : t('opening.title')
  const go = useNavigate()
  const show = useCallback(
    (desktop: string) => void go(`/desktops/view/${desktop}`, { replace: true }),
    [go],
  )
  const { queued, error, retry } = useClaim(pool, show)
  // Read in the row of tabs while one does something else.
  useTitle(queued ? t('opening.tab', { position: queued.position, title }) : title)
  async function leave() {
    try {
      await leaveQueue(pool)
      await go('/desktops')
    } catch (refusal) {
      toastRefusal(refusal)
    }
  }
  return (
    <div className={s.opening}>
      <h1>{title}</h1>
      {error !== null ? (
        <Stopped error={error} onRetry={retry} />
      ) : queued ? (
        <Queue queued={queued} onLeave={() => void leave()} />
      ) : (
        <Spinner label={t('opening.asking')} />
      )}
    </div>
  )
}

function Stopped({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const t = useWords(words)
  const refusal = asRefusal(error)
  if (refusal.status === 404)
    return (
      <Empty
        icon={MonitorOff}
        title={t('opening.gone')}
        note={t('opening.goneNote')}
        action={<LinkButton to="/desktops">{t('back')}</LinkButton>}
      />
    )
  if (!OUTSIDE.has(refusal.code)) return <Problem error={error} onRetry={onRetry} />
  return (
    <>
      <OutsideFace outside={outsideOf(refusal)} />
      <LinkButton to="/desktops">{t('back')}</LinkButton>
    </>
  )
}

const MINUTE = 60
const HOUR = 3_600
const LONGEST = 12 * HOUR

/** An estimate in minutes promises no seconds, and one in hours no minutes. */
function rounded(seconds: number): number {
  const step = seconds < MINUTE ? 1 : seconds < HOUR ? MINUTE : 10 * MINUTE
  return Math.ceil(seconds / step) * step
}

/** What is further away than a working day is known to nobody by the hour. */
function useAbout(seconds: number): string {
  const t = useWords(words)
  if (seconds > LONGEST) return t('opening.long', { time: duration(LONGEST) })
  return t('opening.about', { time: duration(rounded(seconds)) })
}

/** Where nobody can know when somebody leaves. */
function useUnknown({ why, position, held_back }: Queued): string {
  const t = useWords(words)
  const say = useWords(budgetWords)
  if (why === 'no_image') return t('opening.unknownImage')
  if (held_back === 'no_warming') return say('heldUnknown')
  if (why === 'failing') return t('opening.unknownFailing')
  return position > 1 ? t('opening.unknownBehind', { count: position - 1 }) : t('opening.unknown')
}

export function Queue({
  queued,
  onLeave,
}: {
  readonly queued: Queued
  readonly onLeave: () => void
}) {
  const t = useWords(words)
  const say = useWords(budgetWords)
  const { position, estimate_seconds: estimate, why, maximum } = queued
  const isHeld = queued.held_back === 'no_warming' && why !== 'no_image'
  const unknown = useUnknown(queued)
  const about = useAbout(estimate ?? 0)
  const language = useLanguage()
  return (
    <>
      <Spinner
        label={isHeld ? say('heldQueued') : t(`opening.queued.${why}`, { count: maximum })}
      />
      <dl className={s.facts} aria-live="polite">
        <div>
          <dt>{t('opening.position')}</dt>
          <dd>{t('opening.place', { position: position.toLocaleString(language) })}</dd>
        </div>
        <div>
          <dt>{t('opening.estimate')}</dt>
          <dd>{estimate === null ? unknown : about}</dd>
        </div>
      </dl>
      {queued.held_back && <BudgetNotice />}
      <p className={s.quiet}>{t('opening.stays')}</p>
      <Button onPress={onLeave}>{t('opening.leave')}</Button>
    </>
  )
}

/** Asks until there is a desktop: every two seconds, and when one of the pool gets warm; also in a
 * tab that nobody looks at, whose silence would lose the place [DK7]. */
function useClaim(pool: string, onDesktop: (desktop: string) => void) {
  const [round, setRound] = useState(0)
  const { data, error, refetch } = useQuery({
    queryKey: ['daas', 'claim', pool, round],
    queryFn: () => claim(pool),
    refetchInterval: ({ state }) => (state.data?.queued ? ASK_AGAIN_MS : false),
    refetchIntervalInBackground: true,
    gcTime: 0,
    staleTime: 0,
  })
  const desktop = data?.desktop?.desktop_id
  useEffect(() => {
    if (desktop) onDesktop(desktop)
  }, [desktop, onDesktop])
  useEffect(() => {
    const again = () => void refetch()
    return watch(`pool:${pool}`, { hint: again, doubt: () => undefined })
  }, [pool, refetch])
  return { queued: data?.queued ?? null, error, retry: () => setRound(round + 1) }
}
