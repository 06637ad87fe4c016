/** 백업 (X01): the snapshots of homes, and what a page cannot know. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { Archive, CircleCheck, TriangleAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Moment } from '@/kit/moment'
import { everybodys } from '../homes/state'
import { words } from './kept.words'
import s from './page.module.css'
import { keptOf } from './snapshots'
import { words as all } from './words'

export function Kept() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(everybodys)
  const { failing, late, last } = keptOf(data)
  return (
    <Card
      title={t('title')}
      icon={Archive}
      aside={
        <LinkButton size="s" to="/admin/homes">
          {t('see')}
        </LinkButton>
      }
    >
      <div className={s.stack}>
        {failing > 0 && <Trouble text={t('failing', { count: failing })} />}
        {late > 0 && <Trouble text={t('late', { count: late })} />}
        {failing + late === 0 && <Well count={data.length} />}
        {last !== null && (
          <p className={s.quiet}>
            {t('last')} <Moment at={last} />. {t('rested')}
          </p>
        )}
        <p className={s.quiet}>{t('whole')}</p>
      </div>
    </Card>
  )
}

function Well({ count }: { readonly count: number }) {
  const t = useWords(words)
  const say = useWords(all)
  if (count === 0) return <p className={s.line}>{t('empty')}</p>
  return (
    <p className={s.line}>
      <Badge tone="success" icon={CircleCheck}>
        {say('level.ok')}
      </Badge>
      {t('good', { count })}
    </p>
  )
}

function Trouble({ text }: { readonly text: string }) {
  const say = useWords(all)
  return (
    <p className={s.line}>
      <Badge tone="warning" icon={TriangleAlert}>
        {say('level.near')}
      </Badge>
      {text}
    </p>
  )
}
