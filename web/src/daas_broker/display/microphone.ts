/**
 * The reader's microphone: 24,000 samples a second of one channel, as the desktop takes them. A
 * worklet would come as a script of its own, which Trusted Types do not let in by every browser's
 * rules; a voice is little enough for the page's own thread.
 */

export const RATE = 24_000
const SOUND = 0x02
const BLOCK = 1024

/** To `RATE`, by the mean of the samples that fall into one of ours. Pure but for what is left over. */
export class Resampler {
  private sum = 0
  private count = 0
  private phase = 0
  private last = 0

  constructor(private readonly from: number) {}

  take(samples: Float32Array): Int16Array {
    const taken: number[] = []
    for (const sample of samples) {
      this.sum += sample
      this.count += 1
      this.phase += RATE
      // A source slower than ours has each of its samples said more than once.
      for (; this.phase >= this.from; this.phase -= this.from) {
        if (this.count > 0) this.last = level(this.sum / this.count)
        this.sum = 0
        this.count = 0
        taken.push(this.last)
      }
    }
    return Int16Array.from(taken)
  }
}

function level(value: number): number {
  return Math.round(Math.max(-1, Math.min(1, value)) * 0x7fff)
}

/** As the wire has it: one byte that says what it is, then little-endian samples. */
export function packet(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(1 + samples.length * 2)
  const view = new DataView(bytes.buffer)
  bytes[0] = SOUND
  samples.forEach((sample, at) => {
    view.setInt16(1 + at * 2, sample, true)
  })
  return bytes
}

/** Asks the browser, which asks the person. Rejects where either says no, or there is none. */
export async function listen(speak: (packet: Uint8Array) => void): Promise<() => void> {
  const heard = await navigator.mediaDevices.getUserMedia({
    audio: {
      channelCount: 1,
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
  })
  const context = new AudioContext({ latencyHint: 'interactive' })
  const resampler = new Resampler(context.sampleRate)
  const source = context.createMediaStreamSource(heard)
  const taker = context.createScriptProcessor(BLOCK, 1, 1)
  taker.onaudioprocess = ({ inputBuffer }) => {
    const samples = resampler.take(inputBuffer.getChannelData(0))
    if (samples.length > 0) speak(packet(samples))
  }
  source.connect(taker)
  // It runs only where it leads somewhere; what it puts out is silence.
  taker.connect(context.destination)
  return () => {
    taker.disconnect()
    for (const track of heard.getTracks()) track.stop()
    void context.close()
  }
}
