/** Screens for what cannot be shown: the cause, what to do next, the request id (S11). */
import { Compass, Lock, type LucideIcon, RefreshCw, TriangleAlert } from 'lucide-react'
import { Component, type ReactNode, useEffect } from 'react'
import { connection, connectionLost } from '@/kernel/connection'
import { usePick, useWords } from '@/kernel/i18n'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { useStore } from '@/kernel/store'
import { Button, LinkButton } from '@/kit/button'
import { useTitle } from '@/kit/page'
import { Spinner } from '@/kit/progress'
import { domains } from './domains'
import s from './states.module.css'
import { words } from './words'

interface StateProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: string
  readonly requestId?: string | null
  readonly action?: ReactNode
}

function State({ icon: Icon, title, text, requestId, action }: StateProps) {
  const t = useWords(words)
  useTitle(title)
  return (
    <div className={s.state}>
      <Icon size={40} strokeWidth={1.4} aria-hidden className={s.icon} />
      <h1 className={s.title}>{title}</h1>
      <p className={s.text}>{text}</p>
      {requestId && <code className={s.id}>{requestId}</code>}
      <div className={s.acts}>
        {action}
        <LinkButton to="/" look={action ? 'plain' : 'primary'}>
          {t('goHome')}
        </LinkButton>
      </div>
    </div>
  )
}

export function NotFound() {
  const t = useWords(words)
  return <State icon={Compass} title={t('notFound.title')} text={t('notFound.text')} />
}

const FRESH_AFTER_MS = 20_000
const RELOADED = 'onmaru.reloaded_at'

/** A part did not come: the server is away, or the part is of a release that is gone. */
function isStaleChunk(error: unknown): boolean {
  // A browser's words for a script, Vite's for the style sheet beside it.
  const missing = /dynamically imported module|module script|Unable to preload/i
  return error instanceof Error && missing.test(error.message)
}

/** Loads the page anew as soon as the server answers, but not again and again. */
async function reloadOnce(): Promise<void> {
  await connectionLost()
  if (Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < FRESH_AFTER_MS) return
  sessionStorage.setItem(RELOADED, String(Date.now()))
  location.reload()
}

interface Failure {
  readonly error: unknown
}

interface PageBoundaryProps {
  readonly place: string
  readonly children: ReactNode
}

/** Keeps a failed screen from taking the frame with it, until the reader goes elsewhere. */
export class PageBoundary extends Component<PageBoundaryProps, { failure: Failure | null }> {
  override state: { failure: Failure | null } = { failure: null }

  static getDerivedStateFromError(error: unknown): { failure: Failure } {
    return { failure: { error } }
  }

  override componentDidUpdate(before: PageBoundaryProps): void {
    if (this.state.failure && before.place !== this.props.place) this.setState({ failure: null })
  }

  override render(): ReactNode {
    const { failure } = this.state
    return failure ? <PageProblem error={failure.error} /> : this.props.children
  }
}

function PageProblem({ error }: Failure) {
  const stale = isStaleChunk(error)
  useEffect(() => {
    if (stale) void reloadOnce()
  }, [stale])
  return <RefusalState refusal={asRefusal(error)} stale={stale} />
}

export function Waiting() {
  return (
    <div className={s.waiting}>
      <Spinner size={28} />
    </div>
  )
}

function RefusalState({ refusal, stale }: { readonly refusal: Refusal; readonly stale: boolean }) {
  const t = useWords(words)
  const textOf = useRefusalText()
  const pick = usePick()
  const lost = useStore(connection) === 'retrying'
  const remedy = domains.map(({ remedies }) => remedies?.[refusal.code]).find(Boolean)
  if (remedy) {
    return (
      <State
        icon={Lock}
        title={pick(remedy.title)}
        text={textOf(refusal)}
        action={
          <LinkButton to={remedy.to} look="primary">
            {pick(remedy.action)}
          </LinkButton>
        }
      />
    )
  }
  if (stale && lost) {
    return <State icon={RefreshCw} title={t('retrying')} text={t('retryingHere')} />
  }
  if (refusal.status === 404) return <NotFound />
  if (refusal.status === 403) {
    return (
      <State
        icon={Lock}
        title={t('forbidden.title')}
        text={textOf(refusal)}
        requestId={refusal.requestId}
      />
    )
  }
  return (
    <State
      icon={TriangleAlert}
      title={t('failed.title')}
      text={stale ? t('newVersion') : textOf(refusal)}
      requestId={refusal.requestId}
      action={
        <Button look="primary" onPress={() => location.reload()}>
          {t('reload')}
        </Button>
      }
    />
  )
}
