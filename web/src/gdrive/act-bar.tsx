/** What can be done with what is chosen; in the trash, what happens to what is there. */
import { Download, FolderInput, Share2, Trash2, X } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button, IconButton } from '@/kit/button'
import { toast, toastRefusal } from '@/kit/toast'
import { downloadAll, restoreAll } from './actions'
import s from './contents.module.css'
import type { Asking, Node, Place } from './model'
import { words } from './words'

interface ActBarProps {
  readonly place: Place
  readonly nodes: readonly Node[]
  readonly ask: (asking: Asking) => void
  readonly throwAway: (nodes: readonly Node[]) => Promise<void>
  readonly onDone: () => void
}

export function ActBar({ place, nodes, ask, throwAway, onDone }: ActBarProps) {
  const t = useWords(words)
  if (nodes.length === 0)
    return place.kind === 'trash' ? <p className={s.note}>{t('trashNote')}</p> : null
  const may = (act: keyof Node['capabilities']) => nodes.every(node => node.capabilities[act])
  async function putBack() {
    try {
      await restoreAll(nodes)
      toast(t('restored', { name: t('count', { count: nodes.length }) }))
    } catch (error) {
      toastRefusal(error)
    }
    onDone()
  }
  return (
    <div className={s.bar} role="toolbar" aria-label={t('chosen', { count: nodes.length })}>
      <span aria-live="polite">{t('chosen', { count: nodes.length })}</span>
      {place.kind === 'trash' ? (
        <Button size="s" onPress={() => void putBack()}>
          {t('act.restore')}
        </Button>
      ) : (
        <>
          {may('download') && (
            <Button size="s" icon={Download} onPress={() => downloadAll(nodes)}>
              {t('act.download')}
            </Button>
          )}
          {nodes.length === 1 && may('share') && (
            <Button size="s" icon={Share2} onPress={() => ask({ what: 'share', nodes })}>
              {t('act.share')}
            </Button>
          )}
          {may('move') && (
            <Button size="s" icon={FolderInput} onPress={() => ask({ what: 'move', nodes })}>
              {t('act.move')}
            </Button>
          )}
          {may('trash') && (
            <Button size="s" icon={Trash2} onPress={() => void throwAway(nodes).then(onDone)}>
              {t('act.trash')}
            </Button>
          )}
        </>
      )}
      <IconButton icon={X} label={t('unchoose')} onPress={onDone} />
    </div>
  )
}
