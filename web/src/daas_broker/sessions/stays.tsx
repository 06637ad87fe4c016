/** Until when a desktop without its person stays; apart, for the viewer fetches it before a picture. */
import { useWords } from '@/kernel/i18n'
import { dateTime, isSameDay, time } from '@/kernel/time'
import { words } from './outside.words'
import s from './page.module.css'
import { type Desktop, staysUntil } from './state'

/** Who left their desktop is told until when they find it again. */
export function Stays({ desktop }: { readonly desktop: Desktop }) {
  const t = useWords(words)
  const until = staysUntil(desktop)
  if (until === null || until < Date.now()) return null
  const at = isSameDay(until, Date.now()) ? time(until) : dateTime(until)
  return (
    <p className={s.quiet} data-stays>
      {t(desktop.homes ? 'staysHome' : 'stays', { at })}
    </p>
  )
}
