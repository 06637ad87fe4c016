/** Files from the computer, and nodes from the table, dropped on the place or on a folder in it. */
import { type DragEvent, type ReactNode, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Refusal } from '@/kernel/refusal'
import { toast, toastRefusal } from '@/kit/toast'
import { moveAll } from './actions'
import s from './contents.module.css'
import type { Node } from './model'
import { DRAGGED, rowOf } from './rows'
import { add } from './uploads/queue'
import { words } from './words'

interface DropAreaProps {
  readonly folder: Node | null
  readonly nodes: readonly Node[]
  readonly children: ReactNode
}

export function DropArea({ folder, nodes, children }: DropAreaProps) {
  const t = useWords(words)
  const [over, set] = useState<Node | null>(null)
  function targetOf(event: DragEvent): Node | null {
    const at = nodes.find(({ id }) => id === rowOf(event.target))
    const target = at?.kind === 'folder' ? at : folder
    return target?.capabilities.upload ? target : null
  }
  function hover(event: DragEvent) {
    const target = targetOf(event)
    const isOurs = event.dataTransfer.types.includes(DRAGGED)
    if (!target || !(isOurs ? target.id !== folder?.id : isFiles(event))) return set(null)
    event.preventDefault()
    event.dataTransfer.dropEffect = isOurs ? 'move' : 'copy'
    set(target)
    mark(event.currentTarget, target.id)
  }
  function leave(event: DragEvent) {
    if (event.currentTarget.contains(event.relatedTarget as globalThis.Node | null)) return
    set(null)
    mark(event.currentTarget, '')
  }
  async function drop(event: DragEvent) {
    const target = over
    set(null)
    mark(event.currentTarget, '')
    if (!target) return
    event.preventDefault()
    const moved = nodes.find(({ id }) => id === event.dataTransfer.getData(DRAGGED))
    if (!moved) return take(target, event.dataTransfer)
    try {
      await moveAll([moved], target.id)
      toast(t('moved', { name: moved.name }))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a button uploads and a menu moves as well
    <div
      className={s.drop}
      data-over={over !== null && over.id === folder?.id}
      onDragOver={hover}
      onDragLeave={leave}
      onDrop={event => void drop(event)}
    >
      {children}
      {over && (
        <div className={s.dropWords} aria-hidden>
          <span>{t('drop', { name: over.is_root ? t('mine') : over.name })}</span>
        </div>
      )}
    </div>
  )
}

function isFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer.types.includes('Files')
}

function mark(area: Element, id: string): void {
  for (const name of area.querySelectorAll<HTMLElement>('[data-node]'))
    name.dataset.into = String(name.dataset.node === id)
}

/** Folders of the computer are refused: the browser would give a file that cannot be read. */
function take(target: Node, { items, files }: DataTransfer): void {
  const isFolder = [...items].some(item => item.webkitGetAsEntry()?.isDirectory)
  if (isFolder) toastRefusal(new Refusal('file_unreadable', 400))
  else add(target.id, files)
}
