/** The picture with its controls: play, speed, the seek bar with its marks, and the keyboard. */
import { Pause, Play, RotateCcw, RotateCw } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { Button, IconButton } from '@/kit/button'
import { cx } from '@/kit/cx'
import { Checkbox, Segments } from '@/kit/field'
import { focusIfLost } from '@/kit/focus'
import { Problem } from '@/kit/problem'
import { Spinner } from '@/kit/progress'
import { Playback } from './playback'
import s from './player.module.css'
import { Pointer } from './pointer'
import { clock, type Mark, type Recording } from './state'
import { words } from './words'

const SPEEDS = ['1', '2', '4', '8', '16'] as const
const STEP_MS = 5_000
const SKIP_MS = 10_000
const FAR_MS = 30_000

interface StageProps {
  readonly recording: Recording
  readonly marks: readonly Mark[]
  readonly viewing: string
}

export function Stage({ recording, marks, viewing }: StageProps) {
  const t = useWords(words)
  const canvas = useRef<HTMLCanvasElement>(null)
  const stage = useRef<HTMLDivElement>(null)
  const { id, length_ms, is_light, person, ended_at } = recording
  const isRunning = ended_at === null
  const reached = useRef({ length_ms, isRunning })
  const [playback, setPlayback] = useState<Playback | null>(null)
  useEffect(() => {
    if (!canvas.current) return
    const made = new Playback(id, viewing, canvas.current, is_light)
    made.reach(reached.current.length_ms, reached.current.isRunning)
    setPlayback(made)
    focusIfLost(() => stage.current?.querySelector('[data-seek]')) // the reason's field is gone
    void made.seek(0).then(() => made.play())
    return () => {
      made.close()
      setPlayback(null)
    }
  }, [id, viewing, is_light])
  useEffect(() => {
    reached.current = { length_ms, isRunning }
    playback?.reach(length_ms, isRunning)
  }, [playback, length_ms, isRunning])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a player has keys wherever its focus is
    <div
      ref={stage}
      className={s.stage}
      onKeyDown={event => playback && onKey(event, playback, length_ms)}
    >
      <div className={s.frame}>
        <div className={s.sheet}>
          <canvas
            ref={canvas}
            className={s.canvas}
            role="img"
            aria-label={t('player.screen', { who: person })}
          />
          {playback && <Pointer playback={playback} />}
        </div>
        {playback && <Waiting playback={playback} />}
      </div>
      {playback && <Trouble playback={playback} />}
      {playback && <CaughtUp playback={playback} />}
      {playback && <Bar playback={playback} length={length_ms} marks={marks} />}
      {playback && <Marks marks={marks} onGo={ms => void playback.seek(ms)} />}
    </div>
  )
}

function Waiting({ playback }: { readonly playback: Playback }) {
  const t = useWords(words)
  const isLoading = useStore(playback.loading)
  return isLoading ? (
    <div className={s.waiting}>
      <Spinner label={t('player.loading')} />
    </div>
  ) : null
}

function Trouble({ playback }: { readonly playback: Playback }) {
  const t = useWords(words)
  const broken = useStore(playback.broken)
  const refusal = useStore(playback.refusal)
  function again() {
    playback.refusal.set(null)
    void playback.seek(playback.position.get())
  }
  return (
    <>
      {refusal && <Problem error={refusal} onRetry={again} />}
      {broken !== null && (
        <p className={s.broken} role="alert" data-broken={broken}>
          {t('player.brokenHere', { count: broken + 1 })}
        </p>
      )}
    </>
  )
}

/** What is still being made was shown as far as it goes. */
function CaughtUp({ playback }: { readonly playback: Playback }) {
  const t = useWords(words)
  const isSo = useStore(playback.caughtUp)
  return (
    <p className={s.quiet} role="status" data-caught-up={isSo || undefined} hidden={!isSo}>
      {isSo && t('player.caughtUp')}
    </p>
  )
}

interface BarProps {
  readonly playback: Playback
  readonly length: number
  readonly marks: readonly Mark[]
}

