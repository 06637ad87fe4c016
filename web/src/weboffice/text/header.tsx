/** The head of an open document: the way back, its title, how saving stands, who is here. */
import {
  ArrowLeft,
  Check,
  CloudOff,
  Eye,
  GitCompareArrows,
  Hourglass,
  ListTree,
  LoaderCircle,
  type LucideIcon,
  Search,
} from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useSession as useSignIn } from '@/kernel/session'
import { store, useStore } from '@/kernel/store'
import { isComposing } from '@/kernel/text'
import { time } from '@/kernel/time'
import { IconButton, LinkButton } from '@/kit/button'
import { useFolderName } from '@/kit/folder-name'
import { toastRefusal } from '@/kit/toast'
import { Hint } from '@/kit/tooltip'
import { CommentButtons } from '../comments/button'
import { LONGEST_TITLE, mayWrite, type OfficeDocument, renameDocument } from '../documents/state'
import type { Saving } from '../editing/provider'
import { openFind } from '../find/opener'
import { words as findWords } from '../find/words'
import { words as offlineWords } from '../offline/words'
import { words as outlineWords } from '../outline/words'
import { SuggestionsButton } from '../suggest/button'
import { words } from '../words'
import { othersIn, type Writer } from './carets'
import { More } from './more'
import s from './page.module.css'
import type { DocumentSession } from './session'

interface Parts {
  readonly document: OfficeDocument
  readonly session: DocumentSession
}

export function Header({ document, session }: Parts) {
  const isGone = useStore(session.provider.saving).kind === 'gone'
  return (
    <header className={s.header}>
      <Back document={document} />
      <Title document={document} />
      <SavingLine session={session} />
      <span className={s.spring} />
      {!isGone && <Acts document={document} session={session} />}
    </header>
  )
}

function Acts({ document, session }: Parts) {
  return (
    <>
      <People session={session} />
      <span className={s.roomy}>
        <OutlineButton session={session} />
        <FindButton session={session} />
      </span>
      <SuggestionsButton session={session} />
      <CommentButtons document={document.id} session={session} />
      <More document={document} session={session} />
    </>
  )
}

function Back({ document }: { readonly document: OfficeDocument }) {
  const t = useWords(words)
  const { folder } = document
  const folderName = useFolderName()
  const name = folder && folderName(folder.name)
  const label = name ? t('editor.back', { name }) : t('editor.backHome')
  return (
    <LinkButton
      to={folder ? `/drive/folders/${folder.id}` : '/office'}
      look="quiet"
      icon={ArrowLeft}
      aria-label={label}
    >
      <span className={s.backName}>{name ?? t('title')}</span>
    </LinkButton>
  )
}

function Title({ document }: { readonly document: OfficeDocument }) {
  const t = useWords(words)
  const [title, set] = useState(document.title)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    set(document.title)
  }, [document.title])
  async function keep() {
    const wanted = title.trim()
    if (wanted === document.title) return
    if (wanted === '') return set(document.title)
    try {
      await renameDocument(document.id, wanted)
    } catch (error) {
      toastRefusal(error)
      set(document.title)
    }
  }
  return (
    <h1 className={s.title}>
      <input
        ref={field}
        className={s.titleField}
        aria-label={t('editor.titleField')}
        value={title}
        maxLength={LONGEST_TITLE}
        readOnly={!mayWrite(document)}
        onChange={event => set(event.target.value)}
        onBlur={() => void keep()}
        onKeyDown={event => {
          if (event.key === 'Enter' && !isComposing(event)) field.current?.blur()
        }}
      />
    </h1>
  )
}

const ICONS: Record<Saving['kind'], LucideIcon> = {
  opening: LoaderCircle,
  saved: Check,
  saving: LoaderCircle,
  waiting: Hourglass,
  offline: CloudOff,
  readOnly: Eye,
  aside: GitCompareArrows,
  gone: CloudOff,
}

function SavingLine({ session }: { readonly session: DocumentSession }) {
  const t = useWords(words)
  const saving = useStore(session.stateLine.shown)
  const Icon = ICONS[saving.kind]
  const text =
    saving.kind === 'saved'
      ? t('saving.saved', { at: time(saving.at) })
      : t(`saving.${saving.kind}`)
  const spoken = useSpoken(saving, text)
  return (
    <>
      <Hint text={useKeptNote(session, saving) ?? noteOf(saving, t)}>
        <button type="button" className={s.saving} data-kind={saving.kind} data-testid="saving">
          <Icon size={15} aria-hidden />
          <span>{text}</span>
        </button>
      </Hint>
      <span role="status" className={s.spoken}>
        {spoken}
      </span>
    </>
  )
}

/** Where what is written stands while there is no connection. */
function useKeptNote({ keep }: DocumentSession, saving: Saving): string | null {
  const t = useWords(offlineWords)
  const isSafe = useStore(keep.isSafe)
  return saving.kind === 'offline' && isSafe ? t('keptNote') : null
}

/** What a screen reader is told: not each letter on its way. */
function useSpoken(saving: Saving, text: string): string {
  const [spoken, speak] = useState(text)
  useEffect(() => {
    if (saving.kind !== 'saving') speak(text)
  }, [saving, text])
  return spoken
}

function noteOf(
  saving: Saving,
  t: (
    key:
      | 'saving.waitingNote'
      | 'saving.offlineNote'
      | 'saving.reader'
      | 'saving.storage_full'
      | 'saving.document_full'
      | 'home.note',
  ) => string,
): string {
  if (saving.kind === 'waiting') return t('saving.waitingNote')
  if (saving.kind === 'offline') return t('saving.offlineNote')
  if (saving.kind !== 'readOnly') return t('home.note')
  if (saving.reason === 'storage_full' || saving.reason === 'document_full') {
    return t(`saving.${saving.reason}`)
  }
  return t('saving.reader')
}

function useWriters(session: DocumentSession): readonly Writer[] {
  const own = useSignIn().person.id
  const [found] = useState(() => store<readonly Writer[]>([]))
  useEffect(() => {
    const { awareness } = session
    function look() {
      const now = othersIn(awareness, own)
      if (JSON.stringify(now) !== JSON.stringify(found.get())) found.set(now)
    }
    look()
    awareness.on('change', look)
    return () => awareness.off('change', look)
  }, [session, own, found])
  return useStore(found)
}

const MOST_SHOWN = 5

function People({ session }: { readonly session: DocumentSession }) {
  const t = useWords(words)
  const writers = useWriters(session)
  const label =
    writers.length > 0 ? t('editor.people', { count: writers.length }) : t('editor.alone')
  return (
    <ul className={s.people} aria-label={label}>
      {writers.slice(0, MOST_SHOWN).map(({ id, name, colour }) => (
        <li key={id} className={`${s.person} writer-${colour}`}>
          {name}
        </li>
      ))}
      {writers.length > MOST_SHOWN && <li className={s.person}>+{writers.length - MOST_SHOWN}</li>}
    </ul>
  )
}

function OutlineButton({ session }: { readonly session: DocumentSession }) {
  const t = useWords(outlineWords)
  const { isOutlineOpen } = session
  const isOpen = useStore(isOutlineOpen)
  return (
    <IconButton
      icon={ListTree}
      label={t('panel')}
      aria-pressed={isOpen}
      onPress={() => isOutlineOpen.set(!isOpen)}
    />
  )
}

function FindButton({ session }: { readonly session: DocumentSession }) {
  const t = useWords(findWords)
  const press = () => openFind(session, 'find')
  return <IconButton icon={Search} label={`${t('title')} (Ctrl+F)`} onPress={press} />
}
