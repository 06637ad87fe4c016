/** Keyboard and pointer of a page that shows somebody else's screen, or a machine's. */
import { Keyboard } from './keyboard'
import { Pointer } from './pointer'
import type { DesktopStream } from './stream'

/** Pointer and keyboard go to that screen from here until the returned function is called. */
export function takeControl(
  stream: DesktopStream,
  canvas: HTMLCanvasElement,
  field: HTMLTextAreaElement,
): () => void {
  const keyboard = new Keyboard(field, stream)
  const focus = () => field.focus({ preventScroll: true })
  const pointer = new Pointer(
    canvas,
    stream,
    () => stream.picture.screen.size,
    () => {
      keyboard.settle()
      focus()
    },
  )
  stream.onReset = taken => keyboard.reset(taken)
  keyboard.onLeave = () => field.blur()
  const ends = [keyboard.attach(), pointer.attach()]
  focus()
  return () => {
    for (const end of ends) end()
  }
}
