/** Where it is: a point that is kept once it is near enough, a way, or the edge of a plot. */
import { LocateFixed, MapPin, Plus, Square, Trash2, Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { useFilling } from '../context'
import type { InputNode } from '../engine/node'
import { useReading } from '../engine/reading'
import { areaOf, distance, flattened, lengthOf } from '../media/geometry'
import { type PlaceProblem, watchPlace } from '../media/place'
import type { Fix } from '../ports'
import { keptPoint, keptPoints, type Point, pointOf, pointsOf } from '../sheet/values'
import { words } from '../words'
import { type Face, wordsOf } from './face'
import s from './media.module.css'

/** Metres, as ODK Collect has them where a form says nothing. */
const NEAR_ENOUGH = 5
const TOO_FAR = 100

interface Watch {
  readonly fix: Fix | null
  readonly problem: PlaceProblem | null
  readonly isOn: boolean
  readonly start: () => void
  readonly stop: () => void
}

function useWatch(onFix: (fix: Fix) => void): Watch {
  const [isOn, setOn] = useState(false)
  const [fix, setFix] = useState<Fix | null>(null)
  const [problem, setProblem] = useState<PlaceProblem | null>(null)
  const told = useRef(onFix)
  told.current = onFix
  useEffect(() => {
    if (!isOn) return
    setFix(null)
    setProblem(null)
    return watchPlace(
      next => {
        setFix(next)
        setProblem(null)
        told.current(next)
      },
      failed => {
        setProblem(failed)
        if (failed === 'denied') setOn(false)
      },
    )
  }, [isOn])
  return { fix, problem, isOn, start: () => setOn(true), stop: () => setOn(false) }
}

export function PointQuestion({ node, told }: Face<InputNode>) {
  const t = useWords(words)
  const { sheet, isRead } = useFilling()
  const kept = useReading(() => node.currentState.instanceValue ?? '')
  const near = node.nodeOptions?.accuracyThreshold ?? NEAR_ENOUGH
  const far = node.nodeOptions?.unacceptableAccuracyThreshold ?? TOO_FAR
  const watch = useWatch(fix => fix.accuracy <= near && keep(fix))
  const point = pointOf(kept)

  function keep(fix: Fix): void {
    sheet.answer(node, () => node.setValue(keptPoint(fix)))
    watch.stop()
  }
  return (
    <fieldset className={s.media} {...wordsOf(told)}>
      {point && !watch.isOn && <PointFace point={point} />}
      {watch.isOn && <Searching fix={watch.fix} near={near} far={far} />}
      {watch.problem && (
        <p className={s.wrong} role="alert">
          {t(watch.problem)}
        </p>
      )}
      {!isRead && (
        <div className={s.acts}>
          {watch.isOn ? (
            <>
              <Button
                look="primary"
                size="l"
                icon={MapPin}
                isDisabled={watch.fix === null}
                onPress={() => watch.fix && keep(watch.fix)}
              >
                {t('keepPlace')}
              </Button>
              <Button onPress={watch.stop}>{t('cancel')}</Button>
            </>
          ) : (
            <Button
              look={point ? 'plain' : 'secondary'}
              size="l"
              icon={LocateFixed}
              onPress={watch.start}
            >
              {t(point ? 'locateAgain' : 'locate')}
            </Button>
          )}
          {point && !watch.isOn && (
            <Button icon={Trash2} onPress={() => sheet.answer(node, () => node.setValue(null))}>
              {t('remove')}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  )
}

function PointFace({ point }: { readonly point: Point }) {
  const t = useWords(words)
  return (
    <p className={s.point}>
      <MapPin size={22} aria-hidden />
      <span>
        {point.latitude.toFixed(6)}, {point.longitude.toFixed(6)}
        {point.accuracy !== null && (
          <small>{t('nearBy', { metres: Math.round(point.accuracy) })}</small>
        )}
      </span>
    </p>
  )
}

interface SearchingProps {
  readonly fix: Fix | null
  readonly near: number
  readonly far: number
}

function Searching({ fix, near, far }: SearchingProps) {
  const t = useWords(words)
  return (
    <div className={s.searching} role="status">
      <strong>{fix ? `±${Math.round(fix.accuracy)} m` : t('locating')}</strong>
      <span>{t('locatingNote', { metres: near })}</span>
      {fix && fix.accuracy > far && <span className={s.wrong}>{t('tooFar')}</span>}
    </div>
  )
}

/** Metres one must have gone before the next point is taken by itself. */
const STEP = 3
const NEAR_ON_THE_WAY = 30

export function WayQuestion({ node, told }: Face<InputNode>) {
  const t = useWords(words)
  const { sheet, isRead } = useFilling()
  const isShape = node.valueType === 'geoshape'
  const kept = useReading(() => node.currentState.instanceValue ?? '')
  const [points, setPoints] = useState<readonly Point[]>(() => opened(kept, isShape))
  const watch = useWatch(fix => {
    const last = points.at(-1)
    if (fix.accuracy <= NEAR_ON_THE_WAY && (!last || distance(last, fix) >= STEP))
      put([...points, fix])
  })
  function put(next: readonly Point[]): void {
    setPoints(next)
    sheet.answer(node, () => node.setValue(keptPoints(next, isShape)))
  }
  return (
    <fieldset className={s.media} {...wordsOf(told)}>
      {points.length > 1 && <Sketch points={points} isClosed={isShape} />}
      <Measures points={points} isShape={isShape} />
      {watch.isOn && (
        <p role="status">{watch.fix ? `±${Math.round(watch.fix.accuracy)} m` : t('locating')}</p>
      )}
      {watch.problem && (
        <p className={s.wrong} role="alert">
          {t(watch.problem)}
        </p>
      )}
      {!isRead && (
        <div className={s.acts}>
          {watch.isOn ? (
            <Button look="danger" size="l" icon={Square} onPress={watch.stop}>
              {t('stopWalking')}
            </Button>
          ) : (
            <Button look="secondary" size="l" icon={LocateFixed} onPress={watch.start}>
              {t(points.length ? 'walkOn' : 'walk')}
            </Button>
          )}
          {watch.isOn && (
            <Button
              icon={Plus}
              isDisabled={watch.fix === null}
              onPress={() => watch.fix && put([...points, watch.fix])}
            >
              {t('putPoint')}
            </Button>
          )}
          {points.length > 0 && (
            <Button icon={Undo2} onPress={() => put(points.slice(0, -1))}>
              {t('lastPoint')}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  )
}

function Measures({
  points,
  isShape,
}: {
  readonly points: readonly Point[]
  readonly isShape: boolean
}) {
  const t = useWords(words)
  const isWhole = isShape && points.length > 2
  // What is walked around ends where it began.
  const length = Math.round(lengthOf(isWhole ? [...points, ...points.slice(0, 1)] : points))
  return (
    <p className={s.measures}>
      {t('points', { count: points.length })}
      {points.length > 1 && ` · ${length.toLocaleString()} m`}
      {isWhole && ` · ${Math.round(areaOf(points)).toLocaleString()} ㎡`}
    </p>
  )
}

function opened(kept: string, isShape: boolean): readonly Point[] {
  const points = pointsOf(kept)
  return isShape ? points.slice(0, -1) : points
}

const SIDE = 100
const EDGE = 8

function Sketch({
  points,
  isClosed,
}: {
  readonly points: readonly Point[]
  readonly isClosed: boolean
}) {
  const flat = flattened(points)
  const [xs, ys] = [flat.map(([x]) => x), flat.map(([, y]) => y)]
  const [left, bottom] = [Math.min(...xs), Math.min(...ys)]
  const span = Math.max(Math.max(...xs) - left, Math.max(...ys) - bottom, 1)
  const scale = (SIDE - 2 * EDGE) / span
  const drawn = flat.map(([x, y]) => [
    EDGE + (x - left) * scale,
    SIDE - EDGE - (y - bottom) * scale,
  ])
  const path = drawn.map(each => each.map(n => n.toFixed(1)).join(',')).join(' ')
  return (
    <svg viewBox={`0 0 ${SIDE} ${SIDE}`} className={s.sketch} aria-hidden>
      {isClosed ? <polygon points={path} /> : <polyline points={path} />}
      {drawn.map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={1.6} />
      ))}
    </svg>
  )
}
