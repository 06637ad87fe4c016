/**
 * What can be done, said once: a command feeds the palette, a menu, a toolbar and its shortcut.
 * An offer is a command about a subject of another domain (a person, a file): the messenger offers
 * to talk to a person, without the organisation chart knowing the messenger.
 */
import type { LucideIcon } from 'lucide-react'
import type { Bilingual } from './i18n'

export interface Reach {
  go(to: string): void
}

export interface Command {
  readonly id: string
  readonly label: Bilingual
  readonly icon?: LucideIcon
  /** As shown and as pressed: `Mod+K`; `Mod` is Ctrl, or ⌘ on a Mac. Always with a modifier. */
  readonly keys?: string
  readonly enabled?: () => boolean
  run(reach: Reach): void | Promise<void>
}

export interface Subjects {
  person: { readonly id: string; readonly name: string }
  /** `kind` is the media type. */
  file: { readonly id: string; readonly name: string; readonly kind: string }
}

export interface Offer<S> {
  readonly id: string
  readonly label: Bilingual
  readonly icon: LucideIcon
  enabled?(subject: S): boolean
  run(subject: S, reach: Reach): void | Promise<void>
}

export type Offers = { readonly [K in keyof Subjects]?: readonly Offer<Subjects[K]>[] }

let known: readonly Offers[] = []

/** Called once by the shell with what the domains bring. */
export function publishOffers(offers: readonly Offers[]): void {
  known = offers
}

export function offersFor<K extends keyof Subjects>(
  kind: K,
  subject: Subjects[K],
): readonly Offer<Subjects[K]>[] {
  return known
    .flatMap(offers => (offers[kind] ?? []) as readonly Offer<Subjects[K]>[])
    .filter(offer => offer.enabled?.(subject) ?? true)
}

interface Pressed {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/** Whether `event` presses `keys`. Letters are compared by place on a Hangul layout too. */
export function isPressed(keys: string, event: Pressed & { code?: string }): boolean {
  const wanted = keys.split('+')
  const last = wanted.at(-1)?.toLowerCase() ?? ''
  return (
    (event.key.toLowerCase() === last || event.code === `Key${last.toUpperCase()}`) &&
    (event.ctrlKey || event.metaKey) === wanted.includes('Mod') &&
    event.altKey === wanted.includes('Alt') &&
    event.shiftKey === wanted.includes('Shift')
  )
}
