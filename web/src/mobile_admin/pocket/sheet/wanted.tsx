/** What the head wants corrected, above the sheet that does it [FO16]. */
import { CircleAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { dateTime } from '@/kernel/time'
import { useEarlier, useTargets } from '../hooks'
import type { Visit } from '../visits/model'
import { words } from '../words'
import s from './page.module.css'

/** Of a day that an earlier release fetched, what is wanted is all that is known. */
export function SentBackFor({ visit }: { readonly visit: Visit }) {
  const t = useWords(words)
  const earlier = useEarlier().find(each => each.case_id === visit.corrects)
  const target = useTargets().find(each => each.case.id === visit.corrects)
  const reason = earlier?.reason ?? target?.sent_back
  if (visit.corrects === undefined || !reason) return null
  return (
    <details open className={s.wanted}>
      <summary>
        <CircleAlert size={18} aria-hidden />
        <strong>{t('target.sentBack')}</strong>
        {earlier?.by && earlier.at && (
          <span className={s.by}>
            {t('sheet.wantedBy', { name: earlier.by, at: dateTime(earlier.at) })}
          </span>
        )}
      </summary>
      <p>{reason}</p>
    </details>
  )
}
