/** Versions by day, to walk through with the arrow keys. */
import { MessageSquareDiff, Tag } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { date, dayKey, time } from '@/kernel/time'
import { Badge } from '@/kit/badge'
import { Empty } from '@/kit/empty'
import { PickList } from '@/kit/list'
import { useWriterFaces } from './faces'
import s from './page.module.css'
import type { Version } from './versions'
import { words } from './words'

interface VersionListProps {
  readonly versions: readonly Version[]
  readonly chosen: Version | undefined
  readonly isOnlyNamed: boolean
}

export function VersionList({ versions, chosen, isOnlyNamed }: VersionListProps) {
  const t = useWords(words)
  const [query, setQuery] = useSearchParams()
  function choose(seq: string) {
    const next = new URLSearchParams(query)
    next.set('at', seq)
    next.delete('with')
    setQuery(next, { replace: true })
  }
  const days = Map.groupBy(versions, version => dayKey(version.at))
  if (versions.length === 0) {
    return isOnlyNamed ? (
      <Empty icon={Tag} title={t('noneNamed')} note={t('noneNamedNote')} />
    ) : null
  }
  return (
    <>
      {[...days].map(([key, ofDay]) => (
        <section key={key} aria-labelledby={`day-${key}`}>
          <h2 id={`day-${key}`} className={s.day}>
            {date(ofDay[0]?.at ?? '')}
          </h2>
          <PickList
            label={`${t('list')} ${date(ofDay[0]?.at ?? '')}`}
            items={ofDay}
            idOf={version => String(version.seq)}
            textOf={version => version.name ?? time(version.at)}
            selection="single"
            selected={new Set(chosen ? [String(chosen.seq)] : [])}
            onSelect={found => {
              const [seq] = found
              if (seq !== undefined) choose(seq)
            }}
          >
            {version => <VersionFace version={version} />}
          </PickList>
        </section>
      ))}
    </>
  )
}

function VersionFace({ version }: { readonly version: Version }) {
  const t = useWords(words)
  const faces = useWriterFaces()
  const [from, to] = [time(version.began), time(version.at)]
  return (
    <div className={s.version}>
      <span className={s.when}>
        {from === to ? to : `${from} – ${to}`}
        {version.name && (
          <Badge tone="primary" icon={Tag}>
            {version.name}
          </Badge>
        )}
      </span>
      <span className={s.writers}>
        {version.writers.length === 0 && t('made')}
        {version.writers.map(id => (
          <span key={id} className={`${s.writer} writer-${faces.get(id)?.colour ?? 0}`}>
            {faces.get(id)?.name ?? id}
          </span>
        ))}
        {version.suggested > 0 && (
          <Badge icon={MessageSquareDiff}>{t('suggested', { count: version.suggested })}</Badge>
        )}
      </span>
    </div>
  )
}
