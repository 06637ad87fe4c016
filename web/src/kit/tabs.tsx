/** Views of one thing, one shown at a time. */
import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components'
import { Count } from './badge'
import { cx } from './cx'
import s from './tabs.module.css'

export interface TabView {
  readonly id: string
  readonly label: string
  readonly count?: number
  readonly children: ReactNode
}

interface TabsProps {
  readonly label: string
  readonly views: readonly TabView[]
  /** Keep it in the address, so that Back works and a link can be sent. */
  readonly chosen?: string
  readonly onChoose?: (id: string) => void
}

export function Tabs({ label, views, chosen, onChoose }: TabsProps) {
  return (
    <AriaTabs
      className={cx(s.tabs)}
      {...(chosen === undefined ? {} : { selectedKey: chosen })}
      onSelectionChange={key => onChoose?.(String(key))}
    >
      <TabList aria-label={label} className={cx(s.list)}>
        {views.map(({ id, label, count }) => (
          <Tab key={id} id={id} className={cx(s.tab)}>
            {label}
            {count === undefined ? null : <Count value={count} />}
          </Tab>
        ))}
      </TabList>
      {views.map(({ id, children }) => (
        <TabPanel key={id} id={id} className={cx(s.panel)}>
          {children}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
