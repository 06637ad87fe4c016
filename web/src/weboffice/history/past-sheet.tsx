/** The chosen state on paper, with what changed since the one it is compared with. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { Select, Switch } from '@/kit/field'
import { adoptPaper } from '../pages/paper'
import { sectionsOf } from '../pages/sections'
import { differing, type PageSettings } from '../pages/settings'
import { today } from '../pages/today'
import { measuresOf } from '../pages/use-paper'
import sheet from '../text/page.module.css'
import '../text/sheet.css'
import './past.css'
import { compare } from './compare'
import { authorsOf, facesOf } from './faces'
import s from './page.module.css'
import { againstOf, BEFORE, labelOf, NOW, pairOf } from './pairs'
import { type Past, readPast } from './past'
import { showPast } from './sheet'
import { stateAt, type Timeline } from './state'
import { type Version, versionsOf } from './versions'
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
  const all = useMemo(() => versionsOf(timeline), [timeline])
  const against = againstOf(query.get('with'), version, all)
  function set(key: string, value: string | null) {
    const next = new URLSearchParams(query)
    if (value === null) next.delete(key)
    else next.set(key, value)
    setQuery(next, { replace: true })
  }
  const { older, newer } = pairOf(version, against, timeline.latest)
  const { data: before } = useSuspenseQuery(stateAt(id, older))
  const { data: after } = useSuspenseQuery(stateAt(id, newer))
  const past = useMemo(() => readPast(after), [after])
  const former = useMemo(() => readPast(before), [before])
  const changes = useMemo(
    () => (older === newer ? [] : compare(former.doc, past.doc)),
    [former, past, older, newer],
  )
  const sections = useMemo(() => pagesOf(past), [past])
  const isSetAnew = older !== newer && isOtherwise(pagesOf(former), sections)
  useEffect(() => adoptPaper(sections, { title: '', today: today() }), [sections])
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
  const faces = facesOf(timeline)
  const nameOf = (one: Version) =>
    labelOf(one, writer => faces.get(writer)?.name ?? writer, t('made'))
  const others = all.filter(({ seq }) => seq !== version.seq && seq !== timeline.latest)
  return (
    <section aria-label={t('sheet')}>
      <div className={s.tools}>
        <Select
          label={t('compare')}
          choices={[
            { id: BEFORE, label: t('compareBefore') },
            { id: NOW, label: t('compareNow') },
            ...others.map(one => ({ id: String(one.seq), label: nameOf(one) })),
          ]}
          value={against}
          onChange={key => set('with', key === BEFORE ? null : key)}
        />
        <Switch isSelected={!isPlain} onChange={shown => set('plain', shown ? null : '1')}>
          {t('showChanges')}
        </Switch>
        <p className={s.count} role="status">
          {changes.length === 0 ? t('same') : t('changes', { count: changes.length })}
          {isSetAnew && ` · ${t('pages')}`}
          {against !== BEFORE && newer !== version.seq && ` · ${t('newerShown')}`}
        </p>
      </div>
      <div className={`${sheet.sheet} ${s.paper}`} style={measuresOf(sections)}>
        <div ref={mount} />
      </div>
    </section>
  )
}

function pagesOf({ doc, pages }: Past): PageSettings[] {
  return sectionsOf(doc, pages).map(({ settings }) => settings)
}

function isOtherwise(some: readonly PageSettings[], others: readonly PageSettings[]): boolean {
  const isAlike = (one: PageSettings, index: number) => {
    const other = others[index]
    return other !== undefined && differing(one, other).length === 0
  }
  return some.length !== others.length || !some.every(isAlike)
}
