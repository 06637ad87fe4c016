/** How a domain presents itself to the shell: `src/<domain>/entry.ts` exports one `Entry`. */
import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { Command, Offers } from './commands'
import type { Bilingual } from './i18n'
import type { PresenceSource } from './presence'
import type { Role, Session, Zone } from './session'

export interface Entry {
  /** The folder's name. */
  readonly id: string
  /** A place in the launcher and the rail; a domain without one only brings routes. */
  readonly place?: Place
  readonly pages: readonly Page[]
  /** Screens for whoever is not signed in, outside the frame; what they ask must be public. */
  readonly open?: readonly Page[]
  /** Screens of those who run the workplace; all domains' stand side by side under 운영. */
  readonly offices?: readonly Office[]
  readonly homeCards?: readonly HomeCard[]
  readonly commands?: readonly Command[]
  readonly offers?: Offers
  readonly finders?: readonly Finder[]
  /** Runs as long as somebody is signed in, whatever screen is open; returns how it ends. */
  readonly attend?: (session: Session) => () => void
  /** As whom the screen at `path` is shown while the suite does not say who is signed in. */
  readonly meanwhile?: (path: string) => Promise<Session | null>
  /** A bar above whatever screen is open, while it has something to say; else it shows nothing. */
  readonly beside?: () => Promise<{ default: ComponentType }>
  /** Only the one domain that knows who is there. */
  readonly presence?: PresenceSource
  /** Refusals of whole screens that their reader mends at once somewhere else, by their codes. */
  readonly remedies?: Readonly<Record<string, Remedy>>
  /** What waits for the reader; the home page shows it under 처리할 일 and counts it. */
  readonly todos?: () => Promise<readonly Todo[]>
}

export interface Remedy {
  readonly title: Bilingual
  readonly action: Bilingual
  readonly to: string
}

/** A screen at an address below `/` (react-router's patterns: `drive/*`, `rooms/:id`). */
export interface Page {
  readonly path: string
  /** Imports the screen, so that a visitor loads only what is opened. */
  readonly load: () => Promise<ComponentType>
}

/** A screen of the administration; its `path` starts with `admin/`. */
export interface Office extends Page {
  readonly label: Bilingual
  readonly icon: LucideIcon
  /** Smaller comes first: operations 10, desktops 20, images 30, policy 40, … cost 90. */
  readonly order: number
  readonly roles: readonly Role[]
}

export interface Place {
  readonly label: Bilingual
  readonly icon: LucideIcon
  readonly path: string
  /** Smaller comes first; home is 0, the organisation chart 80, administration 90. */
  readonly order: number
  /** Only for holders of one of these. */
  readonly roles?: readonly Role[]
  readonly zones?: readonly Zone[]
  /** Unread or waiting; asked again when `['count', id]` is invalidated. */
  readonly count?: () => Promise<number>
  /** Whether it is one of the four that fit the bar of a phone. */
  readonly onPhone?: boolean
}

export interface HomeCard {
  readonly id: string
  readonly title: Bilingual
  readonly icon: LucideIcon
  readonly column: 'main' | 'side'
  readonly order: number
  readonly more?: { readonly label: Bilingual; readonly to: string }
  readonly zones?: readonly Zone[]
  readonly load: () => Promise<{ default: ComponentType }>
}

export interface Todo {
  readonly id: string
  readonly title: string
  readonly note: string
  readonly to: string
  readonly action: Bilingual
  readonly urgent?: boolean
  readonly at: string
}

/** A group of the palette. `find` is asked 120 ms after the last key, with NFC text. */
export interface Finder {
  readonly id: string
  readonly label: Bilingual
  readonly find: (query: string, signal: AbortSignal) => Promise<readonly Found[]>
}

export interface Found {
  readonly id: string
  readonly title: string
  readonly note?: string
  readonly icon: LucideIcon
  readonly to: string
}
