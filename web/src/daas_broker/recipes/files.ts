/** The files of a recipe with what one wishes of them. Pure. */
import type { Change, FileChange, Recipe, RecipeFile } from './state'

export interface WishedFile {
  readonly path: string
  readonly text: string | null
  readonly size_bytes: number
  /** Whether it may be changed from here. */
  readonly isOpen: boolean
  /** Against the release's. */
  readonly mark: 'added' | 'changed' | 'gone' | null
  /** What the release has now where it was another when this was changed; null where nothing is. */
  readonly newer: string | null
}

/** By path, as the release has them. */
export function releasedIn({ files, shipped, edits }: Recipe): ReadonlyMap<string, RecipeFile> {
  const changed = new Set(edits.map(({ path }) => path))
  const own = files.filter(({ path }) => !changed.has(path))
  return new Map([...own, ...shipped].map(file => [file.path, file]))
}

/** Null leaves it out. What says no other than the release is no change. */
export function withFile(
  recipe: Recipe,
  change: Change,
  path: string,
  text: string | null,
): Change {
  const released = releasedIn(recipe).get(path)
  const files = change.files.filter(file => file.path !== path)
  const isReleased = released ? released.text === text : text === null
  const over = released?.digest ?? ''
  return { ...change, files: isReleased ? files : [...files, { path, text, over }] }
}

export function filesOf(recipe: Recipe, change: Change): readonly WishedFile[] {
  const released = releasedIn(recipe)
  const changed = new Map(change.files.map(file => [file.path, file]))
  const paths = [...new Set([...released.keys(), ...changed.keys()])].toSorted()
  return paths.flatMap(path => shown(path, released.get(path), changed.get(path)))
}

function shown(path: string, was?: RecipeFile, file?: FileChange): readonly WishedFile[] {
  if (!file) {
    if (!was) return []
    const { text, size_bytes, is_open } = was
    return [{ path, text, size_bytes, isOpen: is_open, mark: null, newer: null }]
  }
  const { text, over } = file
  const mark = text === null ? 'gone' : was ? 'changed' : 'added'
  const newer = was && over !== was.digest ? was.text : null
  const size_bytes = text === null ? (was?.size_bytes ?? 0) : bytesOf(text)
  return [{ path, text, size_bytes, isOpen: true, mark, newer }]
}

/** The recipe as it would be: what is about to be saved, before it is. */
export function preview(recipe: Recipe, change: Change): Recipe {
  const now = new Map(recipe.files.map(file => [file.path, file]))
  const files = filesOf(recipe, change).flatMap(({ path, text, size_bytes, isOpen, mark }) => {
    if (mark === 'gone') return []
    const same = now.get(path)
    if (same && same.text === text && (text !== null || mark === null)) return [same]
    return [{ path, text, size_bytes, is_open: isOpen, digest: `wished ${text}` }]
  })
  return { ...recipe, added: [...change.added], dropped: [...change.dropped], files }
}

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length

/** The host decides; this spares the way there. */
export function isPlace(path: string, places: readonly string[]): boolean {
  const place = places.find(one => path.startsWith(one))
  return (
    place !== undefined &&
    path
      .slice(place.length)
      .split('/')
      .every(name => /^[A-Za-z0-9_][\w.+@-]*$/.test(name))
  )
}
