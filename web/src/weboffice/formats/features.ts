/** What a loss means: gone, or there in another form. */
import type { Losses } from './state'

const DROPPED = [
  'comment',
  'deletion',
  'insertion_rejected',
  'equation',
  'chart',
  'object',
  'attached_template',
  'mail_merge',
  'custom_ui',
  'web_extension',
  'header',
  'macro',
  'external',
  'building_block',
  'embedded_font',
  'signature',
  'unknown',
  'rule',
  'page_break',
] as const

export interface Loss {
  readonly feature: string
  readonly count: number
}

export interface Sorted {
  readonly dropped: readonly Loss[]
  readonly altered: readonly Loss[]
}

/** The most frequent first. */
export function sorted(losses: Losses): Sorted {
  const all = Object.entries(losses)
    .map(([feature, count]) => ({ feature, count }))
    .sort((one, other) => other.count - one.count || one.feature.localeCompare(other.feature))
  const isDropped = ({ feature }: Loss) => (DROPPED as readonly string[]).includes(feature)
  return { dropped: all.filter(isDropped), altered: all.filter(loss => !isDropped(loss)) }
}
