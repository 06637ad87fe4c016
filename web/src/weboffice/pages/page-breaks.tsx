/** Lines over the sheet that show where the pages of paper end. They are no part of the text. */
import { useEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import type { DocumentSession } from '../text/session'
import { words } from '../words'
import { breaksOf, type Unit } from './breaks'
import s from './page-breaks.module.css'

const MM = 96 / 25.4
/** A4 without the margins of print.css. */
const WIDTH = 166 * MM
const HEIGHT = 247 * MM
const SAME_PX = 2
const CALM_MS = 200

export function PageBreaks({ session }: { readonly session: DocumentSession }) {
  const t = useWords(words)
  const layer = useRef<HTMLDivElement>(null)
  const [breaks, set] = useState<readonly number[]>([])
  useEffect(() => {
    let timer = 0
    const measure = () => {
      timer = 0
      const text = session.editor?.view.dom
      if (!text || !layer.current) return
      const found = measured(text, layer.current.getBoundingClientRect().top)
      set(before => (String(before) === String(found) ? before : found))
    }
    const later = () => {
      if (timer === 0) timer = window.setTimeout(measure, CALM_MS)
    }
    const observer = new ResizeObserver(later)
    if (layer.current) observer.observe(layer.current)
    const leave = session.editorState.follow(later)
    later()
    return () => {
      window.clearTimeout(timer)
      observer.disconnect()
      leave()
    }
  }, [session])
  return (
    <div ref={layer} className={s.layer} aria-hidden>
      {breaks.map((top, index) => (
        <div key={top} className={s.line} style={{ top }} data-page-break>
          <span>{t('editor.pageOf', { page: index + 2 })}</span>
        </div>
      ))}
    </div>
  )
}

/** On a narrower sheet lines break elsewhere than on paper: nothing is shown that would be wrong. */
function measured(text: HTMLElement, from: number): number[] {
  if (Math.abs(text.clientWidth - WIDTH) > SAME_PX) return []
  return breaksOf(unitsOf(text, from), HEIGHT).map(Math.round)
}

function unitsOf(text: HTMLElement, from: number): Unit[] {
  return [...text.children].flatMap(child => {
    const rows = [...child.querySelectorAll('tr')]
    const isHeading = /^H[1-3]$/.test(child.tagName)
    return (rows.length > 0 ? rows : [child]).map(part => {
      const { top, bottom } = part.getBoundingClientRect()
      return { top: top - from, bottom: bottom - from, isHeading }
    })
  })
}
