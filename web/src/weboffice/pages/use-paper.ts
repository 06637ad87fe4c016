/** The sheet's measures, and the printer's, as the document's pages are set. */
import { type CSSProperties, useEffect } from 'react'
import { useStore } from '@/kernel/store'
import { adoptPaper } from './paper'
import { frameOf } from './sections'
import { type PageSettings, type PageSetup, paperOf, USUAL } from './settings'
import { today } from './today'

export function usePaper(setup: PageSetup): CSSProperties {
  const sections = useStore(setup.sections)
  const stretches = useStore(setup.stretches)
  const title = useStore(setup.title)
  useEffect(
    () => adoptPaper(sections, { title, today: today() }, stretches),
    [sections, stretches, title],
  )
  return measuresOf(sections)
}

/** Of a sheet as wide as the widest page, from the head of the first to the foot of the last. */
export function measuresOf(sections: readonly PageSettings[]): CSSProperties {
  const { wide, left, right } = frameOf(sections)
  const [first = USUAL, last = USUAL] = [sections[0], sections.at(-1)]
  const { tall } = paperOf(first)
  const [top, bottom] = [first.top, last.bottom]
  const measures = { wide, tall, top, right, bottom, left }
  return Object.fromEntries(
    Object.entries(measures).map(([name, mm]) => [`--page-${name}`, `${mm}mm`]),
  ) as CSSProperties
}
