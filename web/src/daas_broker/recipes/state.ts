/** What an image is made of: asked, changed, and two of them told apart. */
import { queryOptions } from '@tanstack/react-query'
import { diffLines } from 'diff'
import type { components } from '@/generated/api'
import { api, ask } from '@/kernel/api'
import { queries } from '@/kernel/queries'

export type Recipe = components['schemas']['RecipeBody']
export type RecipeFile = components['schemas']['RecipeFileBody']
export type FileChange = components['schemas']['RecipeFileChange']

const recipesKey = ['daas', 'recipes'] as const
export interface Place {
  readonly provider: string
  readonly name: string
}

/** As the next build will have it. */
export const recipeOf = ({ provider, name }: Place) =>
  queryOptions({
    queryKey: [...recipesKey, provider, name],
    queryFn: () =>
      ask(
        api.GET('/api/admin/image-recipes/{provider}/{name}', {
          params: { path: { provider, name } },
        }),
      ),
  })

/** A version never changes, so neither does what it was made of. */
export const keptRecipeOf = (key: string) =>
  queryOptions({
    queryKey: [...recipesKey, 'kept', key],
    queryFn: async () =>
      (await ask(api.GET('/api/admin/images/{key}/recipe', { params: { path: { key } } }))).recipe,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What a workplace changed of the release's own. */
export interface Change {
  readonly added: readonly string[]
  readonly dropped: readonly string[]
  readonly files: readonly FileChange[]
}
export const RELEASED: Change = { added: [], dropped: [], files: [] }

export const changeOf = ({ added, dropped, edits }: Recipe): Change => ({
  added,
  dropped,
  files: edits,
})

export async function change(place: Place, wished: Change, seen: string): Promise<Recipe> {
  const made = await ask(
    api.PUT('/api/admin/image-recipes/{provider}/{name}', {
      params: { path: { ...place } },
      body: {
        added: [...wished.added],
        dropped: [...wished.dropped],
        files: [...wished.files],
        seen,
      },
    }),
  )
  queries.setQueryData(recipeOf(place).queryKey, made)
  return made
}

export const isSame = (one: Change, other: Change): boolean =>
  sameNames(one.added, other.added) &&
  sameNames(one.dropped, other.dropped) &&
  isSameFiles(one, other)

export const isSameFiles = ({ files }: Change, other: Change): boolean =>
  files.length === other.files.length &&
  files.every(file =>
    other.files.some(
      each => each.path === file.path && each.text === file.text && each.over === file.over,
    ),
  )

const sameNames = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every(name => other.includes(name))

/** What was wished of an older recipe, of the one that somebody made meanwhile. */
export function moved(before: Change, wished: Change, now: Change): Change {
  const names = (was: readonly string[], mine: readonly string[], is: readonly string[]) => [
    ...is.filter(name => mine.includes(name) || !was.includes(name)),
    ...mine.filter(name => !(was.includes(name) || is.includes(name))),
  ]
  const mine = new Set(
    [...wished.files, ...before.files]
      .filter(({ path }) => textAt(before, path) !== textAt(wished, path))
      .map(({ path }) => path),
  )
  return {
    added: names(before.added, wished.added, now.added),
    dropped: names(before.dropped, wished.dropped, now.dropped),
    files: [
      ...now.files.filter(({ path }) => !mine.has(path)),
      ...wished.files.filter(({ path }) => mine.has(path)),
    ],
  }
}

const textAt = ({ files }: Change, at: string) => files.find(({ path }) => path === at)?.text

/** Names as they were typed: several may be pasted at once. */
export const namesIn = (typed: string): readonly string[] => typed.split(/[\s,]+/).filter(Boolean)

export function packagesOf({ parts, added, dropped }: Recipe): readonly string[] {
  const said = parts.flatMap(part => part.packages).filter(name => !dropped.includes(name))
  return [...new Set([...said, ...added])].toSorted()
}

export interface Difference {
  readonly added: readonly string[]
  readonly dropped: readonly string[]
  readonly files: readonly FileDifference[]
}
export interface FileDifference {
  readonly path: string
  readonly change: 'added' | 'changed' | 'gone'
  readonly before: string | null
  readonly now: string | null
}

/** From one recipe to a later one. */
export function difference(before: Recipe, now: Recipe): Difference {
  const [had, has] = [packagesOf(before), packagesOf(now)]
  const old = new Map(before.files.map(file => [file.path, file]))
  const young = new Map(now.files.map(file => [file.path, file]))
  const files = [...new Set([...old.keys(), ...young.keys()])].toSorted().flatMap(path => {
    const [was, is] = [old.get(path), young.get(path)]
    if (was?.digest === is?.digest) return []
    const change = !was ? 'added' : !is ? 'gone' : 'changed'
    return [{ path, change, before: was?.text ?? null, now: is?.text ?? null } as const]
  })
  return {
    added: has.filter(name => !had.includes(name)),
    dropped: had.filter(name => !has.includes(name)),
    files,
  }
}

export interface Passage {
  readonly kind: 'same' | 'added' | 'gone'
  readonly lines: readonly string[]
}
const AROUND = 2 // lines that stay, above and beneath what changed

/** Line by line; of what stays the same only what stands next to a change. */
export function passages(before: string, now: string): readonly Passage[] {
  return diffLines(before, now).map(({ value, added, removed }): Passage => {
    const lines = value.replace(/\n$/, '').split('\n')
    if (added || removed) return { kind: added ? 'added' : 'gone', lines }
    const isLong = lines.length > 2 * AROUND + 1
    const near = [...lines.slice(0, AROUND), '⋯', ...lines.slice(-AROUND)]
    return { kind: 'same', lines: isLong ? near : lines }
  })
}
