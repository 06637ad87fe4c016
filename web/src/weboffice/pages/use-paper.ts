/** The sheet's measures, and the printer's, as the document's pages are set. */
import { type CSSProperties, useEffect } from 'react'
import { useStore } from '@/kernel/store'
import { adoptPaper } from './paper'
import { type PageSettings, type PageSetup, paperOf } from './settings'
import { today } from './today'

export function usePaper(setup: PageSetup): CSSProperties {
  const settings = useStore(setup.settings)
  const title = useStore(setup.title)
  useEffect(() => adoptPaper(settings, { title, today: today() }), [settings, title])
  return measuresOf(settings)
}

export function measuresOf(settings: PageSettings): CSSProperties {
  const { wide, tall } = paperOf(settings)
  const { top, right, bottom, left } = settings
  const measures = { wide, tall, top, right, bottom, left }
  return Object.fromEntries(
    Object.entries(measures).map(([name, mm]) => [`--page-${name}`, `${mm}mm`]),
  ) as CSSProperties
}
