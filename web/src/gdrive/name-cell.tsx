/** The name with its kind. The picture can be dragged onto a folder; the menu moves as well. */
import type { DragEvent, SyntheticEvent } from 'react'
import { useWords } from '@/kernel/i18n'
import s from './contents.module.css'
import { endingOf, faceOf, type Node } from './model'
import { DRAGGED } from './rows'
import { words } from './words'

export function NameCell({ node }: { readonly node: Node }) {
  const { icon: Icon, look } = faceOf(node)
  const kind = useKindOf(node)
  // The row would take the press for itself and no drag would begin.
  const keep = (event: SyntheticEvent) => event.stopPropagation()
  function drag(event: DragEvent) {
    event.dataTransfer.setData(DRAGGED, node.id)
    event.dataTransfer.effectAllowed = 'move'
  }
  const handle = node.capabilities.move
    ? { draggable: true, onDragStart: drag, onPointerDown: keep, onMouseDown: keep }
    : {}
  return (
    <span className={s.name} data-node={node.id} data-kind={node.kind}>
      <span className={s.icon} data-look={look} title={kind} {...handle}>
        <Icon size={20} strokeWidth={1.75} aria-hidden />
      </span>
      <span className={s.text}>{node.name}</span>
    </span>
  )
}

export function useKindOf(node: Pick<Node, 'kind' | 'name'>): string {
  const t = useWords(words)
  return node.kind === 'file' ? endingOf(node.name) || t('kind.file') : t(`kind.${node.kind}`)
}
