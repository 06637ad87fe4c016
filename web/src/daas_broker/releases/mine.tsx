/** What one asked to have sent, and how far each is. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { FileText, Send, TextQuote } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Button, LinkButton } from '@/kit/button'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { Moment } from '@/kit/moment'
import { toast, toastRefusal } from '@/kit/toast'
import { useNow } from './now'
import s from './page.module.css'
import { StageBadge } from './stage'
import { desk, mayWithdraw, type Release, withdraw } from './state'
import { words } from './words'

export function Mine() {
  const t = useWords(words)
  return (
    <Card title={t('tabs.mine')} icon={Send} flush>
      <List />
    </Card>
  )
}

function List() {
  const t = useWords(words)
  const { data } = useSuspenseQuery(desk)
  if (data.mine.length === 0) return <Empty icon={Send} title={t('none')} note={t('noneNote')} />
  return (
    <ul className={s.list}>
      {data.mine.map(release => (
        <One key={release.id} release={release} />
      ))}
    </ul>
  )
}

function One({ release }: { readonly release: Release }) {
  const t = useWords(words)
  const now = useNow(release)
  async function leave() {
    try {
      await withdraw(release.id)
      toast(t('withdrawn'))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <li className={s.row} data-release={release.stage}>
      <div className={`${s.line} ${s.between}`}>
        <Name release={release} />
        <StageBadge stage={release.stage} />
      </div>
      <p>{now}</p>
      {release.answer && (
        <p>
          “{release.answer}” <span className={s.quiet}>{release.decided_by}</span>
        </p>
      )}
      <div className={`${s.line} ${s.between}`}>
        <span className={s.quiet}>
          <Moment at={release.asked_at} /> · {release.reason}
        </span>
        <span className={s.acts}>
          {mayWithdraw(release) && (
            <Button size="s" onPress={() => void leave()}>
              {t('withdraw')}
            </Button>
          )}
          <LinkButton
            size="s"
            to={`/transfers/${release.id}`}
            aria-label={`${release.name} ${t('open')}`}
          >
            {t('open')}
          </LinkButton>
        </span>
      </div>
    </li>
  )
}

export function Name({ release }: { readonly release: Release }) {
  const t = useWords(words)
  const Icon = release.source === 'text' ? TextQuote : FileText
  return (
    <span className={s.line}>
      <Icon size={18} aria-hidden />
      <strong>{release.name}</strong>
      <span className={s.quiet}>
        {t(`to.${release.to}`)} · {bytes(release.size_bytes)}
      </span>
    </span>
  )
}
