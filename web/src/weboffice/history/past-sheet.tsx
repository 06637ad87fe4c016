/** The chosen state on paper, with what changed since the one it is compared with. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Select, Switch } from '@/kit/field'
import { differing } from '../pages/settings'
import { measuresOf } from '../pages/use-paper'
import sheet from '../text/page.module.css'
import '../text/sheet.css'
import './past.css'
import { compare } from './compare'
import { authorsOf } from './faces'
import s from './page.module.css'
import { readPast } from './past'
import { showPast } from './sheet'
import { stateAt, type Timeline } from './state'
import type { Version } from './versions'
import { words } from './words'

interface PastSheetProps {
  readonly id: string
  readonly version: Version
  readonly timeline: Timeline
}

export function PastSheet({ id, version, timeline }: PastSheetProps) {
  const t = useWords(words)
  const [query, setQuery] = useSearchParams()
  const isPlain = query.get('plain') === '1'
  const isWithNow = query.get('with') === 'now'
  function set(key: string, value: string | null) {
    const next = new URLSearchParams(query)
    if (value === null) next.delete(key)
    else next.set(key, value)
    setQuery(next, { replace: true })
  }
  // Against the present, the present is the newer one: it is what is shown.
  const [older, newer] = isWithNow ? [version.seq, timeline.latest] : [version.before, version.seq]
  const { data: before } = useSuspenseQuery(stateAt(id, older))
  const { data: after } = useSuspenseQuery(stateAt(id, newer))
  const past = useMemo(() => readPast(after), [after])
  const former = useMemo(() => readPast(before), [before])
  const changes = useMemo(
    () => (older === newer ? [] : compare(former.doc, past.doc)),
    [former, past, older, newer],
  )
  const isSetAnew = older !== newer && differing(former.pages, past.pages).length > 0
  const mount = useCallback(
    (place: HTMLDivElement | null) =>
      place
        ? showPast({
            document: id,
            mount: place,
            label: t('sheet'),
            past,
            changes: isPlain ? [] : changes,
            authorOf: authorsOf(timeline),
          })
        : undefined,
    [id, past, changes, isPlain, timeline, t],
  )
  return (
    <section aria-label={t('sheet')}>
      <div className={s.tools}>
        <Select
          label={t('compare')}
          choices={[
            { id: 'before', label: t('compareBefore') },
            { id: 'now', label: t('compareNow') },
          ]}
          value={isWithNow ? 'now' : 'before'}
          onChange={key => set('with', key === 'now' ? 'now' : null)}
        />
        <Switch isSelected={!isPlain} onChange={shown => set('plain', shown ? null : '1')}>
          {t('showChanges')}
        </Switch>
        <p className={s.count} role="status">
          {changes.length === 0 ? t('same') : t('changes', { count: changes.length })}
          {isSetAnew && ` · ${t('pages')}`}
        </p>
      </div>
      <div className={`${sheet.sheet} ${s.paper}`} style={measuresOf([past.pages])}>
        <div ref={mount} />
      </div>
    </section>
  )
}
