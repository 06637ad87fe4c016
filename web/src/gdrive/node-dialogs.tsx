/** The questions about nodes, one at a time. */
import { Suspense } from 'react'
import { part } from '@/kernel/part'
import type { Asking } from './model'

const MoveDialog = part(async () => (await import('./move-dialog')).MoveDialog)
const PurgeDialog = part(async () => (await import('./purge-dialog')).PurgeDialog)
const ShareDialog = part(async () => (await import('./sharing/dialog')).ShareDialog)

interface NodeDialogsProps {
  readonly asking: Asking | null
  readonly onDone: () => void
  readonly onMoved: () => void
}

export function NodeDialogs({ asking, onDone, onMoved }: NodeDialogsProps) {
  const first = asking?.nodes[0]
  if (!asking || !first || asking.what === 'rename') return null
  return (
    <Suspense>
      {asking.what === 'move' && (
        <MoveDialog nodes={asking.nodes} onDone={onDone} onMoved={onMoved} />
      )}
      {asking.what === 'share' && <ShareDialog node={first} onDone={onDone} />}
      {asking.what === 'purge' && <PurgeDialog node={first} onDone={onDone} />}
    </Suspense>
  )
}
