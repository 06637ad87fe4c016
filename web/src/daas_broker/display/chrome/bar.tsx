/** The bar above the picture: each part's button; where there is little room most behind one. */
import { Ellipsis } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button, IconButton, ToggleIconButton } from '@/kit/button'
import { focusIfLost } from '@/kit/focus'
import { words } from '../../words'
import type { Desk } from '../desk'
import s from './chrome.module.css'
import type { Face, Part } from './part'
import { partsOf } from './parts'

export const MORE = 'more'
/** The zone, a name that can be read, and all buttons, in either language. */
const ROOM_REM = 58

/** By the bar's own room and the reader's size of text: beside it lies the menu, or nothing. */
function useNarrow({ root }: Desk): boolean {
  const [isNarrow, setNarrow] = useState(() => isNarrower(root))
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(() => setNarrow(isNarrower(root)))
    watcher.observe(root)
    return () => watcher.disconnect()
  }, [root])
  return isNarrow
}

function isNarrower(root: HTMLElement): boolean {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
  return root.clientWidth < ROOM_REM * rem
}

const facesOf = (desk: Desk) => partsOf(desk).filter(({ useFace }) => useFace)

export function Bar({ desk }: { readonly desk: Desk }) {
  const t = useWords(words)
  const isNarrow = useNarrow(desk)
  const open = useStore(desk.panel)
  const faces = facesOf(desk)
  const shown = isNarrow ? faces.filter(({ isPinned }) => isPinned) : faces
  return (
    <div className={s.acts} data-bar>
      {shown.map(part => (
        <Tool key={part.id} part={part} desk={desk} />
      ))}
      {isNarrow && (
        <ToggleIconButton
          icon={Ellipsis}
          label={t('more')}
          isSelected={open === MORE}
          onChange={on => desk.panel.set(on ? MORE : null)}
        />
      )}
    </div>
  )
}

/** The rest of the parts, with their words. */
export function More({ desk, onClose }: { readonly desk: Desk; readonly onClose: () => void }) {
  return (
    <div className={s.more}>
      {facesOf(desk)
        .filter(({ isPinned }) => !isPinned)
        .map(part => (
          <Line key={part.id} part={part} desk={desk} onClose={onClose} />
        ))}
    </div>
  )
}

interface ToolProps {
  readonly part: Part
  readonly desk: Desk
}

function useTool({ part, desk }: ToolProps): { face: Face; isOn?: boolean; press(): void } | null {
  const open = useStore(desk.panel)
  const face = part.useFace?.(desk) ?? null
  if (!face) return null
  const isOn = face.onPress ? face.isOn : open === part.id
  return {
    face,
    ...(isOn === undefined ? {} : { isOn }),
    press: face.onPress ?? (() => desk.panel.set(open === part.id ? null : part.id)),
  }
}

type Shape = 'text' | 'plain' | 'toggle' | 'none'

function shapeOf(tool: ReturnType<typeof useTool>): Shape {
  if (!tool) return 'none'
  if (tool.face.text !== undefined) return 'text'
  return tool.isOn === undefined ? 'plain' : 'toggle'
}

/** A part's button; where it becomes one of another kind the keyboard stays on it. */
export function Tool(props: ToolProps) {
  const tool = useTool(props)
  const shape = shapeOf(tool)
  const box = useRef<HTMLSpanElement>(null)
  const isWithin = useRef(false)
  const before = useRef(shape)
  useEffect(() => {
    if (before.current !== shape && isWithin.current)
      focusIfLost(() => box.current?.querySelector('button'))
    before.current = shape
  }, [shape])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only sees where the keyboard is
    <span
      ref={box}
      className={s.tool}
      onFocus={() => {
        isWithin.current = true
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        isWithin.current = currentTarget.contains(relatedTarget)
      }}
    >
      {tool && <Press {...tool} />}
    </span>
  )
}

function Press({ face, isOn, press }: NonNullable<ReturnType<typeof useTool>>) {
  const { icon, label, count } = face
  if (face.text !== undefined)
    return (
      <Button size="s" look="quiet" icon={icon} onPress={press} aria-label={label}>
        <span className={s.text}>{face.text}</span>
      </Button>
    )
  if (isOn === undefined)
    return <IconButton icon={icon} label={label} onPress={press} {...(count ? { count } : {})} />
  return <ToggleIconButton icon={icon} label={label} isSelected={isOn} onChange={press} />
}

function Line({ onClose, ...props }: ToolProps & { readonly onClose: () => void }) {
  const tool = useTool(props)
  if (!tool) return null
  const { face, isOn, press } = tool
  function act() {
    if (face.onPress) onClose()
    press()
  }
  return (
    <Button look={isOn ? 'secondary' : 'quiet'} icon={face.icon} wide onPress={act}>
      {face.label}
    </Button>
  )
}
