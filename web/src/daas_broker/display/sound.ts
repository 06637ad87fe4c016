/** The desktop's sound: Opus packets of 20 ms, decoded and played with at most 80 ms in hand. */

import { type Store, store } from '@/kernel/store'

const RATE = 48_000
const CHANNELS = 2
const PACKET_US = 20_000
const LEAD = 0.03
const MOST_IN_HAND = 0.08

export class Sound {
  private context: AudioContext | null = null
  private decoder: AudioDecoder | null = null
  private next = 0
  private at = 0
  readonly on: Store<boolean> = store<boolean>(true)

  /** Browsers let sound begin only with an act of the person. */
  wake(): void {
    if (!this.on.get()) return
    this.context ??= new AudioContext({ sampleRate: RATE, latencyHint: 'interactive' })
    if (this.context.state === 'suspended') void this.context.resume()
  }

  set(on: boolean): void {
    this.on.set(on)
    if (on) this.wake()
    else void this.context?.suspend()
  }

  hear(packet: Uint8Array): void {
    if (!this.on.get() || this.context?.state !== 'running') return
    const decoder = this.openDecoder()
    if (!decoder) return
    this.at += PACKET_US
    decoder.decode(
      new EncodedAudioChunk({ type: 'key', timestamp: this.at, data: packet as BufferSource }),
    )
  }

  close(): void {
    if (this.decoder?.state === 'configured') this.decoder.close()
    this.decoder = null
    void this.context?.close()
    this.context = null
  }

  private openDecoder(): AudioDecoder | null {
    if (this.decoder?.state === 'configured') return this.decoder
    if (!('AudioDecoder' in globalThis)) return null
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
    const { context } = this
    if (context?.state === 'running') {
      const now = context.currentTime
      if (this.next < now) this.next = now + LEAD
      if (this.next - now <= LEAD + MOST_IN_HAND) {
        const buffer = samples(context, data)
        const source = context.createBufferSource()
        source.buffer = buffer
        source.connect(context.destination)
        source.start(this.next)
        this.next += buffer.duration
      }
    }
    data.close()
  }
}

function samples(context: AudioContext, data: AudioData): AudioBuffer {
  const buffer = context.createBuffer(data.numberOfChannels, data.numberOfFrames, data.sampleRate)
  for (let channel = 0; channel < data.numberOfChannels; channel += 1)
    data.copyTo(buffer.getChannelData(channel), { planeIndex: channel, format: 'f32-planar' })
  return buffer
}
