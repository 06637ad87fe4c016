/** Who is at the desk: asked of the server, and asked again when it says that somebody changed. */
import { useEffect } from 'react'
import { api, ask } from '@/kernel/api'
import { watch } from '@/kernel/live'
import type { Presence } from '@/kernel/presence'
import { queries } from '@/kernel/queries'

const MOST = 200
const TOGETHER_MS = 250

export async function presenceOf(ids: readonly string[]): Promise<ReadonlyMap<string, Presence>> {
  const query = { ids: ids.slice(0, MOST).join() }
  const { people } = await ask(api.GET('/api/messenger/presence', { params: { query } }))
  return new Map(people.map(({ person, state }) => [person, state]))
}

let isAsking = false

function askAgain(): void {
  if (isAsking) return
  isAsking = true
  setTimeout(() => {
    isAsking = false
    void queries.invalidateQueries({ queryKey: ['presence'] })
  }, TOGETHER_MS)
}

/** Follows those who are on screen; `usePresence` shows what comes of it. */
export function useLivePresence(ids: readonly string[]): void {
  const wanted = [...new Set(ids)].sort().slice(0, MOST).join()
  useEffect(() => {
    if (wanted === '') return
    const watcher = { hint: askAgain, doubt: () => undefined }
    const ends = wanted.split(',').map(id => watch(`presence:${id}`, watcher))
    return () => {
      for (const end of ends) end()
    }
  }, [wanted])
}
