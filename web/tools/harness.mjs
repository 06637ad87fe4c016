/** Builds the two-editor page of the composition tests: `node tools/harness.mjs <directory>`. */
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url))

await build({
  configFile: false,
  logLevel: 'warn',
  root: path('.'),
  publicDir: false,
  resolve: { alias: { '@': path('src') } },
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: process.argv[2],
    lib: {
      entry: path('src/weboffice/text/harness.ts'),
      formats: ['iife'],
      name: 'page',
      fileName: () => 'harness.js',
    },
  },
})
