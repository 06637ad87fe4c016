import { Clock, FileCheck2, MapPin } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { dateTime } from '@/kernel/time'
import type { Evidence } from '../ports'
import { words } from '../words'
import s from './media.module.css'

/** When, where and how near: what is sent beside the file. */
export function EvidenceLine({ evidence }: { readonly evidence: Evidence }) {
  const t = useWords(words)
  const { captured_at, place, size_bytes, sha256 } = evidence
  return (
    <ul className={s.evidence}>
      <li>
        <Clock size={16} aria-hidden /> {dateTime(captured_at)}
      </li>
      <li>
        <MapPin size={16} aria-hidden />{' '}
        {place ? t('nearBy', { metres: Math.round(place.accuracy) }) : t('noPlace')}
      </li>
      <li title={sha256}>
        <FileCheck2 size={16} aria-hidden /> {bytes(size_bytes)}
      </li>
    </ul>
  )
}
