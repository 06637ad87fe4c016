/** Changes that wait: whom each affects, and the word that lets it hold. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import { useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Empty } from '@/kit/empty'
import { focusIfLost } from '@/kit/focus'
import { Moment } from '@/kit/moment'
import { toast, toastRefusal } from '@/kit/toast'
import { act, useScopeName } from './changes'
import type { Field } from './fields'
import { baseOf } from './override'
import s from './page.module.css'
import {
  apply,
  type Change,
  discard,
  overview,
  type Preview,
  previewOf,
  stage,
  undo,
} from './state'
import { TurnList } from './turns'
import { type inGeneral, words } from './words'

export function Drafts() {
  const t = useWords(words)
  const { data, dataUpdatedAt } = useSuspenseQuery(overview)
  const box = useRef<HTMLFieldSetElement>(null)
  return (
    <fieldset ref={box} className={s.drafts} tabIndex={-1} aria-label={t('admin.drafts')}>
      {data.drafts.length === 0 && (
        <Empty icon={ListChecks} title={t('admin.noDrafts')} note={t('admin.noDraftsNote')} />
      )}
      {data.drafts.map(draft => (
        <Draft
          key={`${draft.kind} ${draft.scope_id}`}
          draft={draft}
          seenAt={dataUpdatedAt}
          onDone={() => focusIfLost(() => box.current)}
        />
      ))}
    </fieldset>
  )
}

/** An undoing is a change like all: it is staged, previewed and applied. */
async function applyNow(draft: Change, done: string, undone: string): Promise<void> {
  try {
    const revision = await apply(draft)
    toast(done, () => void act(() => undo(revision), undone))
  } catch (error) {
    toastRefusal(error)
  }
}

async function discardNow(draft: Change, done: string, drafted: string): Promise<void> {
  try {
    await discard(draft)
    toast(done, () => void act(() => stage(draft, draft.body), drafted))
  } catch (error) {
    toastRefusal(error)
  }
}

interface DraftProps {
  readonly draft: Change
  readonly seenAt: number
  /** It is gone, with the button that was pressed, unless it was refused. */
  readonly onDone: () => void
}

function Draft({ draft, seenAt, onDone }: DraftProps) {
  const t = useWords(words)
  const nameOf = useScopeName()
  const { data } = useQuery(previewOf(draft, seenAt))
  const [busy, setBusy] = useState(false)
  function during(doing: Promise<void>) {
    setBusy(true)
    void doing.finally(() => {
      setBusy(false)
      onDone()
    })
  }
  const names = data?.connected.map(({ person, division }) => `${person}(${division})`).join(', ')
  return (
    <div className={s.draft} data-draft={draft.scope_id}>
      <div className={s.line}>
        <span className={s.grow}>
          <span className={s.strong}>{nameOf(draft)}</span>
          {draft.body === null && ` · ${t('admin.takesAway')}`}
        </span>
        <span className={s.acts}>
          <Button
            isDisabled={busy}
            onPress={() => during(discardNow(draft, t('admin.discarded'), t('admin.drafted')))}
          >
            {t('admin.discard')}
          </Button>
          <Button
            look="primary"
            isPending={busy}
            onPress={() => during(applyNow(draft, t('admin.applied'), t('admin.undone')))}
          >
            {t('admin.apply')}
          </Button>
        </span>
      </div>
      <Turns draft={draft} />
      <p data-preview>
        {data
          ? t('admin.preview', { connected: data.connected.length, able: data.able })
          : t('admin.previewing')}
      </p>
      {data && data.divisions.length > 0 && (
        <p className={s.quiet} data-affected>
          {affectedIn(t, data.divisions)}
        </p>
      )}
      {names && <p className={s.quiet}>{names}</p>}
      <p className={s.quiet}>
        {draft.author} · <Moment at={draft.at} />
      </p>
    </div>
  )
}

/** Each act as it is and as it will be, so that nobody applies what they only know by name. */
function Turns({ draft }: { readonly draft: Change }) {
  const { data } = useSuspenseQuery(overview)
  const base = draft.kind === 'pool' ? baseOf(data, draft) : null
  const turns = draft.turns.map(turn =>
    // What a pool's exception does not speak of is its zone's; for people the zones differ.
    turn.before === null && base ? { ...turn, before: base[turn.act as Field] } : turn,
  )
  return <TurnList turns={turns} />
}

const MOST_NAMED = 5

function affectedIn(t: typeof inGeneral, divisions: Preview['divisions']): string {
  const named = divisions
    .slice(0, MOST_NAMED)
    .map(({ division, people }) => `${division} ${t('admin.people', { count: people })}`)
  const rest = divisions.length - named.length
  return [...named, ...(rest > 0 ? [t('admin.moreDivisions', { count: rest })] : [])].join(' · ')
}
