import { Suspense, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { AskFoot, Dialog } from '@/kit/dialog'
import { Problem } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { Tree } from '@/kit/tree'
import { moveAll } from './actions'
import s from './dialogs.module.css'
import type { Node } from './model'
import { useDriveBranches } from './places'
import { useRoots } from './state'
import { words } from './words'

interface MoveDialogProps {
  readonly nodes: readonly Node[]
  readonly onDone: () => void
  readonly onMoved: () => void
}

export function MoveDialog({ nodes, onDone, onMoved }: MoveDialogProps) {
  const t = useWords(words)
  const [target, choose] = useState<string>()
  const [error, refuse] = useState<unknown>(null)
  const [isMoving, moving] = useState(false)
  const name = nodes[0]?.name ?? ''
  const isOne = nodes.length === 1
  async function move() {
    if (target === undefined) return
    moving(true)
    try {
      await moveAll(nodes, target)
      toast(isOne ? t('moved', { name }) : t('movedMany', { count: nodes.length }))
      onMoved()
      onDone()
    } catch (error) {
      refuse(error)
    } finally {
      moving(false)
    }
  }
  return (
    <Dialog
      title={t('move.title')}
      isOpen
      onOpenChange={onDone}
      footer={close => (
        <AskFoot
          leave={close}
          look="primary"
          isDisabled={target === undefined || target === nodes[0]?.parent_id}
          isPending={isMoving}
          onPress={() => void move()}
        >
          {t('move.to')}
        </AskFoot>
      )}
    >
      <p className={s.lead}>
        {isOne ? t('move.note', { name }) : t('move.noteMany', { count: nodes.length })}
      </p>
      <div className={s.folders}>
        <Suspense fallback={<Skeleton rows={5} />}>
          <Folders chosen={target} onChoose={choose} />
        </Suspense>
      </div>
      {error !== null && <Problem error={error} />}
    </Dialog>
  )
}

interface FoldersProps {
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
}

function Folders({ chosen, onChoose }: FoldersProps) {
  const t = useWords(words)
  const roots = useRoots()
  const branches = useDriveBranches()
  const [expanded, expand] = useState<ReadonlySet<string>>(
    () => new Set([roots.mine.id, roots.division.id]),
  )
  return (
    <Tree
      label={t('move.title')}
      branches={branches}
      chosen={chosen}
      onChoose={onChoose}
      expanded={expanded}
      onExpand={expand}
    />
  )
}
