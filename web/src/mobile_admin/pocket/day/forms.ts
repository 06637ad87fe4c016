/**
 * Forms as they lie on the phone: the questions, and the lists and pictures that they name. A form is
 * there when all of it is [FO11].
 */
import type { components } from '@/generated/api'
import { type Store, store } from '@/kernel/store'
import { keep, own } from '../own'
import type { Change, Shelf } from '../store/shelf'
import { bytesOf, textOf } from './bytes'
import { blobOf, type FormName, idOf, type KeptForm } from './kept-form'

export type Forms = components['schemas']['FieldFormsBody']
type FormFile = components['schemas']['FormFileBody']

/** Named by its hash, its bytes beside it. */
interface Medium {
  readonly id: string
}

/** How many files of forms are still to come, while they come. */
export const coming: Store<{ readonly at: number; readonly all: number } | null> = store<{
  readonly at: number
  readonly all: number
} | null>(null)

/** A version never changes: what is here already is not fetched again. False where the line ended. */
export async function fetchForms(
  shelf: Shelf,
  wanted: readonly FormName[],
  known: Forms,
): Promise<boolean> {
  const there = new Set((await shelf.list<KeptForm>('form')).map(({ id }) => id))
  const missing = wanted.filter(form => !there.has(idOf(form)))
  if (!(await fetchFiles(shelf, missing, known))) return false
  for (const form of missing) {
    const xml = await textOf(`${addressOf(form)}/xform`)
    if (xml === null) return false
    const files = filesOf(known, form).map(({ name, media_type, sha256 }) => ({
      name,
      type: media_type,
      sha256,
    }))
    const value: KeptForm = { id: idOf(form), xml, files }
    await keep([{ kind: 'form', id: value.id, value }])
  }
  return true
}

/** Each is kept as it comes: a line that was cut goes on where it was. */
async function fetchFiles(
  shelf: Shelf,
  forms: readonly FormName[],
  known: Forms,
): Promise<boolean> {
  const there = new Set((await shelf.list<Medium>('medium')).map(({ id }) => id))
  const all = forms.flatMap(form => filesOf(known, form).map(file => ({ form, file })))
  const missing = all.filter(({ file }) => !there.has(file.sha256))
  try {
    for (const [at, { form, file }] of missing.entries()) {
      coming.set({ at, all: missing.length })
      const path = `${addressOf(form)}/files/${encodeURIComponent(file.name)}`
      const came = await bytesOf(path, file.sha256)
      if (came === null) return false
      await keep([
        { kind: 'blob', id: blobOf(file.sha256), bytes: came.bytes },
        { kind: 'medium', id: file.sha256, value: { id: file.sha256 } satisfies Medium },
      ])
    }
  } finally {
    coming.set(null)
  }
  return true
}

/** Forms that nobody offers and no visit needs, with the files that only they name. */
export async function oldForms(shelf: Shelf, needed: ReadonlySet<string>): Promise<Change[]> {
  const forms = await shelf.list<KeptForm>('form')
  const left = forms.filter(({ id }) => needed.has(id))
  const named = new Set(left.flatMap(({ files }) => files ?? []).map(({ sha256 }) => sha256))
  const media = (await shelf.list<Medium>('medium')).filter(({ id }) => !named.has(id))
  return [
    ...forms.filter(({ id }) => !needed.has(id)).map(({ id }) => gone('form', id)),
    ...media.flatMap(({ id }) => [gone('medium', id), gone('blob', blobOf(id))]),
  ]
}

function gone(kind: Change['kind'], id: string): Change {
  return { kind, id, gone: true }
}

/** As the renderer asks for them. */
export function mediaOf(form: KeptForm) {
  return async (name: string): Promise<Blob | null> => {
    const file = form.files?.find(each => each.name === name)
    const bytes = file && (await own.get()?.shelf.bytes(blobOf(file.sha256)))
    return bytes ? new Blob([bytes], { type: file.type }) : null
  }
}

function filesOf({ forms }: Forms, { key, version }: FormName): readonly FormFile[] {
  const form = forms.find(({ id }) => id === key)
  return form?.versions.find(each => each.version === version)?.files ?? []
}

function addressOf({ key, version }: FormName): string {
  return `/api/field/forms/${key}/versions/${encodeURIComponent(version)}`
}
