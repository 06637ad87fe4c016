/** Opening a link in one's Internet desktop: which one, and when it is ready. */
import { api, ask } from '@/kernel/api'
import { asRefusal } from '@/kernel/refusal'
import { claim, type Place } from '../sessions/state'
import '../display/parts/files.words'

const AGAIN_MS = 1_500
const TRIES = 40

/** The one that one has, else a single browser, else the first. */
export function internetPlace(pools: readonly Place[]): Place | null {
  const fit = pools.filter(one => one.zone === 'internet')
  return fit.find(one => one.desktop) ?? fit.find(one => one.kind === 'app') ?? fit[0] ?? null
}

export type Progress = { readonly step: 'claiming' | 'opening'; readonly before: number | null }

/** The desktop in which it was opened; raises a refusal, or AbortError once nobody waits. */
export async function openIn(
  place: Place,
  url: string,
  tell: (now: Progress) => void,
  signal: AbortSignal,
): Promise<string> {
  const desktop = await claimed(place, tell, signal)
  tell({ step: 'opening', before: null })
  for (let tried = 1; ; tried += 1) {
    try {
      const options = { params: { path: { desktop_id: desktop } }, body: { url } }
      await ask(api.POST('/api/desktops/{desktop_id}/links', options))
      return desktop
    } catch (error) {
      // Its browser's door opens a moment after its screen.
      if (asRefusal(error).code !== 'file_door_closed' || tried >= TRIES) throw error
      await pause(signal)
    }
  }
}

async function claimed(
  place: Place,
  tell: (now: Progress) => void,
  signal: AbortSignal,
): Promise<string> {
  if (place.desktop) return place.desktop.desktop_id
  for (;;) {
    const { desktop, queued } = await claim(place.pool_id)
    if (desktop) return desktop.desktop_id
    tell({ step: 'claiming', before: queued ? Math.max(0, queued.position - 1) : null })
    await pause(signal)
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new DOMException('nobody waits', 'AbortError'))
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    setTimeout(resolve, AGAIN_MS)
  })
}
