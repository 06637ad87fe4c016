import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { fieldShell } from './tools/field-shell.ts'
import { packAssets } from './tools/pack.ts'
import { fitXformsEngine } from './tools/xforms.ts'

const suite = process.env.ONMARU_ORIGIN ?? 'http://localhost:8080'

/** react-aria brings its words in 34 languages; two of them are ours. */
function twoLanguages(): Plugin {
  return {
    name: 'two-languages',
    enforce: 'pre',
    load(id) {
      const [, tag] = /\/intl\/[\w-]+\/(\w\w-\w\w)\.m?js$/.exec(id) ?? []
      return tag && tag !== 'ko-KR' && tag !== 'en-US' ? 'export default {}' : null
    },
  }
}

const KEPT_MS = 14 * 24 * 3_600_000

/** Files of former builds stay for a while: a page that is open asks for the parts it was built with. */
function pruneFormerBuilds(): Plugin {
  return {
    name: 'prune-former-builds',
    writeBundle({ dir = 'dist' }) {
      const assets = join(dir, 'assets')
      for (const name of readdirSync(assets)) {
        const file = join(assets, name)
        if (Date.now() - statSync(file).mtimeMs > KEPT_MS) rmSync(file)
      }
    },
  }
}

/** What every screen needs and what changes only with a library: one file, cached for long. */
const BASE =
  /node_modules\/(react|react-dom|scheduler|react-router|@tanstack|i18next|react-i18next|openapi-fetch|es-hangul|use-sync-external-store|clsx)\//

const MAIN = fileURLToPath(new URL('./src/shell/main.tsx', import.meta.url))

interface Modules {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null
}

/** What of our own the first page is made of: one file, where it was thirty. */
function firstPage(): (id: string, modules: Modules) => string | null {
  const found = new Set<string>()
  const walk = (id: string, modules: Modules) => {
    if (found.has(id) || id.includes('node_modules')) return
    found.add(id)
    for (const next of modules.getModuleInfo(id)?.importedIds ?? []) walk(next, modules)
  }
  return (id, modules) => {
    if (!found.size) walk(MAIN, modules)
    return found.has(id) ? 'first' : null
  }
}

// Without what the parts import: a library's index would bring all of it into the first page. They
// import each other in this one direction (ours, icons, base), so none waits for itself.
const CHUNKS = {
  includeDependenciesRecursively: false,
  groups: [
    { name: 'base', test: BASE, priority: 2 },
    { name: 'icons', test: /node_modules\/lucide-react\//, priority: 2 },
    { name: firstPage(), priority: 1 },
  ],
}

export default defineConfig({
  plugins: [
    react(),
    twoLanguages(),
    fitXformsEngine(),
    packAssets(),
    fieldShell(),
    pruneFormerBuilds(),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The policy of the edge allows no `data:` source, so nothing may be inlined.
  build: {
    assetsInlineLimit: 0,
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: { output: { codeSplitting: CHUNKS } },
  },
  server: {
    proxy: {
      '/api': suite,
      '/socket.io': { target: suite, ws: true },
      '/y': { target: suite, ws: true },
      '/display': { target: suite, ws: true },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./vitest.setup.ts'],
    testTimeout: 30_000, // what takes a second takes ten on a busy machine
    include: ['src/**/*.test.{ts,tsx}', 'tools/*.test.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    restoreMocks: true,
    pool: 'vmThreads',
    maxWorkers: 2,
  },
})
