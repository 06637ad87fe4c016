/** The picture enlarged on a small screen; it never leaves the stage empty. */

const MOST = 5

export class Zoom {
  private scale = 1
  private x = 0
  private y = 0

  constructor(
    private readonly stage: HTMLElement,
    private readonly picture: HTMLElement,
  ) {}

  /** A picture that was moved into a corner stays in it when a phone is turned, or its keyboard opens. */
  follow(): () => void {
    const watcher = new ResizeObserver(() => this.show())
    watcher.observe(this.stage)
    return () => watcher.disconnect()
  }

  get isOn(): boolean {
    return this.scale > 1
  }

  by(factor: number, x: number, y: number): void {
    const box = this.stage.getBoundingClientRect()
    const scale = Math.min(Math.max(this.scale * factor, 1), MOST)
    const grown = scale / this.scale
    const [px, py] = [x - box.left, y - box.top]
    this.x = px - (px - this.x) * grown
    this.y = py - (py - this.y) * grown
    this.scale = scale
    this.show()
  }

  move(dx: number, dy: number): void {
    this.x += dx
    this.y += dy
    this.show()
  }

  private show(): void {
    const { clientWidth, clientHeight } = this.stage
    this.x = Math.min(0, Math.max(this.x, clientWidth * (1 - this.scale)))
    this.y = Math.min(0, Math.max(this.y, clientHeight * (1 - this.scale)))
    this.picture.style.transformOrigin = '0 0'
    this.picture.style.transform = this.isOn
      ? `translate(${this.x}px, ${this.y}px) scale(${this.scale})`
      : ''
  }
}
