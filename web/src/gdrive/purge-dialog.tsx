import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { AskFoot, Dialog } from '@/kit/dialog'
import { Problem } from '@/kit/problem'
import { purge } from './actions'
import s from './dialogs.module.css'
import type { Node } from './model'
import { words } from './words'

export function PurgeDialog({
  node,
  onDone,
}: {
  readonly node: Node
  readonly onDone: () => void
}) {
  const t = useWords(words)
  const [error, refuse] = useState<unknown>(null)
  const [isDeleting, deleting] = useState(false)
  async function remove() {
    deleting(true)
    try {
      await purge(node)
      onDone()
    } catch (error) {
      refuse(error)
    } finally {
      deleting(false)
    }
  }
  return (
    <Dialog
      title={t('purge.title')}
      size="s"
      isOpen
      onOpenChange={onDone}
      footer={close => (
        <AskFoot leave={close} look="danger" isPending={isDeleting} onPress={() => void remove()}>
          {t('purge.act')}
        </AskFoot>
      )}
    >
      <p className={s.lead}>{t('purge.note', { name: node.name })}</p>
      {error !== null && <Problem error={error} />}
    </Dialog>
  )
}
