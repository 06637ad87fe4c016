import { Clock, FileCheck2, MapPin, MapPinOff } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { dateTime } from '@/kernel/time'
import { Button } from '@/kit/button'
import { minutesLate } from '../media/place'
import type { Evidence } from '../ports'
import { words } from '../words'
import s from './media.module.css'

interface EvidenceProps {
  readonly evidence: Evidence
  /** Looks for a place that is missing; null where nothing may be changed. */
  readonly onLocate: (() => void) | null
}

/** When, where and how near: what is sent beside the file. */
export function EvidenceLine({ evidence, onLocate }: EvidenceProps) {
  const t = useWords(words)
  const { captured_at, place, noPlace = 'unavailable', size_bytes, sha256 } = evidence
  const late = place ? minutesLate(place.at, captured_at) : 0
  const mayLocate = onLocate !== null && place === null && noPlace !== 'searching'
  return (
    <ul className={s.evidence}>
      <li>
        <Clock size={16} aria-hidden /> {dateTime(captured_at)}
      </li>
      {place ? (
        <li>
          <MapPin size={16} aria-hidden />
          {t('nearBy', { metres: Math.round(place.accuracy) })}
          {late > 0 && ` · ${t('placeLater', { minutes: late })}`}
        </li>
      ) : (
        <li className={noPlace === 'searching' ? undefined : s.placeless}>
          <MapPinOff size={16} aria-hidden />
          <span role="status">{t(`noPlace.${noPlace}`)}</span>
        </li>
      )}
      <li title={sha256}>
        <FileCheck2 size={16} aria-hidden /> {bytes(size_bytes)}
      </li>
      {mayLocate && (
        <li>
          <Button size="s" icon={MapPin} onPress={onLocate}>
            {t('addPlace')}
          </Button>
        </li>
      )}
    </ul>
  )
}
