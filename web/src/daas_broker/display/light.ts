/** A light desktop's picture: RFB, drawn by noVNC and copied onto our canvas once a frame. */
import type { Channel } from '@novnc/novnc'
import type { Drawer } from './drawer'
import type { Screen } from './screen'
import type { Cursor } from './stream'

interface Events {
  send(data: ArrayBufferView<ArrayBuffer>): void
  onCursor(cursor: Cursor): void
  /** What came is no RFB, or was cut in the middle. */
  onBroken(): void
}

const BEST_JPEG = 95
const STEPS = 9

export class Light {
  private make: typeof Drawer | null = null
  private drawer: Drawer | null = null
  private channel: Channel | null = null
  private latest: HTMLCanvasElement | null = null
  private scheduled = 0
  private frame = 0
  private quality = STEPS

  constructor(
    private readonly screen: Screen,
    private readonly events: Events,
  ) {
    // Beside the ticket; whoever waits for it is told when it fails.
    this.load().catch(() => undefined)
  }

  async load(): Promise<void> {
    this.make ??= (await import('./drawer')).Drawer
  }

  /** The socket is open; the desktop speaks first. */
  begin(): void {
    this.end()
    if (!this.make) return
    const channel = channelTo(data => this.events.send(data))
    this.channel = channel
    this.drawer = new this.make(channel, {
      onDrawn: picture => this.schedule(picture),
      onCursor: cursor => this.events.onCursor(cursor),
    })
    this.drawer.qualityLevel = this.quality
    this.drawer.addEventListener('disconnect', () => {
      if (this.channel === channel) this.events.onBroken()
    })
  }

  take(data: ArrayBuffer): void {
    this.channel?.onmessage?.({ data })
  }

  /** In the rich protocol's measure, 1 to 100. */
  setQuality(jpeg: number): void {
    this.quality = Math.min(Math.max(Math.round((jpeg / BEST_JPEG) * STEPS), 0), STEPS)
    if (this.drawer) this.drawer.qualityLevel = this.quality
  }

  end(): void {
    cancelAnimationFrame(this.scheduled)
    this.scheduled = 0
    const { drawer } = this
    this.drawer = null
    this.channel = null
    drawer?.disconnect()
  }

  private schedule(picture: HTMLCanvasElement): void {
    this.latest = picture
    this.scheduled ||= requestAnimationFrame(() => {
      this.scheduled = 0
      this.frame += 1
      if (this.latest) this.screen.copy(this.latest, this.frame)
    })
  }
}

/** noVNC's end of our socket, which carries more than noVNC. */
function channelTo(send: (data: ArrayBufferView<ArrayBuffer>) => void): Channel {
  const channel: Channel = {
    send,
    close: () => {
      if (channel.readyState === WebSocket.CLOSED) return
      channel.readyState = WebSocket.CLOSED
      channel.onclose?.({ code: 1000, reason: '' })
    },
    binaryType: 'arraybuffer',
    onerror: null,
    onmessage: null,
    onopen: null,
    onclose: null,
    protocol: '',
    readyState: WebSocket.OPEN,
  }
  return channel
}
