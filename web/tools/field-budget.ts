/**
 * The build fails where a phone would fetch more before its first form than design/mobile.md §11
 * allows: the page, the field app, a visit that nobody planned, a sheet and the engine, packed with
 * gzip. The edge sends Brotli to whoever reads it, which is a sixth less.
 */
import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Plugin } from 'vite'
import type { Part } from './field-shell.ts'

const MOST_BYTES = 450_000
const FIRST =
  /\/src\/(mobile_admin\/pocket\/(app|today\/unplanned|sheet\/page)|kit\/toasts)\.tsx$|xforms-engine\/dist\/index\.js/

/** After `packAssets`, whose files it weighs. */
export function fieldBudget(): Plugin {
  return {
    name: 'field-budget',
    apply: 'build',
    writeBundle({ dir = 'dist' }, bundle) {
      const names = beforeFirstForm(Object.values(bundle) as readonly Part[])
      const bytes = names.reduce((sum, name) => sum + sizeOf(join(dir, name)), 0)
      const said = `before the first form: ${Math.round(bytes / 1000)} KB in ${names.length} files`
      if (bytes > MOST_BYTES) throw new Error(`${said}, and ${MOST_BYTES / 1000} are allowed`)
      this.info(said)
    },
  }
}

function sizeOf(file: string): number {
  return statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size
}

/** Scripts, styles and modules; what questions of a rarer kind bring is fetched with them. */
export function beforeFirstForm(parts: readonly Part[]): string[] {
  const byName = new Map(parts.map(part => [part.fileName, part]))
  const found = new Set<Part>()
  const take = (part: Part | undefined): void => {
    if (!part || found.has(part)) return
    found.add(part)
    for (const name of part.imports ?? []) take(byName.get(name))
  }
  for (const part of parts)
    if (part.isEntry || part.moduleIds?.some(id => FIRST.test(id))) take(part)
  const styles = [...found].flatMap(part => [...(part.viteMetadata?.importedCss ?? [])])
  const code = [...found].map(part => part.code ?? '').join('\n')
  const modules = parts
    .map(({ fileName }) => fileName)
    .filter(name => name.endsWith('.wasm') && code.includes(basename(name)))
  return [...new Set([...[...found].map(({ fileName }) => fileName), ...styles, ...modules])].sort()
}
