/** What waits for one's answer, and what one answered. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { History, Inbox } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Moment } from '@/kit/moment'
import { foundIn } from './findings'
import { Name } from './mine'
import s from './page.module.css'
import { StageBadge } from './stage'
import { inbox, type Release } from './state'
import { words } from './words'

export function Answering() {
  const t = useWords(words)
  return (
    <div className={s.stack}>
      <Card title={t('inbox.waiting')} icon={Inbox} flush>
        <Waiting />
      </Card>
      <Card title={t('inbox.decided')} icon={History} flush>
        <Decided />
      </Card>
    </div>
  )
}

function Waiting() {
  const t = useWords(words)
  const { waiting } = useSuspenseQuery(inbox).data
  if (waiting.length === 0)
    return <Empty icon={Inbox} title={t('inbox.none')} note={t('inbox.noneNote')} />
  return <Releases found={waiting} />
}

function Decided() {
  const t = useWords(words)
  const { decided } = useSuspenseQuery(inbox).data
  if (decided.length === 0) return <Empty icon={History} title={t('inbox.noDecided')} />
  return <Releases found={decided} />
}

export function Releases({ found }: { readonly found: readonly Release[] }) {
  return (
    <ul className={s.list}>
      {found.map(release => (
        <One key={release.id} release={release} />
      ))}
    </ul>
  )
}

function One({ release }: { readonly release: Release }) {
  const t = useWords(words)
  const stops = new Set(release.stops)
  return (
    <li className={s.row} data-release={release.stage}>
      <div className={`${s.line} ${s.between}`}>
        <Name release={release} />
        <StageBadge stage={release.stage} />
      </div>
      <p>
        {release.person} · {release.division} —{' '}
        <span className={s.quiet}>
          <Moment at={release.asked_at} />
        </span>
        <br />
        {release.reason}
      </p>
      <div className={`${s.line} ${s.between}`}>
        <span className={s.line}>
          {foundIn(release).map(one => (
            <Badge key={one} tone={stops.has(one) ? 'danger' : 'warning'}>
              {t(`finding.${one}`)}
            </Badge>
          ))}
        </span>
        <LinkButton
          size="s"
          look={release.may_decide ? 'primary' : 'secondary'}
          to={`/transfers/${release.id}`}
          aria-label={`${release.name} ${t('open')}`}
        >
          {t('open')}
        </LinkButton>
      </div>
    </li>
  )
}
