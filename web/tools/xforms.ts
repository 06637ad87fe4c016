/**
 * Fits @getodk/xforms-engine to a phone and to the edge's content policy while it is bundled: XML
 * reaches the parser through one policy of Trusted Types, expressions are read by a parser of ours and
 * not by two WebAssembly modules, of crypto-js it brings the hashes that forms can ask for, and
 * Temporal is the browser's own where it has it. The build fails where the engine no longer looks as
 * it did.
 */
import type { Plugin } from 'vite'

const SINKS: readonly (readonly [string, string])[] = [
  ['parseFromString(sourceXML, "text/xml")', 'parseFromString(asXml(sourceXML), "text/xml")'],
  ['parseFromString(xml, "text/xml")', 'parseFromString(asXml(xml), "text/xml")'],
  ['innerHTML = this.resource.data', 'innerHTML = asXml(this.resource.data)'],
]
/** `&eacute;` in the Markdown of a label; without the parser these stay as they are written. */
const ENTITY = [
  'element.innerHTML = characterReference;',
  'element.textContent = characterReference;',
]

/** `digest()` knows five hashes; the ciphers beside them would be a tenth of what a phone fetches. */
const CRYPTO = /factory\(requireCore\(\), requireX64Core\(\), [^;]*requireBlowfish\(\)\)/
const HASHES = ['Core', 'X64Core', 'EncBase64', 'Md5', 'Sha1', 'Sha256', 'Sha512', 'Sha384']

/** tree-sitter's loader, and all between it and the engine's reader of expressions. */
const TREE_SITTER =
  /var treeSitter = \{exports: \{\}\};[\s\S]*?\nconst expressionParser = await ExpressionParser\.init\(\{[^}]*\}\);/
const MODULES = /const (?:xpathLanguage|webTreeSitter) = "data:application\/wasm;base64,[^"]+";/g

/** From the polyfill's first function to the `Temporal` that the engine uses; all between is its own. */
const TEMPORAL =
  /function clampProp\([\s\S]*?\}\), (\w+) = \/\*@__PURE__\*\/ Object\.defineProperties\(\{\}, \{\s*\.\.\.o\("Temporal"\),[\s\S]*?(?=\nconst require\$\$0\$1 = \{\};)/
const OF_OURS = '@/mobile_admin/capture/engine'

/** The lists that it reads were written by our server: `rows.ts` reads them as well. */
const PAPA =
  /var papaparse_min\$1 = \{exports: \{\}\};[\s\S]*?\nvar papaparse_minExports = requirePapaparse_min\(\);/

export function fitXformsEngine(): Plugin {
  return {
    name: 'fit-xforms-engine',
    apply: 'build',
    transform(code, id) {
      if (!/xforms-engine\/dist\/index\.js/.test(id)) return null
      let fitted = code
      for (const [from = '', to = ''] of [...SINKS, ENTITY]) fitted = exchanged(fitted, from, to)
      fitted = withTemporalOf(withHashesAlone(fitted), `${OF_OURS}/temporal`)
      fitted = withRowsOf(fitted, `${OF_OURS}/rows`)
      fitted = withExpressionsOf(fitted, `${OF_OURS}/xpath/parser`)
      return { code: `import { asXml } from '${OF_OURS}/xml'\n${fitted}`, map: null }
    },
  }
}

/** What nobody asks for any more, the bundler leaves out. */
export function withHashesAlone(code: string): string {
  const [whole] = CRYPTO.exec(code) ?? []
  if (whole === undefined) throw new Error('xforms-engine: no crypto-js as it was')
  return code.replace(whole, `factory(${HASHES.map(name => `require${name}()`).join(', ')})`)
}

/** In place of the polyfill that the engine brings: most phones never fetch one. */
export function withTemporalOf(code: string, from: string): string {
  const [whole, name] = TEMPORAL.exec(code) ?? []
  if (whole === undefined) throw new Error('xforms-engine: no temporal-polyfill as it was')
  return `import { Temporal as ${name} } from '${from}'\n${code.replace(whole, '')}`
}

/** In place of a reader of every CSV there is, which was a twelfth of the engine. */
export function withRowsOf(code: string, from: string): string {
  const [whole] = PAPA.exec(code) ?? []
  if (whole === undefined) throw new Error('xforms-engine: no papaparse as it was')
  const ours = code.replace(whole, 'const papaparse_minExports = { parse: parseCsv };')
  return `import { parseCsv } from '${from}'\n${ours}`
}

/** In place of two modules and their loader, which were a fifth of all before the first form. */
export function withExpressionsOf(code: string, from: string): string {
  const [whole] = TREE_SITTER.exec(code) ?? []
  if (whole === undefined || code.match(MODULES)?.length !== 2)
    throw new Error('xforms-engine: no tree-sitter as it was')
  const ours = code.replace(whole, '').replaceAll(MODULES, '')
  return `import { expressionParser } from '${from}'\n${ours}`
}

function exchanged(code: string, from: string, to: string): string {
  if (code.split(from).length !== 2) throw new Error(`xforms-engine: not once: ${from}`)
  return code.replace(from, to)
}
