/** 문서함 (G01): places at the left, what lies there, and details at the right. */
import { type ReactNode, Suspense, useEffect } from 'react'
import { Navigate, useNavigate, useParams, useSearchParams } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useLive, watch } from '@/kernel/live'
import { useSession } from '@/kernel/session'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Page } from '@/kit/page'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { Split } from '@/kit/split'
import { Contents } from './contents'
import { Crumbs } from './crumbs'
import { Details } from './details'
import { Finding } from './finding'
import { addressOf, type Node, type Place, placeOf } from './model'
import { NewMenu } from './new-menu'
import s from './page.module.css'
import { Places } from './places'
import { Quota } from './quota/bar'
import { childrenKey, refreshDrive, useNode, useRoots } from './state'
import { UploadTray } from './uploads/tray'
import { words } from './words'

export function Drive() {
  const { '*': rest = '' } = useParams()
  const [params] = useSearchParams()
  const place = placeOf(rest, params.get('query') ?? '')
  useShares()
  if (place === null) return <Navigate to="/drive" replace />
  return (
    <>
      <InPlace place={place} />
      <UploadTray />
    </>
  )
}

/** What others share appears, and what they take back goes, without anybody asking. */
function useShares(): void {
  const { person } = useSession()
  useEffect(
    () =>
      watch(`person:${person.id}`, {
        hint: event => {
          if (event === 'drive.shared') void refreshDrive()
        },
        doubt: () => void refreshDrive(),
      }),
    [person.id],
  )
}

function InPlace({ place }: { readonly place: Place }) {
  const t = useWords(words)
  const { folderId, folder, error, refetch } = useFolderOf(place)
  const [shown, show] = useShown()
  const title = useTitleOf(place, folder)
  const panel = shown.item && <Details id={shown.item} onClose={() => show({ item: '' })} />
  return (
    <Page
      title={title}
      width="full"
      note={folder && <Crumbs node={folder} />}
      acts={
        <>
          <span className={s.placesButton}>
            <Button onPress={() => show({ places: shown.places ? '' : '1' })}>{t('back')}</Button>
          </span>
          <Finding query={place.kind === 'search' ? place.query : ''} />
          {folder?.capabilities.upload && <NewMenu folder={folder} />}
        </>
      }
    >
      <Split
        side={<Side place={place} folder={folder} />}
        {...(panel ? { panel } : {})}
        onPhone={shown.item ? 'panel' : shown.places ? 'side' : 'main'}
      >
        <Main
          isReady={folderId === null || folder !== null}
          error={error}
          onRetry={() => void refetch()}
        >
          <Contents
            key={keyOf(place, folderId)}
            place={place}
            folder={folder}
            shown={shown.item}
            onShow={item => show({ item })}
          />
        </Main>
      </Split>
    </Page>
  )
}

function keyOf(place: Place, folderId: string | null): string {
  return folderId ?? (place.kind === 'search' ? `search:${place.query}` : place.kind)
}

/** The folder of a place, followed while it is shown; null in the lists that are no folder. */
function useFolderOf(place: Place) {
  const roots = useRoots()
  const byId = place.kind === 'folder' ? place.id : null
  const folderId = place.kind === 'home' ? roots.mine.id : byId
  const { data, error, refetch } = useNode(folderId)
  useLive(data ? `folder:${data.id}` : null, childrenKey(folderId ?? ''))
  useOpenFile(data)
  const folder = data?.kind === 'folder' ? data : null
  return { folderId, folder, error, refetch }
}

interface SideProps {
  readonly place: Place
  readonly folder: Node | null
}

function Side({ place, folder }: SideProps) {
  const t = useWords(words)
  return (
    <div className={s.side}>
      <Card title={t('places')} rows={6}>
        <Places place={place} folder={folder} />
      </Card>
      <Card title={t('quota.label')} rows={1}>
        <Quota />
      </Card>
    </div>
  )
}

interface MainProps {
  readonly isReady: boolean
  readonly error: unknown
  readonly onRetry: () => void
  readonly children: ReactNode
}

function Main({ isReady, error, onRetry, children }: MainProps) {
  if (error) return <Problem error={error} onRetry={onRetry} />
  if (!isReady) return <Skeleton rows={8} />
  return <Suspense fallback={<Skeleton rows={8} />}>{children}</Suspense>
}

function useTitleOf(place: Place, node: Node | null): string {
  const t = useWords(words)
  const roots = useRoots()
  if (place.kind === 'search') return t('found', { query: place.query })
  if (place.kind === 'shared' || place.kind === 'recent' || place.kind === 'trash')
    return t(place.kind)
  if (place.kind === 'home' || node?.id === roots.mine.id) return t('mine')
  if (node?.id === roots.division.id) return t('divisionOf', { name: node.name })
  return node?.name ?? t('title')
}

/** Which item's details are shown stands in the address, so that Back works. */
function useShown() {
  const [params, setParams] = useSearchParams()
  const now = { item: params.get('item') ?? '', places: params.get('places') ?? '' }
  function show(change: Partial<typeof now>) {
    setParams(before => {
      const next = new URLSearchParams(before)
      for (const [name, value] of Object.entries(change)) {
        if (value === '') next.delete(name)
        else next.set(name, value)
      }
      return next
    })
  }
  return [now, show] as const
}

/** A link to a file leads to its folder, with the file's details; one to a document opens it. */
function useOpenFile(node: Node | undefined): void {
  const navigate = useNavigate()
  useEffect(() => {
    if (!node || node.kind === 'folder') return
    if (node.kind === 'document') return void navigate(addressOf(node), { replace: true })
    const item = `?item=${encodeURIComponent(node.id)}`
    const folder = node.parent_id
      ? `/drive/f/${encodeURIComponent(node.parent_id)}`
      : '/drive/shared'
    void navigate(folder + item, { replace: true })
  }, [node, navigate])
}
