import { expect, it } from 'vitest'
import { fetchedFor } from './budgets'
import type { Part } from './field-shell'

const APP = /pocket\/app\.tsx$/

it('weighs what the page begins with, what is asked for, and all that both import', () => {
  const parts: Part[] = [
    {
      type: 'chunk',
      fileName: 'index.js',
      isEntry: true,
      imports: ['base.js'],
      dynamicImports: ['later.js'],
    },
    { type: 'chunk', fileName: 'base.js' },
    { type: 'chunk', fileName: 'later.js' },
    {
      type: 'chunk',
      fileName: 'app.js',
      moduleIds: ['/w/src/pocket/app.tsx'],
      imports: ['base.js', 'kit.js'],
      viteMetadata: { importedCss: new Set(['app.css']) },
    },
    { type: 'chunk', fileName: 'kit.js', code: 'new URL("codes-1.wasm")' },
    { type: 'asset', fileName: 'codes-1.wasm' },
    { type: 'asset', fileName: 'other.wasm' },
  ]
  expect(fetchedFor([APP], parts)).toEqual([
    'app.css',
    'app.js',
    'base.js',
    'codes-1.wasm',
    'index.js',
    'kit.js',
  ])
})

it('a source that was renamed is told: its limit would hold nothing', () => {
  expect(() => fetchedFor([APP], [{ type: 'chunk', fileName: 'index.js' }])).toThrow('pocket')
})
