import { webcrypto } from 'node:crypto'
import { createRequire } from 'node:module'
import { cleanup, configure } from '@testing-library/react'
import { afterEach } from 'vitest'

afterEach(cleanup)
configure({ asyncUtilTimeout: 10_000 }) // what takes a moment takes seconds on a busy machine

// jsdom has a crypto without `subtle`.
Object.defineProperty(globalThis, 'crypto', { value: webcrypto })
// The WebAssembly of forms' expressions takes Node for a module of the older kind.
Object.assign(globalThis, {
  __dirname: import.meta.dirname,
  require: createRequire(import.meta.url),
})
// jsdom has no layout: the two questions about it that our parts ask get a plain answer.
window.matchMedia ??= (query: string): MediaQueryList =>
  Object.assign(new EventTarget(), {
    matches: false,
    media: query,
    onchange: null,
    addListener: () => undefined,
    removeListener: () => undefined,
  })
globalThis.ResizeObserver ??= class {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}
