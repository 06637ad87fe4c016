/**
 * Lines or bars over time, drawn by hand, with the same numbers as a table underneath. The arrow keys
 * walk along it. Series differ by dashes as well as by colour.
 */
import { Table2 } from 'lucide-react'
import {
  type KeyboardEvent,
  type PointerEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { useWords } from '@/kernel/i18n'
import s from './chart.module.css'
import { cx } from './cx'
import { labelled, largest, line, ticks, type Value } from './scale'
import { words } from './words'

export interface Series {
  readonly id: string
  readonly label: string
  /** One for each place; null where nothing was measured. */
  readonly values: readonly Value[]
}

interface ChartProps {
  /** Names the picture and the table. */
  readonly label: string
  readonly kind?: 'lines' | 'bars'
  /** What stands along the foot, in words. */
  readonly places: readonly string[]
  /** At most five. */
  readonly series: readonly Series[]
  readonly format: (value: number) => string
  /** Values are bytes: the scale counts in KB, MB and GB. */
  readonly ofBytes?: boolean
  /** A value that should not be passed, as a line across. */
  readonly limit?: { readonly value: number; readonly label: string }
  readonly height?: number
  /** What the scale reaches at least, so that a quiet day does not look like a storm. */
  readonly least?: number
}

const FOOT = 24
const HEAD = 10
const START = 58
const END = 10
const WORD = 76

export function Chart(props: ChartProps) {
  const { label, series, places } = props
  const t = useWords(words)
  const [shown, show] = useState(false)
  const id = useId()
  const values = series.flatMap(each => each.values)
  const isEmpty = places.length === 0 || values.every(value => value === null)
  return (
    <figure className={s.chart} aria-labelledby={id}>
      <figcaption id={id} className={s.hidden}>
        {label}
      </figcaption>
      {series.length > 1 && (
        <ul className={s.legend}>
          {series.map((each, index) => (
            <li key={each.id} data-series={index}>
              <svg width="22" height="10" aria-hidden>
                <line x1="0" x2="22" y1="5" y2="5" className={s.line} />
              </svg>
              {each.label}
            </li>
          ))}
        </ul>
      )}
      {isEmpty ? <p className={s.nothing}>{t('chart.nothing')}</p> : <Plot {...props} />}
      {/* Bars of nothing are not seen, and what is not seen says nothing. */}
      {!isEmpty && props.kind === 'bars' && values.every(value => !value) && (
        <p className={s.zero}>{t('chart.zero')}</p>
      )}
      <details className={s.table} onToggle={({ currentTarget }) => show(currentTarget.open)}>
        <summary>
          <Table2 size={15} aria-hidden />
          {t('chart.table')}
        </summary>
        {shown && <Numbers {...props} />}
      </details>
    </figure>
  )
}

function Plot({
  label,
  kind = 'lines',
  places,
  series,
  format,
  limit,
  height = 200,
  least = 0,
  ofBytes = false,
}: ChartProps) {
  const t = useWords(words)
  const [box, width] = useWidth()
  const [at, point] = useState<number | null>(null)
  const most = Math.max(largest(series.map(({ values }) => values)), limit?.value ?? 0, least)
  const marks = ticks(most, 4, ofBytes)
  const top = marks.at(-1) ?? 1
  const room = Math.max(1, width - START - END)
  const slot = room / places.length
  const x = (index: number) =>
    kind === 'bars' || places.length === 1
      ? START + slot * (index + 0.5)
      : START + (room * index) / (places.length - 1)
  const y = (value: number) => HEAD + (height - HEAD - FOOT) * (1 - value / top)
  function follow({ clientX, currentTarget }: PointerEvent<HTMLDivElement>) {
    const along = (clientX - currentTarget.getBoundingClientRect().left - START) / room
    const index =
      kind === 'bars' ? Math.floor(along * places.length) : Math.round(along * (places.length - 1))
    point(Math.min(places.length - 1, Math.max(0, index)))
  }
  function walk(event: KeyboardEvent) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    point(Math.min(places.length - 1, Math.max(0, (at ?? (step > 0 ? -1 : places.length)) + step)))
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a picture that answers to the arrow keys
    <div
      ref={box}
      className={s.plot}
      role="group"
      aria-label={t('chart.walk', { label })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk along it
      tabIndex={0}
      onPointerMove={follow}
      onPointerLeave={() => point(null)}
      onKeyDown={walk}
      onBlur={() => point(null)}
      style={{ height }}
    >
      {width > 0 && (
        <svg width={width} height={height} aria-hidden>
          {marks.map(mark => (
            <g key={mark}>
              <line x1={START} x2={width - END} y1={y(mark)} y2={y(mark)} className={s.grid} />
              <text x={START - 8} y={y(mark) + 4} className={cx(s.word, s.scale)}>
                {format(mark)}
              </text>
            </g>
          ))}
          {labelled(places.length, Math.floor(room / WORD)).map(index => (
            <text key={places[index]} x={x(index)} y={height - 6} className={s.word}>
              {places[index]}
            </text>
          ))}
          {series.map(({ id, values }, order) => (
            <g key={id} data-series={order}>
              {kind === 'bars' ? (
                values.map((value, index) =>
                  value === null ? null : (
                    <rect
                      // biome-ignore lint/suspicious/noArrayIndexKey: the place is what it is
                      key={index}
                      x={x(index) - slot * 0.36 + (slot * 0.72 * order) / series.length}
                      width={Math.max(1, (slot * 0.72) / series.length - 1)}
                      y={y(value)}
                      height={Math.max(0, y(0) - y(value))}
                      rx={Math.min(3, slot * 0.1)}
                      className={s.bar}
                    />
                  ),
                )
              ) : (
                <path d={line(values, x, y)} className={s.line} />
              )}
            </g>
          ))}
          {limit && (
            <g>
              <line
                x1={START}
                x2={width - END}
                y1={y(limit.value)}
                y2={y(limit.value)}
                className={s.limit}
              />
              <text x={width - END} y={y(limit.value) - 5} className={cx(s.word, s.limitWord)}>
                {limit.label}
              </text>
            </g>
          )}
          {at !== null && (
            <g>
              <line x1={x(at)} x2={x(at)} y1={HEAD} y2={height - FOOT} className={s.cursor} />
              {series.map(({ id, values }, order) => {
                const value = values[at]
                return value === null || value === undefined ? null : (
                  <circle
                    key={id}
                    cx={x(at)}
                    cy={y(value)}
                    r={4}
                    data-series={order}
                    className={s.dot}
                  />
                )
              })}
            </g>
          )}
        </svg>
      )}
      <p
        className={s.said}
        aria-live="polite"
        data-side={at !== null && at > places.length / 2 ? 'start' : 'end'}
        hidden={at === null}
      >
        {at !== null && (
          <>
            <b>{places[at]}</b>
            {series.map(({ id, label: name, values }) => (
              <span key={id}>
                {series.length > 1 && `${name} `}
                {said(values[at], format)}
              </span>
            ))}
          </>
        )}
      </p>
    </div>
  )
}

function Numbers({ label, places, series, format }: ChartProps) {
  const t = useWords(words)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section className={s.scroll} aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('chart.place')}</th>
            {series.map(({ id, label: name }) => (
              <th key={id} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places.map((place, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same word may stand twice
            <tr key={index}>
              <th scope="row">{place}</th>
              {series.map(({ id, values }) => (
                <td key={id}>{said(values[index], format)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function said(value: Value | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value)
}

function useWidth() {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setWidth(element.clientWidth)
    measure()
    const watcher = new ResizeObserver(measure)
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [])
  return [box, width] as const
}
