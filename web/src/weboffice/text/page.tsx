/** A document of text: header, tools, and the sheet that everybody writes on. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { FileX2 } from 'lucide-react'
import { type CSSProperties, Suspense, useCallback, useEffect, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { fetchParts, part } from '@/kernel/part'
import { useSession as useSignIn } from '@/kernel/session'
import { useStore } from '@/kernel/store'
import { Button, LinkButton } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Empty } from '@/kit/empty'
import { useTitle } from '@/kit/page'
import { Skeleton } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { Aside } from '../batches/aside'
import { useBatch } from '../batches/use-batch'
import { CommentsPanel } from '../comments/panel'
import { documentAt } from '../documents/state'
import { Find } from '../find/opener'
import { useRestore } from '../history/use-restore'
import { SetAside } from '../offline/aside'
import { ColumnsNote } from '../pages/columns-note'
import { Edges } from '../pages/edges'
import { usePaper } from '../pages/use-paper'
import '../pages/print.css'
import { accepted } from '../suggest/accepted'
import { useNotTaken } from '../suggest/not-taken'
import { words } from '../words'
import { Chosen } from './chosen'
import { Header } from './header'
import s from './page.module.css'
import { plainText } from './plain'
import './sheet.css'
import { WAY_OUT } from './editor'
import { DocumentSession } from './session'
import { Toolbar } from './toolbar'

const OutlinePanel = part(async () => (await import('../outline/panel')).OutlinePanel)

const SuggestionsPanel = part(async () => (await import('../suggest/panel')).SuggestionsPanel)

export function TextPage() {
  const { id = '' } = useParams()
  return <OneDocument key={id} id={id} />
}

/** Its text is fetched beside what is known of it, not behind that. */
function OneDocument({ id }: { readonly id: string }) {
  const [tries, setTries] = useState(0)
  const session = useSession(id, tries)
  useNotTaken(session, () => setTries(tries + 1))
  if (!session) return <Skeleton rows={8} />
  return (
    <Suspense fallback={<Skeleton rows={8} />}>
      <Opened id={id} session={session} />
    </Suspense>
  )
}

function Opened({ id, session }: DeskProps) {
  const { data: document } = useSuspenseQuery(documentAt(id))
  const belowBar = useBarHeight()
  useTitle(document.title)
  useRestore(id, session)
  useBatch(session)
  useEffect(() => session.pages.title.set(document.title), [session, document.title])
  useCalledThread(session)
  return (
    <div className={s.page} style={{ '--below-bar': `${belowBar}px` } as CSSProperties}>
      <div className={s.head}>
        <Header document={document} session={session} />
        <Toolbar session={session} />
        <Find session={session} />
      </div>
      <SetAside document={document} session={session} />
      <Desk id={id} session={session} />
      <Chosen session={session} />
    </div>
  )
}

/** How much of the window the bar above every page takes: the tools stay right below it. */
function useBarHeight(): number {
  const [height, set] = useState(0)
  useEffect(() => {
    const measure = () => set(window.document.getElementById('content')?.offsetTop ?? 0)
    const observer = new ResizeObserver(measure)
    observer.observe(window.document.body)
    measure()
    return () => observer.disconnect()
  }, [])
  return height
}

/** `?thread=…`: the way here from a mention. */
function useCalledThread(session: DocumentSession | null): void {
  const [query] = useSearchParams()
  const thread = query.get('thread')
  useEffect(() => {
    if (session && thread) session.margin.choose(thread)
  }, [session, thread])
}

/** `tries`: how often the document was opened anew because a suggestion was not taken. */
function useSession(id: string, tries: number): DocumentSession | null {
  const own = useSignIn().person.id
  const [session, set] = useState<DocumentSession | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each try is a session of its own
  useEffect(() => {
    const opened = new DocumentSession(id, own)
    set(opened)
    function ask(event: BeforeUnloadEvent) {
      // The last syllable may still be held back from the shared text.
      opened.editor?.settle()
      if (opened.provider.isUnsaved || opened.pictures.isBusy) event.preventDefault()
    }
    addEventListener('beforeunload', ask)
    return () => {
      removeEventListener('beforeunload', ask)
      opened.close()
    }
  }, [id, own, tries])
  return session
}

interface DeskProps {
  readonly id: string
  readonly session: DocumentSession
}

function Desk({ id, session }: DeskProps) {
  const isHere = useStore(session.provider.isHere)
  const saving = useStore(session.provider.saving)
  const isMarginOpen = useStore(session.margin.isOpen)
  const isOutlineOpen = useStore(session.isOutlineOpen)
  const isSuggestionsOpen = useStore(session.suggesting.isOpen)
  const isNarrowed = saving.kind !== 'gone' && (isMarginOpen || isOutlineOpen || isSuggestionsOpen)
  useEffect(() => {
    if (isHere) void fetchParts() // while there is a connection
  }, [isHere])
  const paper = usePaper(session.pages)
  return (
    <div className={cx(s.desk, isNarrowed && s.withMargin)}>
      {isNarrowed && isOutlineOpen && (
        <Suspense fallback={null}>
          <OutlinePanel session={session} />
        </Suspense>
      )}
      {saving.kind === 'gone' && <Gone session={session} />}
      {saving.kind === 'aside' && <Aside batch={saving.batch} />}
      {/* What may not be read any more is not shown; it is kept for who has unsaved words in it. */}
      <div className={s.sheet} style={paper} hidden={saving.kind === 'gone'}>
        <Edges setup={session.pages} />
        <ColumnsNote setup={session.pages} />
        {isHere ? (
          <Sheet session={session} />
        ) : (
          <div className={s.waiting}>
            <Skeleton rows={9} />
          </div>
        )}
      </div>
      {isNarrowed && isSuggestionsOpen && (
        <Suspense fallback={null}>
          <SuggestionsPanel session={session} />
        </Suspense>
      )}
      {isNarrowed && isMarginOpen && (
        <Suspense fallback={null}>
          <CommentsPanel document={id} session={session} />
        </Suspense>
      )}
    </div>
  )
}

function Sheet({ session }: { readonly session: DocumentSession }) {
  const t = useWords(words)
  const label = t('editor.text')
  const mount = useCallback(
    (place: HTMLDivElement | null) => (place ? session.show(place, label) : undefined),
    [session, label],
  )
  return (
    <>
      <span id={WAY_OUT} className={s.spoken}>
        {t('editor.wayOut')}
      </span>
      <div ref={mount} />
    </>
  )
}

function Gone({ session }: { readonly session: DocumentSession }) {
  const t = useWords(words)
  const isNewer = useStore(session.isNewer)
  const state = useStore(session.editorState)
  async function keep() {
    if (state) await navigator.clipboard.writeText(plainText(accepted(state.doc)))
    toast(t('editor.copied'))
  }
  return (
    <div className={s.gone} role="alert">
      <Empty
        icon={FileX2}
        title={isNewer ? t('editor.newer') : t('editor.gone')}
        note={isNewer ? '' : t('editor.goneNote')}
        action={
          <div className={s.goneActs}>
            {state && session.provider.isUnsaved && (
              <Button onPress={() => void keep()}>{t('editor.keep')}</Button>
            )}
            <LinkButton to="/office">{t('editor.backHome')}</LinkButton>
          </div>
        }
      />
    </div>
  )
}
