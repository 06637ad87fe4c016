/** The time line as a list of states to choose from: the newest first, the seed last. */
import type { Timeline } from './state'

export interface Version {
  /** The document after this number of its log … */
  readonly seq: number
  /** … and what it is compared with at first. */
  readonly before: number
  readonly at: string
  readonly began: string
  readonly name: string | null
  readonly writers: readonly string[]
  /** How many suggestions were made in it. */
  readonly suggested: number
}

export function versionsOf(timeline: Timeline, isOnlyNamed = false): Version[] {
  const named = new Map(timeline.named.map(version => [version.seq, version]))
  const chapters = timeline.chapters.map(chapter => {
    const name = named.get(chapter.last)?.name ?? null
    named.delete(chapter.last)
    return {
      seq: chapter.last,
      before: chapter.first - 1,
      at: chapter.ended_at,
      began: chapter.began_at,
      name,
      writers: chapter.writers,
      suggested: chapter.suggested,
    }
  })
  const { oldest, created_at } = timeline
  const seed = {
    seq: oldest,
    before: oldest,
    at: created_at,
    began: created_at,
    name: named.get(oldest)?.name ?? null,
    writers: [],
    suggested: 0,
  }
  named.delete(oldest)
  // A name in the middle of a chapter: somebody named it and wrote on.
  const within = [...named.values()].map(version => {
    const chapter = timeline.chapters.find(c => c.first <= version.seq && version.seq <= c.last)
    return {
      seq: version.seq,
      before: (chapter?.first ?? version.seq) - 1,
      at: version.named_at,
      began: chapter?.began_at ?? version.named_at,
      name: version.name,
      writers: chapter?.writers ?? [],
      suggested: 0,
    }
  })
  const all = [...chapters, ...within, seed].sort((a, b) => b.seq - a.seq)
  return isOnlyNamed ? all.filter(version => version.name !== null) : all
}
