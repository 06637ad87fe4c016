/** A map that fingers, wheel and keys move; what stands upon it are its children. */
import { Focus, Minus, Plus } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useWords } from '@/kernel/i18n'
import { IconButton } from '@/kit/button'
import type { Point } from '../pocket/day/route'
import { useAspect } from './aspect'
import s from './box.module.css'
import { beneath, shown } from './cells'
import { keyed, useGestures } from './gestures'
import { Ground } from './ground'
import type { Room } from './names'
import { type Source, useSquares } from './squares'
import { metresOf, SIDE, type Spot, scaleOf, spotOf, type View, worldOf, zoomed } from './view'
import { words } from './words'

interface MapBoxProps {
  readonly label: string
  readonly view: View
  readonly turn: (to: (view: View) => View) => void
  readonly fit: () => void
  readonly source: Source
  /** Whom the licences of what is drawn want to be named. */
  readonly sources: readonly string[]
  readonly distance: (metres: number) => string
  readonly taken?: (at: (point: Point) => Spot) => readonly Room[]
  /** Gets what says where a point lies in the drawing. */
  readonly children?: (at: (point: Point) => Spot, span: number) => ReactNode
}

export function MapBox(props: MapBoxProps) {
  const { label, view, turn, fit, source, sources, distance, taken, children } = props
  const t = useWords(words)
  const box = useRef<SVGSVGElement>(null)
  const gestures = useGestures(box, turn)
  const squares = useSquares(shown(view, useAspect(box)), source)
  const coarse = useSquares(beneath(squares.missing), source)
  const span = metresOf(view)
  const at = (point: Point): Spot => spotOf(worldOf(point), view)
  function press(event: KeyboardEvent) {
    const to = keyed(event.key)
    if (to === null || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    turn(to)
  }
  return (
    <div className={s.box}>
      {/* biome-ignore lint/a11y/useSemanticElements: it holds buttons, and is a drawing */}
      <svg
        ref={box}
        viewBox={`0 0 ${SIDE} ${SIDE}`}
        className={s.drawing}
        role="group"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move what it shows
        tabIndex={0}
        onKeyDown={press}
        {...gestures}
      >
        <Ground {...{ view }} squares={squares} coarse={coarse.there} taken={taken?.(at) ?? []} />
        {children?.(at, span)}
        <Scale span={span} distance={distance} />
      </svg>
      <svg viewBox="-20 -34 40 90" className={s.north} aria-hidden>
        <path d="M0 -30L14 14L0 4L-14 14Z" />
        <text y={46} textAnchor="middle">
          N
        </text>
      </svg>
      <div className={s.zoom}>
        <IconButton icon={Plus} label={t('zoomIn')} onPress={() => turn(v => zoomed(v, 2))} />
        <IconButton icon={Minus} label={t('zoomOut')} onPress={() => turn(v => zoomed(v, 0.5))} />
        <IconButton icon={Focus} label={t('fit')} onPress={fit} />
      </div>
      <p className={s.sources} role="status">
        {squares.missing.length > 0 && <span>{t('missing')}</span>}
        {sources.length > 0 && <span>{t('sources', { names: sources.join(', ') })}</span>}
      </p>
    </div>
  )
}

function Scale({ span, distance }: { readonly span: number } & Pick<MapBoxProps, 'distance'>) {
  const scale = scaleOf(span)
  return (
    <g transform={`translate(40 ${SIDE - 40})`} className={s.scale} aria-hidden>
      <path d={`M0 -12V0H${(scale / span) * SIDE}V-12`} />
      <text x={(scale / span) * SIDE + 14} y={4}>
        {distance(scale)}
      </text>
    </g>
  )
}
