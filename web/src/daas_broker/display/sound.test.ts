import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Sound } from './sound'

let gain = { gain: { value: 1 }, connect: () => undefined }

/** As a browser's: it runs once a person has acted. */
class Context {
  static hasActed = false
  state = 'suspended'
  currentTime = 0
  destination = {}
  createGain() {
    return gain
  }
  createAnalyser() {
    return { fftSize: 32, connect: () => undefined, getFloatTimeDomainData: () => undefined }
  }
  resume() {
    if (Context.hasActed) this.state = 'running'
    return Context.hasActed ? Promise.resolve() : new Promise<void>(() => undefined)
  }
  suspend() {
    this.state = 'suspended'
    return Promise.resolve()
  }
}

class Decoder {
  state = 'unconfigured'
  configure() {
    this.state = 'configured'
  }
  decode() {}
}

const packet = new Uint8Array(40)

function sounding(): Sound {
  const sound = new Sound()
  for (let each = 0; each < 20; each += 1) sound.hear(packet)
  return sound
}

describe('the sound of a desktop', () => {
  beforeEach(() => {
    localStorage.clear()
    Context.hasActed = false
    gain = { gain: { value: 1 }, connect: () => undefined }
    vi.stubGlobal('AudioContext', Context)
    vi.stubGlobal('AudioDecoder', Decoder)
    vi.stubGlobal('EncodedAudioChunk', class {})
  })
  afterEach(() => vi.unstubAllGlobals())

  it('is said to be held back until the person acts, and is heard from then on', async () => {
    const sound = sounding()
    expect(sound.isHeldBack.get()).toBe(true)
    Context.hasActed = true
    sound.wake()
    await Promise.resolve()
    expect(sound.isHeldBack.get()).toBe(false)
    sound.hear(packet)
    expect(sound.isHeldBack.get()).toBe(false)
  })

  it('is not said to be held back for one click, nor where its person turned it off', () => {
    const sound = new Sound()
    sound.hear(packet)
    expect(sound.isHeldBack.get()).toBe(false)
    const off = sounding()
    off.set(false)
    expect(off.isHeldBack.get()).toBe(false)
    for (let each = 0; each < 20; each += 1) off.hear(packet)
    expect(off.isHeldBack.get()).toBe(false)
  })

  it('is as loud as was chosen on this device', () => {
    new Sound().setVolume(50)
    const later = new Sound()
    expect(later.volume.get()).toBe(50)
    later.wake()
    expect(gain.gain.value).toBeCloseTo(0.25)
    later.setVolume(0)
    expect(gain.gain.value).toBe(0)
  })

  it('is not expected of a browser that decodes none', () => {
    vi.unstubAllGlobals()
    const sound = sounding()
    expect(sound.isAble).toBe(false)
    expect(sound.isHeldBack.get()).toBe(false)
  })
})
