/**
 * The build fails where more is fetched before something is there than is allowed: the first form on
 * a phone (design/mobile.md §11), the home page after a sign-in, the picture of a desktop. It is
 * weighed packed with gzip; the edge sends Brotli to whoever reads it, which is a sixth less. Fonts
 * are not in it: text is shown before they are there.
 */
import { existsSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Plugin } from 'vite'
import type { Part } from './field-shell.ts'

interface Budget {
  readonly name: string
  readonly most: number
  /** The sources that are asked for on the way, beside the page's own and what all these import. */
  readonly asked: readonly RegExp[]
}

const TOASTS = /\/src\/kit\/toasts\.tsx$/
const BUDGETS: readonly Budget[] = [
  {
    name: 'the first form',
    most: 450_000,
    asked: [
      /\/src\/mobile_admin\/pocket\/app\.tsx$/,
      /\/src\/mobile_admin\/pocket\/today\/unplanned\.tsx$/,
      /\/src\/mobile_admin\/pocket\/sheet\/page\.tsx$/,
      /\/xforms-engine\/dist\/index\.js/,
      TOASTS,
    ],
  },
  {
    name: 'the home page',
    most: 380_000,
    asked: [/\/src\/shell\/home\/page\.tsx$/, /\/home-card\.tsx$/, /\/todos\.ts$/, TOASTS],
  },
  {
    name: "a desktop's picture",
    most: 400_000,
    asked: [
      /\/src\/daas_broker\/display\/view\.tsx$/,
      /\/src\/daas_broker\/display\/screen\.ts$/,
      TOASTS,
    ],
  },
]

/** After `packAssets`, whose files it weighs. */
export function budgets(): Plugin {
  return {
    name: 'budgets',
    apply: 'build',
    writeBundle({ dir = 'dist' }, bundle) {
      for (const { name, most, asked } of BUDGETS) {
        const files = fetchedFor(asked, Object.values(bundle) as readonly Part[])
        const bytes = files.reduce((sum, file) => sum + sizeOf(join(dir, file)), 0)
        const said = `before ${name}: ${Math.round(bytes / 1000)} KB in ${files.length} files`
        if (bytes > most) throw new Error(`${said}, and ${most / 1000} are allowed`)
        this.info(said)
      }
    },
  }
}

function sizeOf(file: string): number {
  return statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size
}

/**
 * Scripts, styles and modules; what is fetched for rarer things comes with these. Throws for a source
 * that is not there: a limit on what was renamed would hold nothing.
 */
export function fetchedFor(asked: readonly RegExp[], parts: readonly Part[]): string[] {
  const sources = parts.flatMap(part => part.moduleIds ?? [])
  const missing = asked.find(one => !sources.some(id => one.test(id)))
  if (missing) throw new Error(`nothing is named ${missing}: see tools/budgets.ts`)
  const byName = new Map(parts.map(part => [part.fileName, part]))
  const found = new Set<Part>()
  const take = (part: Part | undefined): void => {
    if (!part || found.has(part)) return
    found.add(part)
    for (const name of part.imports ?? []) take(byName.get(name))
  }
  for (const part of parts)
    if (part.isEntry || part.moduleIds?.some(id => asked.some(one => one.test(id)))) take(part)
  const styles = [...found].flatMap(part => [...(part.viteMetadata?.importedCss ?? [])])
  const code = [...found].map(part => part.code ?? '').join('\n')
  const modules = parts
    .map(({ fileName }) => fileName)
    .filter(name => name.endsWith('.wasm') && code.includes(basename(name)))
  return [...new Set([...[...found].map(({ fileName }) => fileName), ...styles, ...modules])].sort()
}
