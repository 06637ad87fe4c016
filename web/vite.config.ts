import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
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

export default defineConfig({
  plugins: [react(), twoLanguages(), fitXformsEngine(), pruneFormerBuilds()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The policy of the edge allows no `data:` source, so nothing may be inlined.
  build: {
    assetsInlineLimit: 0,
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', test: BASE }] } } },
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
