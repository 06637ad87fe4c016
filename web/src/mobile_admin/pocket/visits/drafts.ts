/**
 * Where the sheet of one visit lies while it is filled in. What comes back is durable; a photo's
 * bytes are, before the answer that names it is [FO9].
 */
import { keep, own } from '../own'
import { freshId } from '../store/ids'

/** What is known of a photo; its bytes lie beside it under the same id. */
export interface KeptFile {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size: number
}

export function draftsOf<Draft>(visit: string) {
  return {
    async load(): Promise<{ draft: Draft; files: readonly File[] } | null> {
      const draft = await own.get()?.shelf.read<Draft>('draft', visit)
      if (!draft) return null
      return { draft, files: await openFiles(visit) }
    },
    async save(draft: Draft): Promise<void> {
      await keep([{ kind: 'draft', id: visit, value: draft }])
    },
    async keepFile(file: File): Promise<void> {
      const { name, type, size } = file
      const before = (await filesOf(visit)).find(each => each.name === name)
      const id = before?.id ?? `${visit}.${freshId()}`
      const bytes = new Uint8Array(await file.arrayBuffer())
      const value: KeptFile = { id, name, type, size }
      await keep([
        { kind: 'blob', id, bytes },
        { kind: 'file', id, value },
      ])
    },
    async dropFile(name: string): Promise<void> {
      const found = (await filesOf(visit)).find(each => each.name === name)
      if (!found) return
      await keep([
        { kind: 'file', id: found.id, gone: true },
        { kind: 'blob', id: found.id, gone: true },
      ])
    },
  }
}

export async function filesOf(visit: string): Promise<readonly KeptFile[]> {
  return (await own.get()?.shelf.list<KeptFile>('file', `${visit}.`)) ?? []
}

async function openFiles(visit: string): Promise<readonly File[]> {
  const shelf = own.get()?.shelf
  const found = await filesOf(visit)
  const opened = await Promise.all(
    found.map(async ({ id, name, type }) => {
      const bytes = await shelf?.bytes(id)
      return bytes ? new File([bytes], name, { type }) : null
    }),
  )
  return opened.filter(file => file !== null)
}
