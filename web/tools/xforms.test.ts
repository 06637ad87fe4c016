import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { withExpressionsOf, withHashesAlone, withRowsOf, withTemporalOf } from './xforms.ts'

const engine = 'node_modules/@getodk/xforms-engine/dist/index.js'

it('the engine keeps the hashes that forms ask for, and no cipher', () => {
  const fitted = withHashesAlone(readFileSync(engine, 'utf8'))
  const [, asked = ''] =
    /factory\((requireCore\(\), requireX64Core\(\), requireEnc[^;]*)\);/.exec(fitted) ?? []
  expect(asked.match(/require\w+/g)).toContain('requireSha384')
  // Each hash that the engine names is among what is asked for.
  for (const [, name = ''] of fitted.matchAll(/cryptoJsExports\.(\w+)/g)) {
    expect(asked.toLowerCase()).toContain(`require${name.toLowerCase()}()`)
  }
  expect(fitted.match(/requireBlowfish\(\)/g)).toBeNull()
  expect(() => withHashesAlone('')).toThrow(/crypto-js/)
})

it('the engine asks us for Temporal, and brings no polyfill', () => {
  const plain = readFileSync(engine, 'utf8')
  const fitted = withTemporalOf(plain, './temporal')
  const [, name = ''] = /^import \{ Temporal as (\w+) \} from '\.\/temporal'/.exec(fitted) ?? []
  expect(fitted).toContain(`${name}.ZonedDateTime.from(`)
  expect(fitted).not.toContain('"Temporal.Now"')
  expect(plain.length - fitted.length).toBeGreaterThan(100_000)
  expect(() => withTemporalOf('', '')).toThrow(/temporal-polyfill/)
})

it('the engine reads lists with our reader', () => {
  const fitted = withRowsOf(readFileSync(engine, 'utf8'), './rows')
  expect(fitted).not.toContain('Papa Parse')
  expect(fitted.match(/papaparse_minExports\.parse\(/g)).toHaveLength(2)
  expect(() => withRowsOf('', '')).toThrow(/papaparse/)
})

it('the engine reads expressions with our parser, and brings no WebAssembly', () => {
  const fitted = withExpressionsOf(readFileSync(engine, 'utf8'), './parser')
  expect(fitted.match(/expressionParser\.parse\(/g)?.length).toBeGreaterThan(3)
  expect(fitted).toContain('this.parser = expressionParser;')
  expect(fitted).not.toMatch(/application\/wasm|WebAssembly|SyntaxNode\(|TreeSitter/)
  expect(() => withExpressionsOf('', '')).toThrow(/tree-sitter/)
})
