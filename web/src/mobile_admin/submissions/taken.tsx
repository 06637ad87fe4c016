/** When and where a file was made. */
import type { components } from '@/generated/api'
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { minutesLate } from '../capture/media/place'
import s from './one.module.css'
import { words } from './words'

type Taken = components['schemas']['TakenFileBody']

/** By the phone's own word. */
export function TakenLine({ taken }: { readonly taken: Taken | undefined }) {
  const t = useWords(words)
  if (!taken?.at) return null
  const { at, place } = taken
  const late = place?.at ? minutesLate(place.at, at) : 0
  return (
    <small className={s.taken}>
      <span>{dateTime(at)}</span>
      {place ? (
        <span>
          {place.lat.toFixed(5)}, {place.lon.toFixed(5)}
          {` ±${Math.round(place.accuracy_m)}\u00a0m`}
          {late > 0 && ` · ${t('later', { minutes: late })}`}
        </span>
      ) : (
        <span>{t('placeUnknown')}</span>
      )}
    </small>
  )
}
