/** That one has seen what became of held work: the phone lets go of what it kept to show it. */
import { markOf, type OwnHeld, type Seen } from '../../submissions/held'
import { keep, own } from '../own'
import type { KeptOp } from '../sync/model'

export async function sawRuling(work: OwnHeld): Promise<void> {
  const { submission_id } = work
  const shelf = own.get()?.shelf
  if (!shelf) return
  const seen = (await shelf.read<Seen>('fact', 'rulingsSeen')) ?? {}
  const ops = (await shelf.list<KeptOp>('op')).filter(({ standing }) => standing === 'held')
  const visit = ops.find(each => each.submission_id === submission_id)?.op.visit_id
  await keep([
    { kind: 'fact', id: 'rulingsSeen', value: { ...seen, [submission_id]: markOf(work) } },
    ...ops
      .filter(({ op }) => op.visit_id === visit)
      .map(({ op }) => ({ kind: 'op' as const, id: op.id, gone: true as const })),
  ])
}
