/** Which pool, image or host the failures share. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { CircleCheck, TriangleAlert } from 'lucide-react'
import { Link } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { Card } from '@/kit/card'
import { nameOf, type Seat, seats } from '../operations/state'
import { useImageTitle } from '../operations/titles'
import s from './page.module.css'
import { words } from './words'

export function Failing() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(seats)
  const titleOf = useImageTitle()
  const by = [
    ['pool', 'byPool', ({ pool_id, pool }: Seat) => [pool_id, pool] as const],
    ['image', 'byImage', ({ image }: Seat) => [nameOf(image), titleOf(image).title] as const],
    ['host', 'byHost', ({ host }: Seat) => [host, host] as const],
  ] as const
  const failed = data.filter(({ state }) => state === 'failed')
  return (
    <Card title={t('failing')} icon={TriangleAlert}>
      {failed.length === 0 ? (
        <p className={s.line}>
          <Badge tone="success" icon={CircleCheck}>
            {t('level.ok')}
          </Badge>
          {t('failingNone')}
        </p>
      ) : (
        <>
          <p className={s.quiet}>{t('failingNote')}</p>
          <dl className={s.failing}>
            {by.map(([name, label, of]) => (
              <div key={name}>
                <dt>{t(label)}</dt>
                {counted(failed, of).map(([id, word, count]) => (
                  <dd key={id}>
                    <Link to={`/admin/sessions?state=failed&${name}=${encodeURIComponent(id)}`}>
                      {word}
                    </Link>{' '}
                    {t('count', { count })}
                  </dd>
                ))}
              </div>
            ))}
          </dl>
        </>
      )}
    </Card>
  )
}

function counted(all: readonly Seat[], of: (seat: Seat) => readonly [string, string]) {
  const found = new Map<string, [string, string, number]>()
  for (const seat of all) {
    const [id, word] = of(seat)
    const known = found.get(id)
    if (known) known[2] += 1
    else found.set(id, [id, word, 1])
  }
  return [...found.values()].toSorted((a, b) => b[2] - a[2])
}
