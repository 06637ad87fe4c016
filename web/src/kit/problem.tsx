/** A refusal on the page: what, why, what to do, and the id that the help desk asks for. */
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { CircleAlert, RotateCw } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { connection } from '@/kernel/connection'
import { useWords } from '@/kernel/i18n'
import { asRefusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { Button } from './button'
import s from './problem.module.css'
import { words } from './words'

interface ProblemProps {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
}

export function Problem({ error, onRetry }: ProblemProps) {
  const t = useWords(words)
  const textOf = useRefusalText()
  const refusal = asRefusal(error)
  return (
    <div className={s.problem} role="alert">
      <CircleAlert size={20} aria-hidden className={s.icon} />
      <div className={s.words}>
        <p>{textOf(refusal)}</p>
        {refusal.requestId && (
          <p className={s.id}>
            {t('requestId')} <code>{refusal.requestId}</code>
          </p>
        )}
      </div>
      {onRetry && (
        <Button size="s" icon={RotateCw} onPress={onRetry}>
          {t('retry')}
        </Button>
      )}
    </div>
  )
}

interface BoundaryProps {
  readonly children: ReactNode
}
interface BoundaryState {
  readonly error: unknown
  readonly failed: boolean
}

/**
 * Keeps a failure where it happened: the rest of the page goes on. What failed for want of a
 * connection comes back by itself when the connection does.
 */
export function Boundary({ children }: BoundaryProps) {
  const { reset } = useQueryErrorResetBoundary()
  return <Catch onRetry={reset}>{children}</Catch>
}

class Catch extends Component<BoundaryProps & { readonly onRetry: () => void }, BoundaryState> {
  override state: BoundaryState = { error: null, failed: false }
  private leave: () => void = () => undefined

  static getDerivedStateFromError(error: unknown): BoundaryState {
    return { error, failed: true }
  }

  override componentDidMount(): void {
    this.leave = connection.follow(() => {
      const { failed, error } = this.state
      if (failed && connection.get() === 'up' && asRefusal(error).passes) this.retry()
    })
  }

  override componentWillUnmount(): void {
    this.leave()
  }

  private readonly retry = () => {
    this.props.onRetry()
    this.setState({ error: null, failed: false })
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return <Problem error={this.state.error} onRetry={this.retry} />
  }
}
