/** A table of the size one wants: drawn with the pointer, or said in numbers. */
import { Minus, Plus } from 'lucide-react'
import type { Command } from 'prosemirror-state'
import { type PointerEvent, useState } from 'react'
import { usePick, useWords } from '@/kernel/i18n'
import { Button, IconButton } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Checkbox } from '@/kit/field'
import { Popover } from '@/kit/popover'
import { type TextCommand, tableOf } from '../text/commands'
import s from './insert-tool.module.css'
import { words } from './words'

/** What the drawn grid shows, and what numbers may ask for. */
const SHOWN = { rows: 8, columns: 8 }
const MOST = { rows: 50, columns: 20 }
const USUAL = { rows: 3, columns: 3 }
type Size = typeof USUAL

interface ToolProps {
  readonly command: TextCommand
  readonly isDisabled: boolean
  readonly onInsert: (act: Command) => void
}

export function TableTool({ command, isDisabled, onInsert }: ToolProps) {
  const pick = usePick()
  const label = pick(command.label)
  return (
    <Popover
      label={label}
      trigger={<IconButton icon={command.icon} label={label} isDisabled={isDisabled} />}
    >
      {close => (
        <Sizes
          onInsert={(size, hasHead) => {
            close()
            // The popover gives the focus back first.
            setTimeout(() => onInsert(tableOf(size.rows, size.columns, hasHead)))
          }}
        />
      )}
    </Popover>
  )
}

function Sizes({ onInsert }: { readonly onInsert: (size: Size, hasHead: boolean) => void }) {
  const t = useWords(words)
  const [size, set] = useState<Size>(USUAL)
  const [hasHead, setHead] = useState(true)
  return (
    <div className={s.sizes}>
      <Drawn size={size} onSize={set} onDone={done => onInsert(done, hasHead)} />
      <Steps axis="rows" size={size} onSize={set} />
      <Steps axis="columns" size={size} onSize={set} />
      <Checkbox isSelected={hasHead} onChange={setHead}>
        {t('head')}
      </Checkbox>
      <Button look="primary" autoFocus onPress={() => onInsert(size, hasHead)}>
        {t('insert', { ...size })}
      </Button>
    </div>
  )
}

interface DrawnProps {
  readonly size: Size
  readonly onSize: (size: Size) => void
  readonly onDone: (size: Size) => void
}

/** For the pointer alone: the steps below say the same. */
function Drawn({ size, onSize, onDone }: DrawnProps) {
  const at = (event: PointerEvent<HTMLElement>): Size => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    const place = (share: number, most: number) =>
      Math.min(Math.max(Math.ceil(share * most), 1), most)
    return {
      rows: place((event.clientY - top) / height, SHOWN.rows),
      columns: place((event.clientX - left) / width, SHOWN.columns),
    }
  }
  return (
    <div
      className={s.grid}
      aria-hidden
      onPointerMove={event => onSize(at(event))}
      onPointerUp={event => onDone(at(event))}
    >
      {Array.from({ length: SHOWN.rows * SHOWN.columns }, (_, index) => {
        const [row, column] = [Math.floor(index / SHOWN.columns), index % SHOWN.columns]
        const isIn = row < size.rows && column < size.columns
        return <i key={`${row}-${column}`} className={cx(s.cell, isIn && s.chosen)} />
      })}
    </div>
  )
}

interface StepsProps {
  readonly axis: keyof Size
  readonly size: Size
  readonly onSize: (size: Size) => void
}

function Steps({ axis, size, onSize }: StepsProps) {
  const t = useWords(words)
  const count = size[axis]
  const to = (wanted: number) => onSize({ ...size, [axis]: wanted })
  return (
    <fieldset className={s.steps} aria-label={t(axis)}>
      <span className={s.axis}>{t(axis)}</span>
      <IconButton
        icon={Minus}
        label={t(`fewer.${axis}`)}
        isDisabled={count <= 1}
        onPress={() => to(count - 1)}
      />
      <output className={s.count}>{count}</output>
      <IconButton
        icon={Plus}
        label={t(`more.${axis}`)}
        isDisabled={count >= MOST[axis]}
        onPress={() => to(count + 1)}
      />
    </fieldset>
  )
}
