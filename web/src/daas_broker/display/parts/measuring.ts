/** Tells the gateway how long a word takes, so that an operator sees it as a chart; shows nothing. */
import { message } from '../channel'
import type { Part } from '../chrome/part'

const EVERY_MS = 10_000
const measured = message<{ ms: number }>('latency.measured')

export const measuring: Part = {
  id: 'measuring',
  order: 10,
  start({ stream, channel }) {
    const timer = setInterval(() => {
      const ms = stream.picture.meter.latest.get().trip
      if (ms !== null) channel.say(measured, { ms: Math.min(ms, 60_000) })
    }, EVERY_MS)
    return () => clearInterval(timer)
  },
}
