/**
 * Done at once, and not again before it is over and a while has passed; asked for meanwhile, it is
 * done once more then. For hints, of which a desktop may send any number.
 */
export function seldom(act: () => Promise<void>, pauseMs: number): () => void {
  let isResting = false
  let isWanted = false
  async function run(): Promise<void> {
    isResting = true
    isWanted = false
    await act().catch(() => undefined)
    await new Promise(done => setTimeout(done, pauseMs))
    isResting = false
    if (isWanted) void run()
  }
  return () => {
    isWanted = true
    if (!isResting) void run()
  }
}
