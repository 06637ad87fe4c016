/** Facts with their names: one a line, ruled as on a paper, or running on as in a table's cell. */
import type { ReactNode } from 'react'
import { cx } from './cx'
import s from './facts.module.css'

export type Fact = readonly [name: string, value: ReactNode]

interface FactsProps {
  readonly facts: readonly Fact[]
  readonly look?: 'plain' | 'ruled' | 'inline'
}

export function Facts({ facts, look = 'plain' }: FactsProps) {
  return (
    <dl className={cx(s.facts, look !== 'plain' && s[look])}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
