/** What screens read of the open pocket; it is read anew whenever something of it changed. */
import { useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { newsOf, type OwnHeld, type Seen } from '../submissions/held'
import { type Earlier, type SentBack, unfetched } from './day/earlier'
import type { Fetched, Target } from './day/model'
import { kept, own } from './own'
import type { Clock, KeptOp, KeptParcel, Place, Sent } from './sync/model'
import type { Line } from './sync/runner'
import type { Visit } from './visits/model'
import { findPlace } from './visits/place'
import { words } from './words'

export function useTargets(): readonly Target[] {
  return useSuspenseQuery(kept(shelf => shelf.list<Target>('card'), 'targets')).data
}

/** What was sent back, by the case. */
export function useEarlier(): readonly Earlier[] {
  return useSuspenseQuery(kept(shelf => shelf.list<Earlier>('earlier'), 'earlier')).data
}

/** Sent back since the day was fetched: what it is about, or nothing where that is not here. */
export function useSentBack(): readonly { readonly case_id: string; readonly name: string }[] {
  const back = useSuspenseQuery(kept(shelf => shelf.read<SentBack[]>('fact', 'sentBack'), 'back'))
  const targets = useTargets()
  return unfetched(back.data ?? [], useEarlier()).map(({ case_id }) => ({
    case_id,
    name: targets.find(target => target.case.id === case_id)?.subject.name ?? '',
  }))
}

export function useVisits(): readonly Visit[] {
  return useSuspenseQuery(kept(shelf => shelf.list<Visit>('visit'), 'visits')).data
}

export function useDay(): Fetched | null {
  return useSuspenseQuery(kept(shelf => shelf.read<Fetched>('fact', 'day'), 'day')).data
}

export function useOrder(): readonly string[] {
  const found = useSuspenseQuery(kept(shelf => shelf.read<string[]>('fact', 'order'), 'order'))
  return found.data ?? []
}

export function useClock(): Clock | null {
  return useSuspenseQuery(kept(shelf => shelf.read<Clock>('fact', 'clock'), 'clock')).data
}

export interface Queue {
  readonly ops: readonly KeptOp[]
  readonly parcels: readonly KeptParcel[]
  readonly sent: readonly Sent[]
  /** Of one's own that was held, as the suite last said. */
  readonly held: readonly OwnHeld[]
  /** What became of it, and was not seen yet. */
  readonly news: readonly OwnHeld[]
}

export const queueOf = kept(async (shelf): Promise<Queue> => {
  const held = (await shelf.read<readonly OwnHeld[]>('fact', 'ownHeld')) ?? []
  return {
    ops: await shelf.list<KeptOp>('op'),
    parcels: await shelf.list<KeptParcel>('parcel'),
    sent: (await shelf.list<Sent>('sent')).reverse(),
    held,
    news: newsOf(held, (await shelf.read<Seen>('fact', 'rulingsSeen')) ?? {}),
  }
}, 'queue')

export function useQueue(): Queue {
  return useSuspenseQuery(queueOf).data
}

export interface LineState {
  readonly line: Line
  readonly isBusy: boolean
  readonly heard: number | null
}

const NOWHERE = {
  get: () => null,
  set: () => undefined,
  follow: () => () => undefined,
}

export function useLine(): LineState {
  const runner = useStore(own)?.runner
  const line = useStore(runner?.line ?? NOWHERE) ?? 'asking'
  const isBusy = useStore(runner?.isBusy ?? NOWHERE) ?? false
  const heard = useStore(runner?.heard ?? NOWHERE)
  return { line, isBusy, heard }
}

/** Asked for once a screen; null where it is not known. */
export function usePlace(): readonly [Place | null, () => Promise<Place | null>] {
  const [place, set] = useState<Place | null>(null)
  const find = async () => {
    const found = await findPlace(10_000)
    set(found)
    return found
  }
  useEffect(() => {
    let isHere = true
    // Only where it was allowed before: nobody is asked for a permission by opening a screen.
    void navigator.permissions
      ?.query({ name: 'geolocation' })
      .then(async ({ state }) => {
        const found = state === 'granted' ? await findPlace(10_000) : null
        if (isHere && found) set(found)
      })
      .catch(() => undefined)
    return () => {
      isHere = false
    }
  }, [])
  return [place, find]
}

export function useDistance(): (metres: number) => string {
  const t = useWords(words)
  return metres =>
    metres < 1000
      ? t('unit.m', { value: Math.round(metres / 10) * 10 })
      : t('unit.km', { value: (metres / 1000).toFixed(1) })
}
