/** How the picture is sent: four choices, and what "automatic" makes of what it measures. Pure. */

export type Choice = 'auto' | 'sharp' | 'smooth' | 'saving'
export const CHOICES: readonly Choice[] = ['auto', 'sharp', 'smooth', 'saving']

export interface Quality {
  readonly encoder: 'jpeg' | 'h264enc-striped'
  readonly framerate: number
  readonly jpeg_quality: number
  /** kbit/s; H.264 only. */
  readonly video_bitrate: number
}

/** One second of a stream. Times in ms, `mbit` in Mbit/s; `trip` is null while none was measured. */
export interface Sample {
  readonly trip: number | null
  readonly frames: number
  readonly mbit: number
}

const still: Quality = { encoder: 'jpeg', framerate: 30, jpeg_quality: 75, video_bitrate: 8_000 }
const video = { encoder: 'h264enc-striped', jpeg_quality: 60 } as const
/** From the best on; a desktop that moves a lot begins at the second, where H.264 needs less. */
export const LADDER: readonly Quality[] = [
  still,
  { ...video, framerate: 30, video_bitrate: 8_000 },
  { ...video, framerate: 24, video_bitrate: 3_000 },
  { ...video, framerate: 15, video_bitrate: 1_200 },
  { ...video, framerate: 8, video_bitrate: 500 },
]
/** The same for a browser that decodes no H.264. */
const PICTURES: readonly Quality[] = [
  still,
  { ...still, jpeg_quality: 60 },
  { ...still, jpeg_quality: 45, framerate: 20 },
  { ...still, jpeg_quality: 35, framerate: 12 },
  { ...still, jpeg_quality: 25, framerate: 6 },
]
const FIXED: Readonly<Record<Exclude<Choice, 'auto'>, Quality>> = {
  sharp: { ...still, jpeg_quality: 90 },
  smooth: { ...video, framerate: 60, video_bitrate: 12_000 },
  saving: { ...video, framerate: 12, video_bitrate: 800 },
}
const WITHOUT: Readonly<Record<Exclude<Choice, 'auto'>, Quality>> = {
  sharp: FIXED.sharp,
  smooth: { ...still, jpeg_quality: 50, framerate: 45 },
  saving: { ...still, jpeg_quality: 30, framerate: 10 },
}

export type Why = 'calm' | 'moving' | 'congested' | 'resting'

/** Where automatic stands: `level` on the ladder, seconds it has seen, and how long it holds. */
export interface Standing {
  readonly level: number
  readonly why: Why
  readonly best: number | null
  readonly slow: number
  readonly clear: number
  readonly moving: number
  readonly calm: number
  /** Seconds in which nothing changed and nobody did anything. */
  readonly quiet: number
  /** Clear seconds before the next step up; doubled by each step down. */
  readonly patience: number
}

export const START: Standing = {
  level: 0,
  why: 'calm',
  best: null,
  slow: 0,
  clear: 0,
  moving: 0,
  calm: 0,
  quiet: 0,
  patience: 10,
}

export function qualityOf(
  choice: Choice,
  { level, why }: Pick<Standing, 'level' | 'why'>,
  hasVideo: boolean,
): Quality {
  if (choice !== 'auto') return (hasVideo ? FIXED : WITHOUT)[choice]
  const ladder = hasVideo ? LADDER : PICTURES
  const quality = ladder[Math.min(level, ladder.length - 1)] ?? still
  if (why !== 'resting') return quality
  return { ...quality, framerate: Math.min(quality.framerate, RESTING_RATE) }
}

/** Somebody does something: whatever rested is quick again. */
export function stirred(now: Standing): Standing {
  return { ...now, quiet: 0, why: now.why === 'resting' ? 'calm' : now.why }
}

const LATE_MS = 120 // more than the best trip: what waits in front of it
const CLEAR_MS = 40
const SLOW_SECONDS = 2
const MOVING_MBIT = 6
const MOVING_SECONDS = 3
const CALM_MBIT = 1
const CALM_SECONDS = 8
const MOST_PATIENCE = 160
const REST_SECONDS = 60
const RESTING_RATE = 8 // a still screen costs its host a third less than at 30
const STIRRING = 3
const LOWEST = LADDER.length - 1

/** TCP loses nothing: what a network drops or cannot carry shows as words that come late. */
export function adapt(before: Standing, { trip, frames, mbit }: Sample): Standing {
  const best = trip === null ? before.best : Math.min(before.best ?? trip, trip)
  const late = trip === null || best === null ? 0 : trip - best
  const counted: Standing = {
    ...before,
    best,
    slow: late > LATE_MS ? before.slow + 1 : 0,
    clear: late < CLEAR_MS ? before.clear + 1 : 0,
    moving: mbit > MOVING_MBIT ? before.moving + 1 : 0,
    calm: mbit < CALM_MBIT ? before.calm + 1 : 0,
    quiet: frames < STIRRING ? before.quiet + 1 : 0,
  }
  return step(counted)
}

function step(now: Standing): Standing {
  if (now.slow >= SLOW_SECONDS && now.level < LOWEST)
    return {
      ...moved(now, Math.max(now.level + 1, 2), 'congested'),
      patience: Math.min(now.patience * 2, MOST_PATIENCE),
    }
  if (now.level > 1 && now.clear >= now.patience)
    return moved(now, now.level - 1, now.level === 2 ? 'moving' : 'congested')
  if (now.level === 0 && now.moving >= MOVING_SECONDS) return moved(now, 1, 'moving')
  if (now.level === 1 && now.calm >= CALM_SECONDS) return moved(now, 0, 'calm')
  return rest(now)
}

function rest(now: Standing): Standing {
  if (now.why === 'resting') return now.quiet === 0 ? { ...now, why: 'calm' } : now
  return now.level === 0 && now.quiet >= REST_SECONDS ? { ...now, why: 'resting' } : now
}

function moved(now: Standing, level: number, why: Why): Standing {
  return { ...now, level, why, slow: 0, clear: 0, moving: 0, calm: 0 }
}
