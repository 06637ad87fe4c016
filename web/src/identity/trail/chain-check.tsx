/** 사슬 확인: whether every row is as it was written, and what to keep so that none is cut off. */
import { Link2, ShieldAlert, ShieldCheck } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import list from '@/kit/listing.module.css'
import { Problem } from '@/kit/problem'
import { Progress } from '@/kit/progress'
import { type Found, useChain } from './chain'
import s from './chain.module.css'
import { words } from './words'

export function ChainCheck() {
  const t = useWords(words)
  const { found, error, isRunning, run } = useChain()
  return (
    <div className={s.chain}>
      <div className={list.bar}>
        <Button size="s" icon={Link2} isPending={isRunning} onPress={run}>
          {t('chain.check')}
        </Button>
        {!found && <span className={list.quiet}>{t('chain.note')}</span>}
      </div>
      {error ? <Problem error={error} onRetry={run} /> : null}
      <div role="status">{found && <Told found={found} />}</div>
    </div>
  )
}

function Told({ found: { check, isDone } }: { readonly found: Found }) {
  const t = useWords(words)
  const { end, last, first_break } = check
  if (!isDone)
    return (
      <Progress
        label={t('chain.running')}
        value={(100 * end.seq) / Math.max(last, 1)}
        note={t('chain.far', { count: end.seq, all: last })}
      />
    )
  if (first_break !== null)
    return (
      <p className={s.broken}>
        <ShieldAlert size={18} aria-hidden />
        <span>{t('chain.broken', { row: first_break })}</span>
      </p>
    )
  return (
    <p className={s.whole}>
      <ShieldCheck size={18} aria-hidden />
      <span>
        {t('chain.whole', { count: end.seq })} <code className={s.seal}>{end.seal}</code>
      </span>
    </p>
  )
}
