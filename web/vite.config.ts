import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { budgets } from './tools/budgets.ts'
import { fieldShell } from './tools/field-shell.ts'
import { packAssets } from './tools/pack.ts'
import { ownParts } from './tools/parts.ts'
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

/** Fonts come in two packings; every browser of ours reads the smaller one. */
function onlyWoff2(): Plugin {
  return {
    name: 'only-woff2',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/@fontsource\/.*\.css$/.test(id)) return null
      return code.replace(/, url\([^)]*\.woff\) format\('woff'\)/g, '')
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

/** Icons that a phone at the door needs, or the first page: it would fetch those of every office. */
const NEAR = /^(shell|kit|kernel|identity)\/|^mobile_admin\/(pocket|capture)\/|\/entry\.ts$/

/** What the cards of the home page draw beside those: it would fetch those of every office as well. */
const HOME =
  /\/home-card\.tsx$|^gdrive\/(columns|model|name-cell|node-menu|rows)\.|^messenger\/rooms\/list\./

const FEWEST_NEAR = 50

function iconsOf(near: RegExp): ReadonlySet<string> {
  const source = fileURLToPath(new URL('./src', import.meta.url))
  const sources = readdirSync(source, { recursive: true, encoding: 'utf8' })
  const asking = sources.filter(
    name => /\.tsx?$/.test(name) && near.test(name.replaceAll('\\', '/')),
  )
  const named = asking.flatMap(name => {
    const code = readFileSync(join(source, name), 'utf8')
    return [...code.matchAll(/import \{([^}]*)\} from 'lucide-react'/g)].map(([, names]) => names)
  })
  const words = new Set(named.flatMap(names => (names ?? '').match(/\b[A-Z]\w*/g) ?? []))
  // An icon has several names; its file has one.
  const index = './node_modules/lucide-react/dist/esm/lucide-react.mjs'
  const all = readFileSync(fileURLToPath(new URL(index, import.meta.url)), 'utf8')
  const files = [...all.matchAll(/export \{([^}]*)\} from '\.\/icons\/([\w-]+)\.\w+'/g)]
  const wanted = files.filter(([, names = '']) =>
    names.match(/\w+/g)?.some(name => words.has(name)),
  )
  return new Set(wanted.map(([, , file = '']) => file))
}

function icons(): (id: string) => string | null {
  const [near, home] = [iconsOf(NEAR), iconsOf(HOME)]
  if (near.size < FEWEST_NEAR) throw new Error('lucide-react: its index reads otherwise')
  return id => {
    if (!/node_modules\/lucide-react\//.test(id)) return null
    const [, icon] = /\/icons\/([\w-]+)\.\w+$/.exec(id) ?? []
    if (icon === undefined || near.has(icon)) return 'icons'
    return home.has(icon) ? 'home-icons' : 'more-icons'
  }
}

// Without what the parts import: a library's index would bring all of it into the first page. They
// import each other in this one direction (ours, icons, base), so none waits for itself.
const CHUNKS = {
  includeDependenciesRecursively: false,
  groups: [
    { name: 'base', test: BASE, priority: 2 },
    { name: icons(), debugName: 'icons', priority: 2 },
    { name: ownParts(MAIN), debugName: 'own', priority: 1 },
  ],
}

export default defineConfig({
  plugins: [
    react(),
    twoLanguages(),
    onlyWoff2(),
    fitXformsEngine(),
    packAssets(),
    budgets(),
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
