/** Pools that nobody can use, for want of an image or of their one program: why, what to do. */
import { useQuery } from '@tanstack/react-query'
import { Pencil, TriangleAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Row, Rows } from '@/kit/list'
import { words } from './lacking.words'
import { type Image, images, type Pool, pools } from './state'

type Lack = 'absent' | 'silent' | 'crashing'
const NONE: readonly Image[] = []

/** Whether nothing is there that its desktops could be made of [DP14]; false where nobody knows. */
export function isImageless({ provider, image }: Pool, known: readonly Image[]): boolean {
  const own = known.filter(one => one.provider === provider)
  const isServed = own.some(
    ({ name, versions }) => name === image && versions.some(({ stage }) => stage === 'stable'),
  )
  return own.length > 0 && !isServed
}

/** Nothing while all is well. */
export function Lacking() {
  const t = useWords(words)
  const { data = [] } = useQuery(pools)
  const known = useQuery(images).data ?? NONE
  const imageless = data.filter(pool => isImageless(pool, known))
  const found = data.flatMap(pool =>
    Object.entries(pool.lacking).map(([lack, count]) => ({ pool, lack: lack as Lack, count })),
  )
  const all = new Set([...found.map(({ pool }) => pool.id), ...imageless.map(({ id }) => id)])
  if (all.size === 0) return null
  return (
    <Card title={t('title', { count: all.size })} icon={TriangleAlert} flush>
      <Rows>
        {imageless.map(pool => (
          <Row
            key={`${pool.id} image`}
            title={pool.name}
            note={`${t('image', { image: pool.image })} ${t('mend.image')}`}
            end={<Edit pool={pool} />}
          />
        ))}
        {found.map(({ pool, lack, count }) => (
          <Row
            key={`${pool.id} ${lack}`}
            title={pool.name}
            note={
              <>
                {t(lack, { program: pool.app ?? '' })} {t(`mend.${lack}`)} · {t('count', { count })}
              </>
            }
            end={<Edit pool={pool} />}
          />
        ))}
      </Rows>
    </Card>
  )
}

function Edit({ pool }: { readonly pool: Pool }) {
  const t = useWords(words)
  return (
    <LinkButton
      icon={Pencil}
      size="s"
      to={`/admin/desktops/pools/${pool.id}`}
      aria-label={t('editOf', { name: pool.name })}
    >
      {t('edit')}
    </LinkButton>
  )
}
