/** A draft that lives as long as the page: for the preview and for tests. */
import type { Draft, DraftStore } from './ports'

export function inMemory(): DraftStore {
  let draft: Draft | null = null
  const files = new Map<string, File>()
  return {
    load: async () => draft && { draft, files: [...files.values()] },
    async save(next) {
      draft = next
    },
    async keepFile(file) {
      files.set(file.name, file)
    },
    async dropFile(name) {
      files.delete(name)
    },
  }
}
