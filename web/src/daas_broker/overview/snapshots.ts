/** What can be told of the snapshots of homes. Pure. */
import type { PersonsHome } from '../homes/state'

/** A snapshot is made daily while a home is in use (DH7); the hour is for one that is being made. */
const LATE_MS = 25 * 3_600_000

export interface KeptHomes {
  readonly failing: number
  readonly late: number
  readonly last: string | null
}

type Told = Pick<PersonsHome, 'error' | 'in_use' | 'kept_at'>

export function keptOf(homes: readonly Told[], now: number = Date.now()): KeptHomes {
  const isLate = ({ in_use, kept_at }: Told) =>
    in_use && kept_at !== null && now - Date.parse(kept_at) > LATE_MS
  return {
    failing: homes.filter(({ error }) => error !== '').length,
    late: homes.filter(home => home.error === '' && isLate(home)).length,
    last:
      homes
        .flatMap(({ kept_at }) => kept_at ?? [])
        .toSorted()
        .at(-1) ?? null,
  }
}
