/**
 * What stands around the text hears of a change after it was drawn: a letter does not wait for menus
 * and counts. Many changes before one frame are told once.
 */

/** A page in the background draws nothing, and is told all the same. */
const AT_LAST_MS = 150

export class AfterPaint {
  private frame = 0
  private timer = 0
  private isEnded = false

  constructor(private readonly work: () => void) {}

  ask(): void {
    if (this.frame !== 0 || this.isEnded) return
    this.frame = requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        this.tell()
      }
      port2.postMessage(0)
    })
    this.timer = window.setTimeout(() => this.tell(), AT_LAST_MS)
  }

  /** At once, where something was asked. */
  tell(): void {
    if (this.frame === 0 || this.isEnded) return
    this.forget()
    this.work()
  }

  end(): void {
    this.forget()
    this.isEnded = true
  }

  private forget(): void {
    cancelAnimationFrame(this.frame)
    window.clearTimeout(this.timer)
    this.frame = 0
  }
}
