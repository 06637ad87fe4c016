/** One screen: its heading, its questions. */
import { Fragment } from 'react'
import { useWords } from '@/kernel/i18n'
import s from './capture.module.css'
import type { ChildNode, GroupNode, TurnNode } from './engine/node'
import { useReading } from './engine/reading'
import { Question } from './questions/question'
import type { Screen } from './sheet/screens'
import { TurnsView } from './turns-view'
import { words } from './words'

interface ScreenViewProps {
  readonly screen: Screen
  readonly onOpen: (id: string) => void
}

export function ScreenView({ screen, onOpen }: ScreenViewProps) {
  return (
    <div className={s.screen}>
      <ScreenTitle screen={screen} />
      {screen.repeat && <TurnsView repeat={screen.repeat} onOpen={onOpen} />}
      {screen.lines.map(line =>
        'kind' in line ? (
          <Heading key={line.group.nodeId} group={line.group} />
        ) : (
          <Fragment key={line.nodeId}>
            <Question node={line} />
          </Fragment>
        ),
      )}
    </div>
  )
}

function Heading({ group }: { readonly group: GroupNode }) {
  const text = useReading(() => titleOf(group))
  return text ? <h3 className={s.heading}>{text}</h3> : null
}

export function ScreenTitle({ screen }: { readonly screen: Screen }) {
  const title = useScreenTitle(screen)
  const outer = useReading(() =>
    screen.around.slice(0, -1).map(titleOf).filter(Boolean).join(' › '),
  )
  return (
    <header className={s.title}>
      {outer && <p className={s.outer}>{outer}</p>}
      <h2 tabIndex={-1}>{title}</h2>
    </header>
  )
}

export function useScreenTitle(screen: Screen): string {
  const t = useWords(words)
  const own = useReading(() => {
    const inner = screen.repeat ?? screen.around.at(-1)
    return inner ? titleOf(inner) : ''
  })
  const part = screen.part ? ` ${t('partOf', { at: screen.part[0], all: screen.part[1] })}` : ''
  return `${own || t('general')}${part}`
}

export function titleOf(node: GroupNode | TurnNode | NonNullable<Screen['repeat']>): string {
  const own = node.currentState.label?.asString || tableTitle(node.currentState.children)
  if (node.nodeType !== 'repeat-instance') return own
  const number = /\[(\d+)\]$/.exec(node.currentState.reference)?.[1] ?? ''
  return `${own} ${number}`.trim()
}

/** Of a table-list, whose label pyxform moves into a note. */
function tableTitle(children: readonly (ChildNode | TurnNode)[]): string {
  const title = /\/generated_table_list_label_\d+$/
  const note = children.find(({ currentState }) => title.test(currentState.reference))
  return note?.currentState.label?.asString ?? ''
}
