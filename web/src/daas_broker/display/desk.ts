/** Everything that lives as long as the page shows one desktop; what the parts of the viewer get. */
import { api, ask } from '@/kernel/api'
import { type Store, store } from '@/kernel/store'
import { Channel } from './channel'
import { followDensity } from './density'
import { Keyboard } from './keyboard'
import { Notices } from './notices'
import { type Beyond, Pointer } from './pointer'
import { screens } from './screens'
import { DesktopStream, type Kind, OVER } from './stream'
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
  /** 2 in the window of a second monitor. */
  readonly screen: ScreenNumber
  readonly stream: DesktopStream
  readonly keyboard: Keyboard
  readonly channel: Channel
  readonly notices: Notices
  /** Id of the part whose panel is open. */
  readonly panel: Store<string | null>
  /** Gives the keyboard back to the desktop. */
  focus(): void
}

export type ScreenNumber = 1 | 2

/** What makes a desk: which desktop, how it speaks, and which of its screens is shown. */
export interface Shown {
  readonly desktop: string
  readonly kind: Kind
  readonly screen: ScreenNumber
}

const SETTLED_MS = 180
const MOST_BEYOND = 2560 // pixels; the widest picture

/** The stream opens with `desk.stream.open()`, once the parts have started. */
export function makeDesk(shown: Shown, frame: Frame): Desk & { stop(): void } {
  const { desktop, kind, screen } = shown
  const { stage, canvas, field } = frame
  const measure = () => wantFor(stage.clientWidth, stage.clientHeight, devicePixelRatio)
  const channel = new Channel(text => stream.send(text))
  const stream = new DesktopStream(desktop, canvas, measure(), channel, kind)
  if (screen === 2) openBeside(stream, desktop)
  const keyboard = new Keyboard(field, stream)
  const notices = new Notices()
  const focus = () => field.focus({ preventScroll: true })
  const pointer = new Pointer(
    canvas,
    stream,
    () => stream.picture.screen.size,
    event => {
      keyboard.settle()
      placeField(stage, field, event)
      focus()
      stream.sound.wake()
    },
    () => beyond(channel, screen),
  )
  stream.onReset = taken => keyboard.reset(taken)
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
    followLine(stream, keyboard, notices),
  ]
  focus()
  return {
    ...frame,
    ...shown,
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

/** What was being composed outlives the line, not the desktop. */
function followLine({ phase }: DesktopStream, keyboard: Keyboard, notices: Notices): () => void {
  return phase.follow(() => {
    const now = phase.get()
    if (now === 'lost') keyboard.lose()
    else if (now === 'shown') keyboard.recover()
    else if (OVER.includes(now)) {
      keyboard.forget()
      notices.clear()
    }
  })
}

/** What is dragged over the edge of one monitor comes to the other. */
function beyond(channel: Channel, screen: ScreenNumber): Beyond {
  if (screen === 2) return { left: MOST_BEYOND, right: 0 }
  return { left: 0, right: (channel.latest(screens)?.count ?? 1) > 1 ? MOST_BEYOND : 0 }
}

/** One more window of the stream that is open in the first one. */
function openBeside(stream: DesktopStream, desktop_id: string): void {
  stream.ticket = () =>
    ask(api.POST('/api/desktops/{desktop_id}/screens', { params: { path: { desktop_id } } }))
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
  const settle = () => {
    clearTimeout(settling)
    settling = setTimeout(settled, SETTLED_MS)
  }
  const watcher = new ResizeObserver(settle)
  watcher.observe(stage)
  // Enlarged by the browser, or moved to a screen of another density.
  const leaves = [listen(window, 'resize', settle), followDensity(settle)]
  return () => {
    for (const leave of leaves) leave()
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
