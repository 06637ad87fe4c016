/** What became of work that was held: news first, then all of the last thirty days [AS10]. */
import { Scale } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Row, Rows } from '@/kit/rows'
import type { OwnHeld } from '../../submissions/held'
import { HeldBadge, HeldFacts } from '../../submissions/held-facts'
import type { Queue } from '../hooks'
import { sawRuling } from '../visits/held'
import { words } from '../words'
import s from './page.module.css'

export function Ruling({ work }: { readonly work: OwnHeld }) {
  const t = useWords(words)
  return (
    <article className={s.odd}>
      <div className={s.oddHead}>
        <strong>{work.subject}</strong>
        <span className={s.note}>{work.number}</span>
        <HeldBadge work={work} />
      </div>
      <HeldFacts work={work} />
      <div className={s.acts}>
        <Button onPress={() => void sawRuling(work)}>{t('q.understood')}</Button>
      </div>
    </article>
  )
}

/** What is not told above already. */
export function HeldCard({ queue }: { readonly queue: Queue }) {
  const t = useWords(words)
  const above = new Set(queue.ops.map(({ submission_id }) => submission_id))
  const held = queue.held.filter(
    work => !queue.news.includes(work) && !above.has(work.submission_id),
  )
  if (held.length === 0) return null
  return (
    <Card
      title={`${t('q.ownHeld')} ${held.length}`}
      icon={Scale}
      aside={<span className={s.note}>{t('q.ownHeldNote')}</span>}
      flush
    >
      <Rows>
        {held.map(work => (
          <Row
            key={work.submission_id}
            title={`${work.subject} ${work.number}`}
            note={<HeldFacts work={work} />}
            end={<HeldBadge work={work} />}
          />
        ))}
      </Rows>
    </Card>
  )
}
