/** H.264 through WebCodecs: one decoder for each stripe, made anew at a key frame of another size. */
import type { Stripe } from './wire'

const TOO_MANY_ERRORS = 3
const WITHIN_MS = 10_000
const KEYFRAME_MS = 500
const WAITING = 4
const SPS = 7
const TYPE = 0x1f

interface Lane {
  readonly decoder: VideoDecoder
  readonly width: number
  readonly height: number
}

export interface VideoEvents {
  onFrame(frame: VideoFrame, top: number): void
  /** Nothing can be drawn before the desktop sends a key frame. */
  onLost(): void
  /** It does not get better: the stream should send pictures. */
  onUnable(): void
}

export class Video {
  private readonly lanes = new Map<number, Lane>()
  private asked = Number.NEGATIVE_INFINITY
  private failures: number[] = []

  /** What is played again waits for its decoder; what is live gives up what is late. */
  constructor(
    private readonly events: VideoEvents,
    private readonly isLive = true,
  ) {}

  /** How many stripes the busiest decoder still has before it. */
  get waiting(): number {
    const sizes = [...this.lanes.values()].map(({ decoder }) =>
      decoder.state === 'configured' ? decoder.decodeQueueSize : 0,
    )
    return Math.max(0, ...sizes)
  }

  take(stripe: Stripe): void {
    const lane = this.lane(stripe)
    if (!lane) this.lost()
    // Too slow for what comes: what waits is given up for the newest picture.
    else if (this.isLive && lane.decoder.decodeQueueSize > WAITING && !stripe.isKey)
      this.drop(stripe.top)
    else this.decode(lane.decoder, stripe)
  }

  private decode(decoder: VideoDecoder, { top, frame, isKey, data }: Stripe): void {
    const type = isKey ? 'key' : 'delta'
    try {
      decoder.decode(new EncodedVideoChunk({ type, timestamp: frame, data: data as BufferSource }))
    } catch {
      this.failed(top)
    }
  }

  forget(): void {
    for (const { decoder } of this.lanes.values()) if (decoder.state !== 'closed') decoder.close()
    this.lanes.clear()
  }

  private lane(stripe: Stripe): Lane | undefined {
    const known = this.lanes.get(stripe.top)
    const fits = known?.width === stripe.width && known.height === stripe.height
    if (known && fits && known.decoder.state === 'configured') return known
    if (!stripe.isKey) return undefined
    const codec = codecOf(stripe.data)
    if (!codec) return undefined
    if (known && known.decoder.state !== 'closed') known.decoder.close()
    const { top, width, height } = stripe
    const decoder = new VideoDecoder({
      output: frame => this.events.onFrame(frame, top),
      error: () => this.failed(top),
    })
    decoder.configure({ codec, optimizeForLatency: true, codedWidth: width, codedHeight: height })
    const lane = { decoder, width, height }
    this.lanes.set(top, lane)
    return lane
  }

  private drop(top: number): void {
    const lane = this.lanes.get(top)
    if (lane && lane.decoder.state !== 'closed') lane.decoder.close()
    this.lanes.delete(top)
    this.lost()
  }

  private failed(top: number): void {
    const now = performance.now()
    this.failures = [...this.failures.filter(at => now - at < WITHIN_MS), now]
    this.drop(top)
    if (this.failures.length >= TOO_MANY_ERRORS) this.events.onUnable()
  }

  private lost(): void {
    const now = performance.now()
    if (now - this.asked < KEYFRAME_MS) return
    this.asked = now
    this.events.onLost()
  }
}

/** `avc1.` and the profile as the stream says it; undefined where it says none. */
export function codecOf(annexB: Uint8Array): string | undefined {
  for (let at = 0; at + 6 < annexB.length; at += 1) {
    const isStart = annexB[at] === 0 && annexB[at + 1] === 0 && annexB[at + 2] === 1
    if (!isStart || ((annexB[at + 3] ?? 0) & TYPE) !== SPS) continue
    const profile = [...annexB.subarray(at + 4, at + 7)]
    return `avc1.${profile.map(byte => byte.toString(16).padStart(2, '0')).join('')}`
  }
  return undefined
}

/** Whether this browser decodes what desktops send. */
export async function canDecode(): Promise<boolean> {
  if (!('VideoDecoder' in globalThis)) return false
  try {
    const asked = { codec: 'avc1.42e01f', optimizeForLatency: true }
    return (await VideoDecoder.isConfigSupported(asked)).supported === true
  } catch {
    return false
  }
}
