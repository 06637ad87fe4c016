/** The desktop's sound: Opus packets of 20 ms, decoded and played with at most 80 ms in hand. */

import { type Store, store } from '@/kernel/store'

const RATE = 48_000
const CHANNELS = 2
const PACKET_US = 20_000
const LEAD = 0.03
const MOST_IN_HAND = 0.08
/** As many packets in a row are a sound and no click of a program that opened its output. */
const SOUNDS = 10
const KEPT = 'onmaru.desktop.volume'
export const LOUDEST = 100

interface Output {
  readonly context: AudioContext
  readonly gain: GainNode
  readonly ear: AnalyserNode
}

export class Sound {
  private output: Output | null = null
  private decoder: AudioDecoder | null = null
  private next = 0
  private at = 0
  private unheard = 0
  readonly on: Store<boolean> = store<boolean>(true)
  /** 0 to `LOUDEST`; this device remembers it. */
  readonly volume: Store<number> = store<number>(kept())
  /** The desktop sounds, and the browser waits for an act of the person. */
  readonly isHeldBack: Store<boolean> = store<boolean>(false)
  readonly isAble = 'AudioDecoder' in globalThis

  /** Browsers let sound begin only with an act of the person. */
  wake(): void {
    if (!this.on.get() || !this.isAble) return
    this.output ??= this.open()
    const { context } = this.output
    if (context.state !== 'running') void context.resume().then(() => this.heed())
    this.heed()
  }

  set(on: boolean): void {
    this.on.set(on)
    this.unheard = 0
    this.isHeldBack.set(false)
    if (on) this.wake()
    else void this.output?.context.suspend()
  }

  setVolume(volume: number): void {
    localStorage.setItem(KEPT, String(volume))
    this.volume.set(volume)
    if (this.output) this.output.gain.gain.value = gainOf(volume)
  }

  /** How loud the last hundredths of a second were before the volume, 0 to 1. */
  level(): number {
    const { ear } = this.output ?? {}
    if (!ear) return 0
    const samples = new Float32Array(ear.fftSize)
    ear.getFloatTimeDomainData(samples)
    return samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
  }

  hear(packet: Uint8Array): void {
    if (!this.on.get() || !this.isAble) return
    if (this.output?.context.state !== 'running') {
      this.unheard += 1
      if (this.unheard >= SOUNDS) this.isHeldBack.set(true)
      return
    }
    const decoder = this.openDecoder()
    this.at += PACKET_US
    decoder.decode(
      new EncodedAudioChunk({ type: 'key', timestamp: this.at, data: packet as BufferSource }),
    )
  }

  close(): void {
    if (this.decoder?.state === 'configured') this.decoder.close()
    this.decoder = null
    void this.output?.context.close()
    this.output = null
  }

  private heed(): void {
    if (this.output?.context.state !== 'running') return
    this.unheard = 0
    this.isHeldBack.set(false)
  }

  private open(): Output {
    const context = new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' })
    const gain = context.createGain()
    const ear = context.createAnalyser()
    gain.gain.value = gainOf(this.volume.get())
    ear.connect(gain)
    gain.connect(context.destination)
    return { context, gain, ear }
  }

  private openDecoder(): AudioDecoder {
    if (this.decoder?.state === 'configured') return this.decoder
    this.decoder = new AudioDecoder({
      output: data => this.play(data),
      error: () => {
        this.decoder = null
      },
    })
    this.decoder.configure({ codec: 'opus', sampleRate: RATE, numberOfChannels: CHANNELS })
    return this.decoder
  }

  private play(data: AudioData): void {
    const { context, ear } = this.output ?? {}
    if (ear && context?.state === 'running') {
      const now = context.currentTime
      if (this.next < now) this.next = now + LEAD
      if (this.next - now <= LEAD + MOST_IN_HAND) {
        const buffer = samples(context, data)
        const source = context.createBufferSource()
        source.buffer = buffer
        source.connect(ear)
        source.start(this.next)
        this.next += buffer.duration
      }
    }
    data.close()
  }
}

/** Ears hear in ratios: half way up sounds half as loud. */
function gainOf(volume: number): number {
  return (volume / LOUDEST) ** 2
}

function kept(): number {
  const known = Number(localStorage.getItem(KEPT) ?? LOUDEST)
  return known >= 0 && known <= LOUDEST ? known : LOUDEST
}

function samples(context: AudioContext, data: AudioData): AudioBuffer {
  const buffer = context.createBuffer(data.numberOfChannels, data.numberOfFrames, data.sampleRate)
  for (let channel = 0; channel < data.numberOfChannels; channel += 1)
    data.copyTo(buffer.getChannelData(channel), { planeIndex: channel, format: 'f32-planar' })
  return buffer
}
