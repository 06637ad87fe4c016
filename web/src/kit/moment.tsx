/** A moment: relative under a day, exact on demand and for machines. */
import { useLanguage } from '@/kernel/i18n'
import { ago, dateTime } from '@/kernel/time'

export function Moment({ at }: { readonly at: string }) {
  useLanguage()
  return (
    <time dateTime={at} title={dateTime(at)}>
      {ago(at)}
    </time>
  )
}
