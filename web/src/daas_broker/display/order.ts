/**
 * What a person does reaches the desktop in the order in which they did it, also behind what takes
 * its time: a text must have crossed before it is pasted, and fast hands have gone on by then.
 */
type Act = () => Promise<void> | undefined

export class Order {
  private readonly waiting: { readonly act: Act; readonly fleeting: string }[] = []
  private isBusy = false

  /** Now, or behind what is under way. Of `fleeting` ones that would wait in a row the last counts. */
  do(act: Act, fleeting = ''): void {
    if (fleeting !== '' && this.waiting.at(-1)?.fleeting === fleeting) this.waiting.pop()
    this.waiting.push({ act, fleeting })
    this.goOn()
  }

  private goOn(): void {
    while (!this.isBusy) {
      const next = this.waiting.shift()
      if (!next) return
      const pending = next.act()
      if (pending) void this.wait(pending)
    }
  }

  private async wait(pending: Promise<void>): Promise<void> {
    this.isBusy = true
    try {
      await pending
    } finally {
      this.isBusy = false
      this.goOn()
    }
  }
}
