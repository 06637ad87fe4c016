/** The open part's panel: beside the picture's edge, at the bottom on a phone. Escape closes it. A
 * stream that is over has none, as it has no bar: what became of it stands in its place. */
import { X } from 'lucide-react'
import { type KeyboardEvent, Suspense, useEffect, useRef } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { IconButton } from '@/kit/button'
import { Boundary } from '@/kit/problem'
import { Skeleton } from '@/kit/skeleton'
import { words } from '../../words'
import type { Desk } from '../desk'
import { OVER } from '../stream'
import { MORE, More } from './bar'
import s from './chrome.module.css'
import type { Face, Part } from './part'
import { partsOf } from './parts'

export function OpenPanel({ desk }: { readonly desk: Desk }) {
  const open = useStore(desk.panel)
  const isOver = OVER.includes(useStore(desk.stream.phase))
  const part = open === MORE ? more : partsOf(desk).find(({ id }) => id === open)
  return part?.Panel && !isOver ? <Panel key={part.id} part={part} desk={desk} /> : null
}

const more: Part = { id: MORE, order: 0, useFace: useMoreFace, Panel: More }

function useMoreFace(): Face {
  const t = useWords(words)
  return { icon: X, label: t('more') }
}

function Panel({ part, desk }: { readonly part: Part; readonly desk: Desk }) {
  const t = useWords(words)
  const face = part.useFace?.(desk)
  const title = face?.title ?? face?.label
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // A part whose first field asks for the keyboard has it by now.
    if (!box.current?.contains(document.activeElement)) box.current?.focus()
  }, [])
  function close() {
    desk.panel.set(null)
    desk.focus()
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    close()
  }
  const { Panel: Body } = part
  if (!Body) return null
  return (
    <div
      ref={box}
      className={s.panel}
      role="dialog"
      aria-label={title}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div className={s.head}>
        <h2 className={s.title}>{title}</h2>
        <IconButton icon={X} label={t('close')} onPress={close} />
      </div>
      <div className={s.body}>
        <Boundary>
          <Suspense fallback={<Skeleton rows={3} />}>
            <Body desk={desk} onClose={close} />
          </Suspense>
        </Boundary>
      </div>
    </div>
  )
}
