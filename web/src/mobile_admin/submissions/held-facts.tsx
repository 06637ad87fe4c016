/** What became of held work: by whom, when, why, and what it means for who did it [AS10]. */
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { Badge, type Tone } from '@/kit/badge'
import { type Became, type OwnHeld, whatBecameOf } from './held'
import { heldWords } from './held-words'

const TONES: Record<Became, Tone> = {
  waiting: 'warning',
  accepted: 'success',
  replaced: 'neutral',
  setAside: 'neutral',
  displaced: 'warning',
  restored: 'success',
}

export function HeldBadge({ work }: { readonly work: OwnHeld }) {
  const t = useWords(heldWords)
  const became = whatBecameOf(work)
  return <Badge tone={TONES[became]}>{t(`state.${became}`)}</Badge>
}

export function HeldFacts({ work }: { readonly work: OwnHeld }) {
  const t = useWords(heldWords)
  const { ruler, ruled_at, reason, received_at } = work
  return (
    <>
      <p>{t(`means.${whatBecameOf(work)}`)}</p>
      <p>
        {ruled_at
          ? t('ruled', { ruler, at: dateTime(ruled_at) })
          : t('came', { at: dateTime(received_at) })}
        {ruled_at && reason && (
          <>
            {' · '}
            {t('why', { reason })}
          </>
        )}
      </p>
    </>
  )
}
