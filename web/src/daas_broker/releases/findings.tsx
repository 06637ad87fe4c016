/** What an inspection found: what nobody may send first, then what is to be looked at. */
import { Eye, OctagonX, ShieldCheck, ShieldQuestion } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Badge } from '@/kit/badge'
import { words as more } from './findings.words'
import s from './page.module.css'
import type { Finding, Release } from './state'
import { words } from './words'

interface FindingsProps {
  readonly release: Release
  readonly where: readonly string[]
}

/** Those of which the asker can be told what to do instead. */
const CURABLE = ['packed', 'protected', 'damaged', 'bomb', 'disguised', 'macro'] as const

function isCurable(one: Finding): one is (typeof CURABLE)[number] {
  return (CURABLE as readonly Finding[]).includes(one)
}

export function foundIn(release: Release): readonly Finding[] {
  const found = Object.keys(release.findings ?? {}) as Finding[]
  const stops = new Set(release.stops)
  return found.toSorted((a, b) => Number(stops.has(b)) - Number(stops.has(a)))
}

export function Findings({ release, where }: FindingsProps) {
  const t = useWords(words)
  const tMore = useWords(more)
  const found = foundIn(release)
  const stops = new Set(release.stops)
  return (
    <>
      {found.length === 0 && (
        <p className={s.line}>
          <ShieldCheck size={18} aria-hidden /> {t('verdictsNone')}
        </p>
      )}
      <ul className={s.findings}>
        {found.map(one => (
          <li key={one} className={s.line} data-finding={one}>
            <Badge
              tone={stops.has(one) ? 'danger' : 'warning'}
              icon={stops.has(one) ? OctagonX : Eye}
            >
              {t(stops.has(one) ? 'stops' : 'tell')}
            </Badge>
            <span>{t(`finding.${one}`)}</span>
            <span className={s.quiet}>{t('count', { count: release.findings?.[one] ?? 0 })}</span>
            {stops.has(one) && isCurable(one) && (
              <span className={s.quiet}>{tMore(`instead.${one}`)}</span>
            )}
          </li>
        ))}
      </ul>
      {release.malware && <p>{release.malware}</p>}
      {where.length > 0 && (
        <details>
          <summary>{t('where')}</summary>
          <ul className={s.where}>
            {where.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
      <p className={s.quiet}>
        <Scanned release={release} />
      </p>
    </>
  )
}

function Scanned({ release }: { readonly release: Release }) {
  const t = useWords(words)
  if (release.source === 'text') return t('noScanForText')
  if (release.scanner) return t('scanned', { scanner: release.scanner })
  return (
    <span className={s.line}>
      <ShieldQuestion size={16} aria-hidden /> {t('notScanned')}
    </span>
  )
}
