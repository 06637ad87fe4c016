/** The margin: threads in the order of the text (D05). */
import { useSuspenseQuery } from '@tanstack/react-query'
import { MessageSquareText } from 'lucide-react'
import type { EditorState } from 'prosemirror-state'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { useSession } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { Empty } from '@/kit/empty'
import { Switch } from '@/kit/field'
import type { DocumentSession } from '../text/session'
import { SidePanel } from '../text/side-panel'
import { placeOf } from './anchors'
import { Composer } from './composer'
import s from './panel.module.css'
import { lookAt, openThread, type Thread, threadsOf } from './state'
import { ThreadCard } from './thread'
import { words } from './words'

interface PanelProps {
  readonly document: string
  readonly session: DocumentSession
}

export function CommentsPanel({ document, session }: PanelProps) {
  const t = useWords(words)
  const { data } = useSuspenseQuery(threadsOf(document))
  useLive(`comments:${document}`, threadsOf(document).queryKey)
  const { margin } = session
  const draft = useStore(margin.draft)
  const chosen = useStore(margin.chosen)
  const state = useStore(session.editorState)
  const [isAll, setAll] = useState(false)
  const names = new Map(data.people.map(({ id, name }) => [id, name]))
  const shown = inOrder(data.threads, state).filter(
    ({ thread }) => isAll || thread.resolved_by === null || thread.id === chosen,
  )
  useShown(chosen)
  useLooked(document, data.threads)
  return (
    <SidePanel
      label={t('panel')}
      title={t('panel')}
      closeLabel={t('close')}
      onClose={() => margin.close()}
      isWide
    >
      {!data.may_comment && <p className={s.note}>{t('readOnly')}</p>}
      {draft && (
        <section className={s.thread} aria-label={t('add')}>
          <p className={s.quote}>{draft.quote}</p>
          <Composer
            label={t('write')}
            send={t('send')}
            autoFocus
            onCancel={() => margin.draft.set(null)}
            onSend={async wish => {
              const made = await openThread(document, draft, wish)
              margin.draft.set(null)
              margin.choose(made.id)
            }}
          />
        </section>
      )}
      <ul className={s.threads}>
        {shown.map(({ thread, at }) => (
          <ThreadCard
            key={thread.id}
            document={document}
            thread={thread}
            names={names}
            isChosen={thread.id === chosen}
            isGone={at === null}
            mayComment={data.may_comment}
            onChoose={() => goTo(session, thread)}
          />
        ))}
      </ul>
      {shown.length === 0 && !draft && (
        <Empty
          icon={MessageSquareText}
          title={t('none')}
          note={data.may_comment ? t('noneNote') : t('noneReader')}
        />
      )}
      {data.threads.some(thread => thread.resolved_by !== null) && (
        <Switch isSelected={isAll} onChange={setAll}>
          {t('showResolved')}
        </Switch>
      )}
    </SidePanel>
  )
}

interface Placed {
  readonly thread: Thread
  readonly at: number | null
}

/** As they stand in the text; those whose words are gone come last. */
function inOrder(threads: readonly Thread[], state: EditorState | null): Placed[] {
  return threads
    .map(thread => ({ thread, at: (state && placeOf(state, thread.anchor)?.from) ?? null }))
    .sort((a, b) => (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY) || 0)
}

/** Who is called in has looked when the comments are open in a window that is seen [ED19]. */
function useLooked(document: string, threads: readonly Thread[]): void {
  const own = useSession().person.id
  const isCalled = threads.some(({ comments }) =>
    comments.some(({ mentions }) => mentions.includes(own)),
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: each news is looked at
  useEffect(() => {
    if (!isCalled) return
    const look = () => {
      // A bell that goes on for a while harms nobody.
      if (!window.document.hidden) lookAt(document).catch(() => undefined)
    }
    look()
    window.document.addEventListener('visibilitychange', look)
    return () => window.document.removeEventListener('visibilitychange', look)
  }, [document, isCalled, threads])
}

/** Brings the chosen card into view. */
function useShown(chosen: string | null): void {
  useEffect(() => {
    if (chosen === null) return
    const cards = [...window.document.querySelectorAll<HTMLElement>('li[data-thread]')]
    cards.find(card => card.dataset.thread === chosen)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
}

function goTo(session: DocumentSession, thread: Thread): void {
  session.margin.choose(thread.id)
  const view = session.editor?.view
  const place = view && placeOf(view.state, thread.anchor)
  if (!view || !place) return
  const { node } = view.domAtPos(place.from)
  const around = node instanceof HTMLElement ? node : node.parentElement
  around?.scrollIntoView({ block: 'center' })
}
