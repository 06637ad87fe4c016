/**
 * Writes `field-worker.js`: the worker, its release, and the list of files that the field app needs
 * without a line. That is what the page starts with and all that its own parts may ask for later.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const OWN = /\/src\/mobile_admin\/(pocket|capture)\//
const ALWAYS = ['/layers.css', '/favicon.svg', '/field.webmanifest', '/field-192.png']

export interface Part {
  readonly type: 'chunk' | 'asset'
  readonly fileName: string
  readonly isEntry?: boolean
  readonly code?: string
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
  readonly moduleIds?: readonly string[]
  readonly viteMetadata?: { readonly importedCss: ReadonlySet<string> }
}

export function fieldShell(): Plugin {
  return {
    name: 'field-shell',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const files = shellOf(Object.values(bundle) as readonly Part[])
        const script = readFileSync(
          fileURLToPath(new URL('./field-worker.js', import.meta.url)),
          'utf8',
        )
        const release = createHash('sha256').update(JSON.stringify(files)).update(script)
        const head = [
          `const RELEASE = '${release.digest('hex').slice(0, 16)}'`,
          `const SHELL = ${JSON.stringify([...ALWAYS, ...files])}`,
        ]
        const source = `${head.join('\n')}\n${script}`
        this.emitFile({ type: 'asset', fileName: 'field-worker.js', source })
      },
    },
  }
}

/** Paths of scripts, styles and modules; fonts are kept as they are used. */
export function shellOf(parts: readonly Part[]): string[] {
  const scripts = scriptsOf(parts)
  const code = scripts.map(part => part.code ?? '').join('\n')
  const styles = scripts.flatMap(part => [...(part.viteMetadata?.importedCss ?? [])])
  const modules = parts
    .map(({ fileName }) => fileName)
    .filter(name => name.endsWith('.wasm') && code.includes(basename(name)))
  const names = scripts.map(({ fileName }) => fileName)
  return [...new Set([...names, ...styles, ...modules])].map(name => `/${name}`).sort()
}

function scriptsOf(parts: readonly Part[]): readonly Part[] {
  const byName = new Map(parts.map(part => [part.fileName, part]))
  const found = new Set<Part>()
  const take = (part: Part | undefined): void => {
    if (!part || found.has(part)) return
    found.add(part)
    // The page itself may fetch every other domain later: only what is our own is asked for.
    const later = isOwn(part) && !part.isEntry ? (part.dynamicImports ?? []) : []
    for (const name of [...(part.imports ?? []), ...later]) take(byName.get(name))
  }
  for (const part of parts) if (isOwn(part) || part.isEntry) take(part)
  return [...found]
}

function isOwn({ moduleIds }: Part): boolean {
  return moduleIds?.some(id => OWN.test(id)) ?? false
}
