import { expect, it } from 'vitest'
import { type Part, shellOf } from './field-shell'

const chunk = (fileName: string, more: Partial<Part> = {}): Part => ({
  type: 'chunk',
  fileName,
  code: '',
  ...more,
})

it('takes what the page starts with, and of the field app also what it asks for later', () => {
  const parts: Part[] = [
    chunk('index.js', {
      isEntry: true,
      imports: ['base.js'],
      viteMetadata: { importedCss: new Set(['assets/index.css']) },
      dynamicImports: ['drive.js', 'app.js'],
    }),
    chunk('base.js', { dynamicImports: ['drive.js'] }),
    chunk('drive.js', { moduleIds: ['/w/src/gdrive/page.tsx'] }),
    chunk('app.js', {
      moduleIds: ['/w/src/mobile_admin/pocket/app.tsx'],
      imports: ['kit.js', 'index.js'],
      dynamicImports: ['sheet.js'],
      viteMetadata: { importedCss: new Set(['assets/app.css']) },
    }),
    chunk('kit.js'),
    chunk('sheet.js', {
      moduleIds: ['/w/src/mobile_admin/capture/sheet.ts'],
      dynamicImports: ['engine.js'],
    }),
    chunk('engine.js', { code: 'new URL("xpath-1.wasm")' }),
    { type: 'asset', fileName: 'assets/app.css' },
    { type: 'asset', fileName: 'assets/index.css' },
    { type: 'asset', fileName: 'assets/xpath-1.wasm' },
    { type: 'asset', fileName: 'assets/other.wasm' },
    { type: 'asset', fileName: 'assets/font.woff2' },
  ]
  expect(shellOf(parts)).toEqual([
    '/app.js',
    '/assets/app.css',
    '/assets/index.css',
    '/assets/xpath-1.wasm',
    '/base.js',
    '/engine.js',
    '/index.js',
    '/kit.js',
    '/sheet.js',
  ])
})
