/** What is suggested: by whom, when, and what becomes of it. */
import { ArrowDown, ArrowUp, Check, MessageSquareDiff, X } from 'lucide-react'
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { usePeopleById } from '@/identity/people/state'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button, IconButton } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { Select } from '@/kit/field'
import { Menu, MenuItem } from '@/kit/menu'
import { toast } from '@/kit/toast'
import type { DocumentSession } from '../text/session'
import { SidePanel } from '../text/side-panel'
import { takeBackTo } from '../text/steps'
import { SuggestionCard } from './card'
import { type Suggestion, suggestionsIn } from './list'
import s from './panel.module.css'
import { keyOf, neighbour, rule, show } from './ruling'
import type { Verdict } from './settle'
import { OUTSIDER } from './stamp'
import { words } from './words'

const EVERYBODY = 'everybody'

export function SuggestionsPanel({ session }: { readonly session: DocumentSession }) {
  const t = useWords(words)
  const doc = useDeferredValue(useStore(session.editorState))?.doc
  const all = useMemo(() => (doc ? suggestionsIn(doc) : []), [doc])
  const nameOf = useNames(all)
  const [wanted, setWanted] = useState(EVERYBODY)
  const whose = all.some(({ by }) => by === wanted) ? wanted : EVERYBODY
  const shown = all.filter(({ by }) => whose === EVERYBODY || by === whose)
  const chosen = useStore(session.suggesting.chosen)
  const right = useStore(session.provider.right)
  useInView(chosen)
  function judge(verdict: Verdict, some: readonly Suggestion[]) {
    const last = some.at(-1)
    const after = last && all.find(({ from }) => from > last.from)
    const before = rule(session, verdict, some)
    session.suggesting.choose(after ? keyOf(after) : null)
    toast(t(verdict === 'accept' ? 'accepted' : 'rejected', { count: some.length }), () =>
      takeBackTo(session, before),
    )
  }
  return (
    <SidePanel
      label={t('panel')}
      title={t('panel')}
      closeLabel={t('close')}
      onClose={() => session.suggesting.isOpen.set(false)}
      isWide
    >
      {all.length > 0 && (
        <Tools
          session={session}
          all={all}
          whose={whose}
          nameOf={nameOf}
          onWhose={setWanted}
          onJudge={right === 'write' ? verdict => judge(verdict, shown) : null}
        />
      )}
      <ul className={s.list}>
        {shown.map(one => (
          <SuggestionCard
            key={keyOf(one)}
            suggestion={one}
            name={nameOf(one.by)}
            isChosen={keyOf(one) === chosen}
            isOwn={one.by === session.suggesting.by}
            mayRule={right === 'write'}
            maySuggest={right !== 'read'}
            onShow={() => show(session, one)}
            onJudge={verdict => judge(verdict, [one])}
          />
        ))}
      </ul>
      {all.length === 0 && (
        <Empty
          icon={MessageSquareDiff}
          title={t('none')}
          note={right === 'read' ? t('noneReader') : t('noneNote')}
        />
      )}
    </SidePanel>
  )
}

function useNames(all: readonly Suggestion[]): (by: string) => string {
  const t = useWords(words)
  const people = usePeopleById(all.map(({ by }) => by).filter(by => !by.startsWith(OUTSIDER)))
  return by => {
    if (by.startsWith(OUTSIDER)) return t('outside', { name: by.slice(1) || t('somebody') })
    return people.get(by)?.name ?? t('somebody')
  }
}

interface ToolsProps {
  readonly session: DocumentSession
  readonly all: readonly Suggestion[]
  readonly whose: string
  readonly nameOf: (by: string) => string
  readonly onWhose: (by: string) => void
  /** Null where one may not rule. */
  readonly onJudge: ((verdict: Verdict) => void) | null
}

function Tools({ session, all, whose, nameOf, onWhose, onJudge }: ToolsProps) {
  const t = useWords(words)
  const authors = [...new Set(all.map(({ by }) => by))]
  const count = (by: string) => all.filter(one => one.by === by).length
  const name = whose === EVERYBODY ? '' : nameOf(whose)
  function go(way: 1 | -1) {
    const view = session.editor?.view
    const found = view && neighbour(view, way)
    if (found) show(session, found)
  }
  return (
    <div className={s.tools}>
      {authors.length > 1 && (
        <Select
          label={t('whose')}
          choices={[
            { id: EVERYBODY, label: t('everybody', { count: all.length }) },
            ...authors.map(by => ({
              id: by,
              label: t('ofOne', { name: nameOf(by), count: count(by) }),
            })),
          ]}
          value={whose}
          onChange={onWhose}
        />
      )}
      <div className={s.ways}>
        <IconButton icon={ArrowUp} label={t('previous')} onPress={() => go(-1)} />
        <IconButton icon={ArrowDown} label={t('next')} onPress={() => go(1)} />
        {onJudge && (
          <Menu label={t('all')} trigger={<Button look="quiet">{t('all')}</Button>}>
            <MenuItem
              label={name ? t('acceptShown', { name }) : t('acceptAll')}
              icon={Check}
              onAction={() => onJudge('accept')}
            />
            <MenuItem
              label={name ? t('rejectShown', { name }) : t('rejectAll')}
              icon={X}
              onAction={() => onJudge('reject')}
            />
          </Menu>
        )}
      </div>
    </div>
  )
}

/** Brings the chosen card into view. */
function useInView(chosen: string | null): void {
  useEffect(() => {
    if (chosen === null) return
    const cards = [...window.document.querySelectorAll<HTMLElement>('li[data-suggestion]')]
    cards.find(card => card.dataset.suggestion === chosen)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
}
