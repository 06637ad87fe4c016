import { useFilling } from '../context'
import { type InputNode, looksOf } from '../engine/node'
import { useReading } from '../engine/reading'
import type { Face } from './face'
import { OwnInput } from './own-input'

const LINES = 4

export function TextQuestion({ node, told }: Face<InputNode>) {
  const { sheet, isRead } = useFilling()
  const value = useReading(() => node.currentState.instanceValue ?? '')
  const isReadonly = useReading(() => node.currentState.readonly)
  const looks = looksOf(node)
  const rows = node.nodeOptions?.rows ?? (looks.has('multiline') ? LINES : undefined)
  return (
    <OwnInput
      {...told}
      value={value}
      onCommit={text => sheet.answer(node, () => node.setValue(text === '' ? null : text))}
      {...(rows ? { rows } : {})}
      {...(looks.has('numbers') ? { inputMode: 'numeric' as const } : {})}
      {...(looks.has('url') ? { inputMode: 'url' as const } : {})}
      type={looks.has('masked') || looks.has('hidden-answer') ? 'password' : 'text'}
      autoComplete="off"
      enterKeyHint="next"
      readOnly={isRead || isReadonly}
    />
  )
}