function Bar({ playback, length, marks }: BarProps) {
  const t = useWords(words)
  const isPlaying = useStore(playback.playing)
  const position = useStore(playback.position)
  const speed = useStore(playback.speed)
  const skips = useStore(playback.skips)
  const said = t('player.at', { at: clock(position), all: clock(length) })
  return (
    <>
      <div className={s.seek}>
        <input
          type="range"
          className={s.range}
          aria-label={t('player.seek')}
          aria-valuetext={said}
          min={0}
          max={Math.max(length, 1)}
          step={100}
          value={position}
          data-seek
          onChange={event => void playback.seek(Number(event.target.value))}
        />
        <div className={s.ticks} aria-hidden>
          {marks.map(mark => (
            <span
              key={`${mark.what} ${mark.at_ms}`}
              className={s.tick}
              data-what={mark.what}
              style={{ left: `${Math.min(100, (mark.at_ms / Math.max(length, 1)) * 100)}%` }}
            />
          ))}
        </div>
      </div>
      <div className={s.controls}>
        <Button
          look="primary"
          icon={isPlaying ? Pause : Play}
          onPress={() => playback.toggle()}
          data-play
        >
          {t(isPlaying ? 'player.pause' : 'player.play')}
        </Button>
        <IconButton
          icon={RotateCcw}
          label={t('player.back10')}
          onPress={() => void playback.seek(position - SKIP_MS)}
        />
        <IconButton
          icon={RotateCw}
          label={t('player.on10')}
          onPress={() => void playback.seek(position + SKIP_MS)}
        />
        <output className={s.time} data-position={Math.round(position)}>
          {said}
        </output>
        <Segments
          label={t('player.speed')}
          choices={SPEEDS.map(id => ({ id, label: t('player.times', { count: Number(id) }) }))}
          value={SPEEDS.find(each => Number(each) === speed) ?? '1'}
          onChange={value => playback.speed.set(Number(value))}
        />
        <Checkbox isSelected={skips} onChange={on => playback.skips.set(on)}>
          {t('player.skip')}
        </Checkbox>
      </div>
      <p className={cx(s.quiet, s.keys)}>{t('player.keys')}</p>
    </>
  )
}

interface MarksProps {
  readonly marks: readonly Mark[]
  readonly onGo: (ms: number) => void
}

const KNOWN = [
  'connected',
  'refused',
  'masked',
  'watched',
  'unwatched',
  'steered',
  'unsteered',
] as const

function Marks({ marks, onGo }: MarksProps) {
  const t = useWords(words)
  if (marks.length === 0) return <p className={s.quiet}>{t('player.noMarks')}</p>
  return (
    <ul className={s.marks} aria-label={t('player.marks')}>
      {marks.map(({ what, at_ms }) => {
        const known = KNOWN.find(each => each === what)
        return (
          <li key={`${what} ${at_ms}`}>
            <Button size="s" look="quiet" onPress={() => onGo(at_ms)}>
              {`${clock(at_ms)} ${known ? t(`player.mark.${known}`) : what}`}
            </Button>
          </li>
        )
      })}
    </ul>
  )
}

function onKey(event: KeyboardEvent, playback: Playback, length: number): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyped(event)) return
  const act = actOf(event, playback, length)
  if (!act) return
  act()
  event.preventDefault()
}

function actOf(
  { key, target }: KeyboardEvent,
  playback: Playback,
  length: number,
): (() => void) | null {
  if (key === ' ') return target instanceof HTMLButtonElement ? null : () => playback.toggle()
  if (key === '+' || key === '-') return () => change(playback, key === '+' ? 1 : -1)
  const to = placeOf(key, playback.position.get(), length)
  return to === null ? null : () => void playback.seek(to)
}

/** Radio buttons and fields have arrows of their own. */
function isTyped(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLInputElement && event.target.type !== 'range'
}

function placeOf(key: string, position: number, length: number): number | null {
  const by: Readonly<Record<string, number>> = {
    ArrowLeft: -STEP_MS,
    ArrowRight: STEP_MS,
    j: -FAR_MS,
    l: FAR_MS,
  }
  if (key === 'Home') return 0
  if (key === 'End') return length
  const step = by[key]
  return step === undefined ? null : position + step
}

function change(playback: Playback, by: 1 | -1): void {
  const now = SPEEDS.findIndex(each => Number(each) === playback.speed.get())
  const next = SPEEDS[Math.min(Math.max(now + by, 0), SPEEDS.length - 1)]
  if (next) playback.speed.set(Number(next))
}
