/** Pools of one program whose desktops come up without it: why, and what to do. */
import { useQuery } from '@tanstack/react-query'
import { Pencil, TriangleAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Row, Rows } from '@/kit/list'
import { words } from './lacking.words'
import { pools } from './state'

type Lack = 'absent' | 'silent' | 'crashing'

/** Nothing while all is well. */
export function Lacking() {
  const t = useWords(words)
  const { data = [] } = useQuery(pools)
  const found = data.flatMap(pool =>
    Object.entries(pool.lacking).map(([lack, count]) => ({ pool, lack: lack as Lack, count })),
  )
  if (found.length === 0) return null
  return (
    <Card
      title={t('title', { count: new Set(found.map(one => one.pool.id)).size })}
      icon={TriangleAlert}
      flush
    >
      <Rows>
        {found.map(({ pool, lack, count }) => (
          <Row
            key={`${pool.id} ${lack}`}
            title={pool.name}
            note={
              <>
                {t(lack, { program: pool.app ?? '' })} {t(`mend.${lack}`)} · {t('count', { count })}
              </>
            }
            end={
              <LinkButton
                icon={Pencil}
                size="s"
                to={`/admin/desktops/pools/${pool.id}`}
                aria-label={t('editOf', { name: pool.name })}
              >
                {t('edit')}
              </LinkButton>
            }
          />
        ))}
      </Rows>
    </Card>
  )
}
