/**
 * The new name, typed where the old one stands. It lies over the table and not in it: a grid takes
 * the arrow keys of everything inside its cells.
 */
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { isComposing } from '@/kernel/text'
import { toastRefusal } from '@/kit/toast'
import { rename } from './actions'
import s from './contents.module.css'
import { type Node, stemLength } from './model'
import { words } from './words'

export function RenameField({
  node,
  onDone,
}: {
  readonly node: Node
  readonly onDone: () => void
}) {
  const t = useWords(words)
  const field = useRef<HTMLInputElement>(null)
  const [name, type] = useState(node.name)
  const place = usePlaceOf(node.id, field)
  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(0, stemLength(node))
  }, [node])
  async function save() {
    if (name.trim() === '' || name === node.name) return onDone()
    try {
      await rename(node, name)
      onDone()
    } catch (error) {
      toastRefusal(error)
      field.current?.focus()
    }
  }
  function press(event: KeyboardEvent) {
    if (isComposing(event)) return
    if (event.key === 'Enter') void save()
    else if (event.key === 'Escape') onDone()
    else return
    event.preventDefault()
  }
  return (
    <div className={s.rename} style={place}>
      <input
        ref={field}
        className={s.renameInput}
        aria-label={t('renameOf', { name: node.name })}
        value={name}
        onChange={event => type(event.target.value)}
        onKeyDown={press}
        onBlur={() => void save()}
      />
    </div>
  )
}

/** Over the name in the table, as wide as its cell. */
function usePlaceOf(id: string, field: React.RefObject<HTMLElement | null>) {
  const [place, set] = useState({ top: 0, left: 0, width: 0 })
  useLayoutEffect(() => {
    const frame = field.current?.parentElement?.parentElement
    const cell = frame?.querySelector(`[data-node="${CSS.escape(id)}"]`)?.parentElement
    if (!frame || !cell) return
    const [outer, inner] = [frame.getBoundingClientRect(), cell.getBoundingClientRect()]
    set({
      top: inner.top - outer.top + frame.scrollTop,
      left: inner.left - outer.left,
      width: inner.width,
    })
  }, [id, field])
  return place
}
