/** How the desktops of a version fared: a bar a day, the sum in words, and the last failures. */
import { useWords } from '@/kernel/i18n'
import { day as sayDay } from '@/kernel/time'
import { Moment } from '@/kit/moment'
import { Progress } from '@/kit/progress'
import s from './health.module.css'
import { barsOf, type Version } from './state'
import { words as watching } from './watching.words'
import { words } from './words'

export function Health({
  version,
  enough,
}: {
  readonly version: Version
  readonly enough: number
}) {
  const t = useWords(words)
  const tell = useWhy()
  const { boots, failures, seconds } = version.health
  const hasBars = version.days.length > 0
  const isWatched = version.stage === 'canary'
  if (boots === 0 && !hasBars && !isWatched) return <p className={s.sum}>{t('health.none')}</p>
  return (
    <div className={s.health}>
      <p className={s.sum}>
        <b>{t('health.boots', { count: boots })}</b>
        <span data-tone={failures > 0 ? 'bad' : 'good'}>
          {t('health.failures', { count: failures })}
          {boots > 0 && ` (${Math.round((100 * failures) / boots)}%)`}
        </span>
        {seconds !== null && <span>{t('health.seconds', { seconds: seconds.toFixed(1) })}</span>}
      </p>
      {hasBars && <Bars version={version} />}
      {isWatched && (
        <Progress
          label={t('health.enough')}
          value={Math.min(100, (100 * boots) / enough)}
          note={t('health.of', { boots, enough })}
          tone={failures > 0 ? 'warning' : 'primary'}
        />
      )}
      {version.failures.length > 0 && (
        <details className={s.failures}>
          <summary>{t('health.last', { count: version.failures.length })}</summary>
          <ul>
            {version.failures.map(({ at, why }) => (
              <li key={at}>
                <Moment at={at} /> — {tell(why)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

/** What the broker says of itself in words; what a host said stands as it was said. */
function useWhy(): (why: string) => string {
  const t = useWords(watching)
  const known: Readonly<Record<string, string>> = {
    lost: t('lost'),
    'it stopped while it started': t('stopped'),
  }
  return why => known[why] ?? why
}

function Bars({ version }: { readonly version: Version }) {
  const t = useWords(words)
  const bars = barsOf(version.days, Date.now())
  const most = Math.max(1, ...bars.map(({ boots }) => boots))
  const sum = (of: 'boots' | 'failures') => bars.reduce((all, bar) => all + bar[of], 0)
  return (
    <div
      className={s.bars}
      role="img"
      aria-label={t('health.bars', {
        days: bars.length,
        boots: sum('boots'),
        failures: sum('failures'),
      })}
    >
      {bars.map(({ day, boots, failures }) => (
        <span
          key={day}
          title={t('health.day', { day: sayDay(day), boots, failures })}
          data-empty={boots === 0 || undefined}
        >
          <i data-tone="bad" style={{ height: `${(100 * failures) / most}%` }} />
          <i data-tone="good" style={{ height: `${(100 * (boots - failures)) / most}%` }} />
        </span>
      ))}
    </div>
  )
}
