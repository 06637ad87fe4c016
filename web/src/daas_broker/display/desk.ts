/** Everything that lives as long as the page shows one desktop; what the parts of the viewer get. */
import { type Store, store } from '@/kernel/store'
import { Channel } from './channel'
import { Keyboard } from './keyboard'
import { Notices } from './notices'
import { Pointer } from './pointer'
import { DesktopStream, type Kind } from './stream'
import { wantFor } from './wire'

export interface Frame {
  /** Around bar and picture. */
  readonly root: HTMLElement
  /** Around the picture. */
  readonly stage: HTMLElement
  readonly canvas: HTMLCanvasElement
  /** Has the keyboard. */
  readonly field: HTMLTextAreaElement
}

export interface Desk extends Frame {
  readonly desktop: string
  readonly kind: Kind
  readonly stream: DesktopStream
  readonly keyboard: Keyboard
  readonly channel: Channel
  readonly notices: Notices
  /** Id of the part whose panel is open. */
  readonly panel: Store<string | null>
  /** Gives the keyboard back to the desktop. */
  focus(): void
}

const SETTLED_MS = 180

/** The stream opens with `desk.stream.open()`, once the parts have started. */
export function makeDesk(desktop: string, kind: Kind, frame: Frame): Desk & { stop(): void } {
  const { stage, canvas, field } = frame
  const measure = () => wantFor(stage.clientWidth, stage.clientHeight, devicePixelRatio)
  const channel = new Channel(text => stream.send(text))
  const stream = new DesktopStream(desktop, canvas, measure(), channel, kind)
  const keyboard = new Keyboard(field, stream)
  const notices = new Notices()
  const focus = () => field.focus({ preventScroll: true })
  const pointer = new Pointer(
    canvas,
    stream,
    () => stream.picture.screen.size,
    event => {
      placeField(stage, field, event)
      focus()
      stream.sound.wake()
    },
  )
  stream.onReset = () => keyboard.reset()
  keyboard.onLeave = () => {
    if (document.fullscreenElement) void document.exitFullscreen()
    frame.root.querySelector<HTMLElement>('[data-bar] button')?.focus()
  }
  const ends = [
    keyboard.attach(),
    pointer.attach(),
    followCursor(stream, canvas),
    followSize(stage, () => stream.resize(measure())),
    listen(document, 'visibilitychange', () => stream.showVideo(!document.hidden)),
    listen(field, 'keydown', () => stream.sound.wake()),
  ]
  focus()
  return {
    ...frame,
    desktop,
    kind,
    stream,
    keyboard,
    channel,
    notices,
    panel: store<string | null>(null),
    focus,
    stop() {
      for (const end of ends) end()
      notices.close()
      stream.close()
    },
  }
}

function listen(target: EventTarget, name: string, heard: () => void): () => void {
  target.addEventListener(name, heard)
  return () => target.removeEventListener(name, heard)
}

/** The input method opens its window where the caret of the desktop probably is. */
function placeField(stage: HTMLElement, field: HTMLElement, event: PointerEvent): void {
  const box = stage.getBoundingClientRect()
  field.style.left = `${Math.min(event.clientX - box.left, box.width - 8)}px`
  field.style.top = `${Math.min(event.clientY - box.top, box.height - 24)}px`
}

function followSize(stage: HTMLElement, settled: () => void): () => void {
  let settling: ReturnType<typeof setTimeout> | undefined
  const watcher = new ResizeObserver(() => {
    clearTimeout(settling)
    settling = setTimeout(settled, SETTLED_MS)
  })
  watcher.observe(stage)
  // Moved to a screen of another density, or enlarged by the browser.
  const leave = listen(window, 'resize', () => {
    clearTimeout(settling)
    settling = setTimeout(settled, SETTLED_MS)
  })
  return () => {
    leave()
    clearTimeout(settling)
    watcher.disconnect()
  }
}

/** The picture holds no pointer: the browser draws it, so that it never lags. */
function followCursor(stream: DesktopStream, canvas: HTMLCanvasElement): () => void {
  let shown: string | null = null
  const forget = () => {
    if (shown) URL.revokeObjectURL(shown)
    shown = null
  }
  const leave = stream.cursor.follow(() => {
    const cursor = stream.cursor.get()
    forget()
    if (!cursor?.picture) {
      canvas.style.cursor = 'none'
      return
    }
    const bytes = Uint8Array.from(atob(cursor.picture), character => character.charCodeAt(0))
    shown = URL.createObjectURL(new Blob([bytes], { type: 'image/png' }))
    canvas.style.cursor = `url(${shown}) ${cursor.x} ${cursor.y}, default`
  })
  return () => {
    leave()
    forget()
  }
}
